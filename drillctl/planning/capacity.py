"""What follows from the seats taken together: enough people at every moment.

Redundant with the members' own conflicts, but the solver's cumulative propagation sees at once
what thousands of single conflicts hide. Two sessions nearer than the gap share nobody, so at
each moment the seats that must be filled of some types are at most the people who could take
any of them. For project scheduling this is the resource relaxation of the multi-skill problem
(Young, Feydy and Schutt, 2017).
"""

from collections import defaultdict
from collections.abc import Sequence
from itertools import combinations
from typing import Any

_FEW = 12
"""Types of seats of which every pair and triple is looked at."""


def add_capacities(model: Any, sessions: Sequence[Any], gap: int | None) -> None:
    """Cumulative constraints for each type of seat, pairs and triples of types, and all.

    `sessions`: the program's `SessionVariables`. A seat's type is the set of members who could
    ever take it; a session asks for the minimum of each of its positions.
    """
    if gap is None or not sessions:
        return
    demands: dict[frozenset[str], dict[int, int]] = defaultdict(lambda: defaultdict(int))
    for number, session in enumerate(sessions):
        for position in session.candidates.scenario.positions:
            if position.minimum:
                pool = frozenset(session.seats[position.id])
                demands[pool][number] += position.minimum
    types = sorted(demands, key=lambda pool: (len(pool), sorted(pool)))
    few = types[:_FEW]
    chosen = [(pool,) for pool in types]
    groups: list[tuple[frozenset[str], ...]] = [*chosen, *combinations(few, 2)]
    groups += [*combinations(few, 3), tuple(types)]
    intervals: dict[int, Any] = {}
    seen: set[tuple[int, tuple[tuple[int, int], ...]]] = set()
    for group in groups:
        able = len(frozenset().union(*group))
        asked: dict[int, int] = defaultdict(int)
        for pool in demands:
            if pool in group or (len(group) > 1 and pool <= frozenset().union(*group)):
                for number, count in demands[pool].items():
                    asked[number] += count
        key = (able, tuple(sorted(asked.items())))
        if key in seen or sum(asked.values()) <= able:
            continue
        seen.add(key)
        for number in asked:
            if number not in intervals:
                session = sessions[number]
                intervals[number] = model.new_optional_fixed_size_interval_var(
                    session.start, session.duration + gap, session.held, ""
                )
        model.add_cumulative([intervals[n] for n in asked], list(asked.values()), able)


def crowds(sessions: Sequence[Any], gap: int | None) -> list[list[Any]]:
    """Largest sets of sessions that overlap whatever is decided: nobody is in two of a set.

    The maximal cliques of an interval graph, by a sweep over each session's mandatory part
    (latest start to earliest end and gap); they make the relaxation of `fewest_people` tight
    (Krishnamoorthy, Ernst and Baatar, 2012).
    """
    if gap is None:
        return []
    parts = sorted(
        (s.candidates.last, s.candidates.first + s.duration + gap, number)
        for number, s in enumerate(sessions)
        if s.candidates.last < s.candidates.first + s.duration + gap
    )
    found: list[list[Any]] = []
    running: list[tuple[int, int]] = []
    grown = False
    for begin, end, number in parts:
        left = [entry for entry in running if entry[0] > begin]
        if len(left) < len(running) and grown:
            found.append([sessions[n] for _, n in running])
        running = [*left, (end, number)]
        grown = True
    if grown:
        found.append([sessions[n] for _, n in running])
    return [crowd for crowd in found if len(crowd) > 1]


def always_overlap(first: Any, second: Any, gap: int) -> bool:
    """Whether two sessions share a crowd: at some moment both run, or rest, whatever is decided.

    Two may be nearer than `gap` wherever they start and share none: one that can start so early
    and so late that it runs at no certain moment is in no crowd.
    """
    parts = [(s.candidates.last, s.candidates.first + s.duration + gap) for s in (first, second)]
    return bool(max(begin for begin, _ in parts) < min(end for _, end in parts))
