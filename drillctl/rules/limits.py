"""No member exceeds the hours and sessions within any 7 or 28 consecutive local days.

Each session counts, in full, on the local day on which it starts, and so do the member's
sessions in plans elsewhere. What a member's own limits do not state, the policy's do. Standbys do
not count.
"""

from collections.abc import Iterator

from drillctl.language import tr
from drillctl.model.plan import Plan, PlannedSession
from drillctl.model.roster import Member
from drillctl.rules.rule import Breach, Context, Quota, Shape, WindowQuota
from drillctl.rules.sessions import assigned_elsewhere, by_member, first_day, minute

NUMBER = 5
ID = "limits"
TITLE = tr("Within hours and sessions")
SHAPE = Shape.QUOTA


def _limits(context: Context, member: Member) -> list[tuple[int, bool, int]]:
    """(days, counted in minutes, limit) of each limit that holds for the member."""
    limits = member.limits.or_else(context.problem.policy.limits)
    found = (
        (7, True, limits.minutes_per_7d),
        (28, True, limits.minutes_per_28d),
        (7, False, limits.sessions_per_7d),
        (28, False, limits.sessions_per_28d),
    )
    return [(days, timed, limit) for days, timed, limit in found if limit is not None]


def quotas(context: Context) -> Iterator[Quota]:
    """Rolling sums of each member with limits."""
    scenarios = context.problem.scenarios.values()
    minutes = {scenario.id: scenario.duration for scenario in scenarios}
    ones = dict.fromkeys(minutes, 1)
    others = assigned_elsewhere(context)
    for member in context.problem.roster.members.values():
        known = others.get(member.id, ())
        for days, timed, limit in _limits(context, member):
            given = tuple((first_day(context, s), _spent(s, timed)) for s in known)
            yield WindowQuota(member.id, minutes if timed else ones, limit, days, given)


def _spent(session: PlannedSession, timed: bool) -> int:
    return minute(session.end) - minute(session.start) if timed else 1


def breaches(context: Context, plan: Plan) -> Iterator[Breach]:
    """Members over a limit, at the last session of the plan in the window."""
    others = assigned_elsewhere(context)
    for member_id, own in by_member(context, plan, standbys=False).items():
        member = context.problem.roster.members[member_id]
        sessions = sorted((*own, *others.get(member_id, ())), key=lambda s: (s.start, s.id))
        for days, timed, limit in _limits(context, member):
            for last in sessions:
                day = first_day(context, last)
                within = [s for s in sessions if day - days < first_day(context, s) <= day]
                ours = [s for s in within if s in own]
                spent = sum(_spent(s, timed) for s in within)
                if spent > limit and ours:
                    text = _over(member, days, timed, spent, limit)
                    yield Breach(ID, text, ours[-1].id, member_id)


def _over(member: Member, days: int, timed: bool, spent: int, limit: int) -> str:
    if timed:
        return tr(
            "{name} ({member}) has {hours:g} hours within {days} days, over the limit of {limit:g}",
            name=member.name,
            member=member.id,
            hours=spent / 60,
            days=days,
            limit=limit / 60,
        )
    return tr(
        "{name} ({member}) has {sessions} sessions within {days} days, over the limit of {limit}",
        name=member.name,
        member=member.id,
        sessions=spent,
        days=days,
        limit=limit,
    )
