"""A folder of calendars into a roster, as a coordinator types it."""

import pytest
from county import ROSTER, SCENARIOS
from files.test_busy_calendar import ONCE, availability, calendar, event
from test_commands import run

from drillctl.files.loading import load

BLOCK = """\
# Who we are.
kind: roster
timezone: Asia/Shanghai
teams: [{id: fire, kind: professional}]
members:
  - name: 李伟   # the chief
    id: li-wei  # since 2001
    team: fire

  - id: anna
    name: Anna Doe
    team: fire
    email: anna@example.org
  - {id: tom, name: Tom, team: fire}   # new
  - {id: eva, name: 'Eva }', team: fire,
     certifications: [],
    }
"""


@pytest.fixture
def place(tmp_path):
    folder = tmp_path / "calendars"
    folder.mkdir()
    (tmp_path / "roster.yaml").write_text(BLOCK, encoding="utf-8")
    return tmp_path


def put(place, name, data=None):
    path = place / "calendars" / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(data if data is not None else calendar(*event(*ONCE)))


def imported(place, *more):
    return run("import", "availability", place / "calendars", "--roster", place / "roster.yaml",
               "-o", place / "new.yaml", *more)  # fmt: skip


def test_each_calendar_goes_to_its_member_and_the_text_stays(place):
    put(place, "li-wei.ics")
    put(place, "Anna@Example.org.ics")
    put(place, "tom/work.ics")
    put(place, "tom/home.ics")
    put(place, "export(3).ics", calendar(*event(*ONCE), head=["X-WR-CALNAME:Eva }"]))
    done = imported(place)
    assert done.returncode == 0, done.stderr
    text = (place / "new.yaml").read_text(encoding="utf-8")
    added = [line for line in text.splitlines() if line not in BLOCK.splitlines()]
    assert added == [
        '    busy_calendar: "calendars/li-wei.ics"',
        '    busy_calendar: "calendars/Anna@Example.org.ics"',
        '  - {id: tom, name: Tom, team: fire, busy_calendar: "calendars/tom"}   # new',
        '    busy_calendar: "calendars/export(3).ics"}',
    ]
    (place / "roster.yaml").unlink()
    (place / "scenario.yaml").write_text(
        SCENARIOS.split("---")[1].replace("needs: [ic], ", "").replace("venue: {id: hall}\n", ""),
        "utf-8",
    )
    loaded = load([place / "new.yaml", place / "scenario.yaml"])
    assert not loaded.diagnostics
    assert {m.id: len(m.busy) for m in loaded.problem.roster.members.values()} == {
        "li-wei": 1, "anna": 1, "tom": 2, "eva": 1,
    }  # fmt: skip


def test_a_second_run_changes_nothing(place):
    put(place, "li-wei.ics")
    put(place, "tom.ics")
    assert imported(place).returncode == 0
    first = (place / "new.yaml").read_bytes()
    (place / "roster.yaml").write_bytes(first)
    assert imported(place).returncode == 0
    assert (place / "new.yaml").read_bytes() == first


def test_nothing_is_lost_without_a_word(place):
    put(place, "ana.ics")
    put(place, "notes.txt", b"call Tom")
    put(place, "tom.ics", b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n")
    put(place, "anna.ics")
    put(place, "Anna Doe.ics")
    done = imported(place)
    assert done.returncode == 1
    assert "ana.ics: nobody in the roster is 'ana' (did you mean 'anna'?)" in done.stderr
    assert "notes.txt: no calendar" in done.stderr
    assert "calendars/tom.ics:2:1: I001 the file breaks off" in done.stderr
    assert "2 members with a calendar written" in done.stderr
    assert "2 members without one: li-wei, eva" in done.stderr
    text = (place / "new.yaml").read_text(encoding="utf-8")
    assert 'busy_calendar: ["calendars/Anna Doe.ics", "calendars/anna.ics"]' in text
    assert 'busy_calendar: "calendars/tom.ics"' in text, "check says what is wrong until mended"


def test_a_calendar_that_the_roster_names_already_stays(place):
    put(place, "anna.ics")
    roster = place / "roster.yaml"
    roster.write_text(
        BLOCK.replace("name: Anna Doe", "name: Anna Doe\n    busy_calendar: old.ics"), "utf-8"
    )
    done = imported(place)
    assert done.returncode == 1
    assert "anna has busy_calendar: old.ics" in done.stderr
    assert (place / "new.yaml").read_text("utf-8") == roster.read_text("utf-8")


def test_line_ends_and_byte_order_mark_stay(place):
    put(place, "tom.ics")
    data = b"\xef\xbb\xbf" + BLOCK.replace("\n", "\r\n").encode()
    (place / "roster.yaml").write_bytes(data)
    assert imported(place).returncode == 0
    new = (place / "new.yaml").read_bytes()
    assert new == data.replace(
        b"name: Tom, team: fire", b'name: Tom, team: fire, busy_calendar: "calendars/tom.ics"'
    )


def test_without_a_roster_each_calendar_is_somebody_new(place):
    put(place, "Anna Doe.ics")
    put(place, "王芳.ics")
    put(place, "team.ics", calendar(*availability("ORGANIZER:mailto:x@example.org")))
    out = place / "new.yaml"
    done = run("import", "availability", place / "calendars", "-o", out)
    assert done.returncode == 0, done.stderr
    assert "add to each the team" in done.stderr
    text = out.read_text(encoding="utf-8")
    assert (
        '- id: anna-doe\n    name: "Anna Doe"\n    busy_calendar: "calendars/Anna Doe.ics"' in text
    )
    assert '- id: member\n    name: "王芳"' in text


def test_wrong_use_exits_2_and_a_broken_roster_1(place):
    assert run("import", "availability", place / "none", "-o", place / "n").returncode == 2
    assert (
        run("import", "availability", place / "calendars", "-o", place / "no" / "n").returncode == 2
    )
    (place / "roster.yaml").write_text("kind: roster\nmembers: [a\n", "utf-8")
    done = imported(place)
    assert done.returncode == 1
    assert "roster.yaml:3:1: Y001" in done.stderr
    assert not (place / "new.yaml").exists()


def test_a_plan_keeps_clear_of_calendars_and_audits(tmp_path):
    (tmp_path / "scenarios.yaml").write_text(SCENARIOS, encoding="utf-8")
    text = ROSTER.format(zone="Asia/Shanghai")
    text = text.replace("id: v1,", "id: v1, busy_calendar: v1.ics,")
    (tmp_path / "roster.yaml").write_text(text, encoding="utf-8")
    saturdays = event("DTSTART;VALUE=DATE:20270306", "RRULE:FREQ=WEEKLY;BYDAY=SA,SU")
    (tmp_path / "v1.ics").write_bytes(calendar(*saturdays))
    plan = tmp_path / "plan.txt"
    made = run("plan", tmp_path, "-o", plan)
    assert made.returncode == 0, made.stderr
    assert "v1.ics: sha256:" in plan.read_text()
    assert "crew: [v1" not in plan.read_text()
    assert run("audit", plan, tmp_path).returncode == 0
    (tmp_path / "v1.ics").write_bytes(calendar(*saturdays[:-1]))
    checked = run("check", tmp_path)
    assert checked.returncode == 1
    assert "v1.ics:9:1: I001" in checked.stdout
