"""Tries every plan of a tiny problem: the best value of each goal, in their order.

Every start on the grid, every venue, every staffing that keeps the rules, in all combinations.
What can't be better than what is known is left out: of a part of a plan, each goal that more is
better of gains at most what the other sessions reach by themselves, and no other goal improves.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import timedelta
from itertools import combinations, product
from random import Random

from oracle import rule_book
from oracle.documents import Facts, Held, length
from oracle.goal_book import effective_goals, maximised, value


class NotTinyError(Exception):
    """The problem is not tiny enough to try every plan of it."""


class Enumeration:
    """All plans of one question. `steps`: parts of plans looked at, before it gives up.

    `waiting`: plans with standbys too; else only where they are a goal, since they change no other.

    Raises
    ------
    NotTinyError
        Where a session has more than `most` ways to be held, or the search takes more steps.
    """

    def __init__(
        self, facts: Facts, *, steps: int = 150_000, most: int = 4_000, waiting: bool = False
    ) -> None:
        self.facts, self.left, self.most = facts, steps, most
        self.goals = effective_goals(facts)
        self.waiting = waiting or "standby" in self.goals
        self.agreed = {was.id: was for was in rule_book.agreed(facts)}
        self.options = {name: list(self._options(name)) for name in facts.wanted()}

    # --- one session by itself -----------------------------------------------------------------
    def places(self, name: str) -> Iterator[Held]:
        """Every start and venue at which the session may be held, nobody in it."""
        facts = self.facts
        scenario = facts.scenarios[name.rpartition("#")[0]]
        lasts, _ = length(scenario["duration"])
        grid, _ = length(facts.policy.get("granularity", "30m"))
        first, last = facts.window(scenario)
        begin = facts.instant(f"{first}T00:00")
        end = facts.instant(f"{last + timedelta(days=1)}T00:00")
        until = rule_book.notice_ends(facts)
        was = next((h for h in facts.baseline if h.id == name), None)
        fixed = len(scenario.get("schedule", {}).get("fixed", ()))
        for start in range(begin, end, 15):
            if (facts.wall(start).hour * 60 + facts.wall(start).minute) % grid:
                continue
            if until is not None and name not in self.agreed:
                # Nothing moves to before the notice is over; fixed dates are the files' to say.
                begun = facts.instant(facts.asked.as_of)
                if int(name.rpartition("#")[2]) <= fixed:
                    if start <= begun:
                        continue
                elif start < until and not (was and begun < was.start == start):
                    continue
            for venue in facts.venues if "venue" in scenario else (None,):
                held = Held(name, start, start + lasts, venue, ())
                of_place = (rule_book.of_time, rule_book.of_place)
                if not any(list(rule(facts, held)) for rule in of_place):
                    yield held

    def _options(self, name: str) -> Iterator[Held]:
        count = 0
        for place in self.places(name):
            for held in self._staffed(place):
                alone = (rule_book.of_place, rule_book.of_joint, rule_book.of_agreement)
                if any(list(rule(self.facts, held)) for rule in alone):
                    continue
                count += 1
                if count > self.most:
                    raise NotTinyError(name)
                yield held

    def _staffed(self, place: Held) -> Iterator[Held]:
        """Every staffing within the positions' counts by people who may sit there."""
        facts = self.facts
        positions = facts.positions(place.scenario)
        choices = []
        for member in facts.members:
            mine: list[tuple[str, str, bool] | None] = [None]
            for name, position in positions.items():
                if not list(rule_book.may_take(facts, position, member, place)):
                    mine.append((name, member, True))
                    if (
                        self.waiting
                        and position.get("standby")
                        and self._may_wait(place, name, member)
                    ):
                        mine.append((name, member, False))
            choices.append(mine)
        for chosen in product(*choices):
            seats = tuple((p, m) for p, m, seated in filter(None, chosen) if seated)
            spare = tuple((p, m) for p, m, seated in filter(None, chosen) if not seated)
            filled, free = Counter(p for p, _ in seats), Counter(p for p, _ in spare)
            if all(
                p.get("min", p["count"]) <= filled[n] <= p["count"]
                and free[n] <= p.get("standby", 0)
                for n, p in positions.items()
            ):
                yield place.with_people(seats, spare)

    def _may_wait(self, place: Held, position: str, member: str) -> bool:
        """What is frozen gets no new standbys either; who sits elsewhere in it can't be one."""
        was = self.agreed.get(place.id)
        return was is None or (position, member) in was.standbys

    # --- all sessions --------------------------------------------------------------------------
    def fits(self, held: Sequence[Held], *, whole: bool) -> bool:
        """Whether these sessions keep the rules that look at several."""
        facts = self.facts
        people = {m for h in held for _, m in (*h.seats, *h.standbys)}
        return not (
            any(rule_book.of_order(facts, held, whole=whole))
            or any(rule_book.of_sharing(facts, held))
            or any(any(rule_book.of_calendar(facts, m, held)) for m in people)
        )

    def signed(self, held: Sequence[Held]) -> tuple[float, ...]:
        """The goals' values, each so that more is better; promised sessions come before all."""
        values = [value(self.facts, goal, held) for goal in self.goals]
        kept = sum(self._promised(h.id) for h in held)
        return kept, *(v if maximised(g) else -v for g, v in zip(self.goals, values, strict=True))

    def _promised(self, name: str) -> bool:
        return name in self.agreed or any(
            pin["session"] == name and "start" in pin for pin in rule_book.partial_pins(self.facts)
        )

    def best(self) -> tuple[list[float], list[Held]]:
        """The best values of the goals, in their order, and a plan that has them."""
        order = sorted(self.options, key=lambda name: len(self.options[name]))
        worth = {
            name: sorted(((self.signed([o]), o) for o in self.options[name]), key=lambda p: p[0])[
                ::-1
            ]
            for name in order
        }
        top = [[max((v[k] for v, _ in worth[n]), default=0) for n in order]
               for k in range(1 + len(self.goals))]  # fmt: skip
        best = [self.signed([]), []]
        if not self.fits([], whole=True):
            raise AssertionError("a plan without sessions breaks no rule")
        pairs: dict[tuple[Held, Held], bool] = {}

        def apart(one: Held, other: Held) -> bool:
            key = one, other
            if key not in pairs:
                pairs[key] = self.fits(sorted(key), whole=False)
            return pairs[key]

        def hopeless(now: tuple[float, ...], index: int) -> bool:
            hope = tuple(v + sum(max(0, t) for t in top[k][index:]) for k, v in enumerate(now))
            return hope <= best[0]

        def extend(index: int, chosen: list[Held], now: tuple[float, ...]) -> None:
            self.left -= 1
            if self.left < 0:
                raise NotTinyError("too many plans")
            if now > best[0] and self.fits(chosen, whole=True):
                best[:] = now, list(chosen)
            if index == len(order) or hopeless(now, index):
                return
            for alone, option in worth[order[index]]:
                # By itself it adds no more than this, whatever else is held.
                most = tuple(a + max(0, b) for a, b in zip(now, alone, strict=True))
                if hopeless(most, index + 1) or not all(apart(one, option) for one in chosen):
                    continue
                chosen.append(option)
                if len(chosen) < 3 or self.fits(chosen, whole=False):
                    extend(index + 1, chosen, self.signed(chosen))
                chosen.pop()
            extend(index + 1, chosen, now)

        extend(0, [], best[0])
        values = [v if maximised(g) else -v for g, v in zip(self.goals, best[0][1:], strict=True)]
        return values, best[1]

    def some_plan(self, random: Random) -> list[Held]:
        """A plan that keeps every rule, by chance."""
        chosen: list[Held] = []
        for name in random.sample(list(self.options), len(self.options)):
            options = self.options[name]
            for option in random.sample(options, min(len(options), 6)):
                if self.fits([*chosen, option], whole=False):
                    chosen.append(option)
                    break
        while not self.fits(chosen, whole=True):
            chosen.pop()
        return sorted(chosen, key=lambda h: (h.start, h.id))


def fully_fits(enumeration: Enumeration, held: Sequence[Held]) -> bool:
    """Whether pairs that fit make a whole that does: for tests of the enumeration itself."""
    return all(enumeration.fits(pair, whole=False) for pair in combinations(held, 2))
