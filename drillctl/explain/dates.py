"""What loosens the demands on a session's date: the nearest date that would do."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from drillctl.explain.demands import Demand
from drillctl.explain.question import Question, Suggestion
from drillctl.language import tr
from drillctl.language.weekdays import weekday
from drillctl.model import changes
from drillctl.model.duration import Duration
from drillctl.model.scenario import Schedule

_ASKED = 8
"""Sessions looked at for one that might give way."""


def _timed(
    question: Question,
    demand: Demand,
    loosen: Callable[[datetime, datetime], tuple[str, changes.Change] | None],
    first: Callable[[datetime], int] = lambda _: 0,
) -> Iterator[Suggestion]:
    found = question.nearest(demand.without, first)
    if found is not None:
        spot, there = found
        end = question.timeline.local(spot.start + question.scenario.duration).replace(tzinfo=None)
        if (loosened := loosen(there, end)) is not None:
            yield question.moved(loosened[0], spot, there, loosened[1])


def _schedule(question: Question, change: Callable[[Schedule], Schedule]) -> changes.Change:
    return changes.with_schedule(question.scenario.id, change)


def window(question: Question, demand: Demand) -> Iterator[Suggestion]:
    """A window that reaches the date."""

    def loosen(start: datetime, end: datetime) -> tuple[str, changes.Change]:
        last = (end - timedelta(minutes=1)).date()
        text = tr(
            "widen the window of {scenario} to {day}",
            scenario=question.scenario.id,
            day=start.date(),
        )
        return text, changes.with_window(question.scenario.id, start.date(), last)

    return _timed(question, demand, loosen)


def days(question: Question, demand: Demand) -> Iterator[Suggestion]:
    """One weekday more."""

    def loosen(start: datetime, _: datetime) -> tuple[str, changes.Change]:
        text = tr(
            "allow {weekday}s for {scenario}",
            weekday=weekday(start),
            scenario=question.scenario.id,
        )
        more = frozenset({start.weekday()})
        return text, _schedule(question, lambda s: replace(s, weekdays=(s.weekdays or more) | more))

    def away(start: datetime) -> int:
        known = question.scenario.schedule.weekdays or frozenset(range(7))
        return min((start.weekday() - day) % 7 for day in known)

    return _timed(question, demand, loosen, away)


def hours(question: Question, demand: Demand) -> Iterator[Suggestion]:
    """Hours that reach the start and the end."""
    opening, closing = question.scenario.schedule.hours or (0, 1440)
    length = question.scenario.duration

    def loosen(start: datetime, end: datetime) -> tuple[str, changes.Change] | None:
        if (end - timedelta(minutes=1)).date() != start.date():
            return None
        until = end.hour * 60 + end.minute or 1440
        wider = (min(opening, start.hour * 60 + start.minute), max(closing, until))
        text = tr(
            "allow {scenario} from {start} to {end}",
            scenario=question.scenario.id,
            start=_clock(wider[0]),
            end=_clock(wider[1]),
        )
        return text, _schedule(question, lambda s: replace(s, hours=wider))

    def away(start: datetime) -> int:
        minute = start.hour * 60 + start.minute
        return max(0, opening - minute) + max(0, minute + length - closing)

    return _timed(question, demand, loosen, away)


def fixed(question: Question, demand: Demand) -> Iterator[Suggestion]:
    """Another fixed start."""
    number = int(question.core.session.rpartition("#")[2])

    def loosen(start: datetime, _: datetime) -> tuple[str, changes.Change]:
        def moved(schedule: Schedule) -> Schedule:
            fixed = list(schedule.fixed)
            fixed[number - 1] = start
            return replace(schedule, fixed=tuple(fixed))

        text = tr("move the fixed start of {session}", session=question.core.session)
        return text, _schedule(question, moved)

    return _timed(question, demand, loosen)


def spacing(question: Question, demand: Demand) -> Iterator[Suggestion]:
    """Sessions of the scenario nearer to each other."""
    siblings = [
        s.start.replace(tzinfo=None)
        for s in question.core.problem.held_elsewhere()
        if s.scenario == question.scenario.id
    ]

    def loosen(start: datetime, _: datetime) -> tuple[str, changes.Change]:
        fewer = Duration(days=min(abs(start - other) for other in siblings).days)
        text = tr(
            "lower the spacing of {scenario} to {fewer}",
            scenario=question.scenario.id,
            fewer=fewer,
        )
        return text, _schedule(question, lambda s: replace(s, spacing=fewer))

    return _timed(question, demand, loosen)


def after(question: Question, demand: Demand) -> Iterator[Suggestion]:
    """A session that need not wait for the other scenario."""
    later = demand.place[1]
    schedule = question.core.problem.scenarios[later].schedule
    dropped = demand.without(question.core.problem).scenarios[later].schedule
    [after] = [a for a in schedule.after if a not in dropped.after]

    def loosen(_: datetime, __: datetime) -> tuple[str, changes.Change]:
        text = tr(
            "do not ask that {later} comes {gap} after {scenario}",
            later=later,
            gap=after.gap,
            scenario=after.scenario,
        )
        return text, demand.without

    return _timed(question, demand, loosen)


def pin(question: Question, demand: Demand) -> Iterator[Suggestion]:
    """A session that is pinned no more."""
    text = tr("unpin {session}", session=question.core.session)
    return _timed(question, demand, lambda *_: (text, demand.without))


def planned(question: Question, demand: Demand) -> Iterator[Suggestion]:
    """Hold it in place of another: what became of that one is told as the cost."""
    for one in demand.parts[:_ASKED] or (demand,):
        found = question.nearest(one.without)
        if found is not None:
            text = tr("let {session} give way", session=one.place[1])
            yield question.moved(text, *found, lambda problem: problem)


def _clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"
