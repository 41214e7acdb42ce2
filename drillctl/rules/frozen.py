"""What people count on stays: sessions about to begin when a plan is made again, and pins.

A session of the baseline that has begun by the problem's `as_of`, or begins within the policy's
notice of it, keeps start, venue and people; so does one whose standbys can take all the seats
that fell empty. A rule that it would break releases as little as it can: the person the breach
names, else the whole session. An empty seat goes to the position's standby first. A session that
has begun gets nobody new, and no other session moves to before the notice is over.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

import numpy as np

from drillctl.language import tr
from drillctl.model.pin import Pin
from drillctl.model.plan import EmptySeats, Made, Plan, PlannedSession
from drillctl.model.problem import SessionId
from drillctl.model.scenario import Position
from drillctl.rules.rule import (
    Breach,
    Conflict,
    Context,
    Instants,
    Keep,
    Mask,
    Quota,
    SeatQuota,
    SessionQuota,
    Shape,
    Sitters,
)
from drillctl.rules.sessions import clock, minute

NUMBER = 13
ID = "frozen"
TITLE = tr("Kept as agreed")
SHAPE = Shape.ELIGIBILITY

_FILLED_LATER = ("joint", "run-or-not")
"""Rules that a session with an empty seat may break until somebody sits there."""


@dataclass(frozen=True, slots=True)
class Commitment:
    """What of a session stays. `start` in minutes since the epoch, None: open.

    `people`: who sits where; `standbys`: who stands by for them; `seats`: how many may sit in
    each position in all, the position's count where left out; `all_sit`: nobody of `people` may
    be missing.
    """

    start: int | None = None
    venue: str | None = None
    venue_stays: bool = False
    people: Mapping[str, frozenset[str]] = field(default_factory=dict)
    standbys: Mapping[str, frozenset[str]] = field(default_factory=dict)
    seats: Mapping[str, int] = field(default_factory=dict)
    all_sit: bool = True


def commitments(context: Context) -> Mapping[str, Commitment]:
    """What stays, by session id."""
    return context.cached((ID, "commitments"), lambda: _commitments(context))


def candidates(
    context: Context, session: SessionId, venue: str | None, starts: Instants, ends: Instants
) -> Mask | None:
    """The start and the venue that stay; for other sessions, what lies beyond the notice."""
    known = commitments(context).get(str(session))
    if known is not None and known.venue_stays and venue is not None and venue != known.venue:
        return np.zeros(len(starts), dtype=bool)
    if known is not None and known.start is not None:
        return np.asarray(starts == known.start, dtype=bool)
    until = _until(context)
    if until is None or venue is not None:
        return None
    scenario = context.problem.scenarios[session.scenario]
    if session.number <= len(scenario.schedule.fixed):
        return np.asarray(starts > _as_of(context), dtype=bool)
    was = _baseline(context).get(str(session))
    stays = -1 if was is None or minute(was.start) <= _as_of(context) else minute(was.start)
    return np.asarray((starts >= until) | (starts == stays), dtype=bool)


def sitters(context: Context, session: SessionId, position: Position) -> Sitters | None:
    """Who stays sits where they sat, or stands by; others only where a seat is open."""
    known = commitments(context).get(str(session))
    if known is None or not (known.people or known.seats):
        return None
    here = known.people.get(position.id, frozenset())
    if position.id in known.seats and known.seats[position.id] <= len(here):
        return Sitters(only=here | known.standbys.get(position.id, frozenset()))
    return Sitters(never=frozenset[str]().union(*known.people.values()) - here)


def quotas(context: Context) -> Iterator[Quota]:
    """No more people than agreed, and all who agreed."""
    for session, known in _asked(context):
        for position, seats in known.seats.items():
            yield SeatQuota(session, position, 0, seats)
        people = frozenset[str]().union(*known.people.values())
        if people and known.all_sit:
            yield SessionQuota(session, dict.fromkeys(sorted(people), 1), low=len(people))


def conflicts(context: Context) -> Iterator[Conflict]:
    """What is agreed comes before all wishes."""
    for session, known in _asked(context):
        if known.start is not None:
            yield Keep(session)


def breaches(context: Context, plan: Plan) -> Iterator[Breach]:
    """Held sessions that are not as agreed."""
    for session in plan.sessions:
        known = commitments(context).get(session.id)
        if known is None:
            continue
        if known.start is not None and minute(session.start) != known.start:
            text = tr(
                "{session} starts {start}, agreed was {agreed}",
                session=session.id,
                start=clock(session.start),
                agreed=clock(context.timeline.local(known.start)),
            )
            yield Breach(ID, text, session.id)
        if known.venue_stays and session.venue != known.venue:
            text = tr(
                "{session} is at {venue}, agreed was {agreed}",
                session=session.id,
                venue=session.venue,
                agreed=known.venue,
            )
            yield Breach(ID, text, session.id)
        for position, people in known.people.items():
            seated = set(session.assigned.get(position, ()))
            for member in sorted(people - seated) if known.all_sit else ():
                text = tr(
                    "{member} was to be {position} of {session}",
                    member=member,
                    position=position,
                    session=session.id,
                )
                yield Breach(ID, text, session.id, member)
        for position, seats in known.seats.items():
            seated = set(session.assigned.get(position, ()))
            if len(seated) > seats:
                text = tr(
                    "{session} has {count} {position}, agreed were {seats}",
                    session=session.id,
                    count=len(seated),
                    position=position,
                    seats=seats,
                )
                yield Breach(ID, text, session.id)


def _asked(context: Context) -> Iterator[tuple[SessionId, Commitment]]:
    known = commitments(context)
    for session in context.problem.sessions() if known else ():
        if str(session) in known:
            yield session, known[str(session)]


def _baseline(context: Context) -> Mapping[str, PlannedSession]:
    baseline = context.problem.baseline
    return context.cached(
        (ID, "baseline"), lambda: {s.id: s for s in baseline.sessions} if baseline else {}
    )


def _as_of(context: Context) -> int:
    as_of = context.problem.as_of
    return -1 if as_of is None else context.timeline.instant(as_of)


def _until(context: Context) -> int | None:
    """The instant up to which sessions are frozen; days of notice count on the local clock."""
    as_of, notice = context.problem.as_of, context.problem.policy.notice
    if as_of is None:
        return None
    day = notice.after(as_of.date())
    there = datetime.combine(day, as_of.time()) + timedelta(minutes=notice.minutes % 1440)
    return context.timeline.instant(there)


def _commitments(context: Context) -> dict[str, Commitment]:
    problem = context.problem
    if not problem.pins and problem.baseline is None:
        return {}
    asked = {str(session) for session in problem.sessions()}
    pins = {pin.session: pin for pin in problem.pins if pin.session in asked}
    before = {name: s for name, s in _baseline(context).items() if name in asked}
    pinned = {name: _pinned(context, pin, before.get(name)) for name, pin in pins.items()}
    agreed = before | {name: session for name, session in pinned.items() if session is not None}
    kept = _unbroken(context, agreed)
    until, found = _until(context), {}
    for name, was in before.items():
        session = kept.get(name)
        if session is None:
            continue
        frozen = until is not None and minute(was.start) < until
        vacant = sum(1 for _ in was.members()) - sum(1 for _ in session.members())
        stepped_in = not vacant and set(session.members()) != set(was.members())
        whole = name in pins and pins[name].whole
        if frozen or stepped_in or whole:
            begun = minute(was.start) <= _as_of(context)
            found[name] = _as_it_was(session, was, begun=begun, all_sit=not vacant)
    for name, pin in pins.items():
        if not pin.whole and name not in found:
            found[name] = _as_pinned(
                context, pin, before.get(name), kept.get(name), pinned[name] is not None
            )
    return found


def _as_it_was(
    session: PlannedSession, was: PlannedSession, *, begun: bool, all_sit: bool
) -> Commitment:
    stays = {position: frozenset(people) for position, people in session.assigned.items()}
    ready = {position: frozenset(people) for position, people in session.standby.items()}
    counted = session if begun else was
    seats = {position: len(people) for position, people in counted.assigned.items()}
    return Commitment(minute(session.start), session.venue, True, stays, ready, seats, all_sit)


def _pinned(context: Context, pin: Pin, was: PlannedSession | None) -> PlannedSession | None:
    """The session as it would be with what the pin names; None where date or venue is open."""
    scenario = context.problem.scenarios[pin.session.rpartition("#")[0]]
    if was is None and (pin.start is None or (scenario.venue and pin.venue is None)):
        return None
    start = _pinned_start(context, pin, was)
    if start is None:
        start = minute(was.start) if was else 0
    assigned = {p.id: was.assigned.get(p.id, ()) if was else () for p in scenario.positions}
    moved = {member for people in pin.people.values() for member in people}
    for position, people in assigned.items():
        others = [m for m in people if m not in moved]
        assigned[position] = tuple(sorted((*others, *pin.people.get(position, ()))))
    ready = was.standby.items() if was else ()
    return PlannedSession(
        pin.session,
        was.uid if was else "",
        was.sequence if was else 0,
        context.timeline.local(start),
        context.timeline.local(start + scenario.duration),
        pin.venue or (was.venue if was else None),
        assigned,
        {position: tuple(m for m in people if m not in moved) for position, people in ready},
        equipment=scenario.equipment,
    )


def _pinned_start(context: Context, pin: Pin, was: PlannedSession | None) -> int | None:
    """The instant that a pin names; of two that the clocks show alike, the one agreed before."""
    if pin.start is None:
        return None
    if was is not None:
        agreed = was.start.astimezone(context.timeline.zone)
        if agreed.replace(tzinfo=None) == pin.start:
            return minute(was.start)
    return context.timeline.instant(pin.start)


def _as_pinned(
    context: Context,
    pin: Pin,
    was: PlannedSession | None,
    session: PlannedSession | None,
    dated: bool,
) -> Commitment:
    """`session`: what the other rules leave of `was`; `dated`: they could be asked at all."""
    people = {}
    for position, members in pin.people.items():
        left = set(session.assigned.get(position, ())) if session is not None else set()
        people[position] = frozenset(m for m in members if m in left or not dated)
    start = _pinned_start(context, pin, was)
    return Commitment(start, pin.venue, pin.venue is not None, people)


def _unbroken(
    context: Context, sessions: Mapping[str, PlannedSession]
) -> dict[str, PlannedSession]:
    """What of `sessions` keeps all other rules: without the people, then sessions, that don't."""
    from drillctl.rules import all_rules

    others = [rule for rule in all_rules() if rule.ID != ID]
    left = {name: _complete(context, session) for name, session in sessions.items()}
    while True:
        broken: dict[str, set[str]] = {}
        plan = Plan(Made("", 0), sessions=tuple(left.values()))
        for rule in others:
            for breach in rule.breaches(context, plan):
                if breach.session is None or breach.session not in left or breach.until_held:
                    continue  # the other sessions are planned later
                session = left[breach.session]
                if breach.member is not None:
                    broken.setdefault(session.id, set()).add(breach.member)
                elif not (rule.ID in _FILLED_LATER and session.empty):
                    broken.setdefault(session.id, set())
            if broken:
                break
        if not broken:
            return left
        for name, members in broken.items():
            if members & set(_everyone(left[name])):
                left[name] = _without(context, left[name], members)
            else:
                del left[name]


