"""Everything that could stand in the way of a session, each as a change that drops it alone.

A demand only ever narrows what is possible: without it, whatever could be held still can. So a
set of demands that can't be met together can be narrowed down to one of which none is too many.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from drillctl.language import joined, tr
from drillctl.language.dates import time_shown
from drillctl.language.weekdays import short_weekday
from drillctl.model import changes
from drillctl.model.duration import Duration
from drillctl.model.plan import PlannedSession
from drillctl.model.problem import Problem
from drillctl.model.roster import ALWAYS, Limits, Member, Venue
from drillctl.model.scenario import After, Joint, Position, Scenario, Schedule, VenueWish, Window

_Applies = Callable[[Member], bool]
_Freed = Callable[[Member], Member]

OF_PEOPLE = ("dates", "busy", "availability", "limits")
"""Sorts of demand that are what people can't do."""
ONE_BY_ONE = 12
"""Members up to whom what they can't do is named for each of them."""


@dataclass(frozen=True)
class Demand:
    """`text` says it; `place`: where files state it (sort, then id and parts); `without`: the
    problem that does not ask for it. `parts`: the same of each person, where it is of several.

    `sort`: which kind of demand it is.
    """

    sort: str
    text: str
    place: tuple[str, ...]
    without: changes.Change
    parts: "tuple[Demand, ...]" = ()


def demands(
    problem: Problem, session: str, others: Sequence[PlannedSession], concerned: Sequence[str]
) -> Iterator[Demand]:
    """The demands on one session, those that a coordinator can change most easily last.

    `others`: sessions that stay as they are; `concerned`: members who might ever sit there.
    """
    scenario = problem.scenarios[session.rpartition("#")[0]]
    number = int(session.rpartition("#")[2])
    for position in scenario.positions:
        yield from _of_position(scenario.id, position)
    yield from _of_joint(scenario.id, scenario.joint)
    yield from _of_venue(scenario)
    for item, amount in scenario.equipment.items():
        there = problem.roster.equipment[item].count if item in problem.roster.equipment else 0
        text = tr("{count} {item} (there are {there})", count=amount, item=item, there=there)
        place = ("scenario", scenario.id, "equipment", item)
        yield Demand("equipment", text, place, _equipment(scenario.id, item))
    yield from _of_schedule(problem, scenario, number, others)
    yield from _of_policy(problem, session)
    yield from of_others([other for other in others if other.id != session])
    yield from _of_places(problem, scenario)
    yield from of_members(problem, concerned, OF_PEOPLE)


def _of_position(scenario: str, position: Position) -> Iterator[Demand]:
    place = ("scenario", scenario, "position", position.id)
    name = position.id
    for need in position.needs:
        text = tr("{position} needs {need}", position=name, need=need)
        yield Demand("needs", text, (*place, "needs"), _without_need(scenario, name, need))
    if position.kind is not None:
        free = changes.with_position(scenario, name, lambda p: replace(p, kind=None, lead=False))
        text = tr("{position} is {kind}", position=name, kind=position.kind.word)
        yield Demand("kind", text, (*place, "kind"), free)
    elif position.lead:
        free = changes.with_position(scenario, name, lambda p: replace(p, lead=False))
        text = tr("{position} leads, so is professional", position=name)
        yield Demand("kind", text, (*place, "lead"), free)
    if position.minimum:
        key = "min" if position.minimum < position.count else "count"
        none = changes.with_position(scenario, name, lambda p: replace(p, minimum=0))
        text = tr("at least {count} {position}", count=position.minimum, position=name)
        yield Demand("minimum", text, (*place, key), none)


def _without_need(scenario: str, position: str, need: str) -> changes.Change:
    def change(old: Position) -> Position:
        return replace(old, needs=tuple(other for other in old.needs if other != need))

    return changes.with_position(scenario, position, change)


def _of_joint(scenario: str, joint: Joint) -> Iterator[Demand]:
    def demand(key: str, text: str, **without: Any) -> Demand:
        change = changes.with_joint(scenario, **without)
        return Demand("joint", text, ("scenario", scenario, "joint", key), change)

    if joint.professional_min:
        text = tr("at least {count} professionals", count=joint.professional_min)
        yield demand("professional", text, professional_min=0)
    if joint.volunteer_min:
        text = tr("at least {count} volunteers", count=joint.volunteer_min)
        yield demand("volunteer", text, volunteer_min=0)
    if joint.teams_min:
        text = tr("at least {count} teams", count=joint.teams_min)
        yield demand("teams", text, teams_min=0)
    if joint.per_professional is not None:
        text = tr("at most {count} volunteers to each professional", count=joint.per_professional)
        yield demand("per_professional", text, per_professional=None)
    for pair in joint.meet:
        place = ("scenario", scenario, "joint", "meet")
        apart = changes.with_scenario(scenario, _without_meeting(pair))
        text = tr("{one} and {other} meet", one=pair[0], other=pair[1])
        yield Demand("joint", text, place, apart)


