"""The venue is what the scenario asks for, open, large enough, and not taken.

Features, id, capacity >= assigned members, at most `at_once` sessions at a time, those of plans
elsewhere included, open for the whole session. A scenario that asks for no venue has none.
"""

from collections import defaultdict
from collections.abc import Iterator

import numpy as np

from drillctl.language import joined, tr
from drillctl.model.plan import Plan, PlannedSession
from drillctl.model.problem import SessionId
from drillctl.model.scenario import Scenario
from drillctl.rules.rule import (
    Breach,
    Context,
    InstantQuota,
    Instants,
    Mask,
    Quota,
    SessionQuota,
    Shape,
)
from drillctl.rules.sessions import clock, known, minute, peaks
from drillctl.timeline.intervals import contains

NUMBER = 9
ID = "venue"
TITLE = tr("A fitting venue, open and free")
SHAPE = Shape.ELIGIBILITY


def venue_pool(context: Context, scenario: Scenario) -> frozenset[str] | None:
    """The venues that have the features, and the id if one is named."""
    wish = scenario.venue
    if wish is None:
        return None
    features = context.cached((ID, "features"), lambda: _having(context))
    fitting = [features.get(feature, frozenset()) for feature in sorted(wish.features)]
    if wish.id is not None:
        fitting.append(frozenset({wish.id}))
    return frozenset.intersection(*sorted(fitting, key=len)) if fitting else None


def _having(context: Context) -> dict[str, frozenset[str]]:
    """The venues that have each feature."""
    found: dict[str, set[str]] = defaultdict(set)
    for place in context.problem.roster.venues.values():
        for feature in place.features:
            found[feature].add(place.id)
    return {feature: frozenset(places) for feature, places in found.items()}


def candidates(
    context: Context, session: SessionId, venue: str | None, starts: Instants, ends: Instants
) -> Mask | None:
    """Starts at which this venue may host the session, its other guests aside."""
    wish = context.problem.scenarios[session.scenario].venue
    if venue is None or wish is None:
        return None
    place = context.problem.roster.venues[venue]
    if not wish.features <= place.features or wish.id not in (None, venue):
        return np.zeros(len(starts), dtype=bool)
    return contains(context.timeline.open(venue), starts, ends)


def quotas(context: Context) -> Iterator[Quota]:
    """Capacity of people, and of sessions at once."""
    venues = context.problem.roster.venues.values()
    guests = {s.id: 1 for s in context.problem.scenarios.values() if s.venue is not None}
    everyone = dict.fromkeys(context.problem.roster.members, 1)
    sizes = [(s, context.problem.scenarios[s.scenario].seats) for s in context.problem.sessions()]
    largest = max((seats for _, seats in sizes), default=0)
    taken: dict[str | None, list[tuple[int, int, int]]] = defaultdict(list)
    for other in context.problem.held_elsewhere():
        taken[other.venue].append((minute(other.start), minute(other.end), 1))
    for place in venues:
        given = tuple(taken[place.id])
        yield InstantQuota(f"venue {place.id}", guests, place.at_once, venue=place.id, given=given)
        if place.capacity is None or largest <= place.capacity:
            continue
        for session, seats in sizes:
            if seats > place.capacity:
                yield SessionQuota(session, everyone, high=place.capacity, venue=place.id)


def breaches(context: Context, plan: Plan) -> Iterator[Breach]:
    """Sessions at a wrong, closed, small or taken venue."""
    venues = context.problem.roster.venues
    guests: dict[str | None, list[tuple[PlannedSession, int]]] = defaultdict(list)
    for guest in (*plan.sessions, *context.problem.held_elsewhere()):
        guests[guest.venue].append((guest, 1))
    own = {session.id for session in plan.sessions}
    for session, scenario in known(context, plan):
        wish = scenario.venue
        if session.venue is None:
            if wish is not None:
                text = tr("{session} needs a venue and has none", session=session.id)
                yield Breach(ID, text, session.id)
            continue
        if wish is None:
            text = tr(
                "{session} needs no venue and is at {venue}",
                session=session.id,
                venue=session.venue,
            )
            yield Breach(ID, text, session.id)
            continue
        place = venues.get(session.venue)
        if place is None:
            text = tr("{session} is at {venue}, unknown", session=session.id, venue=session.venue)
            yield Breach(ID, text, session.id)
            continue
        missing = sorted(wish.features - place.features)
        if missing:
            text = tr(
                "{session} is at {venue}, which lacks {features}",
                session=session.id,
                venue=place.id,
                features=joined(", ", missing),
            )
            yield Breach(ID, text, session.id)
        if wish.id not in (None, place.id):
            text = tr(
                "{session} is at {venue}, not at {asked}",
                session=session.id,
                venue=place.id,
                asked=wish.id,
            )
            yield Breach(ID, text, session.id)
        people = sum(1 for _ in session.members())
        if place.capacity is not None and people > place.capacity:
            text = tr(
                "{session} has {people} people at {venue}, which holds {capacity}",
                session=session.id,
                people=people,
                venue=place.id,
                capacity=place.capacity,
            )
            yield Breach(ID, text, session.id)
        start, end = minute(session.start), minute(session.end)
        opening = context.timeline.open(place.id).tolist()
        if not any(begin <= start and end <= until for begin, until in opening):
            text = tr(
                "{venue} is closed for some of {session} at {start}",
                venue=place.id,
                session=session.id,
                start=clock(session.start),
            )
            yield Breach(ID, text, session.id)
        for _, at_once, running in peaks(session, guests[place.id], own):
            if at_once > place.at_once:
                text = tr(
                    "{venue} holds {sessions} at once, over {at_once}",
                    venue=place.id,
                    sessions=joined(", ", sorted(s.id for s in running)),
                    at_once=place.at_once,
                )
                yield Breach(ID, text, session.id)
