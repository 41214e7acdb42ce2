"""What loosens the demands on means: one boat more, another venue, a gate opened."""

from collections.abc import Iterator
from dataclasses import replace

from drillctl.explain.demands import Demand
from drillctl.explain.people import freed, from_to
from drillctl.explain.question import Question, Suggestion
from drillctl.language import tr
from drillctl.language.dates import day_shown
from drillctl.model import changes
from drillctl.model.problem import Problem


def equipment(question: Question, demand: Demand) -> Iterator[Suggestion]:
    """The fewest items more that are enough."""
    item = demand.place[3]
    for more in range(1, question.scenario.equipment[item] + 1):

        def lent(problem: Problem, more: int = more) -> Problem:
            return changes.with_equipment(problem, item, more)

        if (found := question.nearest(lent)) is not None:
            text = tr("lend {count} more {item}", count=more, item=item)
            yield question.here_or_there(text, found, lent)
            return


def venue(question: Question, demand: Demand) -> Iterator[Suggestion]:
    """A venue that lacks what was asked for."""
    found = question.nearest(demand.without)
    if found is None or found[0].venue is None:
        return
    text = tr(
        "accept {venue} for {scenario}, not {demand}",
        venue=found[0].venue,
        scenario=question.scenario.id,
        demand=demand.text,
    )
    yield question.moved(text, *found, demand.without)


def open_longer(question: Question, demand: Demand) -> Iterator[Suggestion]:
    """A venue opened for the one session."""
    found = question.nearest(demand.without)
    if found is None:
        return
    venue, there = demand.place[1], found[1]
    span = question.span(found[0])

    def opened(problem: Problem) -> Problem:
        venues = dict(problem.roster.venues)
        venues[venue] = freed(venues[venue], span)
        return replace(problem, roster=replace(problem.roster, venues=venues))

    text = tr(
        "open {venue} on {day} {hours}",
        venue=venue,
        day=day_shown(there),
        hours=from_to(span),
    )
    yield question.here_or_there(text, found, opened)
