"""Records in, as a coordinator does it: fill in, collect, correct, disagree, settle."""

import json
from contextlib import chdir
from datetime import time
from subprocess import CompletedProcess

import pytest
from county import PLAN, ROSTER, SCENARIOS
from openpyxl import load_workbook
from test_commands import run as run_alone
from typer.testing import CliRunner
from written_forms import people, workbook

from drillctl.cli.app import app
from drillctl.files.loading import load

RECORD = """\
# Flood, first session.
kind: record
version: 1
session: flood#1
title: Flood
start: 2027-03-06T09:00
end: 2027-03-06T13:00
venue: lake
capabilities: [water]

# present, late, absent or substitute
attendance:
  p2: {status: present, position: leader}   # led
  v1: {status: , position: crew}
  p3: {status: , position: crew}
  v2: {status: , position: shore}
ratings:
  o1:
    rating: S
areas:
  - {id: a1, text: , analysis: }
actions:
  - {id: c1, text: , owner: , due: }
follow_up: [{action: , state: }]
notes:
"""
CAME = {"v1": {"status": "到场", "hours": time(3, 30)}, "p3": {"status": " Late ", "note": "traffic"},
        "v2": {"signature": "Maria"}, "p2": {"status": "x"}, "p1": {"status": "absent"}}  # fmt: skip


