"""Currency: who practised what when, how long that lasts, and what the plan will refresh.

The policy's `currency` names the capabilities to be kept current, for how long and by whom: by all,
or by the holders of certain certifications.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from drillctl.readiness.capabilities import capabilities
from drillctl.readiness.known import Known, Planned

Last = tuple[date, str]


class CurrencyState(StrEnum):
    """How it stands on the day; `LAPSING`: current, and lapses by the end of the period."""

    CURRENT = "current"
    LAPSING = "lapsing"
    LAPSED = "lapsed"
    NEVER = "never"


_WORST_FIRST = (
    CurrencyState.NEVER,
    CurrencyState.LAPSED,
    CurrencyState.LAPSING,
    CurrencyState.CURRENT,
)


@dataclass(frozen=True, slots=True)
class Currency:
    """A team's, or a member's, currency in a capability.

    `lapses`: the first local date on which it is not current any more; None: never practised. A
    team has practised when one of its members took part. `planned`: the next session of the plan
    that refreshes it. The counts are the team's: members by state, and of those not `current`
    how many have a seat in such a session; None in a member's row.
    """

    capability: str
    team: str
    member: str | None
    state: CurrencyState
    risk: float
    last: date | None
    last_session: str | None
    lapses: date | None
    planned: date | None
    planned_session: str | None
    members: int | None = None
    current: int | None = None
    lapsing: int | None = None
    lapsed: int | None = None
    never: int | None = None
    refreshed: int | None = None


def currency(known: Known) -> tuple[Currency, ...]:
    """Teams first, then members; each worst first.

    Worst: what the plan does not refresh, then by state, risk of the capability, and how long ago.
    """
    risks = {row.capability: row.risk for row in capabilities(known)}
    members: list[Currency] = []
    teams: list[Currency] = []
    last, next_ = _last(known), _next(known)
    for capability in known.problem.policy.currency:
        rows: dict[str, list[Currency]] = {team: [] for team in known.problem.roster.teams}
        concerned = known.problem.must_practise(capability)
        for member in known.problem.roster.members.values():
            if member.id not in concerned:
                continue
            row = _row(known, capability, member.team, member.id, risks[capability], last, next_)
            rows[member.team].append(row)
            members.append(row)
        teams += (
            _team(known, capability, team, risks[capability], of_team)
            for team, of_team in rows.items()
            if of_team
        )
    return (*sorted(teams, key=_worst), *sorted(members, key=_worst))


def _worst(row: Currency) -> tuple[object, ...]:
    settled = row.planned is not None or row.state is CurrencyState.CURRENT
    when = row.last or date.min
    place = _WORST_FIRST.index(row.state)
    return settled, place, -row.risk, when, row.capability, row.team, row.member or ""


def _last(known: Known) -> dict[tuple[str, str], Last]:
    """(capability, member) to the last practice."""
    found: dict[tuple[str, str], Last] = {}
    for record in known.records:
        for capability in record.practised:
            for member in record.present:
                found[capability, member] = (record.start.date(), record.session)
    return found


def _next(known: Known) -> dict[tuple[str, str], Planned]:
    """(capability, member) to the first planned session with a seat."""
    found: dict[tuple[str, str], Planned] = {}
    for planned in known.planned:
        for capability in planned.capabilities:
            for member in planned.members:
                found.setdefault((capability, member), planned)
    return found


def _row(
    known: Known,
    capability: str,
    team: str,
    member: str,
    risk: float,
    practised: Mapping[tuple[str, str], Last],
    ahead: Mapping[tuple[str, str], Planned],
) -> Currency:
    last = practised.get((capability, member))
    planned = ahead.get((capability, member))
    state, lapses = _state(known, capability, last)
    return Currency(
        capability=capability,
        team=team,
        member=member,
        state=state,
        risk=risk,
        last=last[0] if last else None,
        last_session=last[1] if last else None,
        lapses=lapses,
        planned=planned.day if planned else None,
        planned_session=planned.session.id if planned else None,
    )


def _state(known: Known, capability: str, last: Last | None) -> tuple[CurrencyState, date | None]:
    if last is None:
        return CurrencyState.NEVER, None
    lapses = known.problem.policy.currency[capability].after(last[0])
    if lapses <= known.as_of:
        return CurrencyState.LAPSED, lapses
    return CurrencyState.LAPSING if lapses <= known.until else CurrencyState.CURRENT, lapses


def _team(
    known: Known, capability: str, team: str, risk: float, members: list[Currency]
) -> Currency:
    last = max(_practices(members), default=None)
    state, lapses = _state(known, capability, last)
    ahead = min(
        ((m.planned, m.planned_session) for m in members if m.planned and m.planned_session),
        default=(None, None),
    )
    counts = {state: sum(m.state is state for m in members) for state in CurrencyState}
    return Currency(
        capability=capability,
        team=team,
        member=None,
        state=state,
        risk=risk,
        last=last[0] if last else None,
        last_session=last[1] if last else None,
        lapses=lapses,
        planned=ahead[0],
        planned_session=ahead[1],
        members=len(members),
        current=counts[CurrencyState.CURRENT],
        lapsing=counts[CurrencyState.LAPSING],
        lapsed=counts[CurrencyState.LAPSED],
        never=counts[CurrencyState.NEVER],
        refreshed=sum(
            m.planned is not None and m.state is not CurrencyState.CURRENT for m in members
        ),
    )


def _practices(members: list[Currency]) -> Iterator[Last]:
    return ((m.last, m.last_session) for m in members if m.last and m.last_session)
