"""Who can hold a position on which day, by certificates and kind alone."""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from datetime import date, timedelta

from drillctl.model.roster import Kind, Member, Roster
from drillctl.model.scenario import Position

Span = tuple[int, int]
"""Date ordinals, both included."""


@dataclass(frozen=True, slots=True)
class Demand:
    """What positions ask of a person, so that alike positions are looked at once."""

    needs: frozenset[str]
    kind: Kind | None


def demand(position: Position) -> Demand:
    """What a position asks: its `needs`, and its kind; a lead is a professional by default."""
    lead = Kind.PROFESSIONAL if position.lead else None
    return Demand(frozenset(position.needs), position.kind or lead)


class Holders:
    """The members of a roster who meet a demand, and from when to when."""

    def __init__(self, roster: Roster) -> None:
        self._members = roster.members
        self._covers = {
            held.id: roster.covers(held.id)
            for member in roster.members.values()
            for held in member.certifications
        }
        self._spans: dict[tuple[str, Demand], tuple[Span, ...]] = {}
        self._edges: dict[Demand, tuple[list[int], list[int]]] = {}

    def meets(self, member: Member, asked: Demand, day: date) -> bool:
        """Whether the member meets it on that day."""
        return any(a <= day.toordinal() <= b for a, b in self._when(member, asked))

    def number(self, asked: Demand, day: date) -> int:
        """How many members meet it on that day."""
        if asked not in self._edges:
            spans = [s for m in self._members.values() for s in self._when(m, asked)]
            self._edges[asked] = sorted(a for a, _ in spans), sorted(b for _, b in spans)
        begins, ends = self._edges[asked]
        return bisect_right(begins, day.toordinal()) - bisect_left(ends, day.toordinal())

    def held(self, member: Member, certification: str) -> tuple[Span, ...]:
        """When the member holds a certification, or one that includes it; apart from each other."""
        spans = sorted(
            ((held.issued or date.min).toordinal(), (held.expires or date.max).toordinal())
            for held in member.certifications
            if certification in self._covers[held.id]
        )
        merged: list[Span] = []
        for begin, end in spans:
            if merged and begin <= merged[-1][1] + 1:
                merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
            else:
                merged.append((begin, end))
        return (*merged,)

    def _when(self, member: Member, asked: Demand) -> tuple[Span, ...]:
        key = member.id, asked
        if key not in self._spans:
            self._spans[key] = self._together(member, asked)
        return self._spans[key]

    def _together(self, member: Member, asked: Demand) -> tuple[Span, ...]:
        if asked.kind is not None and member.kind is not asked.kind:
            return ()
        spans: tuple[Span, ...] = ((date.min.toordinal(), date.max.toordinal()),)
        for need in sorted(asked.needs):
            spans = tuple(
                (max(a, c), min(b, d))
                for a, b in spans
                for c, d in self.held(member, need)
                if max(a, c) <= min(b, d)
            )
        return spans


def day_after(day: date) -> date:
    """The next day; the last day there is stays."""
    return day + timedelta(days=1) if day < date.max else day