def _everyone(session: PlannedSession) -> Iterator[str]:
    yield from (member for _, member in (*session.members(), *session.standbys()))


def _complete(context: Context, session: PlannedSession) -> PlannedSession:
    """The session by today's files: without who and what is in them no more."""
    scenario = context.problem.scenarios[session.scenario]
    end = context.timeline.local(minute(session.start) + scenario.duration)
    gone = set(_everyone(session)) - context.problem.roster.members.keys()
    return _without(context, replace(session, end=end, equipment=scenario.equipment), gone)


def _without(context: Context, session: PlannedSession, members: Collection[str]) -> PlannedSession:
    """The session without these people; standbys of their positions step in."""
    assigned, standby, empty = {}, {}, []
    for position in context.problem.scenarios[session.scenario].positions:
        before = session.assigned.get(position.id, ())
        ready = [m for m in session.standby.get(position.id, ()) if m not in members]
        stay = [m for m in before if m not in members]
        step_in = ready[: len(before) - len(stay)]
        assigned[position.id] = tuple(sorted((*stay, *step_in)))
        standby[position.id] = tuple(ready[len(step_in) :])
        if (seats := position.count - len(assigned[position.id])) > 0:
            empty.append(EmptySeats(position.id, seats))
    return replace(session, assigned=assigned, standby=standby, empty=tuple(empty))
