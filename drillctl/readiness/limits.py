"""People near their limits of hours and sessions within 7 or 28 consecutive local days.

Counted as rule 5 (`limits`) counts: each session in full on the local day on which it starts,
seats and no standbys. Behind the day the records count, with the hours people were there; from it
on what the plan holds.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from drillctl.model.roster import Limits
from drillctl.readiness.attendance import year_before
from drillctl.readiness.known import Known

NEAR = 0.8
"""The share of a limit from which on somebody is near it."""


@dataclass(frozen=True, slots=True)
class NearLimit:
    """The fullest window of one limit. `limit`: ``hours_per_7d`` and the like, as in the roster.

    `used` of `allowed`, in hours or sessions; `share` their quotient. `first` and `last`: local
    dates of the window, both included. `ahead`: it holds the day of the report or later ones, so
    that something can still be done.
    """

    member: str
    team: str
    limit: str
    used: float
    allowed: float
    share: float
    first: date
    last: date
    ahead: bool


_Spent = tuple[int, int]
"""Minutes, and sessions."""


@dataclass(frozen=True, slots=True)
class _Limit:
    name: str
    days: int
    timed: bool
    allowed: int


def near_limits(known: Known) -> tuple[NearLimit, ...]:
    """Members who use 80 % or more of a limit in some window, by share; windows ahead first.

    Of each the fullest ones, as `fullest_windows` has them.
    """
    rows = [row for row in fullest_windows(known) if row.share >= NEAR]
    return (*sorted(rows, key=lambda r: (not r.ahead, -r.share, r.member, r.limit)),)


def fullest_windows(known: Known) -> tuple[NearLimit, ...]:
    """Of each member and limit the fullest window that is ahead, and the fullest behind.

    Behind: of the twelve months up to the day. Of equally full windows the earliest; a window
    begins on a day with a session. In the roster's order.
    """
    spent = _spent(known)
    default = known.problem.policy.limits
    rows: list[NearLimit] = []
    for member in known.problem.roster.members.values():
        days = sorted(spent.get(member.id, {}).items())
        for limit in _limits(member.limits.or_else(default)):
            fullest: dict[bool, NearLimit] = {}
            for first, used in _windows(days, limit):
                last = first + timedelta(days=limit.days - 1)
                ahead = last >= known.as_of
                share = used / limit.allowed if limit.allowed else float(used > 0)
                if ahead not in fullest or share > fullest[ahead].share:
                    unit = 60 if limit.timed else 1
                    fullest[ahead] = NearLimit(
                        member=member.id,
                        team=member.team,
                        limit=limit.name,
                        used=round(used / unit, 2),
                        allowed=round(limit.allowed / unit, 2),
                        share=share,
                        first=first,
                        last=last,
                        ahead=ahead,
                    )
            rows += fullest.values()
    return tuple(rows)


def _limits(limits: Limits) -> Iterator[_Limit]:
    for name, days, timed, allowed in (
        ("hours_per_7d", 7, True, limits.minutes_per_7d),
        ("hours_per_28d", 28, True, limits.minutes_per_28d),
        ("sessions_per_7d", 7, False, limits.sessions_per_7d),
        ("sessions_per_28d", 28, False, limits.sessions_per_28d),
    ):
        if allowed is not None:
            yield _Limit(name, days, timed, allowed)


def _spent(known: Known) -> dict[str, dict[date, _Spent]]:
    """By member and local day, minutes and sessions."""
    spent: dict[str, dict[date, _Spent]] = defaultdict(dict)

    def add(member: str, day: date, minutes: int) -> None:
        before = spent[member].get(day, (0, 0))
        spent[member][day] = before[0] + minutes, before[1] + 1

    since = year_before(known.as_of)
    for record in known.records:
        day = record.start.date()
        if day > since:
            for member, how in record.attendance.items():
                if how.took_part:
                    add(member, day, known.minutes(record, how))
    for planned in known.planned:
        for member in planned.members:
            add(member, planned.day, planned.minutes)
    return spent


def _windows(days: Sequence[tuple[date, _Spent]], limit: _Limit) -> Iterator[tuple[date, int]]:
    """(first day, sum) of the window that begins on each day with a session."""
    end = total = 0
    for day, spent in days:
        while end < len(days) and (days[end][0] - day).days < limit.days:
            total += days[end][1][not limit.timed]
            end += 1
        yield day, total
        total -= spent[not limit.timed]
