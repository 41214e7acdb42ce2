"""Seats of one type, and the people who could ever take one: what relaxations aggregate by.

Positions with the same people, or nearly, are one type. Types that share somebody belong to one
component, so that no member is in two of them: bounds of components add up.
"""

from functools import cached_property

import numpy as np

from drillctl.planning.instance import Choice, Instance, Mask, Numbers


class SeatTypes:
    """`of_position[session][position]`: its type; `pools[type]`: members, ascending.

    `component[type]`: the number of its component. Sessions without a start are left out.
    """

    def __init__(self, instance: Instance) -> None:
        self.instance = instance
        self.sessions = [s for s, c in enumerate(instance.choices) if len(c.starts)]
        numbers: dict[bytes, int] = {}
        pools: list[Numbers] = []
        of_packed: dict[int, list[int]] = {}
        of_position: dict[int, list[int]] = {}
        for session in self.sessions:
            choice = instance.choices[session]
            if id(choice.packed) not in of_packed:
                row = of_packed[id(choice.packed)] = []
                for able in _ever(choice):
                    pool = choice.who[able]
                    row.append(numbers.setdefault(pool.tobytes(), len(numbers)))
                    if row[-1] == len(pools):
                        pools.append(pool)
            of_position[session] = of_packed[id(choice.packed)]
        component = _components(instance.members, pools)
        merged = _merged(pools, component)
        order = {t: k for k, t in enumerate(sorted(set(merged)))}
        self.of_position = {s: [order[merged[t]] for t in row] for s, row in of_position.items()}
        parts: list[list[Numbers]] = [[] for _ in order]
        for t, pool in enumerate(pools):
            parts[order[merged[t]]].append(pool)
        self.pools = [np.unique(np.concatenate(found)) for found in parts]
        self.component = [component[t] for t in order]

    @cached_property
    def parts(self) -> list[dict[int, list[int]]]:
        """For each component, the positions of each session that ask for one of its types."""
        found: list[dict[int, list[int]]] = [{} for _ in range(max(self.component, default=-1) + 1)]
        for session, row in self.of_position.items():
            for position, seat_type in enumerate(row):
                mine = found[self.component[seat_type]].setdefault(session, [])
                mine.append(position)
        return [part for part in found if part]

    def available(self, part: dict[int, list[int]], wanted: list[int]) -> dict[int, Mask]:
        """For each wanted type, days x pool: who could sit there that day. Days from the first."""
        first, last = self.instance.horizon
        found = {t: np.zeros((last - first + 1, len(self.pools[t])), dtype=bool) for t in wanted}
        seen: set[tuple[int, int, bytes]] = set()
        for session, positions in part.items():
            choice = self.instance.choices[session]
            pairs = np.unique(np.column_stack([choice.rows, choice.days - first]), axis=0)
            for position in positions:
                seat_type = self.of_position[session][position]
                key = (id(choice.packed), position, pairs.tobytes())
                if seat_type not in found or key in seen:
                    continue
                seen.add(key)
                pool = self.pools[seat_type]
                at = np.minimum(np.searchsorted(choice.who, pool), len(choice.who) - 1)
                here = choice.who[at] == pool
                able = np.unpackbits(
                    choice.packed[pairs[:, 0], position], axis=-1, count=len(choice.who)
                ).astype(bool)
                np.logical_or.at(found[seat_type], pairs[:, 1], able[:, at] & here)
        return found


def _ever(choice: Choice) -> Mask:
    """Positions x `who`: who may sit there at some start."""
    packed = np.bitwise_or.reduce(choice.packed, axis=0)
    return np.unpackbits(packed, axis=-1, count=len(choice.who)).astype(bool)


def _components(members: int, pools: list[Numbers]) -> list[int]:
    """The component of each pool: those that share somebody, transitively."""
    parent = list(range(len(pools)))

    def root(t: int) -> int:
        while parent[t] != t:
            parent[t] = parent[parent[t]]
            t = parent[t]
        return t

    first = np.full(members, -1, dtype=np.int64)
    for t, pool in enumerate(pools):
        for other in np.unique(first[pool]).tolist():
            if other >= 0:
                parent[root(t)] = root(other)
        fresh = pool[first[pool] < 0]
        first[fresh] = t
    numbers: dict[int, int] = {}
    return [numbers.setdefault(root(t), len(numbers)) for t in range(len(pools))]


def _merged(pools: list[Numbers], component: list[int]) -> list[int]:
    """For each type the one that stands for it: types whose pools nearly coincide are one."""
    stands_for = list(range(len(pools)))
    by_component: dict[int, list[int]] = {}
    for t, number in enumerate(component):
        by_component.setdefault(number, []).append(t)
    for types in by_component.values():
        people = np.unique(np.concatenate([pools[t] for t in types]))
        masks = np.zeros((len(types), len(people)), dtype=np.float32)
        chosen: list[int] = []
        for t in sorted(types, key=lambda t: (-len(pools[t]), t)):
            mask = np.zeros(len(people), dtype=np.float32)
            mask[np.searchsorted(people, pools[t])] = 1
            both = masks[: len(chosen)] @ mask
            sizes = masks[: len(chosen)].sum(axis=1)
            like = np.flatnonzero((both >= 0.97 * len(pools[t])) & (both >= 0.85 * sizes))
            if len(like):
                stands_for[t] = chosen[int(like[0])]
                masks[like[0]] = np.maximum(masks[like[0]], mask)
            else:
                masks[len(chosen)] = mask
                chosen.append(t)
    return stands_for
