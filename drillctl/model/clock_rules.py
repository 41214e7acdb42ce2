"""A plan whose zone has got other rules since: local times stay, instants move.

Governments change the clocks at a few weeks' notice. People were told an hour of the local clock,
and so that is what holds; what it means in UTC is looked up anew each time a plan is read. Where
it means something else than the plan's file says, calendars must be told, and so the sequence
number rises by one.
"""

from dataclasses import replace
from datetime import datetime, timezone
from zoneinfo import ZoneInfo

from drillctl.model.plan import Plan, PlannedSession, Retimed
from drillctl.model.zone import zone_of


def by_rules_of_now(plan: Plan) -> Plan:
    """The plan with its local times read by what its zone's rules are now.

    A plan that does not name its zone (written by hand, or by an early version) stays as it is.
    """
    zone = _zone(plan.made.timezone)
    if zone is None:
        return plan
    found: list[Retimed] = []
    for session in plan.sessions:
        start, end = _there(session.start, zone), _there(session.end, zone)
        if (start, end) != (session.start, session.end) and start < end:
            now = replace(session, start=start, end=end, sequence=session.sequence + 1)
            found.append(Retimed(session, now))
    if not found:
        return plan
    moved = {retimed.was.id: retimed.now for retimed in found}
    sessions = (moved.get(session.id, session) for session in plan.sessions)
    in_order = tuple(sorted(sessions, key=lambda session: (session.start, session.id)))
    return replace(plan, sessions=in_order, retimed=tuple(found))


def as_written(plan: Plan) -> Plan:
    """The plan with its instants as its file has them: what is written where nothing moved.

    A session that was moved since has other times than `retimed` says, and stays as it is.
    """
    before = {retimed.was.id: retimed for retimed in plan.retimed}

    def restored(session: PlannedSession) -> PlannedSession:
        known = before.get(session.id)
        if known is None or session.moved_from(known.now):
            return session
        was = known.was
        return replace(session, start=was.start, end=was.end, sequence=was.sequence)

    sessions = sorted(map(restored, plan.sessions), key=lambda session: (session.start, session.id))
    return replace(plan, sessions=tuple(sessions), retimed=()) if before else plan


def _zone(name: str) -> ZoneInfo | None:
    try:
        return zone_of(name) if name else None
    except (OSError, ValueError, KeyError):
        return None


def _there(told: datetime, zone: ZoneInfo) -> datetime:
    """The local time that was told, with the offset of now.

    It stays where the clocks show it at that very instant. Of a time that comes twice the first
    counts, and one that is skipped is read by the offset before (RFC 5545, 3.3.5).
    """
    wall = told.replace(tzinfo=None, fold=0)
    local = told.astimezone(zone)
    if local.replace(tzinfo=None, fold=0) == wall:
        return told
    # Through the instant, which makes of a skipped time the one that the clocks show instead.
    local = datetime.fromtimestamp(wall.replace(tzinfo=zone).timestamp(), zone)
    offset = local.utcoffset()
    assert offset is not None
    return local.replace(tzinfo=timezone(offset), fold=0)
