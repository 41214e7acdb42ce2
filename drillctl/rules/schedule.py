"""Each session lies where its scenario and the policy allow.

Window, days, hours, spacing, fixed starts, `after`, statutory holidays, the grid. The whole
session lies inside the window's local dates and touches no holiday; `days` are days of the
start. Spacing and gaps in days count on the local clock, in hours as elapsed time. `after` looks
at the held sessions of the other scenario; where none is held, this one can't be held either.
Sessions that plans elsewhere hold count in order, spacing and `after` like those of this one.
"""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import combinations

import numpy as np

from drillctl.language import tr
from drillctl.language.weekdays import weekday
from drillctl.model.duration import Duration
from drillctl.model.plan import Plan, PlannedSession
from drillctl.model.problem import SessionId
from drillctl.model.scenario import Scenario
from drillctl.rules.rule import (
    Breach,
    Conflict,
    Context,
    Instants,
    Mask,
    Order,
    Requires,
    Shape,
)
from drillctl.rules.sessions import (
    clock,
    first_day,
    hours,
    known,
    last_day,
    last_minute,
    minute,
)

NUMBER = 11
ID = "schedule"
TITLE = tr("On a permitted date, in order")
SHAPE = Shape.CONFLICT

_DAY = 1440


def candidates(
    context: Context, session: SessionId, venue: str | None, starts: Instants, ends: Instants
) -> Mask | None:
    """Starts that lie on the grid, in the window, on the days, within the hours."""
    if venue is not None:
        return None
    problem, timeline = context.problem, context.timeline
    scenario = problem.scenarios[session.scenario]
    schedule, window = scenario.schedule, problem.window(scenario)
    wall, wall_end = timeline.wall(starts), timeline.wall(ends - 1) + 1
    first, last = timeline.days(starts), timeline.days(ends - 1)
    mask = (wall % _DAY) % problem.policy.granularity == 0
    mask &= (window.first.toordinal() <= first) & (last <= window.last.toordinal())
    if schedule.weekdays is not None:
        mask &= np.isin((first - 1) % 7, sorted(schedule.weekdays))
    if schedule.hours is not None:
        opening, closing = schedule.hours
        midnight = wall - wall % _DAY
        mask &= (opening <= wall % _DAY) & (wall_end - midnight <= closing) & (first == last)
    if session.number <= len(schedule.fixed):
        mask &= starts == timeline.instant(schedule.fixed[session.number - 1])
    for holiday in timeline.holidays:
        mask &= ~((first <= holiday) & (holiday <= last))
    for other, lag, after in _held_elsewhere(context, session):
        if other is None:
            return np.zeros(len(starts), dtype=bool)
        here, there = starts if after else ends, other.end if after else other.start
        # Of one scenario starts are compared, of two the end of the one and the other's start.
        if other.scenario == session.scenario:
            here, there = starts, other.start
        mask &= _late_enough(context, there, here, lag, after)
    return np.asarray(mask, dtype=bool)


def _late_enough(
    context: Context, fixed: datetime, instants: Instants, lag: Duration, after: bool
) -> Mask:
    """Instants at least `lag` after one that is given, or else that much before it."""
    there = np.array([minute(fixed)], dtype=np.int64)
    if lag.nominal:
        there, instants = context.timeline.wall(there), context.timeline.wall(instants)
    least = lag.elapsed_minutes
    return np.asarray(there + least <= instants if after else instants + least <= there, dtype=bool)


def _held_elsewhere(
    context: Context, session: SessionId
) -> Iterator[tuple[PlannedSession | None, Duration, bool]]:
    """(session of a plan elsewhere, lag, whether ours comes after it or before).

    None where ours needs a session of a scenario that is planned elsewhere, and none is held.
    """
    if not context.problem.elsewhere:
        return
    held: dict[str, list[PlannedSession]] = defaultdict(list)
    for other in context.problem.held_elsewhere():
        held[other.scenario].append(other)
    scenarios = context.problem.scenarios
    schedule = scenarios[session.scenario].schedule
    for other in held[session.scenario]:
        yield other, schedule.spacing, other.number < session.number
    for after in schedule.after:
        if not held[after.scenario] and not _asked(context, after.scenario):
            yield None, after.gap, True
        for other in held[after.scenario]:
            yield other, after.gap, True
    for scenario in scenarios.values():
        for after in scenario.schedule.after:
            if after.scenario == session.scenario:
                for other in held[scenario.id]:
                    yield other, after.gap, False


def conflicts(context: Context) -> Iterator[Conflict]:
    """Sessions of a scenario in their numbers' order, and `after` the other scenario's."""
    scenarios = context.problem.scenarios
    for scenario in scenarios.values():
        ids = _asked(context, scenario.id)
        for index, first in enumerate(ids):
            for second in ids[index + 1 :]:
                yield Order(first, second, scenario.schedule.spacing)
        for after in scenario.schedule.after:
            others = _asked(context, after.scenario)
            met = any(s.scenario == after.scenario for s in context.problem.held_elsewhere())
            for session in ids:
                if not met:
                    yield Requires(session, tuple(others))
                for other in others:
                    yield Order(other, session, after.gap, from_end=True)


