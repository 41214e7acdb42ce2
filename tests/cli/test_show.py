"""``drillctl show``: calendars, timelines, the agenda; what is asked for, and every width."""

import json

import pytest
from cli.screen import widest
from county import PLAN, ROSTER, SCENARIOS

from drillctl.cli.command import run
from drillctl.language.cells import cells

TITLES = {
    "id: fire, kind": "id: fire, title: 县消防救援大队特勤一站, kind",
    "id: sky, kind": "id: sky, title: 蓝天救援队 Blue Sky, kind",
    "id: club, kind": "id: club, title: 登山协会, kind",
    "id: lake, f": "id: lake, title: 北湖码头, f",
    "name: Anna,": "name: 欧阳娜娜 Anna,",
}


@pytest.fixture
def place(tmp_path, monkeypatch):
    roster = ROSTER.format(zone="Asia/Shanghai")
    for old, new in TITLES.items():
        roster = roster.replace(old, new)
    (tmp_path / "roster.yaml").write_text(roster, encoding="utf-8")
    (tmp_path / "scenarios.yaml").write_text(SCENARIOS, encoding="utf-8")
    (tmp_path / "plan.yaml").write_text(PLAN, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DRILLCTL_LANG", "en")
    monkeypatch.delenv("COLUMNS", raising=False)
    return tmp_path


@pytest.fixture
def shown(place, capsys):
    def show(*options, status=0):
        assert run(["show", "plan.yaml", "roster.yaml", "scenarios.yaml", *options]) == status
        told = capsys.readouterr()
        return told.err if status else told.out

    return show


def row(text, name):
    return next(line for line in text.splitlines() if line.startswith(name))


def test_months_name_their_sessions_then_teams_have_a_row_each(shown):
    text = shown()
    assert "4 sessions, 2027-03-02 to 2027-03-20, 11 of 14 seats filled" in text
    week = [line for line in text.splitlines() if line.startswith("W09")]
    assert week == ["W09 01  02        03  04  05  06           07"]
    entries = text.splitlines()[text.splitlines().index(week[0]) + 1]
    # Capitals are joint; the calendar and the row of days above stand in the same cells.
    assert entries == "        T table#1             X flood#1 !1 D boats#1"
    assert row(text, "县消防救援大队特勤一站").split()[-2:] == ["4", "13"]
    assert [line for line in text.splitlines() if line in ("professional", "volunteer")]
    assert "\x1b" not in text
    for part in ("t tabletop", "d drill", "x full-scale", "A-Z capital", "!2 two", "+ standby"):
        assert (part in text) == (part != "+ standby"), part


def test_columns_are_days_where_they_fit_else_weeks(shown, monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    days = shown("--by", "team")
    assert "one column: a day" in days
    line = row(days, "蓝天救援队 Blue Sky")
    marks = line.replace(" ", "").removeprefix("蓝天救援队BlueSky").removesuffix("28")
    assert marks == "....X.............X"
    # The sixth of March stands two columns before the eighth.
    header = next(head for head in days.splitlines() if "08" in head and "sessions" in head)
    eighth = header.index("08")
    assert cells(line[: line.index("X")]) == eighth - 2 * 2
    weeks = shown("--by", "team", "--from", "2026-01-01", "--to", "2027-06-30")
    assert "one column: 2 weeks" in weeks


def test_persons_stand_under_their_teams_and_standbys_are_told_apart(shown):
    text = shown("--by", "person").splitlines()
    team = text.index("县消防救援大队特勤一站")
    assert [line.split(" (")[0] for line in text[team + 1 : team + 4]] == [
        "李伟",
        "欧阳娜娜 Anna",
        "Tom",
    ]
    one = text[team + 1]
    # A standby is no hours and no session.
    assert one.split()[-2:] == ["2", "6"]
    assert {"+", "T", "X"} <= set(one)
    assert any("+ standby" in line for line in text)


def test_several_sessions_in_one_column_are_a_number(shown, monkeypatch):
    monkeypatch.setenv("COLUMNS", "30")
    text = shown("--by", "venue", "--from", "2026-01-01", "--to", "2027-12-31")
    assert row(text, "北湖").split()[-1].strip(".") == "2"
    assert "2-9 so many sessions" in text
    assert "sessions  hours" not in text  # there is no room for totals


def test_an_agenda_says_who_leads_and_why_seats_are_empty(shown):
    text = shown("--by", "week")
    assert "2027-W09: Mon 2027-03-01 to Sun 2027-03-07, 3 sessions" in text
    assert "2027-W10" not in text
    for told in (
        "Sat 03-06 09:00-13:00  X flood#1",
        "4/5",
        "led by 欧阳娜娜 Anna (p2)",
        "北湖码头",
        "shore: 1 empty",
        "1 standby",
    ):
        assert told in text


def test_a_person_finds_their_part_in_the_agenda(shown):
    text = shown("--by", "week", "--member", "李伟")
    assert "3 of 4 sessions" in text
    assert "李伟 (p1): chair" in text
    assert "李伟 (p1): standby for crew" in text
    assert "boats#1" not in text


@pytest.mark.parametrize(
    ("options", "left"),
    [
        (["--team", "club"], {"table#1", "boats#1"}),
        (["--member", "p2"], {"flood#1"}),
        (["--venue", "lake", "--from", "2027-03-07"], {"flood#2"}),
        (["--scenario", "boats", "--scenario", "table"], {"table#1", "boats#1"}),
        (["--to", "2027-03-02"], {"table#1"}),
        (["--team", "sky", "--scenario", "boats"], set()),
    ],
)
def test_all_that_is_asked_for_must_hold(shown, options, left):
    data = json.loads(shown(*options, "--format", "json"))
    assert {session["id"] for session in data["sessions"]} == left
    text = shown(*options)
    assert all((name in text) == (name in left) for name in ("table#1", "boats#1", "flood#1"))
    assert ("no session" in text) == (not left)


def test_rows_are_those_asked_for(shown):
    def rows(*options):
        return [one["id"] for one in json.loads(shown(*options, "--format", "json"))["rows"]]

    assert rows("--by", "person", "--team", "sky") == ["v1", "v2"]
    assert rows("--by", "person", "--member", "p3") == ["p3"]
    assert rows("--by", "team") == ["fire", "club", "sky"]
    assert rows("--by", "venue", "--venue", "pond") == ["pond"]
    # Whom a scenario does not concern is left out, who has no session in a while is not.
    assert rows("--by", "person", "--scenario", "boats") == ["p3", "v3"]
    assert rows("--by", "team", "--to", "2027-03-02") == ["fire", "club", "sky"]
    assert rows("--by", "week") == []


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--team", "fier"], "no team 'fier' in the files (did you mean 'fire'?)"),
        (
            ["--member", "欧阳娜 Anna"],
            "no member '欧阳娜 Anna' in the files (did you mean '欧阳娜娜 Anna'?)",
        ),
        (["--venue", "laek"], "did you mean 'lake'?"),
        (["--scenario", "flod"], "did you mean 'flood'?"),
        (["--from", "March"], "--from 'March' is not a date"),
        (["--from", "2027-03-09", "--to", "2027-03-01"], "--to 2027-03-01 is before --from"),
    ],
)
def test_what_is_not_there_is_said_and_what_was_meant(shown, options, said):
    assert said in shown(*options, status=2)


