"""actions and follow-up, as a coordinator types them."""

import csv
import io
import json

import icalendar
import ics
import pytest
from county import ROSTER, SCENARIOS
from test_commands import run

FIRST = """# 记录
kind: record
session: flood#1
start: 2026-11-07T09:00
capabilities: [water]
attendance: {p1: present}
areas: [{id: a1, text: Boats came late, capability: water}]
actions:
  - id: c1
    text: =Buy a second trailer, 拖车
    area: a1
    element: equipment
    owner: p1
    team: fire
    due: 2027-01-31
    retest: by 2027-03-31
    history:
      - {on: 2026-12-01, by: p1, note: ordered}
  - {id: c2, text: Write it down, owner: Red Cross, due: 2027-06-30}
  - {id: c3, text: Nobody's}
"""
SECOND = """kind: record
session: flood#2
start: 2027-03-06T09:00
capabilities: [water]
attendance: {p1: present}
follow_up: [{action: flood#1/c2, state: closed, verified_by: p2, note: read it}]
"""
ON = ("--as-of", "2027-03-10")


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "roster.yaml").write_text(ROSTER.format(zone="Asia/Shanghai"), encoding="utf-8")
    (tmp_path / "scenarios.yaml").write_text(SCENARIOS, encoding="utf-8")
    (tmp_path / "flood-1.yaml").write_text(FIRST, encoding="utf-8")
    (tmp_path / "flood-2.yaml").write_text(SECOND, encoding="utf-8")
    return tmp_path


def listed(folder, *options):
    done = run("actions", folder, "--format", "json", *ON, *options)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)["actions"]


def test_what_is_open_comes_by_urgency(folder):
    done = run("actions", folder, *ON)
    assert done.returncode == 0, done.stderr
    assert done.stdout.index("flood#1/c1") < done.stdout.index("flood#1/c3")
    assert "38 day(s) over" in done.stdout
    assert "李伟" in done.stdout
    assert "nobody" in done.stdout
    assert "flood#1/c2" not in done.stdout
    assert "2 open, 1 of them overdue, 1 owned by nobody; 1 closed" in done.stdout


def test_states_owners_and_teams_choose(folder):
    assert [a["id"] for a in listed(folder)] == ["flood#1/c1", "flood#1/c3"]
    assert [a["id"] for a in listed(folder, "--state", "overdue")] == ["flood#1/c1"]
    assert [a["id"] for a in listed(folder, "--state", "closed")] == ["flood#1/c2"]
    assert [a["id"] for a in listed(folder, "--owner", "李伟")] == ["flood#1/c1"]
    assert [a["id"] for a in listed(folder, "--owner", "p1")] == ["flood#1/c1"]
    assert [a["id"] for a in listed(folder, "--team", "fire")] == ["flood#1/c1"]
    assert len(listed(folder, "--state", "all")) == 3


def test_as_of_another_day(folder):
    before = listed(folder, "--state", "all", "--as-of", "2027-01-31")
    assert [(a["id"], a["overdue_days"], a["state"]) for a in before] == [
        ("flood#1/c1", 0, "open"),
        ("flood#1/c2", 0, "open"),
        ("flood#1/c3", 0, "open"),
    ]
    assert listed(folder, "--state", "all", "--as-of", "2026-11-06") == []


def test_every_field_of_one(folder):
    one = listed(folder, "--state", "closed")[0]
    assert one["owner_name"] == "Red Cross"
    assert one["history"] == [
        {"on": "2027-03-06", "by": "p2", "state": "closed", "session": "flood#2", "due": None,
         "owner": None, "note": "read it"}
    ]  # fmt: skip
    first = listed(folder)[0]
    assert first["capability"] == "water"
    assert first["retest"] == {"by": "2027-03-31", "scenario": None}


def test_a_spreadsheet_takes_no_cell_for_a_formula(folder):
    done = run("actions", folder, "--format", "csv", *ON)
    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    assert [row["action"] for row in rows] == ["flood#1/c1", "flood#1/c3"]
    assert rows[0]["what"] == "'=Buy a second trailer, 拖车"
    assert rows[0]["days overdue"] == "38"


def test_tasks_for_a_calendar(folder, tmp_path):
    out = tmp_path / "actions.ics"
    done = run("actions", folder, "--state", "all", "--format", "ics", "-o", out, *ON)
    assert done.returncode == 0, done.stderr
    again = out.read_bytes()
    run("actions", folder, "--state", "all", "--format", "ics", "-o", out, "--as-of", "2027-04-01")
    assert out.read_bytes() == again
    todos = {str(t["summary"]): t for t in icalendar.Calendar.from_ical(again).walk("VTODO")}
    bought = todos["=Buy a second trailer, 拖车"]
    assert bought["due"].to_ical() == b"20270131"
    assert bought["due"].params["VALUE"] == "DATE"
    assert str(bought["status"]) == "NEEDS-ACTION"
    assert "李伟" in bought["description"]
    assert str(todos["Write it down"]["status"]) == "COMPLETED"
    assert todos["Write it down"]["completed"].dt.isoformat() == "2027-03-06T04:00:00+00:00"
    assert len({str(t["uid"]) for t in todos.values()}) == 3
    assert bought["dtstart"].dt < bought["due"].dt
    read = {todo.name: todo for todo in ics.Calendar(again.decode()).todos}
    assert read["Write it down"].completed.format("YYYY-MM-DD") == "2027-03-06"
    assert read["=Buy a second trailer, 拖车"].due.format("YYYY-MM-DD") == "2027-01-31"


