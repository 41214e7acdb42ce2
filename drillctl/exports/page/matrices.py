"""The three matrices as the page's scripts read them."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from drillctl.exports.overview.matrices import capability_matrix, joint_matrix, workload
from drillctl.readiness.known import Known


def practice_data(about: Known, session: Mapping[str, int]) -> dict[str, Any]:
    """Capability by team, a row for each capability, teams in the roster's order."""
    matrix = capability_matrix(about)

    def cell(capability: str, team: str) -> dict[str, Any] | None:
        found = matrix.cells[capability, team]
        if found.state is None and found.last is None and not found.planned_times:
            return None
        return {
            "state": found.state,
            "last": _day(found.last),
            "lapses": _day(found.lapses),
            "planned": session.get(found.planned_session or ""),
            "times": found.planned_times,
            "members": found.members,
            "current": found.current,
            "refreshed": found.refreshed,
        }

    teams = about.problem.roster.teams
    return {
        "capabilities": list(matrix.capabilities),
        "cells": [[cell(name, team) for team in teams] for name in matrix.capabilities],
    }


def joint_data(about: Known, team: Mapping[str, int], session: Mapping[str, int]) -> dict[str, Any]:
    """Professional by volunteer team, a row for each professional one."""
    matrix = joint_matrix(about)

    def cell(professional: str, volunteer: str) -> dict[str, Any]:
        found = matrix.cells[professional, volunteer]
        return {
            "times": found.times,
            "last": _day(found.last),
            "planned": session.get(found.planned_session or ""),
            "planned_times": found.planned_times,
            "demanded": found.demanded,
        }

    return {
        "professional": [team[name] for name in matrix.professional],
        "volunteer": [team[name] for name in matrix.volunteer],
        "cells": [[cell(p, v) for v in matrix.volunteer] for p in matrix.professional],
    }


def workload_data(about: Known, person: Mapping[str, int]) -> list[dict[str, Any]]:
    """Everyone's hours and sessions, with the fullest window of each limit."""
    return [
        {
            "person": person[row.member],
            "hours": row.hours,
            "sessions": row.sessions,
            "limits": [
                {
                    "limit": limit.limit,
                    "used": limit.used,
                    "allowed": limit.allowed,
                    "first": limit.first.isoformat(),
                    "last": limit.last.isoformat(),
                }
                for limit in row.limits
            ],
        }
        for row in workload(about)
    ]


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
