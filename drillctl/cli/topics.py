"""What `drillctl help TOPIC` tells beside the commands: exit status, files, environment, JSON."""

from collections.abc import Mapping
from dataclasses import dataclass

from drillctl.cli.json_fields import FIELDS, page_of_fields
from drillctl.cli.privacy import FIELDS as PERSONAL
from drillctl.cli.privacy import OUTLETS
from drillctl.language import in_language, joined, tr


@dataclass(frozen=True, slots=True)
class Topic:
    """`parts`: paragraphs, and terms with what they mean."""

    title: str
    parts: tuple[str | tuple[str, str], ...] = ()


TOPICS: Mapping[str, Topic] = {
    "exit-status": Topic(
        "What the exit status of a command says.",
        (
            ("0", "Fine. A plan with empty seats is fine, unless --require-full is given."),
            ("1", "Problems found: bad files, a breached rule, a failed expectation."),
            ("2", "Wrong use: an unknown command, option, value, session or member."),
            ("3", "A defect of drillctl's own; a report is saved, and its place said."),
            ("130", "Interrupted by Ctrl-C; nothing was written."),
            ("141", "Whoever read the output has gone, as in drillctl show | head."),
            ("143, 129", "Ended by SIGTERM, SIGHUP; every file is as it was, or new and whole."),
            "Results go to standard output, everything else to standard error.",
        ),
    ),
    "files": Topic(
        "The files that drillctl reads and writes.",
        (
            "Every YAML file says its kind. Any number of files and folders can be named, a file "
            "may hold several documents, and - is standard input or output.",
            ("kind: roster", "Teams, members, certifications, venues, equipment."),
            ("kind: scenario", "An exercise: positions, schedule, joint demand, injects."),
            ("kind: policy", "Period, rest, limits, goals, and how much weight what has."),
            ("kind: plan", "Sessions with their start, venue and people; drillctl writes it."),
            ("kind: record", "What happened at a session: attendance, ratings, actions."),
            (
                "subscriptions.yaml",
                "kind: subscriptions. The secret addresses of calendars that serve answers at, "
                "only their hashes; drillctl subscriptions writes it.",
            ),
            (
                "drillctl.yaml",
                "kind: workspace. What the commands in its folder, and in those below, "
                "work on where no PLAN or PATH is given: paths, plan, context, records, lang; "
                "signers: [{name, key}] says whose signatures verify believes. "
                "All paths in it are relative to it.",
            ),
            (
                "PLAN.history",
                "Who wrote a plan when and why, an entry a line, each with the hash of the one "
                "before. It begins with the first --reason, or at once with history: true in "
                "drillctl.yaml. In git, let *.history merge=union in .gitattributes merge it: the "
                "next entry then names both ends. It shows changes to who looks, and keeps "
                "nobody from writing all of it anew: sign the plan, and the last entry is signed.",
            ),
            ("PLAN.minisig", "The plan's signature, in the format of minisign."),
            "PLAN comes before the PATHs. In a workspace it may be left out: the first argument "
            "is the plan if it is a plan file, - or no file at all; a folder, a file of another "
            "kind or a session is not. Where PATHs are given only they are read, without the "
            "workspace's records and context; what is given always wins.",
        ),
    ),
    "environment": Topic(
        "The environment variables that drillctl reads.",
        (
            (
                "DRILLCTL_LANG",
                "Language of the messages, en or zh, where neither --lang nor the "
                "workspace says it.",
            ),
            ("LANGUAGE, LC_ALL, LC_MESSAGES, LANG", "Likewise, where DRILLCTL_LANG does not."),
            ("DRILLCTL_CALDAV_PASSWORD", "The password with which publish logs in."),
            (
                "DRILLCTL_WAIT",
                "Seconds to wait where another drillctl is changing the same file; 10 if not set.",
            ),
            ("DRILLCTL_KEY_PASSWORD", "The password of the key that sign and key new work with."),
            ("NO_COLOR", "Any value: no colour, not even on a terminal."),
            ("COLUMNS", "Width of what is printed, in place of the terminal's."),
        ),
    ),
    "privacy": Topic(
        "Which data of a person goes where, beside the YAML files themselves.",
        (
            "Of a member, their team and the organizer, each of these writes or prints what is "
            "named and nothing else. Whoever may not see that must not get the file. What people "
            "type into titles, notes and comments is not told from other text.",
            "own: the calendar of the member, or of their team. other: anybody else's. "
            "drillctl-*.log: the report of a defect. Pictures made with --redact number people "
            "within their team: the limits in them are of nobody named.",
            "drillctl forget replaces a person in all files, and says what it can't reach. A later "
            "plan may seat others than it would have: members are taken in order of id where "
            "nothing else decides, and the pseudonym stands elsewhere in it.",
        ),
    ),
    "json": Topic(
        "The fields of --format json. They are stable: none is renamed or dropped, more may come.",
        (
            "Times are ISO 8601 with their offset, dates are local, what is not known is null, "
            "and texts are English in every language. x[].y is the field y of each entry of the "
            "list x, and * stands for any id.",
        ),
    ),
}


def topic_page(name: str, width: int) -> str:
    """A topic as it is printed; `name` is a key of `TOPICS`."""
    from drillctl.cli.help_page import said, term_list, wrapped

    topic = TOPICS[name]
    lines = wrapped(said(topic.title), width, "")
    rows: list[tuple[str, str]] = []
    for part in (*topic.parts, ""):
        if isinstance(part, tuple):
            rows.append((part[0], said(part[1])))
            continue
        if rows:
            lines += ["", *term_list(rows, width)]
            rows = []
        if part:
            lines += ["", *wrapped(said(part), width, "")]
    if name == "privacy":
        lines += ["", *term_list([(o.what, _personal(o.fields)) for o in OUTLETS], width)]
    if name == "json":
        for command, fields in FIELDS.items():
            lines += ["", in_language(tr("drillctl {command}", command=command))]
            lines += term_list(page_of_fields(fields, said), width)
    return "\n".join(lines) + "\n"


def _personal(fields: frozenset[str]) -> str:
    """The fields in words, in their usual order."""
    from drillctl.cli.help_page import said

    known = [said(text) for field, text in PERSONAL.items() if field in fields]
    return in_language(joined(", ", known) if known else tr("nothing of anybody"))
