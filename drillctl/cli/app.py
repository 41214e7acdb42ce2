"""All commands with their arguments; what each does is imported only when it runs."""

from typing import Annotated

import typer

from drillctl.cli.aar_app import aar_app
from drillctl.cli.accounts_app import commands as account_commands
from drillctl.cli.accounts_app import key_app
from drillctl.cli.actions_app import commands as action_commands
from drillctl.cli.arguments import (
    AsOf,
    By,
    CheckFormat,
    Cluster,
    Context,
    DifferenceFormat,
    EffortName,
    MendingEffort,
    Paths,
    PlanFile,
    Reason,
    SchemaLanguage,
    Shell,
    TableFormat,
    Workers,
)
from drillctl.cli.calendars_app import commands
from drillctl.cli.expect_app import commands as expect_commands
from drillctl.cli.forget_app import commands as forget_commands
from drillctl.cli.pictures_app import export_app
from drillctl.cli.readiness_app import commands as readiness_commands
from drillctl.cli.serve_app import commands as serve_commands
from drillctl.cli.serve_app import subscriptions_app
from drillctl.cli.show_app import commands as show_commands
from drillctl.cli.spreadsheets_app import import_app

app = typer.Typer(
    name="drillctl",
    help="Plan joint exercises of professional rescue teams and volunteer teams.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


def _version(wanted: bool) -> None:
    if wanted:
        from drillctl import __version__

        typer.echo(f"drillctl {__version__}")
        raise typer.Exit


@app.callback()
def root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    """Plan joint exercises of professional rescue teams and volunteer teams."""


@app.command()
def init(
    folder: Annotated[
        str | None, typer.Argument(metavar="DIR", help="A new or empty folder.  [default: here]")
    ] = None,
    lang: Annotated[
        str | None, typer.Option("--lang", help="Language of the comments: en or zh.")
    ] = None,
    timezone: Annotated[
        str | None, typer.Option(help="IANA name, Asia/Shanghai.  [default: this machine's]")
    ] = None,
    team: Annotated[
        str | None, typer.Option(help="The professional team, TITLE or ID=TITLE.")
    ] = None,
    volunteers: Annotated[
        str | None, typer.Option(help="The volunteer team, TITLE or ID=TITLE.")
    ] = None,
    hazard: Annotated[str | None, typer.Option(help="What to exercise.  [default: flood]")] = None,
    first: Annotated[
        str | None,
        typer.Option("--from", help="First month to plan, 2027-03.  [default: the next]"),
    ] = None,
    organizer: Annotated[
        str | None, typer.Option(help="E-mail address invitations come from.  [default: none]")
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Ask nothing; take defaults.")] = False,
) -> None:
    """Write a small, commented example that plans at once; asks at a terminal."""
    from drillctl.cli.init import Given
    from drillctl.cli.init import init as run

    given = Given(lang, timezone, team, volunteers, hazard, first, organizer)
    raise typer.Exit(run(folder, given, yes=yes))


@app.command()
def check(
    paths: Annotated[list[str] | None, typer.Argument(help="YAML files and folders.")] = None,
    format: Annotated[CheckFormat, typer.Option(help="How to print.")] = CheckFormat.text,
    select: Annotated[
        list[str] | None,
        typer.Option(metavar="CODE", help="Only these codes or groups: C, W001,Y."),
    ] = None,
    ignore: Annotated[
        list[str] | None,
        typer.Option(metavar="CODE", help="Not these; the longer of two that fit wins."),
    ] = None,
    strict: Annotated[bool, typer.Option("--strict", help="Warnings are errors.")] = False,
    fix: Annotated[
        bool, typer.Option("--fix", help="Mend what is safe: spacing, order, renamed keys.")
    ] = False,
    diff: Annotated[
        bool, typer.Option("--diff", help="With --fix: show the changes, write nothing.")
    ] = False,
    list_codes: Annotated[
        bool, typer.Option("--list-codes", help="List every code and stop.")
    ] = False,
) -> None:
    """Find all problems in files, with their positions."""
    from drillctl.cli.check import check as run

    raise typer.Exit(
        run(
            paths or [],
            format=format.value,
            list_codes=list_codes,
            select=select or (),
            ignore=ignore or (),
            strict=strict,
            fix=fix,
            diff=diff,
        )
    )


@app.command("explain-code")
def explain_code(
    code: Annotated[str | None, typer.Argument(metavar="CODE", help="A code of check.")] = None,
) -> None:
    """What a code of check means, with examples; without CODE, list them."""
    from drillctl.cli.explain_code import explain_code as run

    raise typer.Exit(run(code))


@app.command()
def plan(
    paths: Paths,
    output: Annotated[
        str, typer.Option("--output", "-o", help="Where to write; .json for JSON, - for stdout.")
    ] = "plan.yaml",
    baseline: Annotated[
        str | None, typer.Option(help="An earlier plan to disturb as little as possible.")
    ] = None,
    context: Context = None,
    as_of: Annotated[
        str | None,
        typer.Option(
            "--as-of",
            help="Date or local time of a replan, 2027-03-01T09:00; what lies within the policy's "
            "notice from then on is frozen.  [default: now]",
        ),
    ] = None,
    effort: Annotated[
        EffortName, typer.Option(help="How much work to spend on each goal.")
    ] = EffortName.normal,
    time_limit: Annotated[
        float | None,
        typer.Option(min=0.1, help="Wall-clock seconds; gives up that equal inputs plan alike."),
    ] = None,
    workers: Workers = 1,
    cluster: Cluster = None,
    require_full: Annotated[
        bool, typer.Option("--require-full", help="Exit 1 where a seat stays empty.")
    ] = False,
    format: Annotated[TableFormat, typer.Option(help="How to print the summary.")] = (
        TableFormat.text
    ),
    reason: Reason = None,
    by: By = None,
) -> None:
    """Plan the sessions: dates, venues, people; audited before it is written."""
    from drillctl.cli.plan import plan as run

    raise typer.Exit(
        run(
            paths,
            output=output,
            baseline=baseline,
            context=context or (),
            as_of=as_of,
            effort=effort.value,
            time_limit=time_limit,
            workers=workers,
            cluster=cluster,
            require_full=require_full,
            format=format.value,
            reason=reason,
            by=by,
        )
    )


@app.command()
def audit(
    plan_file: PlanFile,
    paths: Paths,
    context: Context = None,
    was: Annotated[
        list[str] | None,
        typer.Option(
            "--was",
            metavar="PATH",
            help="Copies of the files as they were, to say what has changed.  [default: ask git]",
            show_default=False,
        ),
    ] = None,
    require_same: Annotated[
        bool,
        typer.Option(
            "--require-same", help="Exit 1 where the plan was not made from these very files."
        ),
    ] = False,
    reproduce: Annotated[
        bool,
        typer.Option(
            "--reproduce",
            help="Plan anew from the files: the proof that the plan is made from them. Exit 1 "
            "where another comes out, or it can't be known.",
        ),
    ] = False,
    workers: Workers = 1,
    cluster: Cluster = None,
    format: Annotated[TableFormat, typer.Option(help="How to print.")] = TableFormat.text,
) -> None:
    """Re-check every rule and goal of a plan from the files alone."""
    from drillctl.cli.audit import audit_plan

    raise typer.Exit(
        audit_plan(
            plan_file,
            paths,
            context=context or (),
            was=was or (),
            require_same=require_same,
            reproduce=reproduce,
            workers=workers,
            cluster=cluster,
            format=format.value,
        )
    )


@app.command()
def explain(
    plan_file: PlanFile,
    what: Annotated[
        str, typer.Argument(metavar="SESSION[/POSITION]", help="SCENARIO#N, or one position of it.")
    ],
    paths: Paths,
    at: Annotated[
        str | None, typer.Option("--at", help="Why not then: another start, 2027-03-13T09:00.")
    ] = None,
    context: Context = None,
    fixes: Annotated[
        bool, typer.Option("--fixes/--no-fixes", help="Solve for what would fill the seat.")
    ] = True,
    format: Annotated[TableFormat, typer.Option(help="How to print.")] = TableFormat.text,
) -> None:
    """Why a seat is empty or a session not held, and what would mend it."""
    from drillctl.cli.explain import explain as run

    raise typer.Exit(
        run(
            plan_file,
            what,
            paths,
            at=at,
            context=context or (),
            fixes=fixes,
            format=format.value,
        )
    )


@app.command()
def drop(
    member: Annotated[str, typer.Argument(help="Id or name of who called.", show_default=False)],
    paths: Paths,
    plan_file: Annotated[
        str, typer.Option("--plan", metavar="PLAN", help="The plan to mend.", show_default=False)
    ],
    first: Annotated[
        str, typer.Option("--from", help="First day away, or local time.", show_default=False)
    ],
    last: Annotated[
        str,
        typer.Option("--to", help="Last day away, or local time of return.", show_default=False),
    ],
    why: Annotated[str, typer.Option(help="A word to remember it by.")] = "",
    as_of: Annotated[
        str | None, typer.Option("--as-of", help="Date or local time of the call.  [default: now]")
    ] = None,
    context: Context = None,
    effort: MendingEffort = EffortName.quick,
    output: Annotated[
        str | None, typer.Option("--output", "-o", help="Another file for the mended plan.")
    ] = None,
    format: Annotated[TableFormat, typer.Option(help="How to print.")] = TableFormat.text,
    reason: Reason = None,
    by: By = None,
) -> None:
    """Somebody drops out: mend the plan, and list whom to call."""
    from drillctl.cli.drop import drop as run

    raise typer.Exit(
        run(
            member,
            paths,
            plan=plan_file,
            first=first,
            last=last,
            why=why,
            as_of=as_of,
            context=context or (),
            effort=effort.value,
            output=output,
            format=format.value,
            reason=reason,
            by=by,
        )
    )


@app.command()
def whatif(
    paths: Paths,
    plan_file: Annotated[
        str,
        typer.Option("--plan", metavar="PLAN", help="The plan people have.", show_default=False),
    ],
    without: Annotated[
        list[str] | None, typer.Option(help="member:ID, team:ID, venue:ID or equipment:ID.")
    ] = None,
    with_: Annotated[
        list[str] | None,
        typer.Option("--with", help="member:ID=CERTIFICATION or equipment:ID=NUMBER more."),
    ] = None,
    move: Annotated[list[str] | None, typer.Option(help="SCENARIO#N=2027-03-13T09:00.")] = None,
    cancel: Annotated[list[str] | None, typer.Option(help="SCENARIO#N.")] = None,
    busy: Annotated[list[str] | None, typer.Option(help="MEMBER:2027-03-01..2027-03-10.")] = None,
    edit: Annotated[
        list[str] | None, typer.Option(help="A file to read in place of the one of its name.")
    ] = None,
    as_of: AsOf = None,
    context: Context = None,
    effort: MendingEffort = EffortName.quick,
    output: Annotated[
        str | None, typer.Option("--output", "-o", help="Write the changed plan here.")
    ] = None,
    format: Annotated[DifferenceFormat, typer.Option(help="How to print.")] = (
        DifferenceFormat.text
    ),
    reason: Reason = None,
    by: By = None,
) -> None:
    """The difference that changes would make; writes nothing unless -o."""
    from drillctl.cli.whatif import whatif as run

    raise typer.Exit(
        run(
            paths,
            plan=plan_file,
            without=without or [],
            with_=with_ or [],
            move=move or [],
            cancel=cancel or [],
            busy=busy or [],
            edit=edit or [],
            as_of=as_of,
            context=context or (),
            effort=effort.value,
            output=output,
            format=format.value,
            reason=reason,
            by=by,
        )
    )


@app.command()
def pin(
    plan_file: PlanFile,
    sessions: Annotated[list[str] | None, typer.Argument(help="SCENARIO#N ...")] = None,
    start: Annotated[bool, typer.Option("--start", help="Hold the start only.")] = False,
    venue: Annotated[bool, typer.Option("--venue", help="Hold the venue only.")] = False,
    people: Annotated[list[str] | None, typer.Option(help="Hold this member in the seat.")] = None,
    remove: Annotated[bool, typer.Option("--remove", help="Unpin.")] = False,
    format: Annotated[TableFormat, typer.Option(help="How to print.")] = TableFormat.text,
    reason: Reason = None,
    by: By = None,
) -> None:
    """Hold sessions, or parts of them, in every replan; without sessions, list the pins."""
    from drillctl.cli.pin import pin as run

    raise typer.Exit(
        run(
            plan_file,
            sessions or [],
            start=start,
            venue=venue,
            people=people or [],
            remove=remove,
            format=format.value,
            reason=reason,
            by=by,
        )
    )


@app.command()
def diff(
    old: Annotated[str, typer.Argument(metavar="OLD", help="The earlier plan.")],
    new: Annotated[str, typer.Argument(metavar="NEW", help="The later plan.")],
    paths: Annotated[
        list[str] | None, typer.Argument(help="YAML files and folders, for people's names.")
    ] = None,
    format: Annotated[DifferenceFormat, typer.Option(help="How to print.")] = (
        DifferenceFormat.text
    ),
) -> None:
    """What changed between two plans, for which session and for whom."""
    from drillctl.cli.diff import diff as run

    raise typer.Exit(run(old, new, paths or [], format=format.value))


@app.command()
def schema(
    kind: Annotated[
        str | None,
        typer.Argument(
            metavar="KIND",
            help="Kind of document, `drillctl` for any of them, or `all`; left out: list them.",
        ),
    ] = None,
    output: Annotated[
        str | None,
        typer.Option("--output", "-o", help="Write it to this file; of `all`, to this folder."),
    ] = None,
    lang: Annotated[
        SchemaLanguage, typer.Option(help="Language of the descriptions.")
    ] = SchemaLanguage.en,
) -> None:
    """A kind of document as JSON Schema, for editors."""
    from drillctl.cli.schema import schema as run

    raise typer.Exit(run(kind, output, lang.value))


@app.command("help")
def show_help(
    words: Annotated[
        list[str] | None, typer.Argument(metavar="COMMAND|TOPIC", help="What to tell of.")
    ] = None,
) -> None:
    """The manual page of a command, or a topic: exit-status, files, environment, time, privacy,
    dependencies, json.
    """
    from drillctl.cli.show_help import show_help as run

    raise typer.Exit(run(words or []))


@app.command()
def completion(
    shell: Annotated[Shell, typer.Argument(help="bash, zsh, fish or powershell.")],
) -> None:
    """A script by which a shell completes commands, options, and ids from the files at hand."""
    from drillctl.cli.completion_scripts import completion as run

    raise typer.Exit(run(shell.value))


app.add_typer(commands)
app.add_typer(export_app, name="export")
app.add_typer(expect_commands)
app.add_typer(readiness_commands)
app.add_typer(show_commands)
app.add_typer(action_commands)
app.add_typer(serve_commands)
app.add_typer(subscriptions_app, name="subscriptions")
app.add_typer(forget_commands)
app.add_typer(aar_app, name="aar")
app.add_typer(account_commands)
app.add_typer(key_app, name="key")
app.add_typer(import_app, name="import")
