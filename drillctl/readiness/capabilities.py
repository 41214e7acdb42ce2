"""Capabilities by what their evaluators said: which are below P, and whether they get better."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from drillctl.model.record import Rating
from drillctl.readiness.known import Known
from drillctl.readiness.risk import capability_hazards, risk


class Trend(StrEnum):
    """The latest rating against the one before it."""

    BETTER = "better"
    WORSE = "worse"
    SAME = "same"


@dataclass(frozen=True, slots=True)
class RatedOn:
    """A rating, of one day's the worst, and the session that gave it."""

    day: date
    session: str
    rating: Rating


@dataclass(frozen=True, slots=True)
class Capability:
    """What is known of a capability. `rating` None: nobody has rated it.

    `trend` None: rated at most once. `below`: rated, and not P. `history` in order of date.
    `last`: when it was last practised, rated or not.
    """

    capability: str
    below: bool
    risk: float
    hazards: tuple[str, ...]
    rating: Rating | None
    trend: Trend | None
    rated: date | None
    rated_session: str | None
    history: tuple[RatedOn, ...]
    times: int
    last: date | None
    last_session: str | None
    planned: date | None
    planned_session: str | None


def capabilities(known: Known) -> tuple[Capability, ...]:
    """Every capability that scenarios, the policy or records name.

    Those rated below P come first, then the unrated, then P; each by risk.
    """
    problem = known.problem
    of_hazard = capability_hazards(known)
    ratings = _ratings(known)
    practised: dict[str, list[tuple[date, str]]] = {}
    for record in known.records:
        for capability in record.practised:
            practised.setdefault(capability, []).append((record.start.date(), record.session))
    rows = []
    for capability in {*of_hazard, *problem.policy.currency, *ratings, *practised}:
        history = ratings.get(capability, ())
        latest = history[-1] if history else None
        times = practised.get(capability, [])
        last, last_session = times[-1] if times else (None, None)
        hazards = of_hazard.get(capability, ())
        weight = max((problem.policy.hazards.get(h, 1.0) for h in hazards), default=1.0)
        rating = latest.rating if latest else None
        ahead = known.first_planned(capability)
        rows.append(
            Capability(
                capability=capability,
                below=rating not in (None, Rating.P),
                risk=risk(weight, rating, last, known.as_of),
                hazards=hazards,
                rating=rating,
                trend=_trend(history),
                rated=latest.day if latest else None,
                rated_session=latest.session if latest else None,
                history=history,
                times=len(times),
                last=last,
                last_session=last_session,
                planned=ahead.day if ahead else None,
                planned_session=ahead.session.id if ahead else None,
            )
        )
    rows.sort(key=lambda r: (not r.below, r.rating is not None, -r.risk, r.capability))
    return (*rows,)


def _ratings(known: Known) -> dict[str, tuple[RatedOn, ...]]:
    found: dict[str, dict[date, RatedOn]] = {}
    for record in known.records:
        day = record.start.date()
        for capability, rating in record.rated().items():
            days = found.setdefault(capability, {})
            if day not in days or days[day].rating.weakness < rating.weakness:
                days[day] = RatedOn(day, record.session, rating)
    return {capability: (*days.values(),) for capability, days in found.items()}


def _trend(history: tuple[RatedOn, ...]) -> Trend | None:
    if len(history) < 2:
        return None
    before, now = (h.rating.weakness for h in history[-2:])
    return Trend.SAME if now == before else Trend.BETTER if now < before else Trend.WORSE
