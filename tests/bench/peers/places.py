"""When and where each session could be held, and who could then sit: a plain table.

Taken from the rules' eligibility alone, so that the peers share nothing with the planner that
they are compared with.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from drillctl.model.problem import SessionId
from drillctl.model.scenario import Scenario
from drillctl.rules import all_rules
from drillctl.rules.rule import Context, Instants, Mask, candidate_checks, seat_checks


@dataclass(frozen=True)
class Places:
    """One session's candidates.

    `starts` in minutes since the epoch. `hosts[venue]`: at which of them the venue may host it.
    `able[position]`: who (rows, roster order) may sit at which of them (columns).
    """

    session: SessionId
    scenario: Scenario
    starts: Instants
    hosts: dict[str | None, Mask]
    able: dict[str, Mask]

    def candidates(self) -> list[tuple[int, str | None]]:
        """(index of the start, venue) of each, in order of start."""
        return [
            (index, venue)
            for index in range(len(self.starts))
            for venue, mask in self.hosts.items()
            if mask[index]
        ]

    @property
    def pairs(self) -> int:
        """Candidates times the (position, member) pairs that are possible at any of them."""
        places = sum(int(mask.sum()) for mask in self.hosts.values())
        return places * sum(int(mask.any(axis=1).sum()) for mask in self.able.values())


def all_places(context: Context) -> Iterator[Places]:
    """Of every session asked for; one without candidates has no starts."""
    alike: dict[tuple[str, int], Places] = {}
    for session in context.problem.sessions():
        scenario = context.problem.scenarios[session.scenario]
        fixed = session.number <= len(scenario.schedule.fixed)
        key = (session.scenario, session.number if fixed else 0)
        if key not in alike:
            alike = {key: _places(context, session, scenario)}
        known = alike[key]
        yield Places(session, scenario, known.starts, known.hosts, known.able)


def _places(context: Context, session: SessionId, scenario: Scenario) -> Places:
    window = context.problem.window(scenario)
    starts = context.timeline.grid(window.first, window.last)
    starts = starts[_permitted(context, session, None, starts)]
    venues = [None] if scenario.venue is None else list(context.problem.roster.venues)
    hosts = {venue: _permitted(context, session, venue, starts) for venue in venues}
    members = list(context.problem.roster.members.values())
    able: dict[str, Mask] = {}
    for position in scenario.positions:
        able[position.id] = np.ones((len(members), len(starts)), dtype=bool)
        for check in seat_checks(all_rules()):
            mask = check(context, scenario, position, members, starts, starts + scenario.duration)
            if mask is not None:
                able[position.id] &= mask
    keep = np.any([np.zeros(len(starts), dtype=bool), *hosts.values()], axis=0)
    for position in scenario.positions:
        keep &= able[position.id].sum(axis=0) >= position.minimum
    return Places(
        session,
        scenario,
        starts[keep],
        {venue: mask[keep] for venue, mask in hosts.items()},
        {position: mask[:, keep] for position, mask in able.items()},
    )


def _permitted(context: Context, session: SessionId, venue: str | None, starts: Instants) -> Mask:
    ends = starts + context.problem.scenarios[session.scenario].duration
    keep = np.ones(len(starts), dtype=bool)
    for check in candidate_checks(all_rules()):
        mask = check(context, session, venue, starts, ends)
        if mask is not None:
            keep &= mask
    return keep
