"""Candidates: when and where each session could be held, and who could then be seated.

First layer of planning. Rules come in only by the eligibility shape. Starts that offer the same
people and venues on the same local day are one *slot*: the search chooses among slots, then a
start within the slot. All masks are computed on whole arrays (members x starts).
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from drillctl.model.problem import SessionId
from drillctl.model.scenario import Scenario
from drillctl.planning.matching import most_seats
from drillctl.rules.rule import (
    Context,
    Instants,
    Mask,
    candidate_checks,
    pool_checks,
    sitter_checks,
    venue_pool_checks,
)


@dataclass(frozen=True)
class Slot:
    """Starts (minutes since the epoch) of one local day that are alike for people and venues.

    `offset` is wall clock minus UTC in minutes, `row` the index of these starts' people,
    `most` an upper bound on the seats that can be filled here.
    """

    day: int
    offset: int
    starts: Instants
    row: int
    venues: tuple[str | None, ...]
    most: int


@dataclass(frozen=True)
class Candidates:
    """What one session may choose from.

    `who`: indices (roster order) of the members who may be seated somewhere at some start;
    `packed[row, position]`: which of them may be seated there at the starts of that row, as
    bits (`numpy.packbits`); `people` unpacks them.
    """

    session: SessionId
    scenario: Scenario
    slots: tuple[Slot, ...]
    who: Instants
    packed: NDArray[np.uint8]

    def people(self, position: int) -> Mask:
        """Rows x `who`: who may be seated in the scenario's `position`-th position."""
        return np.unpackbits(self.packed[:, position], axis=-1, count=len(self.who)).astype(bool)

    @property
    def first(self) -> int:
        """Earliest start."""
        return int(min(slot.starts[0] for slot in self.slots))

    @property
    def last(self) -> int:
        """Latest start."""
        return int(max(slot.starts[-1] for slot in self.slots))


def permitted_starts(
    context: Context, session: SessionId, rules: Iterable[Any]
) -> tuple[Instants, dict[str | None, Mask]]:
    """Starts that the session's own rules permit, and at each the venues that may host it."""
    scenario = context.problem.scenarios[session.scenario]
    window = context.problem.window(scenario)
    starts = context.timeline.grid(window.first, window.last)
    rules = list(rules)
    checks = candidate_checks(rules)
    keep = np.ones(len(starts), dtype=bool)
    for check in checks:
        mask = check(context, session, None, starts, starts + scenario.duration)
        if mask is not None:
            keep &= mask
    starts = starts[keep]
    if scenario.venue is None:
        return starts, {None: np.ones(len(starts), dtype=bool)}
    venues: dict[str | None, Mask] = {}
    for venue in possible_venues(context, scenario, rules):
        host = np.ones(len(starts), dtype=bool)
        for check in checks:
            mask = check(context, session, venue, starts, starts + scenario.duration)
            if mask is not None:
                host &= mask
        if host.any():
            venues[venue] = host
    hosted = np.any(list(venues.values()), axis=0) if venues else np.zeros(len(starts), dtype=bool)
    return starts[hosted], {venue: mask[hosted] for venue, mask in venues.items()}


def possible_venues(context: Context, scenario: Scenario, rules: Iterable[Any]) -> list[str]:
    """The venues, in roster order, that no rule bars from hosting the scenario for good."""
    order = context.cached(
        "venue numbers", lambda: {v: k for k, v in enumerate(context.problem.roster.venues)}
    )
    left = set(order)
    for pool in venue_pool_checks(rules):
        allowed = pool(context, scenario)
        if allowed is not None:
            left &= set(allowed)
    return sorted(left, key=order.__getitem__)


def possible_members(context: Context, scenario: Scenario, rules: Iterable[Any]) -> Instants:
    """Indices of the members whom no rule bars from all of the scenario's positions for good."""
    anyone = frozenset(range(len(context.problem.roster.members)))
    found: set[int] = set()
    pools = pool_checks(rules)
    for position in scenario.positions:
        left = anyone
        for pool in pools:
            allowed = pool(context, position)
            if allowed is not None:
                left = left & allowed if left is not anyone else allowed
        found |= left
    return np.array(sorted(found), dtype=np.int64)


def seat_masks(
    context: Context, scenario: Scenario, who: Instants, starts: Instants, rules: Iterable[Any]
) -> dict[str, Mask]:
    """For each position, who (rows, as in `who`) may be seated at which start (columns)."""
    everyone = context.cached("members", lambda: list(context.problem.roster.members.values()))
    members = [everyone[int(index)] for index in who]
    ends = starts + scenario.duration
    rules = list(rules)
    shared = np.ones((len(members), len(starts)), dtype=bool)
    own = []
    for rule in rules:
        if getattr(rule, "ANY_POSITION", False):
            verdict = rule.seats(context, scenario, scenario.positions[0], members, starts, ends)
            if verdict is not None:
                shared &= verdict
        elif hasattr(rule, "seats"):
            own.append(rule.seats)
    masks: dict[str, Mask] = {}
    for position in scenario.positions:
        masks[position.id] = shared.copy()
        for check in own:
            verdict = check(context, scenario, position, members, starts, ends)
            if verdict is not None:
                masks[position.id] &= verdict
    return masks


