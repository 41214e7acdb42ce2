"""A plan's calendars onto a server, one after the other."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from drillctl.exports.ics.audience import Audience, names
from drillctl.exports.ics.calendars import Calendars
from drillctl.model.plan import Plan
from drillctl.model.problem import Problem
from drillctl.publishing.changes import Change, Step, steps
from drillctl.publishing.server import Server, ServerError


@dataclass
class Pushed:
    """What became of one calendar. `done` (in a dry run: to be done), in the order of requests.

    `kept`: events that were right already. `failed`: in words. `stopped`: nothing further was
    tried, here and in the calendars after it.
    """

    calendar: str
    made: bool = False
    done: list[Step] = field(default_factory=list)
    kept: int = 0
    failed: list[str] = field(default_factory=list)
    stopped: bool = False

    def count(self, change: Change) -> int:
        """How many events changed in that way."""
        return sum(1 for step in self.done if step.change is change)


def push(
    server: Server,
    problem: Problem,
    plan: Plan,
    audience: Audience,
    *,
    only: Sequence[str] = (),
    redact: bool = False,
    dry: bool = False,
    is_ours: Callable[[str], bool],
) -> Iterator[Pushed]:
    """Brings one calendar for each name of the audience up to date; yields each when it is.

    `only`: these names alone. `dry`: reads and changes nothing. A calendar that is not there is
    made only if there is an event for it.
    """
    calendars = Calendars(problem, plan, redact=redact)
    period = (problem.period.first, problem.period.last)
    try:
        server.open()
    except ServerError as error:
        yield Pushed("", failed=[error.text], stopped=True)
        return
    for name in only or names(problem, audience):
        calendar = calendars.of(audience, name)
        wanted = {event.uid: calendar.resource(event) for event in calendar.events}
        pushed = Pushed(f"drillctl-{audience}-{name}" if name else f"drillctl-{audience}")
        _push_one(server, pushed, calendar.title, wanted, is_ours, period, dry)
        yield pushed
        if pushed.stopped:
            return


def _push_one(
    server: Server,
    pushed: Pushed,
    title: str,
    wanted: dict[str, bytes],
    is_ours: Callable[[str], bool],
    period: tuple[date, date],
    dry: bool,
) -> None:
    try:
        found = server.calendar(pushed.calendar)
        if found is None and wanted:
            pushed.made = True
            if not dry:
                server.make(pushed.calendar, title)
    except ServerError as error:
        pushed.failed.append(error.text)
        pushed.stopped = error.stops
        return
    todo = list(steps(wanted, found or (), is_ours, period))
    pushed.kept = len(wanted) - sum(1 for step in todo if step.change is not Change.REMOVED)
    for step in todo:
        try:
            if not dry:
                _take(server, pushed.calendar, step)
        except ServerError as error:
            pushed.failed.append(error.text)
            if error.stops:
                pushed.stopped = True
                return
        else:
            pushed.done.append(step)


def _take(server: Server, calendar: str, step: Step) -> None:
    if step.change is Change.REMOVED:
        assert step.href is not None
        server.delete(calendar, step.href, step.etag)
    else:
        server.put(calendar, step.href, step.name, step.etag, step.body)
