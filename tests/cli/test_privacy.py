"""Marked private values go where `drillctl help privacy` says, and nowhere else."""

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cli.marked_place import AWAY, MARKS, marks_in, unpacked, write
from publishing.radicale_server import PASSWORD, USER, Radicale
from serving.running import running

from drillctl.cli.command import run
from drillctl.cli.completion import candidates
from drillctl.cli.main import report_defect
from drillctl.cli.privacy import FIELDS, OUTLETS
from drillctl.cli.topics import topic_page
from drillctl.files.subscription_file import read_subscription_file, write_subscription_file
from drillctl.model.subscription import Subject
from drillctl.serving.register import added
from drillctl.serving.secrets_kept import new_secret

FILES = ("in", "records")
PLANNED = ("plan.yaml", *FILES)
ON = ("--as-of", "2027-02-15")
PLAN = ("--plan", "plan.yaml")
TIMES = ("--from", "2027-03-06", "--to", "2027-03-06")
PERSON = ("--by", "person", "--size", "640x640")


def anywhere(path):
    return True


def own(path):
    return "idmark" in path.as_posix() or "fire" in path.as_posix()


def others(path):
    return not own(path)


def ics(*more):
    return [("export", "ics", *PLANNED, "-o", "out", *more)]


def formats(*command, of):
    return [(*command, "--format", name) for name in of]


