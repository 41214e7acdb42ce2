"""What ``drillctl show`` draws, as plain data with stable fields."""

from collections.abc import Sequence
from typing import Any

from drillctl.cli.show_week import leads, week_name
from drillctl.exports.overview.rows import Row
from drillctl.exports.overview.sessions import SessionShown
from drillctl.model.plan import NotHeld
from drillctl.model.problem import Problem


def show_data(
    problem: Problem,
    sessions: Sequence[SessionShown],
    rows: Sequence[Row],
    not_held: Sequence[NotHeld],
) -> dict[str, Any]:
    """The sessions, the rows of the timeline, and what is not held; in English."""
    return {
        "sessions": [_session(problem, shown) for shown in sessions],
        "rows": [_row(row) for row in rows],
        "not_held": [{"session": absent.id, "why": list(absent.why)} for absent in not_held],
    }


def _session(problem: Problem, shown: SessionShown) -> dict[str, Any]:
    session, scenario = shown.session, shown.scenario
    return {
        "id": session.id,
        "title": scenario.title,
        "exercise": scenario.exercise.value,
        "hazard": scenario.hazard,
        "start": shown.start.isoformat(timespec="minutes"),
        "end": shown.end.isoformat(timespec="minutes"),
        "week": week_name(shown.start.date()),
        "venue": session.venue,
        "venue_title": shown.venue,
        "joint": shown.joint,
        "seats": shown.seats,
        "filled": shown.filled,
        "standbys": shown.standbys,
        "teams": list(shown.teams),
        "leads": list(leads(problem, shown)),
        "empty": [
            {"position": empty.position, "seats": empty.seats, "why": list(empty.why)}
            for empty in session.empty
        ],
    }


def _row(row: Row) -> dict[str, Any]:
    seated = [bar.shown for bar in row.bars if not bar.standby]
    return {
        "id": row.id,
        "title": row.title,
        "kind": row.kind.value if row.kind else None,
        "team": row.team,
        "sessions": [shown.session.id for shown in seated],
        "standby": [bar.shown.session.id for bar in row.bars if bar.standby],
        "hours": round(sum(shown.hours for shown in seated), 2),
    }