@pytest.fixture
def county(tmp_path):
    files = {
        "scenarios/roster.yaml": ROSTER.format(zone="Asia/Shanghai"),
        "scenarios/scenarios.yaml": SCENARIOS,
        "plan.yaml": PLAN,
        "aar/flood-1/flood-1-record.yaml": RECORD,
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    workbook(sign_in(tmp_path), {"attendance": people(**CAME)})
    return tmp_path


def run(*arguments, cwd):
    """The command with its arguments, in this process: a new one costs most of a second."""
    with chdir(cwd):
        done = CliRunner().invoke(app, [str(argument) for argument in arguments])
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    return CompletedProcess(arguments, done.exit_code, done.stdout, done.stderr)


def sign_in(county):
    return county / "aar/flood-1/flood-1-sign-in.xlsx"


def record(county):
    return county / "records/flood-1.yaml"


def collect(county, *more):
    return run("aar", "collect", "aar", "scenarios", "-o", "records", *more, cwd=county)


def edit(path, was, new):
    text = path.read_text(encoding="utf-8")
    assert was in text
    path.write_text(text.replace(was, new), encoding="utf-8")


def retype(path, sheet, cell, value):
    book = load_workbook(path)
    book[sheet][cell] = value
    book.save(path)


def test_a_form_and_a_sheet_become_one_record(county):
    done = run_alone("aar", "collect", "aar", "scenarios", "-o", "records", cwd=county)
    assert done.returncode == 0, done.stdout
    assert done.stdout == "records/flood-1.yaml: new: 7 value(s) entered\n"
    changed = [
        ("v1: {status: , position: crew}", "v1: {status: present, position: crew, hours: 3.5}"),
        ("p3: {status: , position: crew}", "p3: {status: late, position: crew, note: traffic}"),
        ("v2: {status: , position: shore}",
         "v2: {status: present, position: shore}\n  p1: {status: absent, position: crew}"),
    ]  # fmt: skip
    expected = RECORD
    for was, new in changed:
        expected = expected.replace(was, new)
    assert record(county).read_text(encoding="utf-8") == expected, "and nothing else is touched"
    assert run("check", "scenarios", "records", cwd=county).returncode == 0
    before = record(county).stat()
    again = collect(county)
    assert again.stdout == "records/flood-1.yaml: as it was\n"
    assert record(county).stat().st_ino == before.st_ino, "not even rewritten"


def test_what_differs_is_shown_with_both_places_and_left_to_people(county):
    retype(sign_in(county), "Sign-in", "F8", "absent")
    done = collect(county)
    assert done.returncode == 1
    assert "aar/flood-1/flood-1-sign-in.xlsx!Sign-in!F8: A013" in done.stdout
    assert "'absent' here, 'present' at aar/flood-1/flood-1-record.yaml:13:16" in done.stdout
    text = record(county).read_text()
    assert "p2: {status: present, position: leader}   # led" in text
    assert '  - {file: flood-1-sign-in.xlsx, place: "Sign-in!F8", text: absent}' in text
    assert run("check", "scenarios", "records", cwd=county).returncode == 0, "the plan goes on"
    again = collect(county)
    assert again.returncode == 1
    assert "'present' at records/flood-1.yaml:13:16" in again.stdout
    assert record(county).read_text() == text
    retype(sign_in(county), "Sign-in", "F8", "Present")
    settled = collect(county)
    assert settled.returncode == 0, settled.stdout
    assert "1 text(s) under unread no longer needed" in settled.stdout
    assert "unread" not in record(county).read_text()


def test_a_conflict_settled_in_the_record(county):
    retype(sign_in(county), "Sign-in", "F9", "absent")
    edit(county / "aar/flood-1/flood-1-record.yaml", "v1: {status: ,", "v1: {status: late,")
    assert collect(county).returncode == 1
    edit(record(county), "v1: {status: late,", "v1: {status: absent,")
    done = collect(county)
    assert done.returncode == 1, "now it is the YAML form that differs"
    assert "flood-1-record.yaml:14:16: A013" in done.stdout
    assert "F9" not in done.stdout
    edit(county / "aar/flood-1/flood-1-record.yaml", "v1: {status: late,", "v1: {status: absent,")
    assert collect(county).returncode == 0
    assert "unread" not in record(county).read_text()


def test_a_correction_by_hand_is_never_flipped_back(county):
    collect(county)
    edit(record(county), "note: traffic", "note: traffic jam  ")
    edit(record(county), "rating: S", "rating: M   # after discussion")
    edit(record(county), "hours: 3.5", "hours: 3")
    done = collect(county)
    assert done.returncode == 1
    text = record(county).read_text()
    assert "rating: M   # after discussion" in text
    assert "hours: 3," in text or "hours: 3}" in text
    assert "note: traffic jam  " in text, "more was added: no conflict"
    assert {line.split(": ")[1][:4] for line in done.stdout.splitlines() if "A0" in line} == {
        "A013"
    }


def test_two_sheets_that_differ_are_both_kept_and_neither_entered(county):
    second = county / "aar/flood-1/second-sheet.xlsx"
    workbook(second, {"attendance": people(v1={"status": "absent"})})
    done = collect(county)
    assert done.returncode == 1
    assert "flood-1-sign-in.xlsx!Sign-in!F9" in done.stdout
    assert "second-sheet.xlsx!Sign-in!F9" in done.stdout
    text = record(county).read_text()
    assert "v1: {status: , position: crew, hours: 3.5}" in text
    assert 'flood-1-sign-in.xlsx, place: "Sign-in!F9", text: 到场' in text
    assert 'second-sheet.xlsx, place: "Sign-in!F9", text: absent' in text


def test_what_can_not_be_read_is_kept_and_every_gap_has_its_place(county):
    form = county / "aar/flood-1/flood-1-record.yaml"
    edit(form, "rating: S", "rating: okay-ish")
    edit(form, "notes:\n", "wether: cold and wet   # brr\nnotes:\n")
    evaluation = county / "aar/flood-1/flood-1-evaluation.xlsx"
    actions = [
        {"id": "c1", "text": "Buy a trailer", "due": "4/3/2027", "owner": "Ana", "area": "a7"},
        {"id": "c2", "owner": "Red Cross", "due": "2027年3月31日"},
    ]
    sheets = {"areas": [{"id": "a1", "text": "Boats late"}], "actions": actions,
              "follow_up": [{"action": "flood#0/c1"}]}  # fmt: skip
    workbook(evaluation, sheets)
    workbook(sign_in(county), {"attendance": [
        *people(v1={"hours": "about 3 hours"}, p3={"status": "substitute"}, **{
            k: CAME[k] for k in ("p2", "v2", "p1")}),
        {"name": "王方", "status": "√"}]})  # fmt: skip
    done = collect(county, "--plan", "plan.yaml", "--as-of", "2027-03-07")
    assert done.returncode == 1
    places = {tuple(line.split(": ", 1)[i][:4 * i or None] for i in (0, 1))
              for line in done.stdout.splitlines() if ": A0" in line}  # fmt: skip
    sheet, areas = "aar/flood-1/flood-1-sign-in.xlsx!Sign-in", "Areas for improvement"
    other = "aar/flood-1/flood-1-evaluation.xlsx"
    assert places == {
        (f"{sheet}!F9", "A001"),
        (f"{sheet}!G9", "A014"),
        (f"{sheet}!H10", "A009"),
        (f"{sheet}!B13", "A008"),
        (f"{other}!{areas}!F8", "A007"),
        (f"{other}!Corrective actions!B9", "A005"),
        (f"{other}!Corrective actions!C8", "A017"),
        (f"{other}!Corrective actions!F8", "A006"),
        (f"{other}!Corrective actions!J8", "A014"),
        (f"{other}!Earlier actions!C8", "A011"),
        ("aar/flood-1/flood-1-record.yaml:19:13", "A014"),
        ("aar/flood-1/flood-1-record.yaml:25:1", "A015"),
        ("plan.yaml:0:0", "A012"),
    }
    assert "did you mean p2 (Anna)?" in done.stdout
    assert "did you mean v1 (王芳)?" in done.stdout
    assert "'Red Cross', is no member" in done.stderr, "allowed, and noted"
    text = record(county).read_text(encoding="utf-8")
    for kept in ("about 3 hours", "okay-ish", "4/3/2027", "cold and wet   # brr"):
        assert kept in text.partition("unread:")[2]
    assert "owner: Red Cross" in text
    assert "due: 2027-03-31" in text
    (loaded,) = load([county / "scenarios", county / "records"]).problem.records
    assert {u.text for u in loaded.unread} >= {"about 3 hours", "okay-ish"}
    checked = run("aar", "check", "aar", "scenarios", "--format", "github", cwd=county)
    assert checked.returncode == 1
    assert (
        "::error file=aar/flood-1/flood-1-record.yaml,line=19,col=13,title=A014" in checked.stdout
    )
    data = json.loads(
        run("aar", "check", "aar", "scenarios", "--format", "json", cwd=county).stdout
    )
    assert {"A007", "A013"} & {d["code"] for d in data} == {"A007"}


def test_a_dry_run_and_a_check_write_nothing(county):
    done = collect(county, "--dry-run", "--format", "json")
    data = json.loads(done.stdout)
    assert data["records"][0] | {"forms": 2, "new": True, "entered": 7} == data["records"][0]
    assert run("aar", "check", "aar", "scenarios", cwd=county).returncode == 0
    assert not (county / "records").exists()


def test_broken_papers_are_named_and_the_others_collected(county):
    (county / "aar/old.xls").write_bytes(b"\xd0\xcf\x11\xe0")
    (county / "aar/broken.xlsx").write_bytes(b"PK")
    (county / "aar/torn.yaml").write_text("kind: record\nattendance: [")
    (county / "aar/nobody.yaml").write_text("kind: record\nnotes: x\n")
    done = collect(county)
    assert done.returncode == 1
    for said in ("aar/old.xls:0:0: A016 an old .xls", "aar/broken.xlsx:0:0: A016 not a workbook",
                 ": Y001 did not find expected node content", "aar/nobody.yaml:1:1: A016"):  # fmt: skip
        assert said in done.stdout, said
    assert record(county).exists()


def test_a_session_that_nobody_knows(county):
    edit(county / "aar/flood-1/flood-1-record.yaml", "session: flood#1", "session: flod#1")
    sign_in(county).unlink()
    done = collect(county)
    assert "flood-1-record.yaml:4:10: A010" in done.stdout
    assert "did you mean flood" in done.stdout
    assert (county / "records/flod-1.yaml").exists()


def test_a_record_in_the_way_or_twice_is_not_touched(county):
    (county / "records").mkdir()
    record(county).write_text("kind: policy\n")
    done = collect(county)
    assert done.returncode == 1
    assert "records/flood-1.yaml:0:0: A016 the file is there" in done.stdout
    assert record(county).read_text() == "kind: policy\n"
    record(county).write_text(RECORD)
    (county / "records/again.yaml").write_text(RECORD)
    assert "flood#1 has another record" in collect(county).stdout
    assert record(county).read_text() == RECORD


def test_all_in_one_folder(county):
    for _ in range(2):
        done = run("aar", "collect", ".", "-o", ".", cwd=county)
        assert done.returncode == 0, done.stdout
    assert done.stdout == "flood-1.yaml: as it was\n"


def test_a_standby_who_was_not_called_is_no_gap(county):
    came = {member: typed for member, typed in CAME.items() if member != "p1"}
    workbook(sign_in(county), {"attendance": people(**came)})
    assert collect(county).returncode == 0
    assert "p1: {position: crew}" in record(county).read_text()


def test_rows_take_the_place_of_those_that_nobody_has_written_on(county):
    form = county / "aar/flood-1/flood-1-record.yaml"
    edit(form, "areas:\n  - {id: a1, text: , analysis: }\n", "areas:   # few\n  - id:\n    text:\n")
    edit(form, "notes:\n", f"notes:\n# drillctl:sha256:{'0' * 64}\n")
    areas = [{"text": "Boats late", "analysis": "one trailer"}]
    workbook(county / "aar/flood-1/evaluation.xlsx", {"areas": areas})
    assert collect(county).returncode == 0
    text = record(county).read_text()
    lines = "areas:   # few\n  - id: a1\n    text: Boats late\n    analysis: one trailer\nactions:"
    assert lines in text
    assert "sha256" not in text, "the mark of a form that nobody has filled in"


def test_wrong_use(county):
    assert run("aar", "collect", "aar", "scenarios", cwd=county).returncode == 2
    assert collect(county, "--as-of", "soon").returncode == 2
    assert run("aar", "collect", "aar", "-o", "plan.yaml", cwd=county).returncode == 2
    alone = run("aar", "collect", "aar", "-o", "records", cwd=county)
    assert alone.returncode == 1
    assert "no roster and no scenario" in alone.stderr
    assert "no such file" in run("aar", "check", "nowhere", "scenarios", cwd=county).stdout


def test_who_has_left_is_no_gap_of_what_they_did(county):
    """Records of years ago stay as they are; so do those of exercises that are no longer planned."""
    collect(county)
    for form in (county / "aar/flood-1").iterdir():
        form.unlink()
    edit(county / "scenarios/roster.yaml", "  - {id: v3,", "  - {id: v4,")
    old = record(county).read_text(encoding="utf-8").replace("v2: {", "v3: {")
    record(county).write_text(old.replace("flood#1", "gone#1"), encoding="utf-8")
    done = collect(county)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "as it was" in done.stdout


def test_forms_that_nobody_has_filled_in_make_no_record(county):
    """All forms are written at once, and filled in one after the other: the rest is no gap yet."""
    sign_in(county).unlink()
    edit(county / "aar/flood-1/flood-1-record.yaml", "status: present", "status: ")
    edit(county / "aar/flood-1/flood-1-record.yaml", "rating: S", "rating:")
    before = collect(county, "--as-of", "2027-03-05")
    assert (before.returncode, before.stdout) == (0, "")
    assert "1 to come with empty forms" in before.stderr
    after = collect(county, "--as-of", "2027-03-07")
    assert after.returncode == 1
    assert "A018 flood#1 has taken place, and nothing is filled in" in after.stdout
    assert after.stdout.count("A0") == 1
    assert not record(county).exists()