# The person's data as it is now; as it was it holds the marks.
CHANGES = {
    "mailmark": "nina",
    "0571 6660": "0571 7000",
    "[ic, diver, {id: heldmark, issued: 2021-03-17, expires: 2027-03-29}": "[{id: heldmark}",
    "certifications: [ic]}": "certifications: [ic, diver]}",
    "06:17-22:41": "06:00-22:00",
    "T07:43": "T07:00",
    "WHYMARK": "exam",
    "T05:29": "T05:00",
    "3.25": "4",
    "calendars/calmark.ics": "../in/calendars/calmark.ics",
    "teammark": "office",
    "OFFICEMARK": "Office",
    "officemark": "office",
}
# What is run for each outlet, and which of the files written belong to it; None: what is printed.
RUNS = {
    "plan -o": ([("plan", *FILES, "-o", "out/plan.yaml", "--effort", "quick")], anywhere),
    "drop -o, rsvp -o, pin": (
        [
            ("drop", "tom", *FILES, *PLAN, *TIMES, *ON, "-o", "out/plan.yaml"),
            ("pin", "kept.yaml", "flood#1"),
        ],
        anywhere,
    ),
    "plan, show, explain, whatif, drop, diff": (
        [
            ("plan", *FILES, "-o", "out/plan.yaml", "--effort", "quick"),
            *(("show", *PLANNED, "--by", by) for by in ("team", "person", "venue", "week")),
            ("show", *PLANNED, "--by", "person", "--format", "json"),
            ("explain", "plan.yaml", "flood#1", *FILES),
            *formats("explain", "plan.yaml", "flood#1", *FILES, "--at", "2027-03-20T09:00",
                     of=("text", "json")),
            *formats("whatif", *FILES, *PLAN, *ON, "--without", "member:idmark",
                     of=("text", "json", "markdown")),
            ("drop", "idmark", *FILES, *PLAN, *TIMES, *ON, "-o", "out/plan.yaml"),
            *formats("diff", "plan.yaml", "out/plan.yaml", *FILES, of=("text", "json", "markdown")),
        ],
        None,
    ),
    "audit": (
        [
            ("audit", "plan.yaml", "changed", "records", "--was", "in", *how)
            for how in ((), ("--format", "json"))
        ],
        None,
    ),
    "sign, verify, log; PLAN.history": (
        [
            ("key", "new", "-o", "out/a.key", "--no-password"),
            ("pin", "out/kept.yaml", "flood#1", "--reason", "Agreed", "--by", "Office"),
            ("sign", "out/kept.yaml", "--key", "out/a.key"),
            *formats("verify", "out/kept.yaml", "--key", "out/a.pub", of=("text", "json")),
            *formats("log", "out/kept.yaml", of=("text", "json")),
        ],
        lambda path: path.suffix in (".history", ".minisig"),
    ),
    "forget": ([("forget", "idmark", "in", "records", *PLAN, "--dry-run")], None),
    "subscriptions new, list; subscriptions.yaml": (
        [
            ("subscriptions", "new", "member:idmark", "in", "--file", "out/s.yaml"),
            *formats("subscriptions", "list", "--file", "out/s.yaml", of=("text", "json")),
        ],
        None,
    ),
    "check": (
        formats("check", "lapsing", of=("text", "json", "github", "gitlab", "sarif", "junit")),
        None,
    ),
    "test": (formats("test", *FILES, *PLAN, of=("text", "json", "junit", "github")), None),
    "readiness": (
        [
            *formats("readiness", *FILES, *PLAN, *ON, "--all", of=("text", "json", "markdown")),
            ("readiness", *FILES, *PLAN, *ON, "--format", "csv", "--only", "limits"),
        ],
        None,
    ),
    "actions": (
        formats("actions", *FILES, *ON, "--history", of=("text", "json", "csv", "ics")),
        None,
    ),
    "export ics --by member: own": (ics("--by", "member"), own),
    "export ics --by member: other": (ics("--by", "member"), others),
    "export ics --by team: own": (ics("--by", "team"), own),
    "export ics --by team: other": (ics("--by", "team"), others),
    "export ics --by venue": (ics("--by", "venue"), anywhere),
    "export ics --by all": (ics("--by", "all"), anywhere),
    "export ics --redact": (
        [*ics("--by", "team", "--redact"), *ics("--by", "all", "--redact")],
        anywhere,
    ),
    "export ics --method request --by member: own": (
        ics("--method", "request", "--by", "member"),
        own,
    ),
    "export ics --method request --by member: other": (
        ics("--method", "request", "--by", "member"),
        others,
    ),
    "export ics --method request --by team: own": (ics("--method", "request"), own),
    "export ics --method request --by team: other": (ics("--method", "request"), others),
    "export csv, export xlsx": (
        [("export", "csv", *PLANNED, "-o", "out"), ("export", "xlsx", *PLANNED, "-o", "out/p.xlsx")],
        anywhere,
    ),
    "export csv --redact, export xlsx --redact": (
        [
            ("export", "csv", *PLANNED, "-o", "out", "--redact"),
            ("export", "xlsx", *PLANNED, "-o", "out/p.xlsx", "--redact"),
        ],
        anywhere,
    ),
    "export html, serve": ([("export", "html", *PLANNED, "-o", "out/p.html")], anywhere),
    "export html --private, serve --private": (
        [("export", "html", *PLANNED, "-o", "out/p.html", "--private")],
        anywhere,
    ),
    "export html --redact, serve --redact": (
        [("export", "html", *PLANNED, "-o", "out/p.html", "--redact")],
        anywhere,
    ),
    "export png, export svg": (
        [
            ("export", "png", *PLANNED, "-o", "out", *PERSON, "--only", "timeline"),
            ("export", "svg", *PLANNED, "-o", "out", "--by", "person"),
            ("export", "svg", *PLANNED, "-o", "out/text", "--by", "person", "--text"),
        ],
        anywhere,
    ),
    "export png --redact, export svg --redact": (
        [
            ("export", "png", *PLANNED, "-o", "out", *PERSON, "--only", "timeline", "--redact"),
            ("export", "svg", *PLANNED, "-o", "out", "--by", "person", "--redact"),
            ("export", "svg", *PLANNED, "-o", "out/text", "--by", "person", "--text", "--redact"),
        ],
        anywhere,
    ),
    "aar new": ([("aar", "new", *PLANNED, "-o", "out")], anywhere),
    "export roster": (
        [("export", "roster", "in", "-o", f"out/r.{form}") for form in ("csv", "xlsx")],
        anywhere,
    ),
    "export roster --contacts": (
        [("export", "roster", "in", "-o", f"out/r.{form}", "--contacts") for form in ("csv", "xlsx")],
        anywhere,
    ),
    "import roster": (
        [("import", "roster", "members.csv", "-o", "out/r.yaml", "--yes", "--timezone", "UTC",
          "--single-date", "expires", "--kind", "professional")],
        anywhere,
    ),
    "import availability": (
        [("import", "availability", "in/calendars", "--roster", "in/roster.yaml", "-o", "out/r.yaml")],
        anywhere,
    ),
}  # fmt: skip
PINNED = ("drop -o, rsvp -o, pin", "sign, verify, log; PLAN.history")
"""What changes a plan that is there."""
ELSEWHERE = {
    "completion",
    "serve: calendar of a member",
    "serve: calendar of a team",
    "serve --redact: calendars",
    "publish --by member: own",
    "publish --by member: other",
    "publish --by team: own",
    "publish --by team: other",
    "publish --redact",
    "drillctl-*.log",
}
"""Tested by themselves below."""
BY_NAME = {outlet.what: outlet.fields for outlet in OUTLETS}


