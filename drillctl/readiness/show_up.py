"""How likely each member is to appear, from past attendance.

The estimator is Beta-binomial with decaying weights. An attendance of `age` days ago weighs
``0.5 ** (age / 180)``; who came, came late or as a substitute appeared. With the weighted sums
``came`` of ``asked``:

- everybody's rate: ``(came + 4 x 0.9) / (asked + 4)`` over the members of the other teams;
- the team's: ``(came + 4 x everybody's) / (asked + 4)`` over the member's team mates;
- the member's: ``(came + 4 x the team's) / (asked + 4)`` over the member's own attendance.

So nothing is counted twice, who has no history gets the team's rate, a team without one gets
everybody's, and without any record everybody gets 0.9. Sessions that were not held, and people of
whom nothing is filled in, say nothing.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from drillctl.model.problem import Problem
from drillctl.model.record import Attendance, Record
from drillctl.model.show_up import UNKNOWN
from drillctl.readiness.known import Known

HALF_LIFE = 180
"""Days after which an attendance weighs half."""
PSEUDO_COUNT = 4.0
"""A prior weighs as much as so many sessions of today."""


@dataclass(frozen=True, slots=True)
class Decayed:
    """Weighted sums by member or by team: `asked`, and of those `came`."""

    asked: Mapping[str, float] = field(default_factory=dict)
    came: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ShowsUp:
    """How likely a member is to appear. `came` of the `asked` sessions, since ever and unweighted.

    `last`: local date of the last session whose record says whether they came; None: no history,
    the probability is the team's.
    """

    member: str
    team: str
    probability: float
    asked: int
    came: int
    last: date | None


def shows_up(known: Known) -> tuple[ShowsUp, ...]:
    """Every member of the roster, the least likely first."""
    asked: Counter[str] = Counter()
    came: Counter[str] = Counter()
    last: dict[str, date] = {}
    for record in known.records:
        for member, how in record.attendance.items():
            if how.status is not None:
                asked[member] += 1
                came[member] += how.took_part
                last[member] = record.start.date()
    members = known.problem.roster.members
    rows = [
        ShowsUp(m, members[m].team, round(p, 4), asked[m], came[m], last.get(m))
        for m, p in show_up(known.problem, known.as_of).items()
    ]
    return (*sorted(rows, key=lambda row: (row.probability, row.member)),)


def decayed(records: Iterable[Record], as_of: date) -> Decayed:
    """The weighted attendance of everybody in the records that start by the end of `as_of`."""
    asked: dict[str, float] = defaultdict(float)
    came: dict[str, float] = defaultdict(float)
    for record in records:
        age = (as_of - record.start.date()).days
        if not record.held or age < 0:
            continue
        weight = 0.5 ** (age / HALF_LIFE)
        for member, how in record.attendance.items():
            status = how.status
            if status is not None:
                asked[member] += weight
                if status is not Attendance.ABSENT:
                    came[member] += weight
    return Decayed(asked, came)


def show_up(problem: Problem, as_of: date) -> dict[str, float]:
    """For every member of the roster the probability, in (0, 1), of appearing when asked.

    `as_of`: local date; records of sessions after it are not known yet. Linear in members and
    attendance. People who have left the roster count for nobody.
    """
    members = problem.roster.members
    known = decayed(problem.records, as_of)
    asked: dict[str, float] = defaultdict(float)
    came: dict[str, float] = defaultdict(float)
    for member in members.values():
        asked[member.team] += known.asked.get(member.id, 0.0)
        came[member.team] += known.came.get(member.id, 0.0)
    all_asked, all_came = sum(asked.values()), sum(came.values())
    everybody = {
        team: _rate(all_came - came[team], all_asked - asked[team], UNKNOWN) for team in asked
    }
    found = {}
    for member in members.values():
        own_asked = known.asked.get(member.id, 0.0)
        own_came = known.came.get(member.id, 0.0)
        mates = _rate(
            came[member.team] - own_came, asked[member.team] - own_asked, everybody[member.team]
        )
        found[member.id] = _rate(own_came, own_asked, mates)
    return found


def _rate(came: float, asked: float, prior: float) -> float:
    """The mean of the Beta posterior; what rounding leaves below nothing is nothing."""
    asked = max(asked, 0.0)
    return (min(max(came, 0.0), asked) + PSEUDO_COUNT * prior) / (asked + PSEUDO_COUNT)
