"""Corrective actions still owed: which are overdue, and which retests the plan answers."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from drillctl.model.action import OwedAction, owed_actions
from drillctl.model.retest import retest_demand
from drillctl.readiness.capabilities import capabilities
from drillctl.readiness.known import Known


class Standing(StrEnum):
    """How an open action stands; `RETEST_DUE`: its retest is due by the period's end."""

    OVERDUE = "overdue"
    RETEST_DUE = "retest due"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class OpenAction:
    """An open action. `days_overdue`: since its due date, None where that is to come or not set.

    `owner`: a member's id or a name, "" where nobody answers for it. `retest_missed`: the date by
    which it was to be tested again has passed. `retest_planned`: the session of the plan that
    tests it in time, or where it is missed at all. `risk`: of its capability, 0 where it has none.
    """

    action: str
    standing: Standing
    text: str
    owner: str
    team: str | None
    capability: str | None
    risk: float
    due: date | None
    days_overdue: int | None
    retest_by: date | None
    retest_missed: bool
    retest_planned: str | None


def open_actions(known: Known) -> tuple[OpenAction, ...]:
    """Overdue ones first, then retests due, then the rest; each by risk, then due date."""
    risks = {row.capability: row.risk for row in capabilities(known)}
    rows = [
        _row(known, owed, risks)
        for owed in owed_actions(known.problem.records, known.as_of)
        if owed.open
    ]
    order = list(Standing)
    rows.sort(
        key=lambda r: (
            order.index(r.standing),
            -r.risk,
            min(r.due or date.max, r.retest_by or date.max),
            r.action,
        )
    )
    return (*rows,)


def _row(known: Known, owed: OwedAction, risks: dict[str, float]) -> OpenAction:
    action, retest = owed.action, owed.action.retest
    overdue = owed.overdue(known.as_of)
    standing = Standing.OPEN
    if overdue:
        standing = Standing.OVERDUE
    elif retest is not None and retest.by <= known.until:
        standing = Standing.RETEST_DUE
    answer = None
    if retest is not None:
        demand = retest_demand(known.problem, owed, known.as_of)
        answer = next(
            (p for p in known.planned if demand.answered_on(p.session.scenario, p.day)), None
        )
    return OpenAction(
        action=owed.id,
        standing=standing,
        text=action.text,
        owner=action.owner,
        team=action.team,
        capability=action.capability,
        risk=risks.get(action.capability or "", 0.0),
        due=action.due,
        days_overdue=(known.as_of - action.due).days if overdue and action.due else None,
        retest_by=retest.by if retest else None,
        retest_missed=retest is not None and retest.by < known.as_of,
        retest_planned=answer.session.id if answer else None,
    )
