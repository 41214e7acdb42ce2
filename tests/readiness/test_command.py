"""The command, as a coordinator runs it."""

import csv
import io
import json
import os
import subprocess
import sys

import pytest
from county import PLAN
from readiness.situations import record, situation
from typer.testing import CliRunner

from drillctl.cli.app import app
from drillctl.readiness.report import SECTIONS

FLOOD = record(
    "flood#1",
    "2026-11-07T09:00",
    """capabilities: [water]
ratings: {o1: {rating: M, capability: water}}
actions: [{id: c1, text: '=HYPERLINK("http://x")', owner: p1, capability: water, contact: 555-0199, due: 2026-12-01}]
""",
    "p1: present, v1: late, v2: absent, p11: present, zoe: present",
)


@pytest.fixture
def county(tmp_path):
    folder = tmp_path / "county"
    folder.mkdir()
    situation(folder, FLOOD)
    (tmp_path / "plan.yaml").write_text(PLAN, encoding="utf-8")
    return folder


def run(*arguments):
    return CliRunner().invoke(app, ["readiness", *map(str, arguments)])


def test_what_to_do_first_and_then_the_sections(county):
    made = run(county, "--as-of", "2027-02-01", "--plan", county.parent / "plan.yaml")
    assert made.exit_code == 0, made.output
    lines = made.stdout.splitlines()
    assert lines[0].startswith(
        "Readiness on 2027-02-01 for 2027-03-01 to 2027-04-04: 1 record(s), plan"
    )
    assert lines[2] == "What to do first"
    assert (
        "storm: never exercised; no scenario practises a capability for it; NOT IN THE" in lines[3]
    )
    assert "actions: 1 corrective action overdue, the longest flood#1/c1 by 62 days" in made.stdout
    assert (
        "joint: 1 of 2 pairs of teams never met; the plan brings them all together" in made.stdout
    )
    for title in ("Risk", "Joint matrix", "Currency of teams", "Standbys: how surely"):
        assert any(line.startswith(title) for line in lines), title
    assert "risk = hazard weight x weakness" in made.stdout
    assert (
        "2 people in the records are not in the roster: p11 (did you mean 'p1'?), zoe"
        in made.stderr
    )
    assert max(map(len, lines)) <= 120


def test_records_after_the_day_are_not_known(county):
    before = json.loads(run(county, "--as-of", "2026-11-06", "--format", "json").stdout)
    after = json.loads(run(county, "--as-of", "2026-11-07", "--format", "json").stdout)
    assert (before["records"], after["records"]) == (0, 1)
    assert before["actions"] == []
    assert before["not_in_roster"] == []


def test_without_records_it_says_what_to_do(county):
    (county / "record-0.yaml").unlink()
    made = run(county, "--as-of", "2027-02-01")
    assert made.exit_code == 0
    assert "no filled-in record by 2027-02-01: everything counts as never exercised" in made.stderr
    assert "drillctl aar new" in made.stderr
    assert "6 of 6 members not current on 2027-04-04 (6 never practised it)" in made.stdout
    assert "Standbys" not in made.stdout
    (county / "record-1.yaml").write_text(record("flood#1", "2026-11-07T09:00", "", "p1: "))
    assert (
        "1 record(s) by 2027-02-01 are not filled in" in run(county, "--as-of", "2027-02-01").stderr
    )


def test_json_has_its_fields(county):
    made = run(
        county, "--as-of", "2027-02-01", "--format", "json", "--plan", county.parent / "plan.yaml"
    )
    data = json.loads(made.stdout)
    assert list(data) == [
        "as_of", "period", "records", "blank_records", "plan_revision", "sessions_without_record",
        "not_in_roster", "recorded_twice", "unknown_hazards", "risk_formula", "findings", "risk", "hazards", "capabilities", "actions",
        "currency", "certificates", "joint", "attendance", "fairness", "limits", "show_up", "standbys",
    ]  # fmt: skip
    assert data["not_in_roster"] == [
        {"member": "p11", "records": 1},
        {"member": "zoe", "records": 1},
    ]
    fields = {
        section: list(data[section][0])
        for section in data
        if data[section] and isinstance(data[section], list) and isinstance(data[section][0], dict)
    }
    assert fields["findings"] == ["section", "about", "risk", "text"]
    assert fields["risk"] == [
        "hazard", "risk", "weight", "weakness", "weakest", "rating", "months", "times", "last",
        "last_session", "planned", "planned_session",
    ]  # fmt: skip
    assert fields["hazards"] == [
        "hazard", "never", "times", "last", "last_session", "days", "risk", "planned",
        "planned_session",
    ]  # fmt: skip
    assert fields["capabilities"] == [
        "capability", "below", "risk", "hazards", "rating", "trend", "rated", "rated_session",
        "history", "times", "last", "last_session", "planned", "planned_session",
    ]  # fmt: skip
    assert fields["actions"] == [
        "action", "standing", "text", "owner", "team", "capability", "risk", "due", "days_overdue",
        "retest_by", "retest_missed", "retest_planned",
    ]  # fmt: skip
    assert fields["currency"] == [
        "capability", "team", "member", "name", "state", "risk", "last", "last_session", "lapses",
        "planned", "planned_session", "members", "current", "lapsing", "lapsed", "never",
        "refreshed",
    ]  # fmt: skip
    assert fields["certificates"] == [
        "member", "name", "team", "certification", "expires", "lapsed", "only_holder", "too_few",
        "positions",
    ]  # fmt: skip
    assert fields["joint"] == [
        "professional", "volunteer", "never", "demanded", "times", "last", "last_session",
        "sessions", "capabilities", "planned_times", "planned", "planned_session",
    ]  # fmt: skip
    assert fields["attendance"] == [
        "member", "name", "team", "kind", "asked", "present", "late", "substitute", "absent",
        "hours", "planned_sessions", "planned_hours", "last",
    ]  # fmt: skip
    assert fields["fairness"] == [
        "kind", "basis", "members", "hours", "hours_squared", "mean", "sd", "gini", "least", "most",
    ]  # fmt: skip
    assert fields["limits"] == [
        "member", "name", "team", "limit", "used", "allowed", "share", "first", "last", "ahead",
    ]  # fmt: skip
    assert fields["show_up"] == ["member", "name", "team", "probability", "asked", "came", "last"]
    assert fields["standbys"] == [
        "session", "day", "position", "minimum", "seated", "standbys", "exact", "simulated",
        "session_simulated", "asked", "below",
    ]  # fmt: skip


