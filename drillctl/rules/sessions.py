"""Reading a plan, which may be nonsense, against its problem: what the plain definitions share."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from datetime import UTC, datetime, timedelta

from drillctl.language import tr
from drillctl.model.plan import Plan, PlannedSession
from drillctl.model.roster import Member
from drillctl.model.scenario import Position, Scenario
from drillctl.rules.rule import Context


def known(context: Context, plan: Plan) -> Iterator[tuple[PlannedSession, Scenario]]:
    """Held sessions whose scenario exists; the others are `run-or-not`'s to report."""
    for session in plan.sessions:
        scenario = context.problem.scenarios.get(session.scenario)
        if scenario is not None:
            yield session, scenario


def commitments(
    context: Context, plan: Plan, *, standbys: bool
) -> Iterator[tuple[PlannedSession, Position, Member]]:
    """Every known member in a known position: assignments, then standbys where asked for."""
    for session, scenario in known(context, plan):
        pairs = list(session.members()) + (list(session.standbys()) if standbys else [])
        for position_id, member_id in pairs:
            position = scenario.position(position_id)
            member = context.problem.roster.members.get(member_id)
            if position is not None and member is not None:
                yield session, position, member


def seated(context: Context, session: PlannedSession) -> list[Member]:
    """Known members assigned to a session."""
    members = context.problem.roster.members
    return [members[m] for _, m in session.members() if m in members]


def by_member(context: Context, plan: Plan, *, standbys: bool) -> dict[str, list[PlannedSession]]:
    """Each member's sessions in order of start."""
    found: dict[str, list[PlannedSession]] = defaultdict(list)
    for session, _, member in commitments(context, plan, standbys=standbys):
        found[member.id].append(session)
    for sessions in found.values():
        sessions.sort(key=lambda s: (s.start, s.id))
    return dict(sorted(found.items()))


def assigned_elsewhere(context: Context) -> dict[str, list[PlannedSession]]:
    """The sessions of plans elsewhere in which each member has a seat."""

    def found() -> dict[str, list[PlannedSession]]:
        sessions: dict[str, list[PlannedSession]] = defaultdict(list)
        for session in context.problem.held_elsewhere():
            for _, member in session.members():
                sessions[member].append(session)
        return dict(sessions)

    return context.cached("assigned elsewhere", found)


def peaks(
    session: PlannedSession, users: Iterable[tuple[PlannedSession, int]], own: Collection[str]
) -> Iterator[tuple[datetime, int, list[PlannedSession]]]:
    """(moment, sum, sessions running then) wherever a sum over `users` may peak in `session`.

    That is at its start, and where one of `users` begins in it that is none of the plan's `own`:
    those are looked at by themselves.
    """
    users = list(users)
    moments = {s.start for s, _ in users if s.id not in own and session.start < s.start}
    for moment in sorted({session.start, *(m for m in moments if m < session.end)}):
        running = [(s, amount) for s, amount in users if s.start <= moment < s.end]
        yield moment, sum(amount for _, amount in running), [s for s, _ in running]


def minute(moment: datetime) -> int:
    """Minutes since the epoch of a zone-aware time, rounded down."""
    return int(moment.timestamp() // 60)


def clock(moment: datetime) -> str:
    """A local time as people read it."""
    return moment.strftime("%Y-%m-%d %H:%M")


def hours(minutes: int) -> str:
    """``90`` as ``1.5 h``."""
    return tr("{hours:g} h", hours=minutes / 60)


def last_day(context: Context, session: PlannedSession) -> int:
    """Local date ordinal of the session's end; an end at midnight counts to the day before."""
    end = session.end
    return (
        (last_minute(context, end) if end > session.start else end)
        .astimezone(context.timeline.zone)
        .toordinal()
    )


def last_minute(context: Context, end: datetime) -> datetime:
    """The local time a minute before `end`.

    A minute of real time: where the clocks skip midnight, what ends then ends at 01:00, and its
    last minute is 23:59 of the day before.
    """
    return (end.astimezone(UTC) - timedelta(minutes=1)).astimezone(context.timeline.zone)


def first_day(context: Context, session: PlannedSession) -> int:
    """Local date ordinal of the session's start."""
    return session.start.astimezone(context.timeline.zone).toordinal()
