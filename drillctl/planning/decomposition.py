"""What can be planned apart: communities of sessions that share people, and stretches of time.

Sessions that share nobody, no place and no order with others are independent; where a few joint
sessions tie jurisdictions together, each session belongs to the community most of whose people
it could seat, and those that reach into another are planned first.
"""

from collections.abc import Mapping
from dataclasses import replace
from itertools import pairwise

import numpy as np

from drillctl.planning.instance import Choice, Instance, Numbers
from drillctl.planning.schedule import Held, Schedule

SESSIONS_IN_PART = 500
"""About how many sessions a stretch of time holds."""
ALL_DAYS = range(1 << 30)


def communities(instance: Instance) -> tuple[list[list[int]], list[int]]:
    """(sessions of each community, sessions that reach into another's people)."""
    home = np.full(instance.members, -1, dtype=np.int64)
    found: list[list[int]] = []
    order = sorted(range(len(instance.choices)), key=lambda s: (len(instance.choices[s].who), s))
    of_session = [-1] * len(instance.choices)
    # A session's people are known by those of its first, mostly scarce, positions: their homes.
    for session in order:
        who = instance.choices[session].who
        homes = home[who]
        known, counts = np.unique(homes, return_counts=True)
        best = int(known[int(np.argmax(counts))]) if len(known) else -1
        if best < 0 or (counts.max() < len(who) and -1 in known and 2 * counts.max() < len(who)):
            best = len(found)
            found.append([])
        home[who[homes < 0]] = best
        of_session[session] = best
    reaching = []
    for session, best in enumerate(of_session):
        who = instance.choices[session].who
        found[best].append(session)
        if len(who) and (home[who] != best).any():
            reaching.append(session)
    groups = [sorted(group) for group in found if group]
    if len(reaching) > len(instance.choices) // 3:
        return [list(range(len(instance.choices)))], []
    return groups, sorted(reaching)


def stretches(schedule: Schedule, sessions: list[int], shifted: bool) -> list[range]:
    """Ranges of days that divide the sessions' dates into parts of about equal size."""
    choices = schedule.instance.choices
    days = sorted(
        int(choices[s].days[held.at]) for s in sessions if (held := schedule.held[s]) is not None
    )
    parts = max(1, round(len(days) / SESSIONS_IN_PART))
    if not days or parts == 1:
        return [ALL_DAYS]
    halves = range(1, 2 * parts, 2) if shifted else range(2, 2 * parts, 2)
    cuts = sorted({days[len(days) * k // (2 * parts)] for k in halves})
    edges = [ALL_DAYS.start, *cuts, ALL_DAYS.stop]
    return [range(a, b) for a, b in pairwise(edges) if a < b]


def part_of(
    instance: Instance,
    sessions: list[int],
    days: range = ALL_DAYS,
    around: Mapping[int, Held] | None = None,
) -> tuple[Instance, Numbers]:
    """The instance of these sessions alone, members renumbered; and who the members are.

    They keep their starts on these `days`. The sessions `around` follow, pinned to what they are.
    Links and needs that lead outside are dropped: the sessions outside stay as they are, and the
    result is checked against them when it is taken over.
    """
    fixed = around or {}
    number = {session: index for index, session in enumerate([*sessions, *fixed])}
    taken = [confined(instance.choices[s], days) for s in sessions]
    taken += [pinned(instance.choices[s], held) for s, held in fixed.items()]
    members = np.unique(np.concatenate([choice.who for choice in taken]))
    renumbered_who: dict[int, Numbers] = {}
    choices = []
    for choice in taken:
        # Sessions of one scenario share their people, and go on to.
        if id(choice.who) not in renumbered_who:
            renumbered_who[id(choice.who)] = np.searchsorted(members, choice.who)
        choices.append(
            replace(
                choice,
                who=renumbered_who[id(choice.who)],
                links=[
                    replace(link, other=number[link.other])
                    for link in choice.links
                    if link.other in number
                ],
                requires=[
                    [number[o] for o in others if o in number]
                    for others in choice.requires
                    if any(o in number for o in others)
                ],
                kept_people={
                    (place, int(np.searchsorted(members, m)))
                    for place, m in choice.kept_people
                    if m in choice.who
                },
            )
        )
    index = {int(m): k for k, m in enumerate(members)}
    part = replace(
        instance,
        members=len(members),
        choices=choices,
        windows=[(days, limits[members]) for days, limits in instance.windows],
        given=[{index[m]: spent for m, spent in g.items() if m in index} for g in instance.given],
        team=instance.team[members],
        professional=instance.professional[members],
        show_up=instance.show_up[members],
        due_members={
            (index[m], c): weight for (m, c), weight in instance.due_members.items() if m in index
        },
    )
    return part, members


def pinned(choice: Choice, held: Held) -> Choice:
    """The session as it is held, with no other start or people: all that others need to know."""
    only = _cut(choice, held.at, held.at + 1)
    who = np.array(sorted(held.people), dtype=np.int64)
    able = only.able(0)[:, np.searchsorted(choice.who, who)]
    return replace(only, who=who, packed=np.packbits(able, axis=-1)[None], sums=[], distinct=[])


def confined(choice: Choice, days: range) -> Choice:
    """The session with its starts on these days alone."""
    if days == ALL_DAYS:
        return choice
    first, last = np.searchsorted(choice.days, [days.start, days.stop]).tolist()
    return _cut(choice, first, last)


def _cut(choice: Choice, first: int, last: int) -> Choice:
    """The session with its starts from the `first` until before the `last`."""
    here = slice(first, last)
    kept, rows = np.unique(choice.rows[here], return_inverse=True)
    low, high = (min(max(0, edge - first), last - first) for edge in choice.roomy)
    return replace(
        choice,
        starts=choice.starts[here],
        days=choice.days[here],
        offsets=choice.offsets[here],
        group=choice.group[here],
        hosts=choice.hosts[here],
        rows=rows,
        packed=choice.packed[kept],
        most=choice.most[kept],
        roomy=(low, high) if low < high else (0, last - first),
    )


def renumbered(held: Held, table: Numbers) -> Held:
    """The same session with each member's number looked up in `table`."""
    seats = tuple(tuple(int(table[m]) for m in position) for position in held.seats)
    return Held(held.at, held.venue, seats)