@pytest.fixture(scope="module")
def marked(tmp_path_factory):
    """The folder, its plan with an absence, and a roster whose certificate lapses badly."""
    folder = tmp_path_factory.mktemp("marked")
    before = Path.cwd()
    os.chdir(folder)
    try:
        write(folder)
        assert run(["plan", *FILES, "-o", "plan.yaml", "--effort", "quick"]) == 0
        with Path("plan.yaml").open("a", encoding="utf-8") as plan:
            plan.write(AWAY)
        Path("kept.yaml").write_bytes(Path("plan.yaml").read_bytes())
        Path("lapsing").mkdir()
        for file in Path("in").glob("*.yaml"):
            text = file.read_text(encoding="utf-8")
            text = text.replace("needs: [diver]", "needs: [heldmark]").replace(
                "calendars/", "../in/calendars/"
            )
            (Path("lapsing") / file.name).write_text(text, encoding="utf-8")
        Path("changed").mkdir()
        for file in Path("in").glob("*.yaml"):
            text = file.read_text(encoding="utf-8")
            for was, now in CHANGES.items():
                text = text.replace(was, now)
            (Path("changed") / file.name).write_text(text, encoding="utf-8")
        assert run(["export", "roster", "in", "-o", "members.csv", "--contacts"]) == 0
    finally:
        os.chdir(before)
    return folder


@pytest.fixture
def place(marked, monkeypatch, tmp_path):
    """A folder of its own to write to, beside links to the rest."""
    for file in marked.iterdir():
        (tmp_path / file.name).symlink_to(file)
    kept = (tmp_path / "kept.yaml").read_bytes()
    (tmp_path / "kept.yaml").unlink()
    (tmp_path / "out").mkdir()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DRILLCTL_LANG", "en")
    (tmp_path / "out" / "kept.yaml").write_bytes(kept)
    (tmp_path / "kept.yaml").symlink_to("out/kept.yaml")
    return tmp_path


def written(folder, mine):
    """All text of the files of one outlet, their names too."""
    for path in sorted(folder.rglob("*")):
        inside = path.relative_to(folder)
        if path.is_file() and mine(inside):
            yield from unpacked(inside.as_posix(), path.read_bytes())


@pytest.mark.parametrize("what", list(RUNS))
def test_what_each_outlet_holds_is_what_the_table_says(what, place, capfdbinary):
    commands, mine = RUNS[what]
    if what not in PINNED:
        (place / "out" / "kept.yaml").unlink()
    capfdbinary.readouterr()
    for command in commands:
        assert run(command) in (0, 1), command
    printed = b"".join(capfdbinary.readouterr()).decode()
    assert "Traceback" not in printed
    if mine is None:
        assert marks_in([printed]) == BY_NAME[what]
    else:
        found = list(written(place / "out", mine))
        assert found
        assert marks_in(found) == BY_NAME[what]


def test_the_table_speaks_of_every_mark_and_of_everything_that_is_run():
    assert MARKS.keys() == FIELDS.keys()
    assert RUNS.keys() | ELSEWHERE == BY_NAME.keys()
    assert set().union(*BY_NAME.values()) | {
        "availability", "busy", "why", "free", "event", "note", "contact",
    } == FIELDS.keys()  # fmt: skip


