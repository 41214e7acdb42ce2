"""The Timefold peer's rules as constraint streams; needs the package `timefold` and a JVM 17."""

from collections.abc import Callable

from bench.peers.timefold_domain import LEVELS, Follows, Order, Person, Presence, Seat, Session, Use
from bench.peers.timefold_goals import GOALS
from timefold.solver.score import (
    BendableScore,
    BiConstraintStream,
    Constraint,
    ConstraintCollectors,
    ConstraintFactory,
    Joiners,
    constraint_provider,
)

from drillctl.model.policy import Goal

HARD = BendableScore.of_hard(1, LEVELS, 0, 1)

LACKING = 20
"""What each person costs in `fill` whom a held session lacks for its minimum or joint block.

Were that a hard rule, the search would call off session after session, since that mends the
score at once, and hardly ever hold one again, since that takes many moves.
"""


@constraint_provider
def only_dates(cf: ConstraintFactory) -> list[Constraint]:
    """The rules of dates, and as many seats as somebody could fill: for a first sketch."""
    level = BendableScore.of_soft(1, LEVELS, 0, 1)
    likely = cf.for_each(Session).reward(level, lambda session: session.candidate.at.likely)
    return [*date_rules(cf), likely.as_constraint("likely")]


def everything(goals: tuple[Goal, ...]) -> Callable[[ConstraintFactory], list[Constraint]]:
    """Every rule, and `goals` in their order."""

    @constraint_provider
    def provider(cf: ConstraintFactory) -> list[Constraint]:
        seated = cf.for_each(Seat).join(
            Session, Joiners.equal(lambda seat: seat.session, lambda session: session.id)
        )
        short = BendableScore.of_soft(1, LEVELS, (*goals, Goal.FILL).index(Goal.FILL), LACKING)
        found = [*date_rules(cf), *people_rules(seated), *session_rules(cf, short)]
        for place, goal in enumerate(goals):
            stream = GOALS.get(goal)
            if stream is not None:
                weight = BendableScore.of_soft(1, LEVELS, place, 1)
                found.append(stream(cf, seated, weight).as_constraint(str(goal)))
        return found

    return provider


def date_rules(cf: ConstraintFactory) -> list[Constraint]:
    """Venues, equipment, spacing, after."""
    starts = cf.for_each(Session)
    return [
        starts.filter(lambda a: a.candidate.place.venue >= 0)
        .join(
            Session,
            Joiners.equal(lambda a: a.candidate.place.venue, lambda b: b.candidate.place.venue),
            Joiners.greater_than_or_equal(
                lambda a: a.candidate.at.start, lambda b: b.candidate.at.start
            ),
            Joiners.less_than(lambda a: a.candidate.at.start, lambda b: b.candidate.at.end),
        )
        .group_by(lambda a, b: a, ConstraintCollectors.count_bi())
        .filter(lambda a, many: many > a.candidate.place.at_once)
        .penalize(HARD, lambda a, many: many - a.candidate.place.at_once)
        .as_constraint("venue taken"),
        cf.for_each(Use)
        .join(Session, Joiners.equal(lambda use: use.session, lambda a: a.id))
        .join(Use, Joiners.equal(lambda use, a: use.item, lambda other: other.item))
        .join(
            Session,
            Joiners.equal(lambda use, a, other: other.session, lambda b: b.id),
        )
        .filter(
            lambda use, a, other, b: (
                b.candidate.at.start <= a.candidate.at.start < b.candidate.at.end
            )
        )
        .group_by(
            lambda use, a, other, b: use,
            ConstraintCollectors.sum(lambda use, a, other, b: other.amount),
        )
        .filter(lambda use, amount: amount > use.count)
        .penalize(HARD, lambda use, amount: amount - use.count)
        .as_constraint("equipment"),
        cf.for_each(Order)
        .join(Session, Joiners.equal(lambda order: order.first, lambda a: a.id))
        .join(Session, Joiners.equal(lambda order, a: order.second, lambda b: b.id))
        .filter(too_early)
        .penalize(HARD)
        .as_constraint("spacing and after"),
        cf.for_each(Follows)
        .join(Session, Joiners.equal(lambda follows: follows.session, lambda a: a.id))
        .if_not_exists(
            Session, Joiners.equal(lambda follows, a: follows.scenario, lambda b: b.scenario)
        )
        .penalize(HARD)
        .as_constraint("after none"),
    ]


