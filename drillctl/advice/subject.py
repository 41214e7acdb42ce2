"""What all advice looks at: the problem, where it stands, and who can do what."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from drillctl.files.places import Place, Places
from drillctl.model.plan import Plan
from drillctl.model.problem import Problem
from drillctl.model.roster import Kind, Member
from drillctl.model.scenario import Position, Scenario, Window

if TYPE_CHECKING:
    from drillctl.rules.rule import Context

Found = Iterator[tuple[Place | None, str, str]]
"""(where, what, how to mend it)"""
_EVER = date.max
_NEVER = date.min


class Holding(NamedTuple):
    """A certificate of a member that covers some need; both days included."""

    member: Member
    held: str
    first: date
    last: date


@dataclass(frozen=True)
class Subject:
    """The problem and its places; what several warnings need is worked out once."""

    problem: Problem
    places: Places
    plans: tuple[Plan, ...] = ()

    @cached_property
    def holdings(self) -> dict[str, list[Holding]]:
        """By certification, who holds it or one that includes it, and when."""
        roster = self.problem.roster
        covers = {name: roster.covers(name) for name in roster.certifications}
        found: dict[str, list[Holding]] = {}
        for member in roster.members.values():
            for held in member.certifications:
                days = (held.issued or _NEVER, held.expires or _EVER)
                for need in covers[held.id]:
                    found.setdefault(need, []).append(Holding(member, held.id, *days))
        return found

    def only_holder(self, scenario: Scenario, position: Position) -> Member | None:
        """The only member who can ever be seated there in the scenario's window, if there is one.

        By certificates and kind alone. Where nobody can, there is none.
        """
        return self._only.get((scenario.id, position.id))

    @cached_property
    def _only(self) -> dict[tuple[str, str], Member]:
        found: dict[tuple[str, str], Member] = {}
        for scenario in self.problem.scenarios.values():
            window = self.problem.window(scenario)
            for position in scenario.positions:
                able = self._able(position, window)
                if len(able) == 1:
                    found[scenario.id, position.id] = able[0]
        return found

    def _able(self, position: Position, window: Window) -> list[Member]:
        """Those who can be seated; only the first two, which is enough to know."""
        kind = position.kind or (Kind.PROFESSIONAL if position.lead else None)
        first = min(position.needs, key=lambda need: len(self.holdings.get(need, ())), default=None)
        pool: Iterator[Member] = (
            iter(self.problem.roster.members.values())
            if first is None
            else (holding.member for holding in self.holdings.get(first, ()))
        )
        able: dict[str, Member] = {}
        for member in pool:
            if kind in (None, member.kind) and all(
                self._holds(member, need, window) for need in position.needs
            ):
                able[member.id] = member
                if len(able) > 1:
                    break
        return list(able.values())

    def _holds(self, member: Member, need: str, window: Window) -> bool:
        covers = self.problem.roster.covers
        return any(
            need in covers(held.id)
            and (held.issued or _NEVER) <= window.last
            and window.first <= (held.expires or _EVER)
            for held in member.certifications
        )

    @cached_property
    def context(self) -> "Context":
        """What rules look at."""
        from drillctl.rules.rule import Context
        from drillctl.timeline.timeline import Timeline

        return Context(self.problem, Timeline(self.problem))


def weekends(window: Window) -> set[date]:
    """The Saturdays of all weekends of which at least one day lies in the window."""
    days = range((window.last - window.first).days + 1)
    return {
        saturday for n in days if (saturday := weekend_of(window.first + timedelta(n))) is not None
    }


def weekend_of(day: date) -> date | None:
    """The Saturday of its weekend; None on other days."""
    weekday = day.weekday()
    return day - timedelta(days=weekday - 5) if weekday >= 5 else None


def called(member: Member) -> str:
    """A member as messages name them."""
    return f"{member.name} ({member.id})"
