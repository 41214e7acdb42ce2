"""Examples of each command, shown in its manual page; every one is run in the tests.

They are of one small folder: `roster.yaml`, `scenarios`, `records`, `plan.yaml`, and an earlier
`old.yaml`. What each does, and texts of exit statuses, are looked up in the catalogue of messages.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Example:
    """A command line, what it is for, and its exit status in the folder of the examples."""

    line: str
    why: str
    status: int = 0


@dataclass(frozen=True, slots=True)
class Manual:
    """What a manual page says beside the declared arguments. `status`: where it says more than
    fine, problems, wrong use. `see`: commands and topics."""

    examples: tuple[Example, ...] = ()
    see: tuple[str, ...] = ()
    status: Mapping[int, str] = field(default_factory=dict)


MANUALS: Mapping[str, Manual] = {
    "init": Manual(
        (
            Example(
                "drillctl init county",
                "A folder to start from; at a terminal it asks what else it should be.",
            ),
            Example(
                "drillctl init valley --yes --hazard wildfire --timezone Europe/Berlin",
                "Asks nothing: what no option says takes its default.",
            ),
            Example(
                "drillctl init scenarios",
                "A folder that holds something is left as it is.",
                2,
            ),
        ),
        ("check", "plan", "help files"),
    ),
    "check": Manual(
        (
            Example("drillctl check", "Everything that drillctl.yaml names."),
            Example("drillctl check roster.yaml scenarios", "These files and folders."),
            Example("drillctl check --format json . > problems.json", "For another program."),
            Example("cat roster.yaml | drillctl check - scenarios", "From standard input."),
        ),
        ("plan", "help exit-status"),
        {1: "a problem was found"},
    ),
    "explain-code": Manual(
        (
            Example("drillctl explain-code C004", "What a code means, with an example."),
            Example("drillctl explain-code", "All codes."),
            Example("drillctl explain-code W04", "A code that there is not.", 2),
        ),
        ("check",),
    ),
    "test": Manual(
        (
            Example("drillctl test", "Plans, and judges the plan by its `expect` blocks."),
            Example("drillctl test --plan plan.yaml --only held", "One sort of check, of a plan."),
            Example(
                "drillctl test roster.yaml scenarios --format junit -o report.xml",
                "A report for a CI server.",
            ),
        ),
        ("check", "plan", "help exit-status"),
        {1: "a check failed, or a file has problems"},
    ),
    "plan": Manual(
        (
            Example("drillctl plan", "In a folder with a drillctl.yaml: its files, its plan."),
            Example(
                "drillctl plan roster.yaml scenarios -o new.yaml --effort quick --workers 2",
                "These files, with little work, by two processes.",
            ),
            Example(
                "drillctl plan --baseline plan.yaml --as-of 2027-02-01",
                "Again, with as few changes as can be for whom the plan is known.",
            ),
            Example(
                "drillctl plan roster.yaml scenarios -o - | drillctl audit - roster.yaml scenarios",
                "Through a pipe to another command.",
            ),
        ),
        ("audit", "show", "explain", "diff", "help files"),
        {1: "the files have problems, or a seat is empty and --require-full was given"},
    ),
    "audit": Manual(
        (
            Example("drillctl audit", "The workspace's plan."),
            Example("drillctl audit plan.yaml roster.yaml scenarios", "Any plan and its files."),
            Example("drillctl audit --format json", "For another program."),
            Example(
                "drillctl audit old.yaml roster.yaml scenarios --require-same",
                "Whether a plan was made from these very files.",
            ),
        ),
        ("plan", "explain", "log", "verify"),
        {1: "a breach, a file with problems, or other files and --require-same was given"},
    ),
    "show": Manual(
        (
            Example("drillctl show", "A calendar, and a timeline of the teams."),
            Example(
                "drillctl show --by person --team county-fire --from 2027-03-01",
                "Who of a team is busy when, from a day on.",
            ),
            Example(
                "drillctl show plan.yaml roster.yaml scenarios --by week --member 李伟",
                "One person's sessions, week by week.",
            ),
            Example("drillctl show --by venue --format json", "For another program."),
        ),
        ("plan", "explain", "export html"),
        {1: "the plan and the files differ", 2: "wrong use, or no such team, member or venue"},
    ),
    "explain": Manual(
        (
            Example("drillctl explain river-flood#2/boat-crew --no-fixes", "Why seats are empty."),
            Example("drillctl explain river-flood#2", "Likewise, and what would fill them."),
            Example(
                "drillctl explain plan.yaml river-flood#1 roster.yaml scenarios"
                " --at 2027-03-07T09:00",
                "Why not at another time.",
            ),
        ),
        ("whatif", "plan"),
        {2: "wrong use, or no such session or position"},
    ),
    "drop": Manual(
        (
            Example(
                "drillctl drop li-wei --from 2027-03-01 --to 2027-03-12 --as-of 2027-02-15",
                "Li Wei is away for these days: the plan is mended in place.",
            ),
            Example(
                "drillctl drop 李伟 --from 2027-03-06T08:00 --to 2027-03-06T18:00 --why flu"
                " --as-of 2027-02-15 -o mended.yaml --format json",
                "By name, for hours, into another file, and whom to call for another program.",
            ),
        ),
        ("whatif", "rsvp", "diff"),
        {2: "wrong use, or nobody of this name"},
    ),
    "forget": Manual(
        (
            Example(
                "drillctl forget anna --dry-run",
                "What would change, which lines to look at, and what stays out of reach.",
            ),
            Example(
                "drillctl forget 李伟 --plan old.yaml --yes",
                "By name, in the workspace's files and plan, and in an earlier plan too.",
            ),
            Example("drillctl forget nobody --yes", "Somebody who is in no file.", 2),
        ),
        ("drop", "help privacy"),
        {
            1: "a file can't be read, so nothing was written",
            2: "wrong use, nobody of this name, or nobody there to agree",
        },
    ),
    "whatif": Manual(
        (
            Example(
                "drillctl whatif --without member:li-wei --as-of 2027-02-15",
                "What changes if Li Wei leaves.",
            ),
            Example(
                "drillctl whatif --move river-flood#1=2027-03-13T09:00 --without venue:north-lake"
                " --as-of 2027-02-15 --format json",
                "Two changes at once.",
            ),
            Example(
                "drillctl whatif --with member:zhang-min=swiftwater-1 --busy"
                " wang-fang:2027-03-01..2027-03-10 --as-of 2027-02-15",
                "Somebody is trained, somebody is away.",
            ),
        ),
        ("drop", "explain"),
    ),
    "pin": Manual(
        (
            Example("drillctl pin river-flood#1", "Hold all of a session."),
            Example(
                "drillctl pin plan.yaml river-flood#1 --start --people li-wei",
                "Hold its start, and one person's seat.",
            ),
            Example("drillctl pin --format json", "What is held."),
        ),
        ("plan",),
        {2: "wrong use, or no such session"},
    ),
    "sign": Manual(
        (
            Example("drillctl sign --key training.key", "Beside the plan: plan.yaml.minisig."),
            Example(
                "drillctl sign plan.yaml --key training.key --at 2027-02-01T09:00+08:00",
                "With the time, which is signed too.",
            ),
        ),
        ("verify", "key new"),
        {1: "the plan has problems, or the key can't be used"},
    ),
    "verify": Manual(
        (
            Example("drillctl verify --key training.pub", "By a public key in a file."),
            Example(
                "drillctl verify plan.yaml --key training.pub --format json", "For another program."
            ),
            Example("drillctl verify old.yaml --key training.pub", "A plan nobody signed.", 1),
        ),
        ("sign", "log"),
        {1: "the plan is not what one of the trusted keys signed"},
    ),
    "key new": Manual(
        (
            Example(
                "drillctl key new -o office.key --no-password",
                "Two files, office.key and office.pub; without --no-password it is encrypted.",
            ),
            Example("drillctl key new -o training.key", "A key that is there is left as it is.", 2),
        ),
        ("sign", "verify"),
    ),
    "log": Manual(
        (
            Example("drillctl log", "Who wrote the plan when and why, and whether all is there."),
            Example("drillctl log plan.yaml --format json", "For another program."),
            Example("drillctl log old.yaml", "A plan without a history.", 1),
        ),
        ("plan", "verify", "diff"),
        {1: "an entry was changed or removed, the plan is another, or there is no history"},
    ),
    "diff": Manual(
        (
            Example("drillctl diff old.yaml", "From an earlier plan to the workspace's."),
            Example("drillctl diff old.yaml plan.yaml roster.yaml scenarios", "Two plans."),
            Example("drillctl diff old.yaml --format markdown", "For a merge request."),
        ),
        ("plan",),
        {1: "a file has problems"},
    ),
    "schema": Manual(
        (
            Example("drillctl schema record > record.schema.json", "Of the records."),
            Example("drillctl schema recrod", "A kind that there is not.", 2),
        ),
        ("check",),
    ),
    "publish": Manual(
        (
            Example(
                "drillctl publish --caldav https://calendar.example.org/drill/ --user drill"
                " --dry-run",
                "What would change on the server.",
            ),
            Example(
                "drillctl publish --caldav https://calendar.example.org/drill/ --user drill"
                " --by member --only li-wei",
                "One person's calendar.",
            ),
        ),
        ("export ics", "help environment"),
        {1: "something could not be done; the next run goes on from there"},
    ),
    "serve": Manual(
        (
            Example("drillctl serve", "The workspace's plan, on this machine only.", 130),
            Example(
                "drillctl serve plan.yaml roster.yaml scenarios --port 8000 --redact",
                "Without names, as for a screen in the hall.",
                130,
            ),
            Example(
                "drillctl serve --host 0.0.0.0",
                "For the network too: only who has the printed address sees the page.",
                130,
            ),
            Example("drillctl serve nowhere.yaml", "A plan that can't be read is not served.", 1),
        ),
        ("subscriptions new", "publish"),
        {130: "stopped with Ctrl-C, which is how it ends"},
    ),
    "subscriptions new": Manual(
        (
            Example(
                "drillctl subscriptions new team:county-fire --host plans.local",
                "For calendar programs, while 'drillctl serve --host plans.local' runs.",
            ),
            Example(
                "drillctl subscriptions new member:li-wei --base-url https://plans.example.org/"
                " --format json",
                "Behind a proxy, 'drillctl serve --allow-host plans.example.org'.",
            ),
        ),
        ("serve", "subscriptions list", "subscriptions revoke"),
    ),
    "subscriptions list": Manual(
        (
            Example("drillctl subscriptions list", "Who has an address."),
            Example("drillctl subscriptions list --format json", "For another program."),
        ),
        ("subscriptions new", "subscriptions revoke"),
    ),
    "subscriptions revoke": Manual(
        (
            Example("drillctl subscriptions revoke county-fire-1", "From now on it is not found."),
            Example("drillctl subscriptions revoke county-fire-9", "There is none of that id.", 2),
        ),
        ("subscriptions list", "subscriptions new"),
    ),
    "rsvp": Manual(
        (
            Example("drillctl rsvp replies --as-of 2027-02-15", "Take a folder of answers in."),
            Example(
                "drillctl rsvp replies/anna.ics roster.yaml scenarios --plan plan.yaml"
                " --as-of 2027-02-15 -o answered.yaml --format json",
                "One answer, into another file.",
            ),
        ),
        ("export ics", "drop"),
        {1: "an answer could not be taken, or a file has problems"},
    ),
    "export ics": Manual(
        (
            Example("drillctl export ics -o cal", "A calendar for each team."),
            Example(
                "drillctl export ics plan.yaml roster.yaml scenarios -o cal --by member --utc",
                "One for each member, in UTC.",
            ),
            Example(
                "drillctl export ics -o invitations --method request --since old.yaml",
                "Invitations, only of what changed.",
            ),
        ),
        ("publish", "rsvp"),
        {1: "the plan and the files differ, or the policy names no organizer"},
    ),
    "export csv": Manual(
        (
            Example("drillctl export csv -o tables", "Sessions, people, equipment and gaps."),
            Example(
                "drillctl export csv plan.yaml roster.yaml scenarios -o tables --redact",
                "Without names of people.",
            ),
        ),
        ("export xlsx",),
        {1: "the plan and the files differ"},
    ),
    "export xlsx": Manual(
        (
            Example("drillctl export xlsx -o plan.xlsx", "A workbook with a sheet for each."),
            Example(
                "drillctl export xlsx plan.yaml roster.yaml scenarios -o public.xlsx --redact",
                "Without names of people.",
            ),
        ),
        ("export csv",),
        {1: "the plan and the files differ"},
    ),
    "export html": Manual(
        (
            Example("drillctl export html", "plan.html, to open in a browser or to send."),
            Example(
                "drillctl export html plan.yaml roster.yaml scenarios -o public.html --redact",
                "Without names of people.",
            ),
            Example(
                "drillctl export html --lang zh --as-of 2027-03-01 -o plan.zh.html",
                "In Chinese at first; what is due as of that day.",
            ),
        ),
        ("show", "serve", "export png"),
        {1: "the plan and the files differ"},
    ),
    "export png": Manual(
        (
            Example("drillctl export png -o slides", "A row of the timeline for each team."),
            Example(
                "drillctl export png plan.yaml roster.yaml scenarios -o slides --by person"
                " --size 3840x2160 --redact",
                "For each person, in twice the sharpness, without names of people.",
            ),
            Example("drillctl export png -o slides --size letter", "A size that there is not.", 2),
        ),
        ("export svg", "readiness"),
        {1: "the plan and the files differ"},
    ),
    "export svg": Manual(
        (
            Example("drillctl export svg -o pictures --size a4", "For a document."),
            Example(
                "drillctl export svg plan.yaml roster.yaml scenarios -o pictures --by venue --text"
                " --as-of 2027-03-15",
                "By venue, with letters to search and edit; currency as of a day.",
            ),
        ),
        ("export png", "readiness"),
        {1: "the plan and the files differ"},
    ),
    "export roster": Manual(
        (
            Example("drillctl export roster -o members.xlsx", "A table to change and import."),
            Example(
                "drillctl export roster roster.yaml -o members.csv --contacts",
                "With addresses and telephone numbers.",
            ),
        ),
        ("import roster",),
    ),
    "readiness": Manual(
        (
            Example("drillctl readiness --as-of 2027-02-15", "Who and what is due."),
            Example(
                "drillctl readiness roster.yaml scenarios records --only currency --format csv"
                " --as-of 2027-02-15",
                "One section as a table.",
            ),
            Example("drillctl readiness --format json --as-of 2027-02-15", "For another program."),
        ),
        ("actions", "plan"),
    ),
    "actions": Manual(
        (
            Example("drillctl actions --as-of 2027-02-15", "What is open."),
            Example(
                "drillctl actions --state overdue --team county-fire --history --as-of 2027-06-30",
                "What a team is late with.",
            ),
            Example("drillctl actions --format csv -o actions.csv", "As a table in a file."),
        ),
        ("follow-up", "readiness"),
    ),
    "follow-up": Manual(
        (
            Example(
                "drillctl follow-up river-flood#9/a1 --by 'Li Wei' --note 'Radios ordered.'"
                " --on 2027-02-10",
                "What became of it.",
            ),
            Example(
                "drillctl follow-up river-flood#9/a1 --by 'Li Wei' --state closed",
                "Closing names the session that showed it.",
                2,
            ),
        ),
        ("actions",),
        {2: "wrong use, or no such action"},
    ),
    "aar new": Manual(
        (
            Example("drillctl aar new -o forms --session river-flood#1", "For one session."),
            Example(
                "drillctl aar new plan.yaml roster.yaml scenarios -o forms --doctrine cn --lang zh"
                " --format md --only hot-wash",
                "One document of each, in Chinese.",
            ),
        ),
        ("aar collect",),
    ),
    "aar collect": Manual(
        (
            Example(
                "drillctl aar collect forms --as-of 2027-02-15",
                "Filled-in forms to records; what they still lack is listed.",
            ),
            Example(
                "drillctl aar collect forms roster.yaml scenarios -o new-records --dry-run"
                " --as-of 2027-02-15",
                "What would change.",
            ),
        ),
        ("aar new", "aar check", "readiness"),
        {1: "a gap or a conflict is left"},
    ),
    "aar check": Manual(
        (
            Example("drillctl aar check --as-of 2027-02-15", "What its records still lack.", 1),
            Example(
                "drillctl aar check forms roster.yaml scenarios --as-of 2027-02-15 --format json",
                "For another program.",
            ),
        ),
        ("aar collect",),
        {1: "a gap or a conflict is left"},
    ),
    "import availability": Manual(
        (
            Example(
                "drillctl import availability calendars --roster roster.yaml -o new-roster.yaml",
                "Members' calendars into a roster.",
            ),
            Example(
                "drillctl import availability calendars -o -",
                "A new roster, to standard output.",
            ),
        ),
        ("check", "plan"),
        {1: "a calendar was left out"},
    ),
    "import roster": Manual(
        (
            Example(
                "drillctl import roster members.csv --into roster.yaml --dry-run",
                "What a table would change.",
            ),
            Example("drillctl import roster members.csv --into roster.yaml", "Change it."),
            Example(
                "drillctl import roster members.csv -o new.yaml --timezone Asia/Shanghai"
                " --kind volunteer --format json",
                "A new roster, told for another program.",
            ),
        ),
        ("export roster", "check"),
        {1: "a cell or a column needs mending; nothing was written"},
    ),
    "completion": Manual(
        (
            Example(
                "drillctl completion bash > drillctl.bash",
                "Then, in ~/.bashrc: source FOLDER/drillctl.bash",
            ),
            Example(
                "drillctl completion zsh > _drillctl",
                "Into a folder of $fpath, before compinit; or: source _drillctl",
            ),
            Example(
                "drillctl completion fish > drillctl.fish",
                "Into ~/.config/fish/completions",
            ),
            Example(
                "drillctl completion powershell > drillctl.ps1",
                "Then, in $PROFILE: . FOLDER/drillctl.ps1",
            ),
        ),
    ),
    "help": Manual(
        (
            Example("drillctl help plan", "A command."),
            Example("drillctl help export ics", "A command of a group."),
            Example("drillctl help json", "A topic: the fields of --format json."),
        ),
    ),
}