def _without_meeting(pair: tuple[str, str]) -> Callable[[Scenario], Scenario]:
    def change(old: Scenario) -> Scenario:
        meet = tuple(other for other in old.joint.meet if other != pair)
        return replace(old, joint=replace(old.joint, meet=meet))

    return change


def _of_venue(scenario: Scenario) -> Iterator[Demand]:
    wish = scenario.venue
    if wish is None:
        return
    place = ("scenario", scenario.id, "venue")

    def wishing(change: Callable[[VenueWish], VenueWish]) -> changes.Change:
        return changes.with_scenario(
            scenario.id, lambda s: replace(s, venue=s.venue and change(s.venue))
        )

    if wish.id is not None:
        anywhere = wishing(lambda w: replace(w, id=None))
        yield Demand("venue", tr("held at {venue}", venue=wish.id), (*place, "id"), anywhere)
    for feature in sorted(wish.features):
        without = wishing(_without_feature(feature))
        text = tr("a venue with {feature}", feature=feature)
        yield Demand("venue", text, (*place, "features"), without)
    none = changes.with_scenario(scenario.id, lambda s: replace(s, venue=None))
    yield Demand("venue", tr("a venue at all"), place, none)


def _without_feature(feature: str) -> Callable[[VenueWish], VenueWish]:
    return lambda wish: replace(wish, features=wish.features - {feature})


def _equipment(scenario: str, item: str) -> changes.Change:
    def changed(old: Scenario) -> Scenario:
        return replace(old, equipment={k: n for k, n in old.equipment.items() if k != item})

    return changes.with_scenario(scenario, changed)


def _of_schedule(
    problem: Problem, scenario: Scenario, number: int, others: Sequence[PlannedSession]
) -> Iterator[Demand]:
    schedule, window = scenario.schedule, problem.window(scenario)

    def demand(key: str, text: str, change: Callable[[Schedule], Schedule]) -> Demand:
        return Demand(key, text, ("scenario", scenario.id, "schedule", key),
                      changes.with_schedule(scenario.id, change))  # fmt: skip

    period = problem.period
    first, last = min(window.first, period.first), max(window.last, period.last)
    if Window(first, last) != window:
        text = tr("between {start} and {end}", start=window.first, end=window.last)
        yield Demand("window", text,
                     ("scenario", scenario.id, "schedule", "window"),
                     changes.with_window(scenario.id, first, last))  # fmt: skip
    if schedule.weekdays is not None:
        days = (short_weekday(date(2024, 1, 1 + d)) for d in sorted(schedule.weekdays))
        text = tr("on {days}", days=joined(", ", days))
        yield demand("days", text, lambda s: replace(s, weekdays=None))
    if schedule.hours is not None:
        opening, closing = (f"{m // 60:02}:{m % 60:02}" for m in schedule.hours)
        text = tr("between {start} and {end}", start=opening, end=closing)
        yield demand("hours", text, lambda s: replace(s, hours=None))
    if number <= len(schedule.fixed):
        start = schedule.fixed[number - 1]
        text = tr("fixed at {start:%Y-%m-%d %H:%M}", start=start)
        yield demand("fixed", text, lambda s: replace(s, fixed=()))
    siblings = [o for o in others if o.scenario == scenario.id and o.number != number]
    if siblings and schedule.spacing != Duration():
        named = (tr("{session} on {day}", session=o.id, day=o.start.date()) for o in siblings)
        text = tr(
            "{spacing} between its sessions ({sessions})",
            spacing=schedule.spacing,
            sessions=joined(", ", named),
        )
        yield demand("spacing", text, lambda s: replace(s, spacing=Duration()))
    for after in schedule.after:
        text = tr("{gap} after {scenario}", gap=after.gap, scenario=after.scenario)
        yield demand("after", text, _without_after(after))
    for other in problem.scenarios.values():
        for after in other.schedule.after:
            if after.scenario == scenario.id and any(o.scenario == other.id for o in others):
                free = changes.with_schedule(other.id, _without_after(after))
                text = tr("{scenario} comes {gap} after it", scenario=other.id, gap=after.gap)
                yield Demand("after", text,
                             ("scenario", other.id, "schedule", "after"), free)  # fmt: skip


def _without_after(after: After) -> Callable[[Schedule], Schedule]:
    return lambda s: replace(s, after=tuple(other for other in s.after if other != after))


