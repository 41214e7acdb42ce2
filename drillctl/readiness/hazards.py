"""Hazards by the time since anybody exercised them; never-exercised ones first."""

from dataclasses import dataclass
from datetime import date

from drillctl.readiness.known import Known
from drillctl.readiness.risk import HazardRisk, hazard_risks


@dataclass(frozen=True, slots=True)
class HazardHistory:
    """How often a hazard was exercised, and when last. `days` since then; None: never."""

    hazard: str
    never: bool
    times: int
    last: date | None
    last_session: str | None
    days: int | None
    risk: float
    planned: date | None
    planned_session: str | None


def hazards(known: Known) -> tuple[HazardHistory, ...]:
    """Never-exercised ones by risk, then the others, longest ago first."""
    rows = [_history(known, row) for row in hazard_risks(known)]
    return (*sorted(rows, key=lambda r: (not r.never, -(r.days or 0), -r.risk, r.hazard)),)


def _history(known: Known, row: HazardRisk) -> HazardHistory:
    return HazardHistory(
        hazard=row.hazard,
        never=row.last is None,
        times=row.times,
        last=row.last,
        last_session=row.last_session,
        days=(known.as_of - row.last).days if row.last else None,
        risk=row.risk,
        planned=row.planned,
        planned_session=row.planned_session,
    )