def test_a_plan_of_other_files_is_not_shown(shown, place):
    plan = (place / "plan.yaml").read_text().replace("helm: [p3]", "helm: [p9]")
    (place / "plan.yaml").write_text(plan)
    assert "no member 'p9' in the files" in shown(status=1)


def test_what_is_not_held_is_told_with_reasons(shown, place):
    text = (place / "plan.yaml").read_text()
    held = "\n".join(line for line in text.splitlines() if "boats#1" not in line)
    (place / "plan.yaml").write_text(
        held + '\nnot_held: [{id: "boats#1", why: [no boat is left]}]\n'
    )
    for by in ([], ["--by", "week"]):
        assert "boats#1: not held\n  - no boat is left\n" in shown(*by)
    assert "boats#1" not in shown("--team", "fire")
    assert "boats#1" in shown("--scenario", "boats")


VIEWS = [[], *(["--by", axis] for axis in ("team", "person", "venue", "week"))]


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("width", [10, 27, 40, 79, 80, 100, 120, 200])
def test_no_line_is_wider_than_the_terminal(shown, monkeypatch, width, language):
    monkeypatch.setenv("COLUMNS", str(width))
    for view in VIEWS:
        text = shown(*view, "--lang", language)
        assert 0 < widest(text) <= width, view


def test_a_pipe_is_120_wide_unless_columns_says_so(shown, monkeypatch):
    assert 80 < widest(shown("--by", "week")) <= 120
    monkeypatch.setenv("COLUMNS", "60")
    assert widest(shown("--by", "week")) <= 60
    monkeypatch.setenv("COLUMNS", "nonsense")
    assert 80 < widest(shown("--by", "week")) <= 120


def test_json_holds_nothing_private_and_is_english(shown, place):
    roster = (place / "roster.yaml").read_text(encoding="utf-8")
    (place / "roster.yaml").write_text(
        roster.replace("id: p1, name", "id: p1, email: p1@example.org, phone: '123', name"),
        encoding="utf-8",
    )
    english = shown("--by", "person", "--format", "json")
    assert english == shown("--by", "person", "--format", "json", "--lang", "zh")
    assert "example.org" not in english + shown("--by", "person") + shown("--by", "week")
    [flood] = [s for s in json.loads(english)["sessions"] if s["id"] == "flood#1"]
    assert (flood["week"], flood["joint"], flood["leads"]) == ("2027-W09", True, ["p2"])
    assert flood["start"] == "2027-03-06T09:00+08:00"
