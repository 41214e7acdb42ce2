"""One question about a session: where it could be held if a demand were loosened."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from drillctl.explain.core import Core
from drillctl.language import tr
from drillctl.language.dates import time_shown
from drillctl.model import changes
from drillctl.model.pin import Pin
from drillctl.model.plan import PlannedSession
from drillctl.model.problem import Problem
from drillctl.model.roster import Span
from drillctl.model.scenario import Scenario
from drillctl.planning.alone import Spot, spot_of, spots
from drillctl.timeline.timeline import Timeline


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A change of the files (`loosen`, in words `what`), and perhaps where to hold the session."""

    what: str
    loosen: changes.Change
    pin: Pin | None = None

    @property
    def text(self) -> str:
        """What to do."""
        if self.pin is None or self.pin.start is None:
            return self.what
        return tr(
            "{change} and hold {session} on {start}",
            change=self.what,
            session=self.pin.session,
            start=time_shown(self.pin.start),
        )

    def change(self, problem: Problem) -> Problem:
        """The problem with all of it."""
        changed = self.loosen(problem)
        return changed if self.pin is None else changes.pinned(changed, self.pin)


@dataclass(frozen=True)
class Question:
    """`core`: why it is not so; `was`: the session as it is held, None where it is not."""

    core: Core
    rules: tuple[Any, ...]
    was: PlannedSession | None

    @cached_property
    def scenario(self) -> Scenario:
        """The session's scenario."""
        return self.core.problem.scenarios[self.core.session.rpartition("#")[0]]

    @cached_property
    def timeline(self) -> Timeline:
        """The clock of the problem as it is."""
        return Timeline(self.core.problem)

    def possible(self, change: changes.Change) -> bool:
        """Whether the session could be held with the change, all others as they are."""
        return spot_of(change(self.core.problem), self.rules) is not None

    def nearest(
        self, change: changes.Change, first: Callable[[datetime], int] = lambda _: 0
    ) -> tuple[Spot, datetime] | None:
        """Where it could be held with the change, nearest to where it is or might be.

        The start comes as local wall time, too. `first`: of two, which should give way by how
        much, before all else.
        """
        window = self.core.problem.window(self.scenario)
        near = self.was.start.date() if self.was else window.first

        def distance(spot: Spot) -> tuple[int, int, int, int]:
            start = self._wall(spot.start)
            day = start.date()
            outside = max((window.first - day).days, (day - window.last).days, 0)
            return first(start), outside, abs((day - near).days), spot.start

        changed = change(self.core.problem)
        found = min(spots(changed, self.rules), key=distance, default=None)
        if found is None:
            return None
        return found, self._wall(found.start)

    def span(self, spot: Spot) -> Span:
        """The local time that the session takes there."""
        return Span(self._wall(spot.start), self._wall(spot.start + self.scenario.duration))

    def _wall(self, instant: int) -> datetime:
        return self.timeline.local(instant).replace(tzinfo=None)

    def moved(self, text: str, spot: Spot, there: datetime, change: changes.Change) -> Suggestion:
        """The change, and the session held there."""
        return Suggestion(text, change, Pin(self.core.session, start=there, venue=spot.venue))

    def here_or_there(
        self, text: str, found: tuple[Spot, datetime], change: changes.Change
    ) -> Suggestion:
        """The change, and a new date only where the session is not held on that one already."""
        spot, there = found
        if self.was is not None and int(self.was.start.timestamp()) // 60 == spot.start:
            return Suggestion(text, change)
        return self.moved(text, spot, there, change)

    def load(self, member: str) -> tuple[int, str]:
        """How busy the member is: the least busy are the first to ask."""
        return self._minutes[member], member

    @cached_property
    def _minutes(self) -> Counter[str]:
        return minutes_of(self.core.problem.held_elsewhere())


def minutes_of(sessions: Iterable[PlannedSession]) -> Counter[str]:
    """The minutes for which each member is seated in all."""
    found: Counter[str] = Counter()
    for session in sessions:
        for _, member in session.members():
            found[member] += int((session.end - session.start).total_seconds()) // 60
    return found
