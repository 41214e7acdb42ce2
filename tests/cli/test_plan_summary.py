"""What `plan` prints in the end: totals, the columns for which there is room, a large plan in short."""

from dataclasses import replace

import pytest
from cli.screen import widest
from county import plan, problem

from drillctl.cli.plan_sessions import LISTED
from drillctl.cli.tables import TOLD, print_plan
from drillctl.exports.overview.goals import goal_value
from drillctl.language import use
from drillctl.model.plan import GoalValue, NotHeld
from drillctl.model.policy import Goal

GOALS = (GoalValue(Goal.FILL, 66, 66), GoalValue(Goal.FAIRNESS, 2630500.5, 2500000))


@pytest.fixture
def printed(tmp_path, capsys, monkeypatch):
    asked, made = problem(tmp_path), replace(plan(tmp_path), goals=GOALS)

    def show(width=None, language="en", change=lambda made: made):
        if width is None:
            monkeypatch.delenv("COLUMNS", raising=False)
        else:
            monkeypatch.setenv("COLUMNS", str(width))
        use(language)
        try:
            print_plan(asked, change(made), seats=14, filled=11)
        finally:
            use("en")
        return [line.rstrip() for line in capsys.readouterr().out.splitlines()]

    return show


def test_sessions_end_with_totals(printed):
    lines = printed()
    assert lines[:6] == [
        "start                 session                venue  seats  empty  standby",
        "Tue 2027-03-02 19:00  table#1                hall     2/2      -        -",
        "Sat 2027-03-06 09:00  flood#1                lake     4/5      1        1",
        "Sat 2027-03-20 09:00  flood#2                lake     3/5      2        -",
        "Sun 2027-03-07 09:00  boats#1                pond     2/2      -        -",
        "total                 4 sessions, all joint         11/14      3        1",
    ]
    assert "11 of 14 seats filled; 4 of 4 sessions held; audited: every rule kept" in lines
    fill = next(line for line in lines if line.startswith("fill"))
    assert fill.endswith("optimal  Seats filled, by priority")


def test_joint_has_a_column_where_not_all_sessions_are_alike(printed):
    def alone(made):
        """The last session with professionals only."""
        *others, last = made.sessions
        return replace(made, sessions=(*others, replace(last, assigned={"helm": ("p3",)})))

    assert "all joint" in printed()[5]
    lines = printed(change=alone)
    assert lines[0].split() == ["start", "session", "venue", "joint", "seats", "empty", "standby"]
    assert [line.split()[5] for line in lines[1:5]] == ["joint", "joint", "joint", "-"]
    assert lines[5].split()[:4] == ["total", "4", "sessions", "3"]


def test_columns_give_way_where_there_is_no_room_but_not_the_empty_seats(printed):
    heads = [printed(width)[0].split()[3:] for width in (120, 66, 57, 49)]
    assert heads[0] == ["seats", "empty", "standby"]
    assert heads[-1] == ["seats"]
    assert ["seats", "empty"] in heads


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("width", [30, 60, 80, 120, 200])
def test_no_line_is_wider_than_asked(printed, width, language):
    lines = printed(width, language)
    assert widest("\n".join(lines)) <= width
    if width >= 60:
        value = "2,630,500小时²" if language == "zh" else "2,630,500 h²"
        assert any(value in line for line in lines)


def test_a_large_plan_is_told_month_by_month(printed):
    def many(made):
        flood = made.sessions[2]
        return replace(
            made,
            sessions=tuple(replace(flood, id=f"flood#{n + 1}") for n in range(LISTED + 1)),
            not_held=tuple(NotHeld(f"boats#{n}", ("no boat",)) for n in range(TOLD + 2)),
        )

    lines = printed(change=many)
    number = LISTED + 1
    assert lines[0].split() == ["month", "sessions", "joint", "seats", "empty"]
    assert lines[1].split() == [
        "2027-03",
        *map(str, (number, number)),
        f"{3 * number}/{5 * number}",
        str(2 * number),
    ]
    assert sum(line.endswith("1 empty") for line in lines) == TOLD
    more = 2 * number - TOLD
    assert f"and {more} more like it: drillctl show --by week tells of each" in lines
    assert sum(line.endswith("not held") for line in lines) == TOLD
    assert any(line.startswith("and 2 more like it") for line in lines)


def test_large_values_are_written_out():
    assert goal_value("fairness", 2630500.5) == "2,630,500 h²"
    assert goal_value("fill", 1066000) == "1,066,000"
    assert goal_value("earliness", 1258) == "1,258 days"
    assert goal_value("fairness", 26305.28) == "26,305.3 h²"
