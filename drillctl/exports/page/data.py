"""The JSON that the page's scripts read.

Lists are referred to by index. Times are local wall times of the roster's zone, without offset,
dates ISO 8601. A text that depends on the language is a list of one text for each of
`language.LANGUAGES`. No e-mail address, telephone number, availability or reason of absence is in
it unless it is `private`; redacted it has no person at all, but for each team one nameless entry
that stands for each of its people.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from drillctl.exports.overview.findings import action_texts, finding_words
from drillctl.exports.overview.goals import goal_gap, goal_name, goal_value
from drillctl.exports.overview.reasons import personal_names, reasons_shown
from drillctl.exports.overview.sessions import SessionShown, sessions_shown
from drillctl.exports.page.matrices import joint_data, practice_data, workload_data
from drillctl.language import LANGUAGES, translated
from drillctl.model.plan import Plan
from drillctl.model.problem import Problem
from drillctl.model.roster import Member
from drillctl.model.scenario import Scenario
from drillctl.readiness.known import known
from drillctl.readiness.limits import NEAR

FORMAT = 1


def page_data(
    problem: Problem, plan: Plan, *, as_of: date, private: bool = False, redact: bool = False
) -> dict[str, Any]:
    """All that the page shows, but for its fixed words. `as_of`: the day of the matrices."""
    roster = problem.roster
    hidden = personal_names(problem) if redact else ()
    number = _Numbers(problem, plan, redact=redact)
    shown = sessions_shown(problem, plan)
    about = known(problem, as_of, plan)
    period = problem.period
    scenarios = problem.scenarios.values()
    return {
        "format": FORMAT,
        "zone": roster.timezone,
        "as_of": as_of.isoformat(),
        "period": [period.first.isoformat(), period.last.isoformat()],
        "made": {
            "by": plan.made.by,
            "revision": plan.revision,
            "note": _texts(reasons_shown([plan.made.note]))[0] if plan.made.note else None,
        },
        "private": private,
        "redacted": redact,
        "totals": _totals(problem, plan, shown),
        "goals": [
            {
                "id": goal.id,
                "name": _text(goal_name(goal.id)),
                "value": _text(goal_value(goal.id, goal.value)),
                "bound": _text(goal_value(goal.id, goal.bound)),
                "gap": round(goal.gap, 6),
                "words": _text(goal_gap(goal)),
            }
            for goal in plan.goals
        ],
        "findings": _findings(problem, plan, number, hidden, redact=redact),
        "teams": [
            _with_contacts(
                {"id": team.id, "title": team.title, "kind": team.kind}, private, email=team.email
            )
            for team in roster.teams.values()
        ],
        "venues": [
            {
                "id": venue.id,
                "title": venue.title,
                "features": sorted(venue.features),
                "capacity": venue.capacity,
            }
            for venue in roster.venues.values()
        ],
        "equipment": [
            {"id": item.id, "title": item.title, "count": item.count}
            for item in roster.equipment.values()
        ],
        "certifications": [
            {
                "id": one.id,
                "title": one.title,
                "includes": sorted(
                    number.certification[held]
                    for held in roster.covers(one.id) - {one.id}
                    if held in number.certification
                ),
            }
            for one in roster.certifications.values()
        ],
        "hazards": sorted({scenario.hazard for scenario in scenarios}),
        "capabilities": sorted({c for scenario in scenarios for c in scenario.capabilities}),
        "people": _people(problem, number, private=private, redact=redact),
        "scenarios": [_scenario(scenario, number) for scenario in scenarios],
        "sessions": [_session(one, number, hidden) for one in shown],
        "not_held": [
            {
                "id": absent.id,
                "scenario": number.scenario[absent.id.rpartition("#")[0]],
                "seats": problem.scenarios[absent.id.rpartition("#")[0]].seats,
                "why": _texts(reasons_shown(absent.why, hidden)),
            }
            for absent in plan.not_held
        ],
        "practice": practice_data(about, number.session),
        "joint": joint_data(about, number.team, number.session),
        "near": NEAR,
        "workload": [] if redact else workload_data(about, number.person),
    }


class _Numbers:
    """The place of everything that has an id in its list. Redacted, people are their team's."""

    def __init__(self, problem: Problem, plan: Plan, *, redact: bool) -> None:
        roster = problem.roster
        self.team = _places(roster.teams)
        self.venue = _places(roster.venues)
        self.equipment = _places(roster.equipment)
        self.certification = _places(roster.certifications)
        self.scenario = _places(problem.scenarios)
        self.session = _places(session.id for session in plan.sessions)
        self.person = _places(roster.members)
        if redact:
            self.person = {m.id: self.team[m.team] for m in roster.members.values()}


