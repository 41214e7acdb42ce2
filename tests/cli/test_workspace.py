"""Commands alone, in a prepared folder and below it."""

import json
import shutil
from pathlib import Path

import pytest

from drillctl.cli.command import run


@pytest.fixture
def place(original, tmp_path, monkeypatch):
    folder = tmp_path / "place"
    shutil.copytree(original, folder)
    (folder / "below").mkdir()
    monkeypatch.chdir(folder)
    monkeypatch.setenv("DRILLCTL_LANG", "en")
    return folder


ALONE = [
    "check",
    "plan --effort quick",
    "audit",
    "show",
    "explain river-flood#1/boat-crew --no-fixes",
    "drop li-wei --from 2027-03-01 --to 2027-03-02 --as-of 2027-02-01",
    "readiness --as-of 2027-02-01",
    "actions --as-of 2027-02-01",
    "export ics -o cal",
    "export svg -o pictures --only joint",
    "aar new -o more-forms --only msel --format md",
    "pin river-flood#1",
    "subscriptions new member:anna",
    "subscriptions list",
    "subscriptions revoke county-fire-1",
    "sign --key ../training.key",
    "verify --key ../training.pub",
    "log",
    "diff ../old.yaml",
    "rsvp ../replies --as-of 2027-02-01",
]


@pytest.mark.parametrize("line", ALONE)
@pytest.mark.parametrize("below", [False, True])
def test_a_command_alone(line, below, place, capsys, monkeypatch):
    if below:
        monkeypatch.chdir(place / "below")
    else:
        line = line.replace("../", "")
    status = run(line.split())
    told = capsys.readouterr()
    assert status == 0, told.err
    assert ("using ../drillctl.yaml" in told.err) == below


def test_a_plan_has_the_same_inputs_however_it_is_called(place, monkeypatch):
    assert run(["plan", "-o", "explicit.yaml", "roster.yaml", "scenarios", "records"]) == 0
    assert run(["plan"]) == 0
    here = Path("plan.yaml").read_bytes()
    assert here == Path("explicit.yaml").read_bytes()
    monkeypatch.chdir("below")
    assert run(["plan"]) == 0
    assert Path("../plan.yaml").read_bytes() == here
    assert not Path("plan.yaml").exists()


def test_what_is_given_wins(place, capsys):
    assert run(["audit", "no-plan.yaml"]) == 1
    assert "no-plan.yaml" in capsys.readouterr().err
    assert run(["audit", "old.yaml", "--format", "json"]) == 0
    assert run(["audit", "roster.yaml", "scenarios"]) == 0
    assert run(["plan", "roster.yaml", "scenarios", "-o", "other.yaml"]) == 0
    assert "records" not in Path("other.yaml").read_text().partition("goals:")[0]


def test_paths_given_keep_the_workspaces_plan_from_being_written(place):
    before = Path("plan.yaml").read_bytes()
    Path("other").mkdir()
    assert run(["plan", "roster.yaml", "scenarios", "-o", "other/plan.yaml"]) == 0
    assert Path("plan.yaml").read_bytes() == before


def test_a_broken_workspace_is_named_with_its_place(place, capsys):
    Path("drillctl.yaml").write_text("kind: workspace\npath: [.]\n")
    assert run(["plan"]) == 1
    assert "drillctl.yaml:2:1: S001 unknown key 'path'" in capsys.readouterr().err