@pytest.mark.parametrize("section", SECTIONS)
def test_every_section_alone_in_every_format(county, section):
    given = (
        county,
        "--as-of",
        "2027-02-01",
        "--plan",
        county.parent / "plan.yaml",
        "--only",
        section,
    )
    data = json.loads(run(*given, "--format", "json").stdout)[section.replace("-", "_")]
    rows = list(csv.DictReader(io.StringIO(run(*given, "--format", "csv").stdout)))
    assert len(rows) == len(data)
    assert not rows or list(rows[0]) == list(data[0])
    assert run(*given).stdout.count("\n") > 3
    assert "|---" in run(*given, "--format", "markdown").stdout


def test_a_spreadsheet_takes_every_cell_for_text(county):
    given = (county, "--as-of", "2027-02-01", "--only", "actions", "--format", "csv")
    (row,) = csv.DictReader(io.StringIO(run(*given).stdout))
    assert row["text"] == '\'=HYPERLINK("http://x")'
    assert row["retest_missed"] == "no"


def test_no_contact_data_is_printed(county):
    roster = county / "roster.yaml"
    text = roster.read_text(encoding="utf-8")
    text = text.replace("name: 李伟,", "name: 李伟, email: li@example.org, phone: '555-0123',")
    roster.write_text(text, encoding="utf-8")
    for form in ("text", "json", "markdown"):
        shown = run(county, "--as-of", "2027-02-01", "--format", form, "--all").output
        assert "李伟" in shown
        assert "example.org" not in shown
        assert "555-01" not in shown


def test_long_tables_are_cut_and_all_shows_them(county):
    given = (county, "--as-of", "2027-02-01", "--only", "currency")
    assert "… and 2 more (--all)" in run(*given).stdout
    assert "more (--all)" not in run(*given, "--all").stdout
    assert "… and 2 more (--all)" in run(*given, "--format", "markdown").stdout


def test_wrong_use_exits_2(county):
    made = run(county, "--only", "curency")
    assert made.exit_code == 2
    assert "no section 'curency' (did you mean 'currency'?)" in made.stderr
    made = run(county, "--as-of", "soon")
    assert made.exit_code == 2
    assert "--as-of 'soon' is not a date: write 2027-03-01" in made.stderr
    assert run(county, "--as-of", "2027-02-01T09:00").exit_code == 2
    made = run(county, "--format", "csv")
    assert made.exit_code == 2
    assert "--only currency" in made.stderr
    assert run(county, "--format", "csv", "--only", "risk,joint").exit_code == 2
    assert run().exit_code == 2


def test_broken_files_exit_1(county):
    plan = county.parent / "plan.yaml"
    (county / "record-2.yaml").write_text("kind: record\nsession: flood#2\n")
    for given in ((county,), (county, "--plan", plan)):
        made = run(*given)
        assert made.exit_code == 1
        assert "S002 key 'start' is missing" in made.stderr
        assert made.stdout == ""
    (county / "record-2.yaml").unlink()
    assert run(county, "--plan", county / "none.yaml").exit_code == 1
    plan.write_text("kind: plan\nsessions: [")
    assert run(county, "--plan", plan).exit_code == 1


def test_a_plan_of_other_people_counts_what_it_can(county):
    plan = county.parent / "plan.yaml"
    plan.write_text(PLAN.replace("[p1], seat", "[p77], seat").replace("boats#1", "rafts#1"))
    made = run(county, "--plan", plan, "--as-of", "2027-02-01")
    assert made.exit_code == 0
    assert "1 people of the plan are not in the roster" in made.stderr
    assert "sessions of unknown scenarios: rafts" in made.stderr


def test_slips_in_records_are_named(county):
    again = FLOOD.split("ratings")[0] + "hazard: floood"
    (county / "record-3.yaml").write_text(again, encoding="utf-8")
    made = run(county, "--as-of", "2027-02-01")
    assert made.exit_code == 0
    assert "flood#1 has two records of one day, and both count: keep one" in made.stderr
    assert "hazard floood (did you mean 'flood'?) of the records is none" in made.stderr


def test_the_same_bytes_whatever_the_machine(county):
    command = [sys.executable, "-m", "drillctl", "readiness", county, "--as-of", "2027-02-01"]
    command += ["--plan", county.parent / "plan.yaml", "--format", "json"]
    texts = {
        subprocess.run(
            command, env=os.environ | env, capture_output=True, check=True, timeout=60
        ).stdout
        for env in (
            {"PYTHONHASHSEED": "1", "TZ": "Asia/Tokyo"},
            {"PYTHONHASHSEED": "7", "TZ": "America/New_York"},
        )
    }
    assert len(texts) == 1
