"""Arguments that several commands take."""

from enum import StrEnum
from typing import Annotated

import typer

Paths = Annotated[
    list[str], typer.Argument(help="YAML files and folders; - is stdin.", show_default=False)
]


class EffortName(StrEnum):
    quick = "quick"
    normal = "normal"
    thorough = "thorough"


Context = Annotated[
    list[str] | None,
    typer.Option(
        "--context",
        metavar="PLAN",
        help="A plan of another level or time that stays as it is: its people, venues and "
        "equipment are taken, its sessions not planned again. May be given several times.",
    ),
]
AsOf = Annotated[str | None, typer.Option("--as-of", help="Date or local time.  [default: now]")]
LookedAt = Annotated[
    str | None,
    typer.Option(
        "--as-of",
        metavar="DATE",
        help="Date at which currency and workload are looked at.  [default: the period's first]",
    ),
]
Private = Annotated[
    bool, typer.Option("--private", help="With e-mail addresses and telephone numbers.")
]
Redact = Annotated[bool, typer.Option("--redact", help="No personal names, for publishing.")]
MendingEffort = Annotated[
    EffortName, typer.Option("--effort", help="How much work to spend: quick answers a phone call.")
]
PlanFile = Annotated[str, typer.Argument(metavar="PLAN", help="A plan file.", show_default=False)]


Reason = Annotated[
    str | None,
    typer.Option(
        "--reason",
        metavar="TEXT",
        help="Why, for the plan's history, which begins with it: see drillctl help log.",
        show_default=False,
    ),
]
By = Annotated[
    str | None,
    typer.Option(
        "--by",
        metavar="NAME",
        help="Who, for the history.  [default: git's user, or the login]",
        show_default=False,
    ),
]


class TableFormat(StrEnum):
    text = "text"
    json = "json"


class DifferenceFormat(StrEnum):
    text = "text"
    json = "json"
    markdown = "markdown"


class SchemaLanguage(StrEnum):
    """Of the descriptions in a schema."""

    en = "en"
    zh = "zh"


class CheckFormat(StrEnum):
    text = "text"
    json = "json"
    github = "github"
    sarif = "sarif"
    junit = "junit"
    gitlab = "gitlab"


class Shell(StrEnum):
    bash = "bash"
    zsh = "zsh"
    fish = "fish"
    powershell = "powershell"
