"""Candidates: when and where each session could be held, and who could then be seated.

First layer of planning. Rules come in only by the eligibility shape. Starts that offer the same
people and venues on the same local day are one *slot*: the search chooses among slots, then a
start within the slot. All masks are computed on whole arrays (members x starts).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np

from drillctl.model.problem import SessionId
from drillctl.model.scenario import Scenario
from drillctl.planning.matching import most_seats
from drillctl.rules.rule import Context, Instants, Mask, candidate_checks, seat_checks


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

    `eligible[position][row]` lists the indices of members (roster order) who may be seated.
    """

    session: SessionId
    scenario: Scenario
    slots: tuple[Slot, ...]
    eligible: dict[str, list[Mask]]

    @property
    def first(self) -> int:
        """Earliest start."""
        return int(min(slot.starts[0] for slot in self.slots))

    @property
    def last(self) -> int:
        """Latest start."""
        return int(max(slot.starts[-1] for slot in self.slots))


def permitted_starts(
    context: Context, session: SessionId, checks: Iterable[Any]
) -> tuple[Instants, dict[str | None, Mask]]:
    """Starts that the session's own rules permit, and at each the venues that may host it."""
    scenario = context.problem.scenarios[session.scenario]
    window = context.problem.window(scenario)
    starts = context.timeline.grid(window.first, window.last)
    checks = list(checks)
    keep = np.ones(len(starts), dtype=bool)
    for check in checks:
        mask = check(context, session, None, starts, starts + scenario.duration)
        if mask is not None:
            keep &= mask
    starts = starts[keep]
    if scenario.venue is None:
        return starts, {None: np.ones(len(starts), dtype=bool)}
    venues: dict[str | None, Mask] = {}
    for venue in context.problem.roster.venues:
        host = np.ones(len(starts), dtype=bool)
        for check in checks:
            mask = check(context, session, venue, starts, starts + scenario.duration)
            if mask is not None:
                host &= mask
        if host.any():
            venues[venue] = host
    hosted = np.any(list(venues.values()), axis=0) if venues else np.zeros(len(starts), dtype=bool)
    return starts[hosted], {venue: mask[hosted] for venue, mask in venues.items()}


def seat_masks(
    context: Context, scenario: Scenario, starts: Instants, rules: Iterable[Any]
) -> dict[str, Mask]:
    """For each position, who (rows, roster order) may be seated at which start (columns)."""
    members = list(context.problem.roster.members.values())
    ends = starts + scenario.duration
    masks: dict[str, Mask] = {}
    checks = seat_checks(rules)
    for position in scenario.positions:
        mask = np.ones((len(members), len(starts)), dtype=bool)
        for check in checks:
            verdict = check(context, scenario, position, members, starts, ends)
            if verdict is not None:
                mask &= verdict
        masks[position.id] = mask
    return masks


def find_candidates(context: Context, rules: tuple[Any, ...]) -> dict[SessionId, Candidates]:
    """Candidates of every session asked for; a session with none has no slots."""
    checks = candidate_checks(rules)
    found: dict[SessionId, Candidates] = {}
    alike: dict[tuple[str, bytes], Candidates] = {}
    for session in context.problem.sessions():
        scenario = context.problem.scenarios[session.scenario]
        starts, venues = permitted_starts(context, session, checks)
        key = (session.scenario, starts.tobytes() + b"".join(v.tobytes() for v in venues.values()))
        if key not in alike:
            masks = seat_masks(context, scenario, starts, rules)
            alike[key] = _grouped(context, session, scenario, starts, venues, masks)
        known = alike[key]
        found[session] = Candidates(session, scenario, known.slots, known.eligible)
    return found


def _grouped(
    context: Context,
    session: SessionId,
    scenario: Scenario,
    starts: Instants,
    venues: dict[str | None, Mask],
    masks: dict[str, Mask],
) -> Candidates:
    eligible: dict[str, list[Mask]] = {position.id: [] for position in scenario.positions}
    if not len(starts):
        return Candidates(session, scenario, (), eligible)
    people = np.concatenate([masks[p.id] for p in scenario.positions])
    _, row_of = np.unique(np.packbits(people, axis=0).T, axis=0, return_inverse=True)
    row_of = row_of.reshape(-1)
    hosts = np.packbits(np.array(list(venues.values())), axis=0).T
    days = context.timeline.days(starts)
    offsets = context.timeline.wall(starts) - starts
    key = np.column_stack([days, offsets, row_of, hosts.astype(np.int64)])
    groups, group_of = np.unique(key, axis=0, return_inverse=True)
    group_of = group_of.reshape(-1)
    most: list[int] = []
    for row in range(int(row_of.max()) + 1):
        at = int(np.argmax(row_of == row))
        columns = {p.id: masks[p.id][:, at] for p in scenario.positions}
        for position in scenario.positions:
            eligible[position.id].append(columns[position.id])
        short = any(int(columns[p.id].sum()) < p.minimum for p in scenario.positions)
        most.append(-1 if short else most_seats(scenario.positions, columns))
    slots = []
    for index, group in enumerate(groups):
        members = np.flatnonzero(group_of == index)
        row = int(group[2])
        if most[row] < sum(p.minimum for p in scenario.positions):
            continue
        hosting = tuple(venue for venue, mask in venues.items() if mask[members[0]])
        slots.append(Slot(int(group[0]), int(group[1]), starts[members], row, hosting, most[row]))
    return Candidates(session, scenario, tuple(slots), eligible)