def _of_policy(problem: Problem, session: str) -> Iterator[Demand]:
    policy = problem.policy

    def demand(key: str, text: str, **without: Any) -> Demand:
        return Demand(key, text, ("policy", key),
                      lambda p: replace(p, policy=replace(p.policy, **without)))  # fmt: skip

    if policy.holidays:
        text = tr(
            "not on statutory holidays ({countries})", countries=joined(", ", policy.holidays)
        )
        yield demand("holidays", text, holidays=())
    if policy.rest:
        yield demand("rest", tr("{rest} of rest", rest=Duration(minutes=policy.rest)), rest=0)
    if any(pin.session == session for pin in policy.pins):
        others = tuple(pin for pin in policy.pins if pin.session != session)
        yield demand("pin", tr("{session} is pinned", session=session), pins=others)


def of_others(others: Sequence[PlannedSession]) -> Iterator[Demand]:
    """Sessions that are held as planned, all together, and each."""
    parts = tuple(
        Demand("planned", _stays(other), ("plan", other.id), _released(frozenset({other.id})))
        for other in others
    )
    if len(parts) > 1:
        every = _released(frozenset(other.id for other in others))
        text = tr("{count} other sessions stay as planned", count=len(parts))
        yield Demand("planned", text, (), every, parts)
    else:
        yield from parts


def _stays(session: PlannedSession) -> str:
    start = time_shown(session.start)
    if not session.venue:
        return tr("{session} stays on {start}", session=session.id, start=start)
    return tr(
        "{session} stays on {start} at {venue}",
        session=session.id,
        start=start,
        venue=session.venue,
    )


def _released(sessions: frozenset[str]) -> changes.Change:
    """The problem with people, venues and equipment of these sessions elsewhere free."""

    def released(problem: Problem) -> Problem:
        plans = (
            replace(
                plan,
                sessions=tuple(
                    replace(s, venue=None, assigned={}, standby={}, equipment={})
                    if s.id in sessions
                    else s
                    for s in plan.sessions
                ),
            )
            for plan in problem.elsewhere
        )
        return replace(problem, elsewhere=tuple(plans))

    return released


def _of_places(problem: Problem, scenario: Scenario) -> Iterator[Demand]:
    wish = scenario.venue
    if wish is None:
        return

    def altered(venue: str, **without: Any) -> changes.Change:
        def change(old: Problem) -> Problem:
            venues = dict(old.roster.venues)
            venues[venue] = replace(venues[venue], **without)
            return replace(old, roster=replace(old.roster, venues=venues))

        return change

    def fits(venue: Venue) -> bool:
        return wish.features <= venue.features and wish.id in (None, venue.id)

    for venue in filter(fits, problem.roster.venues.values()):
        place = ("venue", venue.id)
        if venue.availability != ALWAYS or venue.busy:
            always = altered(venue.id, availability=ALWAYS, busy=())
            text = tr("{venue} keeps its opening times", venue=venue.id)
            yield Demand("open", text, place, always)
        if venue.capacity is not None:
            text = tr("{venue} holds {count} people", venue=venue.id, count=venue.capacity)
            yield Demand("capacity", text, place, altered(venue.id, capacity=None))


def of_members(
    problem: Problem, concerned: Sequence[str], wanted: Collection[str]
) -> Iterator[Demand]:
    """What these people can't do, of all together, and of each where they are few.

    `wanted`: the sorts of demand, of `OF_PEOPLE`.
    """
    members = [problem.roster.members[member] for member in concerned]
    span = timedelta(days=1)
    window = problem.period
    near = (window.first - span, window.last + span)

    def busy(member: Member) -> bool:
        return any(s.start.date() <= near[1] and near[0] <= s.end.date() for s in member.busy)

    def dated(member: Member) -> bool:
        return any(held.issued or held.expires for held in member.certifications)

    def limited(member: Member) -> bool:
        return member.limits.or_else(problem.policy.limits) != Limits()

    sorts: tuple[tuple[str, str, str, _Applies, _Freed], ...] = (
        ("dates", tr("certificates hold on their days alone"), "certifications", dated,
         changes.undated),
        ("busy", tr("busy times"), "busy", busy, lambda m: replace(m, busy=())),
        ("availability", tr("usual hours"), "availability", lambda m: m.availability != ALWAYS,
         lambda m: replace(m, availability=ALWAYS)),
        ("limits", tr("limits"), "limits", limited, changes.unlimited),
    )  # fmt: skip
    for sort, what, key, applies, freed in sorts:
        who = [member for member in members if sort in wanted and applies(member)]
        if not who:
            continue
        parts = tuple(
            Demand(sort,
                   tr("{name} ({member}): {what}", name=member.name, member=member.id, what=what),
                   ("member", member.id, key), changes.with_members([member.id], freed))
            for member in who
        )  # fmt: skip
        if len(parts) == 1:
            yield parts[0]
            continue
        people = tr("{what} of {count} people who might sit there", what=what, count=len(who))
        every = changes.with_members([member.id for member in who], freed)
        yield Demand(sort, people, (), every, parts)
