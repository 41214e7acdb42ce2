"""The Timefold peer's goals as constraint streams (design: Goals), without `stability`.

`seated`: every (seat, session) with somebody seated and the session held.
"""

from typing import Any

from bench.peers.timefold_domain import Due, Seat, Session
from timefold.solver.score import (
    BendableScore,
    BiConstraintStream,
    ConstraintCollectors,
    ConstraintFactory,
    Joiners,
)

from drillctl.model.policy import Goal

Builder = Any
"""Timefold's builder of a constraint: all but its name is known."""


def fill(cf: ConstraintFactory, seated: BiConstraintStream, weight: BendableScore) -> Builder:
    return seated.reward(weight, lambda seat, session: seat.priority)


def joint(cf: ConstraintFactory, seated: BiConstraintStream, weight: BendableScore) -> Builder:
    return (
        seated.filter(lambda seat, session: seat.person.professional == 1)
        .join(
            Seat,
            Joiners.equal(lambda seat, session: seat.session, lambda other: other.session),
        )
        .filter(lambda seat, session, other: other.person.volunteer == 1)
        .group_by(
            lambda seat, session, other: seat.person.team,
            lambda seat, session, other: other.person.team,
        )
        .reward(weight)
    )


def currency(cf: ConstraintFactory, seated: BiConstraintStream, weight: BendableScore) -> Builder:
    """Of members; that a session also makes its capabilities current follows from it."""
    return (
        seated.join(
            Due,
            Joiners.equal(lambda seat, session: session.scenario, lambda due: due.scenario),
            Joiners.equal(lambda seat, session: seat.person.id, lambda due: due.person),
        )
        .group_by(lambda seat, session, due: due.capability, lambda seat, session, due: due.person)
        .reward(weight)
    )


def fairness(cf: ConstraintFactory, seated: BiConstraintStream, weight: BendableScore) -> Builder:
    return seated.group_by(
        lambda seat, session: seat.person.id,
        ConstraintCollectors.sum(lambda seat, session: session.load),
    ).penalize(weight, lambda person, load: load * load)


def fewest_people(
    cf: ConstraintFactory, seated: BiConstraintStream, weight: BendableScore
) -> Builder:
    return seated.group_by(lambda seat, session: seat.person.id).penalize(weight)


def finish_early(
    cf: ConstraintFactory, seated: BiConstraintStream, weight: BendableScore
) -> Builder:
    return (
        cf.for_each(Session)
        .group_by(ConstraintCollectors.max(lambda session: session.candidate.at.end))
        .penalize(weight, lambda end: end)
    )


def earliness(cf: ConstraintFactory, seated: BiConstraintStream, weight: BendableScore) -> Builder:
    return cf.for_each(Session).penalize(weight, lambda session: session.candidate.at.day)


GOALS = {
    Goal.FILL: fill,
    Goal.JOINT: joint,
    Goal.CURRENCY: currency,
    Goal.FAIRNESS: fairness,
    Goal.FEWEST_PEOPLE: fewest_people,
    Goal.FINISH_EARLY: finish_early,
    Goal.EARLINESS: earliness,
}