def test_a_line_is_added_where_it_belongs(folder):
    args = ("follow-up", "flood#1/c1", folder, "--by", "p2", "--on", "2027-03-06")
    done = run(*args, "--state", "closed", "--session", "flood#2", "--note", "两辆拖车")
    assert done.returncode == 0, done.stderr
    assert "2027-03-06 closed by p2 at flood#2: 两辆拖车" in done.stdout
    text = (folder / "flood-1.yaml").read_text(encoding="utf-8")
    line = "      - {on: 2027-03-06, by: p2, state: closed, session: flood#2, note: 两辆拖车}\n"
    assert text == FIRST.replace("note: ordered}\n", "note: ordered}\n" + line)
    assert [a["id"] for a in listed(folder)] == ["flood#1/c3"]
    shown = run("actions", folder, "--state", "all", "--history", *ON).stdout
    assert "两辆拖车" in shown


def test_owner_and_due_date_change_by_lines(folder):
    done = run("follow-up", "flood#1/c3", folder, "--by", "p1", "--owner", "Anna", "--due",
               "2027-03-01", "--on", "2027-02-01")  # fmt: skip
    assert done.returncode == 0, done.stderr
    (found,) = listed(folder, "--owner", "Anna")
    assert (found["owner"], found["due"], found["overdue_days"]) == ("p2", "2027-03-01", 9)


@pytest.mark.parametrize(
    "line",
    [
        ("--state", "closed", "--session", "flood#2", "--note", "两辆拖车"),
        ("--owner", "Anna", "--due", "2027-03-01"),
    ],
)
def test_a_line_that_is_there_is_not_added_again(folder, line):
    args = ("follow-up", "flood#1/c1", folder, "--by", "p2", "--on", "2027-03-06", *line)
    assert run(*args).returncode == 0
    before = (folder / "flood-1.yaml").read_bytes()
    again = run(*args)
    assert (again.returncode, again.stdout) == (0, "")
    assert "ends with this very line" in again.stderr
    assert (folder / "flood-1.yaml").read_bytes() == before
    other = run(*args[:-1], "2027-03-02" if "--due" in line else "另一辆")
    assert "written to" in other.stderr


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (("flood#1/c1", "--by", "p2", "--state", "closed"), "--session"),
        (("flood#1/c1", "--by", "p2"), "nothing to add"),
        (("flood#1/c8", "--by", "p2", "--note", "x"), "did you mean 'flood#1/c"),
        (
            ("flood#1/c1", "--by", "p2", "--note", "x", "--session", "flod#2"),
            "did you mean 'flood#2'",
        ),
        (("flood#1/c1", "--by", "p2", "--due", "soon"), "'soon' is not a date"),
        (("flood#1/c1", "--by", "p2", "--note", "x", "--on", "2026-11-30"), "before the last line"),
    ],
)
def test_wrong_use_changes_nothing(folder, args, says):
    done = run("follow-up", args[0], folder, *args[1:])
    assert done.returncode == 2
    assert says in done.stderr
    assert (folder / "flood-1.yaml").read_text(encoding="utf-8") == FIRST


def test_a_history_that_was_rewritten_is_found(folder, tmp_path):
    earlier = tmp_path / "earlier"
    earlier.mkdir()
    (earlier / "flood-1.yaml").write_text(FIRST, encoding="utf-8")
    assert run("actions", folder, "--earlier", earlier).returncode == 1, "two records of one action"
    other = folder.parent / f"{folder.name}-earlier"
    earlier.rename(other)
    assert run("actions", folder, "--earlier", other).returncode == 0
    changed = FIRST.replace("note: ordered", "note: paid").replace(
        "  - {id: c3, text: Nobody's}\n", ""
    )
    (folder / "flood-1.yaml").write_text(changed, encoding="utf-8")
    done = run("actions", folder, "--earlier", other)
    assert done.returncode == 1
    assert "flood#1/c1: no longer says '2026-12-01 noted by p1: ordered'" in done.stderr
    assert "flood#1/c3: is no longer recorded" in done.stderr


def test_unknown_names_are_wrong_use(folder):
    done = run("actions", folder, "--team", "fier", "--owner", "p9")
    assert done.returncode == 2
    assert "did you mean 'fire'?" in done.stderr
    assert "no owner 'p9'" in done.stderr


def test_a_plan_shows_which_session_retests(folder, tmp_path):
    made = run("plan", folder, "-o", tmp_path / "plan.json")
    assert made.returncode == 0, made.stderr
    assert "flood#1/c1" in made.stdout
    assert "answered by" in made.stdout
    plan = json.loads((tmp_path / "plan.json").read_text())
    assert [f["action"] for f in plan["findings"] if "action" in f] == ["flood#1/c1"]
    retested = plan["findings"][0]["sessions"]
    assert retested
    assert "retest" in [goal["id"] for goal in plan["goals"]]
    (found,) = listed(folder, "--owner", "p1", "--plan", tmp_path / "plan.json")
    assert found["retested_by"] == retested
    assert run("audit", tmp_path / "plan.json", folder).returncode == 0
    plan["findings"][0]["sessions"] = []
    (tmp_path / "plan.json").write_text(json.dumps(plan))
    audited = run("audit", tmp_path / "plan.json", folder)
    assert audited.returncode == 1
    assert "flood#1/c1 is retested by" in audited.stdout