def test_every_mark_is_in_the_files(marked):
    texts = [
        p.read_text(encoding="utf-8") for p in marked.rglob("*.*") if p.suffix in (".yaml", ".ics")
    ]
    assert marks_in(texts) == MARKS.keys()


def test_the_topic_is_the_table():
    page = " ".join(topic_page("privacy", 80).split())
    for outlet in OUTLETS:
        fields = [text for field, text in FIELDS.items() if field in outlet.fields]
        assert f"{outlet.what} {', '.join(fields) or 'nothing of anybody'}" in page


@pytest.mark.parametrize("shown", [{}, {"private": True}, {"redact": True}])
def test_what_is_served_holds_what_is_exported(shown, place):
    write_subscription_file(Path("subscriptions.yaml"), [])
    option = f" --{next(iter(shown))}" if shown else ""
    addresses = {}
    for subject, name in ((Subject.MEMBER, "idmark"), (Subject.TEAM, "fire")):
        secret = new_secret()
        kept, _ = read_subscription_file(Path("subscriptions.yaml"))
        now = datetime(2027, 1, 1, tzinfo=UTC)
        write_subscription_file(Path("subscriptions.yaml"), added(kept, subject, name, secret, now))
        addresses[subject] = f"/calendars/{secret}.ics"
    with running(place, paths=FILES, **shown) as at:
        page = at.ask("/").body
        calendars = {who: at.ask(address).text for who, address in addresses.items()}
    assert marks_in(unpacked("p.html", page)) == BY_NAME[f"export html{option}, serve{option}"]
    for who, text in calendars.items():
        assert "BEGIN:VEVENT" in text
        what = "serve --redact: calendars" if "redact" in shown else f"serve: calendar of a {who}"
        assert marks_in([text]) == BY_NAME[what]


def test_completion_offers_ids_and_names(marked, monkeypatch):
    monkeypatch.chdir(marked)
    found = candidates(["drop"], "")
    assert marks_in([f"{word} {text}" for word, text in found.items()]) == BY_NAME["completion"]


def test_a_defect_report_holds_nothing_of_anybody(place, monkeypatch, tmp_path, capsys):
    """The frames of a traceback hold the roster; only their lines of code are written."""
    from drillctl.files.loading import load

    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    password = "hunter2-not-shown"
    problem = load(["in"]).problem

    def fail(problem, password):
        member = problem.roster.members["idmark"]
        raise KeyError(member, password)

    try:
        fail(problem, password)
    except KeyError as error:
        report_defect(error)
    [report] = tmp_path.glob("drillctl-*.log")
    text = report.read_text(encoding="utf-8")
    assert "in fail" in text
    assert "KeyError" in text
    assert marks_in([text]) == BY_NAME["drillctl-*.log"] == frozenset()
    assert password not in text + "".join(capsys.readouterr())


@pytest.fixture
def server(tmp_path, monkeypatch):
    folder = tmp_path / "server"
    folder.mkdir()
    started = Radicale(folder)
    started.start()
    for name in ("NO_PROXY", "no_proxy"):
        monkeypatch.setenv(name, "127.0.0.1")
    monkeypatch.setenv("DRILLCTL_CALDAV_PASSWORD", PASSWORD)
    yield started
    started.close()


def test_published_calendars_hold_what_the_table_says(place, server):
    def published(*more):
        command = ["publish", *PLANNED, "--caldav", server.url, "--user", USER, *more]
        assert run(command) == 0
        return server.storage / "collection-root" / USER

    def calendars(path):
        return path.suffix == ".ics"

    top = published("--by", "team", "--redact")
    redacted = list(written(top, calendars))
    assert redacted
    assert marks_in(redacted) == BY_NAME["publish --redact"]
    published("--by", "team")
    for by in ("team", "member"):
        top = published("--by", by)
        for whose, mine in (("own", own), ("other", others)):
            found = list(
                written(
                    top,
                    lambda p, by=by, mine=mine: p.parts[0].startswith(f"drillctl-{by}") and mine(p),
                )
            )
            assert found
            assert marks_in(found) == BY_NAME[f"publish --by {by}: {whose}"]