def _sitters(
    context: Context, session: SessionId, who: Instants, rules: Iterable[Any]
) -> dict[str, Mask]:
    """For each position that a rule restricts in this session: which of `who` may sit there."""
    found: dict[str, Mask] = {}
    for check in sitter_checks(rules):
        for position in context.problem.scenarios[session.scenario].positions:
            sitters = check(context, session, position)
            if sitters is None:
                continue
            names = context.cached("member ids", lambda: list(context.problem.roster.members))
            ids = [names[int(index)] for index in who]
            only, never = sitters.only, sitters.never
            mask = np.array([(only is None or m in only) and m not in never for m in ids])
            found[position.id] = found.get(position.id, True) & mask.astype(bool)
    return found


def find_candidates(
    context: Context, rules: tuple[Any, ...], wanted: Iterable[SessionId] | None = None
) -> dict[SessionId, Candidates]:
    """Candidates of every session asked for, or `wanted`; a session with none has no slots."""
    found: dict[SessionId, Candidates] = {}
    alike: dict[tuple[str, bytes], Candidates] = {}
    pools: dict[str, Instants] = {}
    for session in context.problem.sessions() if wanted is None else wanted:
        scenario = context.problem.scenarios[session.scenario]
        starts, venues = permitted_starts(context, session, rules)
        key = (session.scenario, starts.tobytes() + b"".join(v.tobytes() for v in venues.values()))
        if session.scenario not in pools:
            pools[session.scenario] = possible_members(context, scenario, rules)
        who = pools[session.scenario]
        sitting = _sitters(context, session, who, rules)
        key = (key[0], key[1] + b"".join(mask.tobytes() for mask in sitting.values()))
        if key not in alike:
            masks = seat_masks(context, scenario, who, starts, rules)
            for position, may_sit in sitting.items():
                masks[position] &= may_sit[:, None]
            alike[key] = _grouped(context, session, scenario, starts, venues, who, masks)
        known = alike[key]
        found[session] = Candidates(session, scenario, known.slots, known.who, known.packed)
    return found


def narrowed(
    candidates: Candidates,
    start: int,
    venue: str | None,
    seats: Sequence[Collection[int]],
    free: Mask,
    *,
    standbys: bool,
) -> Candidates:
    """Only this start and venue; who is seated (roster indices) sits nowhere else.

    Others (`free`, over `who`) may still take what seats are left empty, or with `standbys` stand
    by, as may then all others.
    """
    slot = next(s for s in candidates.slots if start in s.starts)
    seated = np.isin(candidates.who, [m for people in seats for m in people])
    packed = []
    for place, position in enumerate(candidates.scenario.positions):
        here = np.isin(candidates.who, list(seats[place]))
        spare = standbys and position.standby > 0
        others = free | spare if len(seats[place]) < position.count or spare else False
        packed.append(np.packbits(here | (candidates.people(place)[slot.row] & ~seated & others)))
    at = np.array([start], dtype=np.int64)
    only = Slot(slot.day, slot.offset, at, 0, (venue,), slot.most)
    return replace(candidates, slots=(only,), packed=np.array([packed], dtype=np.uint8))


def _grouped(
    context: Context,
    session: SessionId,
    scenario: Scenario,
    starts: Instants,
    venues: dict[str | None, Mask],
    who: Instants,
    masks: dict[str, Mask],
) -> Candidates:
    if not len(starts):
        nobody = np.zeros((0, len(scenario.positions), (len(who) + 7) // 8), dtype=np.uint8)
        return Candidates(session, scenario, (), who, nobody)
    people = np.concatenate([masks[p.id] for p in scenario.positions])
    row_of = _numbered(np.ascontiguousarray(np.packbits(people, axis=0).T))
    hosts = _numbered(np.ascontiguousarray(np.packbits(list(venues.values()), axis=0).T))
    days = context.timeline.days(starts)
    offsets = context.timeline.wall(starts) - starts
    groups: dict[tuple[int, ...], list[int]] = {}
    for at, key in enumerate(
        zip(*(a.tolist() for a in (days, offsets, row_of, hosts)), strict=True)
    ):
        groups.setdefault(key, []).append(at)
    most: list[int] = []
    packed = []
    for at in np.unique(row_of, return_index=True)[1].tolist():
        columns = {p.id: masks[p.id][:, at] for p in scenario.positions}
        packed.append([np.packbits(column) for column in columns.values()])
        short = any(int(columns[p.id].sum()) < p.minimum for p in scenario.positions)
        most.append(-1 if short else most_seats(scenario.positions, columns))
    slots = []
    for (day, offset, row, _), members in sorted(groups.items()):
        if most[row] < sum(p.minimum for p in scenario.positions):
            continue
        hosting = tuple(venue for venue, mask in venues.items() if mask[members[0]])
        slots.append(Slot(day, offset, starts[members], row, hosting, most[row]))
    return Candidates(session, scenario, tuple(slots), who, np.array(packed, dtype=np.uint8))


def _numbered(table: NDArray[np.uint8]) -> Instants:
    """A number for each row, equal rows alike, in order of first appearance."""
    known: dict[bytes, int] = {}
    return np.array([known.setdefault(r.tobytes(), len(known)) for r in table], dtype=np.int64)