def _places(ids: Iterable[str]) -> dict[str, int]:
    return {name: place for place, name in enumerate(ids)}


def _text(text: str) -> list[str]:
    return [translated(text, language) for language in LANGUAGES]


def _texts(texts: Sequence[str]) -> list[list[str]]:
    return [_text(text) for text in texts]


def _with_contacts(data: dict[str, Any], private: bool, **contacts: str | None) -> dict[str, Any]:
    return data | {name: value for name, value in contacts.items() if private and value}


def _totals(problem: Problem, plan: Plan, shown: Sequence[SessionShown]) -> dict[str, int]:
    absent = [problem.scenarios[a.id.rpartition("#")[0]].seats for a in plan.not_held]
    return {
        "seats": sum(one.seats for one in shown) + sum(absent),
        "filled": sum(one.filled for one in shown),
        "sessions": len(shown) + len(absent),
        "held": len(shown),
        "joint": sum(one.joint for one in shown),
        "people": len({member for one in shown for _, member in one.session.members()}),
    }


def _findings(
    problem: Problem, plan: Plan, number: _Numbers, hidden: Sequence[str], *, redact: bool
) -> list[dict[str, Any]]:
    # What somebody wrote of an action may name people in any spelling.
    actions: Mapping[str, str] = {} if redact else action_texts(problem)
    return [
        {
            "what": _text(finding_words(finding, actions)),
            "by": finding.by.isoformat() if finding.by else None,
            "sessions": [number.session[s] for s in finding.sessions if s in number.session],
            "why": _texts(reasons_shown(finding.why, hidden)),
        }
        for finding in plan.findings
    ]


def _people(
    problem: Problem, number: _Numbers, *, private: bool, redact: bool
) -> list[dict[str, Any]]:
    if redact:
        return [
            {"id": None, "name": None, "team": team, "certs": []} for team in number.team.values()
        ]
    return [_person(member, number, private) for member in problem.roster.members.values()]


def _person(member: Member, number: _Numbers, private: bool) -> dict[str, Any]:
    certificates = [
        [number.certification[held.id], held.expires.isoformat() if held.expires else None]
        for held in member.certifications
        if held.id in number.certification
    ]
    data = {
        "id": member.id,
        "name": member.name,
        "team": number.team[member.team],
        "certs": certificates,
    }
    return _with_contacts(data, private, email=member.email, phone=member.phone)


def _scenario(scenario: Scenario, number: _Numbers) -> dict[str, Any]:
    return {
        "id": scenario.id,
        "title": scenario.title,
        "hazard": scenario.hazard,
        "exercise": scenario.exercise,
        "capabilities": list(scenario.capabilities),
        "objectives": [objective.text for objective in scenario.objectives],
        "purpose": scenario.purpose,
        "positions": [
            {
                "id": position.id,
                "title": position.title,
                "count": position.count,
                "min": position.minimum,
                "needs": [
                    number.certification[need]
                    for need in position.needs
                    if need in number.certification
                ],
                "kind": position.kind,
                "lead": position.lead,
            }
            for position in scenario.positions
        ],
    }


def _session(shown: SessionShown, number: _Numbers, hidden: Sequence[str]) -> dict[str, Any]:
    session, scenario = shown.session, shown.scenario
    place = _places(position.id for position in scenario.positions)

    def people(seats: Mapping[str, Sequence[str]]) -> list[list[Any]]:
        return [[place[p], [number.person[m] for m in who]] for p, who in seats.items() if who]

    equipment = session.equipment or scenario.equipment
    return {
        "id": session.id,
        "scenario": number.scenario[session.scenario],
        "start": f"{shown.start:%Y-%m-%dT%H:%M}",
        "end": f"{shown.end:%Y-%m-%dT%H:%M}",
        "venue": number.venue.get(session.venue or ""),
        "joint": shown.joint,
        "sequence": session.sequence,
        "assigned": people(session.assigned),
        "standby": people(session.standby),
        "empty": [
            [place[gap.position], gap.seats, _texts(reasons_shown(gap.why, hidden))]
            for gap in session.empty
            if gap.position in place
        ],
        "equipment": [
            [number.equipment[item], count]
            for item, count in equipment.items()
            if item in number.equipment
        ],
    }
