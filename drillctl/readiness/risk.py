"""Risk, by which everything about a hazard or a capability is sorted.

``risk = weight x weakness x months``

- ``weight``: what the policy's `hazards` says of the hazard, 1 where it says nothing. A capability
  weighs as much as the heaviest hazard whose scenarios practise it.
- ``weakness``: 1 for P, 2 for S, 3 for M, 4 for U, by the latest rating. A hazard is as weak as
  the weakest capability that its scenarios practise. What nobody has rated counts as M: not
  knowing asks for an exercise, and does not outrank what was seen to fail.
- ``months`` since it was last exercised, of 30.4375 days: at least 1, so that last week's session
  hides no weakness that it showed, and at most 36; 36 for never.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from drillctl.language import tr
from drillctl.model.record import Rating, latest_ratings
from drillctl.readiness.known import Known

FORMULA = tr(
    "risk = hazard weight x weakness (P 1, S 2, M 3, U 4; unrated as M; "
    "a hazard is as weak as its weakest capability) x months since last exercised "
    "(at least 1, at most 36; never: 36)"
)
UNRATED = Rating.M
DAYS_PER_MONTH = 30.4375
LONGEST = 36.0
SHORTEST = 1.0


@dataclass(frozen=True, slots=True)
class HazardRisk:
    """A hazard's risk and what it is made of. `weakest`: the capability that decides, if any.

    `rating` None: unrated. `last`, `last_session`: when it was last exercised; None: never.
    `planned`, `planned_session`: the next session of the plan that exercises it.
    """

    hazard: str
    risk: float
    weight: float
    weakness: int
    weakest: str | None
    rating: Rating | None
    months: float
    times: int
    last: date | None
    last_session: str | None
    planned: date | None
    planned_session: str | None


def risk(weight: float, rating: Rating | None, last: date | None, as_of: date) -> float:
    """The formula above, to one decimal."""
    return round(weight * weakness(rating) * months_since(last, as_of), 1)


def weakness(rating: Rating | None) -> int:
    """1 for P to 4 for U; unrated as M."""
    return (UNRATED if rating is None else rating).weakness + 1


def months_since(last: date | None, as_of: date) -> float:
    """Months from `last` to `as_of` as the formula counts them, to two decimals."""
    if last is None:
        return LONGEST
    return round(min(max((as_of - last).days / DAYS_PER_MONTH, SHORTEST), LONGEST), 2)


def capability_hazards(known: Known) -> dict[str, tuple[str, ...]]:
    """For each capability that scenarios practise, their hazards, the heaviest first."""
    found: dict[str, set[str]] = {}
    for scenario in known.problem.scenarios.values():
        for capability in scenario.capabilities:
            found.setdefault(capability, set()).add(scenario.hazard)
    weights = known.problem.policy.hazards
    return {c: (*sorted(h, key=lambda n: (-weights.get(n, 1.0), n)),) for c, h in found.items()}


def hazard_risks(known: Known) -> tuple[HazardRisk, ...]:
    """Every hazard of the scenarios and of the policy, the highest risk first."""
    problem = known.problem
    hazards = {s.hazard for s in problem.scenarios.values()} | set(problem.policy.hazards)
    practised: dict[str, set[str]] = {hazard: set() for hazard in hazards}
    for scenario in problem.scenarios.values():
        practised[scenario.hazard].update(scenario.capabilities)
    rated = latest_ratings(known.records)
    exercised = _exercised(known, hazards)
    rows = []
    for hazard in hazards:
        weakest = _weakest(practised[hazard], rated)
        rating = rated[weakest][1] if weakest in rated else None
        times = exercised.get(hazard, [])
        last, last_session = times[-1] if times else (None, None)
        ahead = next((p for p in known.planned if p.hazard == hazard), None)
        weight = problem.policy.hazards.get(hazard, 1.0)
        rows.append(
            HazardRisk(
                hazard=hazard,
                risk=risk(weight, rating, last, known.as_of),
                weight=weight,
                weakness=weakness(rating),
                weakest=weakest,
                rating=rating,
                months=months_since(last, known.as_of),
                times=len(times),
                last=last,
                last_session=last_session,
                planned=ahead.day if ahead else None,
                planned_session=ahead.session.id if ahead else None,
            )
        )
    return (*sorted(rows, key=lambda row: (-row.risk, row.hazard)),)


def _exercised(known: Known, hazards: Iterable[str]) -> dict[str, list[tuple[date, str]]]:
    """By hazard, (date, session) of each time, whatever the case it is written in."""
    names = {hazard.casefold(): hazard for hazard in sorted(hazards)}
    found: dict[str, list[tuple[date, str]]] = {}
    for record in known.records:
        written = known.hazard(record)
        hazard = written if written in found else names.get(written.casefold(), written)
        found.setdefault(hazard, []).append((record.start.date(), record.session))
    return found


def _weakest(capabilities: Iterable[str], rated: Mapping[str, tuple[date, Rating]]) -> str | None:
    """The weakest; what was rated before what nobody rated, then by name."""

    def order(capability: str) -> tuple[int, bool, str]:
        rating = rated[capability][1] if capability in rated else None
        return -weakness(rating), rating is None, capability

    return min(capabilities, key=order, default=None)
