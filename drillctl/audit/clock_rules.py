"""Sessions whose zone has got other rules since the plan was made (breaches of `clock-rules`)."""

from collections.abc import Iterator
from datetime import UTC

from drillctl.language import tr
from drillctl.model.plan import Plan, PlannedSession, Retimed
from drillctl.rules.rule import Breach
from drillctl.rules.sessions import clock

ID = "clock-rules"


def retimed_breaches(plan: Plan) -> Iterator[Breach]:
    """One for each session that people were told of by rules which hold no more."""
    for retimed in plan.retimed:
        yield Breach(ID, _text(plan.made.timezone, retimed), retimed.now.id)


def _text(zone: str, retimed: Retimed) -> str:
    was, now = retimed.was, retimed.now
    if _walls(was) != _walls(now):
        return tr(
            "people were told {start} to {end}, which the clocks of {zone} skip now: it would be "
            "{now} to {until}",
            start=clock(was.start),
            end=clock(was.end),
            zone=zone,
            now=clock(now.start),
            until=clock(now.end),
        )
    return tr(
        "people were told {start} to {end}, and that stays; but it is {now} to {until} in UTC now, "
        "not {before} to {after}, by the rules of {zone}",
        start=clock(was.start),
        end=clock(was.end),
        now=_utc(now)[0],
        until=_utc(now)[1],
        before=_utc(was)[0],
        after=_utc(was)[1],
        zone=zone,
    )


def _walls(session: PlannedSession) -> tuple[str, str]:
    return clock(session.start), clock(session.end)


def _utc(session: PlannedSession) -> tuple[str, str]:
    return f"{session.start.astimezone(UTC):%H:%M}", f"{session.end.astimezone(UTC):%H:%M}"