def too_early(order: Order, a: Session, b: Session) -> bool:
    """Whether `b` starts before `a` plus the lag."""
    first, second = a.candidate.at, b.candidate.at
    if order.nominal:
        begin = first.wall_end if order.from_end else first.wall
        return second.wall < begin + order.lag
    begin = first.end if order.from_end else first.start
    return second.start < begin + order.lag


def people_rules(seated: BiConstraintStream) -> list[Constraint]:
    """Who may sit where, rest, limits, capacity."""
    return [
        seated.filter(
            lambda seat, session: (
                session.candidate.at.able[seat.position] >> seat.person.id & 1 == 0
            )
        )
        .penalize(HARD)
        .as_constraint("eligible"),
        seated.group_by(
            lambda seat, session: seat.person,
            ConstraintCollectors.to_list(lambda seat, session: session),
        )
        .penalize(HARD, overworked)
        .as_constraint("one seat, rest, limits"),
        seated.group_by(lambda seat, session: session, ConstraintCollectors.count_bi())
        .filter(lambda session, many: many > session.candidate.place.capacity)
        .penalize(HARD, lambda session, many: many - session.candidate.place.capacity)
        .as_constraint("venue capacity"),
    ]


def session_rules(cf: ConstraintFactory, short: BendableScore) -> list[Constraint]:
    """Minimum and joint block of each held session, `short` for each person it lacks."""
    every = cf.for_each(Session).join(
        cf.for_each_including_unassigned(Seat),
        Joiners.equal(lambda session: session.id, lambda seat: seat.session),
    )
    return [
        every.filter(lambda session, seat: seat.required and seat.person is None)
        .penalize(short)
        .as_constraint("minimum"),
        every.group_by(
            lambda session, seat: session,
            ConstraintCollectors.sum(lambda session, seat: professionals(seat)),
            ConstraintCollectors.sum(lambda session, seat: volunteers(seat)),
        )
        .penalize(short, mix_short)
        .as_constraint("joint mix"),
        every.group_by(
            lambda session, seat: session,
            ConstraintCollectors.conditionally(
                lambda session, seat: seat.person is not None,
                ConstraintCollectors.count_distinct(lambda session, seat: seat.person.team),
            ),
        )
        .filter(lambda session, teams: teams < session.teams_min)
        .penalize(short, lambda session, teams: session.teams_min - teams)
        .as_constraint("joint teams"),
        cf.for_each(Presence)
        .join(Session, Joiners.equal(lambda need: need.session, lambda session: session.id))
        .if_not_exists(
            Seat,
            Joiners.equal(lambda need, session: need.session, lambda seat: seat.session),
            Joiners.equal(lambda need, session: need.team, lambda seat: seat.person.team),
        )
        .penalize(short)
        .as_constraint("joint meet"),
    ]


def overworked(person: Person, sessions: list[Session]) -> int:
    """Sessions without rest to another, and windows over a limit."""
    breaks = 0
    for last in sessions:
        breaks += breaks_at(person, sessions, last)
    return breaks


def breaks_at(person: Person, sessions: list[Session], last: Session) -> int:
    """Of one of the person's sessions. Written as Timefold's translator to Java can take it."""
    minutes_7 = 0
    minutes_28 = 0
    sessions_7 = 0
    sessions_28 = 0
    breaks = -1
    at = last.candidate.at
    for other in sessions:
        then = other.candidate.at
        if then.start < at.rested and at.start < then.rested:
            breaks += 1
        days = at.day - then.day
        if days >= 0 and days < 28:
            minutes_28 += other.minutes
            sessions_28 += 1
            if days < 7:
                minutes_7 += other.minutes
                sessions_7 += 1
    if minutes_7 > person.minutes_7 or sessions_7 > person.sessions_7:
        breaks += 1
    if minutes_28 > person.minutes_28 or sessions_28 > person.sessions_28:
        breaks += 1
    return breaks


def professionals(seat: Seat) -> int:
    """1 where a professional sits there."""
    return seat.person.professional if seat.person is not None else 0


def volunteers(seat: Seat) -> int:
    """1 where a volunteer sits there."""
    return seat.person.volunteer if seat.person is not None else 0


def mix_short(session: Session, pros: int, vols: int) -> int:
    """People that the joint block lacks, or has too many of."""
    short = 0
    if pros < session.professional_min:
        short += session.professional_min - pros
    if vols < session.volunteer_min:
        short += session.volunteer_min - vols
    if session.per_professional >= 0 and vols > session.per_professional * pros:
        short += vols - session.per_professional * pros
    return short
