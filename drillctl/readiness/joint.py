"""The joint matrix: which professional team met which volunteer team, when, how often, in what."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from drillctl.model.roster import Kind
from drillctl.readiness.known import Known

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Meeting:
    """A pair of teams. They meet where a member of each takes part in one session.

    `demanded`: a scenario's `meet` names the pair. `sessions` and `capabilities`: in which they
    met, in order of date. `planned_times`: sessions of the plan that seat a member of each.
    """

    professional: str
    volunteer: str
    never: bool
    demanded: bool
    times: int
    last: date | None
    last_session: str | None
    sessions: tuple[str, ...]
    capabilities: tuple[str, ...]
    planned_times: int
    planned: date | None
    planned_session: str | None


def joint(known: Known) -> tuple[Meeting, ...]:
    """Every pair of a professional and a volunteer team, whether or not they share a scenario.

    Never met and not planned first, of those the demanded ones first; then longest ago first.
    """
    problem = known.problem
    met: dict[Pair, list[tuple[date, str, tuple[str, ...]]]] = {}
    for record in known.records:
        entry = (record.start.date(), record.session, record.practised)
        for pair in _pairs(known, record.present):
            met.setdefault(pair, []).append(entry)
    ahead: dict[Pair, list[tuple[date, str]]] = {}
    for planned in known.planned:
        for pair in _pairs(known, planned.members):
            ahead.setdefault(pair, []).append((planned.day, planned.session.id))
    demanded = {frozenset(p) for s in problem.scenarios.values() for p in s.joint.meet}
    volunteers = _teams(known, Kind.VOLUNTEER)
    rows = []
    for pair in [(p, v) for p in _teams(known, Kind.PROFESSIONAL) for v in volunteers]:
        times, next_ = met.get(pair, []), ahead.get(pair, [])
        rows.append(
            Meeting(
                professional=pair[0],
                volunteer=pair[1],
                never=not times,
                demanded=frozenset(pair) in demanded,
                times=len(times),
                last=times[-1][0] if times else None,
                last_session=times[-1][1] if times else None,
                sessions=tuple(session for _, session, _ in times),
                capabilities=(*dict.fromkeys(c for _, _, found in times for c in found),),
                planned_times=len(next_),
                planned=next_[0][0] if next_ else None,
                planned_session=next_[0][1] if next_ else None,
            )
        )
    rows.sort(
        key=lambda r: (
            not r.never,
            r.planned is not None,
            not r.demanded,
            r.last or date.min,
            r.professional,
            r.volunteer,
        )
    )
    return (*rows,)


def _teams(known: Known, kind: Kind) -> list[str]:
    return [team.id for team in known.problem.roster.teams.values() if team.kind is kind]


def _pairs(known: Known, people: Iterable[str]) -> set[Pair]:
    """The pairs of teams that have somebody each among these people, by their roster teams."""
    members = known.problem.roster.members
    here = {(members[m].kind, members[m].team) for m in people if m in members}
    professional = [team for kind, team in here if kind is Kind.PROFESSIONAL]
    return {(p, team) for kind, team in here if kind is Kind.VOLUNTEER for p in professional}