def test_without_a_workspace_what_is_missing_is_said(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    for line in ("plan", "audit", "drop x --from 2027-01-01 --to 2027-01-02 a"):
        assert run(line.split()) == 2
        assert "drillctl.yaml" in capsys.readouterr().err


def test_only_one_file_is_standard_input(place, capsys):
    assert run(["audit", "-", "-"]) == 2
    assert "only one" in capsys.readouterr().err


BAD = [
    "check bad.yaml", "plan bad.yaml -o x.yaml", "audit bad.yaml roster.yaml",
    "show bad.yaml roster.yaml",
    "explain bad.yaml river-flood#1 roster.yaml", "readiness bad.yaml", "actions bad.yaml",
    "drop li-wei bad.yaml --plan plan.yaml --from 2027-01-01 --to 2027-01-02",
    "whatif bad.yaml --plan plan.yaml", "pin bad.yaml", "sign bad.yaml --key training.key", "log bad.yaml",
    "verify bad.yaml --key training.pub", "diff bad.yaml plan.yaml",
    "export ics plan.yaml bad.yaml -o c", "export png plan.yaml bad.yaml -o c",
    "publish plan.yaml bad.yaml --caldav https://x.example/",
    "rsvp replies bad.yaml --plan plan.yaml", "aar new plan.yaml bad.yaml -o f",
    "aar collect bad.yaml roster.yaml -o r", "aar check bad.yaml roster.yaml",
    "follow-up river-flood#9/a1 bad.yaml --by x --note y",
    "import availability calendars --roster bad.yaml -o n.yaml", "serve plan.yaml bad.yaml --port 0",
    "serve bad.yaml roster.yaml --port 0", "serve --subscriptions bad.yaml --port 0",
    "subscriptions new team:x roster.yaml --file bad.yaml", "subscriptions list --file bad.yaml",
    "subscriptions revoke x --file bad.yaml",
]  # fmt: skip


@pytest.mark.parametrize("line", BAD)
def test_a_bad_file_is_1_and_leaves_no_trace(line, place, capsys):
    Path("bad.yaml").write_text("kind: rooster\n")
    before = {p: p.read_bytes() for p in place.rglob("*") if p.is_file()}
    assert run(line.split()) == 1
    told = capsys.readouterr()
    assert "bad.yaml" in told.out + told.err
    assert {p: p.read_bytes() for p in place.rglob("*") if p.is_file()} == before


def test_wrong_use_is_2_for_every_command(place, capsys):
    from drillctl.cli.command import tree, walk

    for path, _ in walk(tree()):
        assert run([*path.split(), "--no-such-option"]) == 2
        assert "--no-such-option" in capsys.readouterr().err


JSON = [
    ("check", "check"), ("check --list-codes", "check --list-codes"), ("plan", "plan"), ("audit", "audit"),
    ("verify", "verify --key training.pub"), ("log", "log"),
    ("show", "show --by person"),
    ("explain SESSION", "explain river-flood#1"),
    ("explain SESSION --at", "explain river-flood#1 --at 2027-03-14T09:00"),
    ("whatif", "whatif --without member:li-wei --as-of 2027-02-01"),
    ("diff", "diff old.yaml"),
    ("drop", "drop li-wei --from 2027-03-01 --to 2027-03-31 --as-of 2027-02-01"),
    ("rsvp", "rsvp replies --as-of 2027-02-01"), ("pin", "pin river-flood#1 --people anna"),
    ("export ics", "export ics -o cal"),
    ("import availability", "import availability calendars --roster roster.yaml -o n.yaml"),
    ("aar collect", "aar collect forms --as-of 2027-02-01"),
    ("aar check", "aar check --as-of 2027-02-01"), ("actions", "actions --as-of 2027-02-01"),
    ("readiness", "readiness --as-of 2027-02-01"), ("test", "test"),
    ("import roster", "import roster members.csv --into roster.yaml --dry-run"),
    ("subscriptions new", "subscriptions new team:county-fire"), ("subscriptions list", "subscriptions list"),
]  # fmt: skip


@pytest.mark.parametrize(("documented", "line"), JSON)
def test_json_has_the_documented_fields_and_no_others(documented, line, place, capsys):
    from drillctl.cli.json_fields import FIELDS, IDS, paths

    run([*line.split(), "--format", "json"])
    data = json.loads(capsys.readouterr().out)
    known = set(FIELDS[documented])
    found = set(paths(data, ids=IDS))
    if documented == "readiness":
        found = {path for path in found if path.split(".")[0].split("[")[0] not in SECTIONS}
    assert found
    for path in found:
        # Null and empty stand for what may be there.
        whole = path in known or any(name.startswith((f"{path}.", path)) for name in known)
        assert whole, path


SECTIONS = {"findings", "risk", "hazards", "capabilities", "actions", "currency", "certificates",
            "joint", "attendance", "fairness", "limits", "show_up", "standbys"}  # fmt: skip
