"""What `drillctl help TOPIC` tells beside the commands: exit status, files, environment, JSON."""

from collections.abc import Mapping
from dataclasses import dataclass

from drillctl.cli.dependencies import DEPENDENCIES
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
            ("PYTHONTZPATH", "A folder of time zones in place of those of the tzdata package."),
            ("NO_COLOR", "Any value: no colour, not even on a terminal."),
            ("COLUMNS", "Width of what is printed, in place of the terminal's."),
        ),
    ),
    "time": Topic(
        "How times are read: zones, clock changes, leap days, and rules that change.",
        (
            "All times are local, in the roster's timezone. Its rules come from the tzdata "
            "package, not from the operating system, so that every machine makes the same plan; "
            "the plan says by which version.",
            (
                "mon-fri 19:00-22:00",
                "Hours of members and venues, busy and free: the moments at which the clocks "
                "show them. Hours that are skipped hold none, be it a whole day.",
            ),
            (
                "2027-10-31T02:30",
                "One time, such as a fixed start or --as-of. Shown twice, it is the first of the "
                "two; skipped, it is as much later as the clocks go forward (RFC 5545, 3.3.5). "
                "So are the ends of hours in a time that is shown twice.",
            ),
            ("for: 12h", "A shift ends twelve hours later on the clock, whatever it does then."),
            (
                "4h, 1d, 12mo",
                "Hours are time that passes. Days of spacing, gap and notice are days of the local "
                "calendar, 1d later is the same time of day; elsewhere a day is 24 hours.",
            ),
            (
                "29 February",
                "A certificate of that day, valid for 12mo, ends on 28 February; what recurs "
                "yearly on that day does so in leap years.",
            ),
            (
                "hours_per_7d",
                "Any 7 local days in a row, not weeks of the calendar; a session counts on the "
                "day on which it starts.",
            ),
            "Where a zone gets other rules after a plan was made, sessions keep the local time "
            "that people were told, and calendars that are written then have the new moment. "
            "Commands say so; audit lists the sessions and returns 1 until plan --baseline has "
            "written them anew, with the next sequence number.",
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
    "dependencies": Topic(
        "The packages that drillctl needs, why, in which versions, under which licence.",
        (
            "pip install drillctl brings the core. What an extra brings is needed only by the "
            "commands named there, which say so where it is missing; 'drillctl[office,serve]' "
            "names several extras at once.",
            "None of them is part of drillctl itself, and each has its own licence. The page of "
            "export html and serve holds EventCalendar and vis-timeline with what these are built "
            "of, all under the MIT licence, which lies beside them.",
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
    if name == "dependencies":
        for extra in dict.fromkeys(d.extra for d in DEPENDENCIES):
            lines += ["", f"pip install 'drillctl[{extra}]'" if extra else "pip install drillctl"]
            lines += term_list(_packages(extra), width)
    if name == "json":
        for command, fields in FIELDS.items():
            lines += ["", in_language(tr("drillctl {command}", command=command))]
            lines += term_list(page_of_fields(fields, said), width)
    return "\n".join(lines) + "\n"


def _packages(extra: str) -> list[tuple[str, str]]:
    """The rows of the extra's packages; of the core's with ""."""
    from drillctl.cli.help_page import said

    return [
        (d.name, f"{said(d.why)} ({d.bounds}; {d.licence})")
        for d in DEPENDENCIES
        if d.extra == extra
    ]


def _personal(fields: frozenset[str]) -> str:
    """The fields in words, in their usual order."""
    from drillctl.cli.help_page import said

    known = [said(text) for field, text in PERSONAL.items() if field in fields]
    return in_language(joined(", ", known) if known else tr("nothing of anybody"))