def _asked(context: Context, scenario: str) -> list[SessionId]:
    """The sessions of a scenario, which may be one that only a plan elsewhere knows."""

    def by_scenario() -> dict[str, list[SessionId]]:
        found: dict[str, list[SessionId]] = defaultdict(list)
        for session in context.problem.sessions():
            found[session.scenario].append(session)
        return dict(found)

    return context.cached((ID, "asked"), by_scenario).get(scenario, [])


def breaches(context: Context, plan: Plan) -> Iterator[Breach]:
    """Sessions at a time that is not permitted, or out of order."""
    sessions: dict[str, list[PlannedSession]] = defaultdict(list)
    for session, scenario in known(context, plan):
        sessions[scenario.id].append(session)
        for text in _misplaced(context, session, scenario):
            yield Breach(ID, text, session.id)
    own = {session.id for found in sessions.values() for session in found}
    for other in context.problem.held_elsewhere():
        sessions[other.scenario].append(other)
    for found in sessions.values():
        found.sort(key=lambda session: session.number)
    for scenario in context.problem.scenarios.values():
        for one, other in combinations(sessions[scenario.id], 2):
            late = _lag_left(context, one.start, other, scenario.schedule.spacing) <= 0
            if not late and own & {one.id, other.id}:
                text = tr(
                    "{other} starts {start}, {one} {before}: less than {spacing} after it",
                    other=other.id,
                    start=clock(other.start),
                    one=one.id,
                    before=clock(one.start),
                    spacing=scenario.schedule.spacing,
                )
                yield Breach(ID, text, other.id if other.id in own else one.id)
        for after in scenario.schedule.after:
            others = sessions[after.scenario]
            for session in sessions[scenario.id]:
                if not others and session.id in own:
                    text = tr(
                        "{session} comes after {scenario}, of which none is held",
                        session=session.id,
                        scenario=after.scenario,
                    )
                    asked = bool(_asked(context, after.scenario))
                    yield Breach(ID, text, session.id, until_held=asked)
                for other in others:
                    late = _lag_left(context, other.end, session, after.gap) <= 0
                    if not late and own & {session.id, other.id}:
                        text = tr(
                            "{session} starts less than {gap} after {other} ends",
                            session=session.id,
                            gap=after.gap,
                            other=other.id,
                        )
                        yield Breach(ID, text, session.id if session.id in own else other.id)


def _misplaced(context: Context, session: PlannedSession, scenario: Scenario) -> Iterator[str]:
    """What is wrong with one session's own time."""
    problem, schedule = context.problem, scenario.schedule
    start = session.start.astimezone(context.timeline.zone)
    end = session.end.astimezone(context.timeline.zone)
    lasts = minute(end) - minute(start)
    if lasts != scenario.duration:
        yield tr(
            "{session} lasts {hours}, not {asked}",
            session=session.id,
            hours=hours(lasts),
            asked=hours(scenario.duration),
        )
    if start.second or (start.hour * 60 + start.minute) % problem.policy.granularity:
        yield tr(
            "{session} starts {start}, off the grid of {minutes} minutes",
            session=session.id,
            start=clock(start),
            minutes=problem.policy.granularity,
        )
    window = problem.window(scenario)
    first, last = first_day(context, session), last_day(context, session)
    if first < window.first.toordinal() or last > window.last.toordinal():
        yield tr(
            "{session} at {start} is outside its window {first} to {last}",
            session=session.id,
            start=clock(start),
            first=window.first,
            last=window.last,
        )
    if schedule.weekdays is not None and start.weekday() not in schedule.weekdays:
        yield tr(
            "{session} is on a {weekday}, which its days exclude",
            session=session.id,
            weekday=weekday(start),
        )
    if schedule.hours is not None:
        opening, closing = schedule.hours
        from_minute = start.hour * 60 + start.minute
        until = last_minute(context, end)
        until_minute = until.hour * 60 + until.minute + 1
        if first != last or from_minute < opening or until_minute > closing:
            yield tr(
                "{session} from {start} to {end} is not within its hours",
                session=session.id,
                start=clock(start),
                end=clock(end),
            )
    if session.number <= len(schedule.fixed):
        fixed = schedule.fixed[session.number - 1]
        if minute(start) != context.timeline.instant(fixed):
            yield tr(
                "{session} starts {start}, but is fixed at {fixed}",
                session=session.id,
                start=clock(start),
                fixed=clock(fixed),
            )
    for day in range(first, min(last, first + 366) + 1):
        if day in context.timeline.holidays:
            yield tr(
                "{session} touches the holiday {day}",
                session=session.id,
                day=date.fromordinal(day),
            )


def _lag_left(context: Context, begin: datetime, session: PlannedSession, lag: Duration) -> int:
    """Minutes by which `session` starts before `begin` plus `lag`; <= 0 when late enough."""
    zone = context.timeline.zone
    if not lag.nominal:
        return minute(begin) + lag.minutes - minute(session.start)
    wall = begin.astimezone(zone).replace(tzinfo=None)
    earliest = wall + timedelta(minutes=lag.elapsed_minutes)
    late = earliest - session.start.astimezone(zone).replace(tzinfo=None)
    return late // timedelta(minutes=1)
