"""The live table of a plan in the making: of each goal value, bound, gap, and how it came there."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from rich.text import Text

from drillctl.exports.overview.goals import goal_value
from drillctl.language import in_language, tr
from drillctl.language.width import padded, shortened, width_of
from drillctl.model.plan import relative_gap
from drillctl.model.policy import Goal
from drillctl.planning.search import Phase

if TYPE_CHECKING:
    from drillctl.planning.search import Progress

REMEMBERED = 8
"""Changes of a goal that are kept."""
GAP = "  "
_PHASES: Mapping[Phase, str] = {
    Phase.BUILD: tr("building a first plan"),
    Phase.IMPROVE: tr("improving the plan"),
    Phase.BOUND: tr("proving bounds"),
    Phase.PROVE: tr("searching for what is proven best, goal after goal"),
    Phase.STOP: tr("stopping with the best plan so far (Ctrl-C again: without it)"),
}
_HEADS = (tr("goal"), tr("value"), tr("bound"), tr("gap"), tr("when, value, gap"))


@dataclass(frozen=True, slots=True)
class Change:
    """What a goal had come to, `at` so many seconds."""

    at: float
    value: float | None
    bound: float | None

    @property
    def gap(self) -> str:
        """In per cent; nothing where it is not known."""
        if self.value is None or self.bound is None:
            return ""
        return f"{relative_gap(self.value, self.bound):.1%}"


@dataclass(slots=True)
class State:
    """All that is known by now. `now`: the goal whose turn it is."""

    goals: Sequence[Goal]
    phase: Phase = Phase.BUILD
    now: Goal | None = None
    changes: dict[Goal, tuple[Change, ...]] = field(default_factory=dict)

    def take(self, progress: "Progress", at: float) -> None:
        """Adds what is told, `at` so many seconds; what is not told stays as it was."""
        if self.phase is not Phase.STOP:
            self.phase = progress.phase
        if progress.goal is None:
            self.now = None
            return
        self.now = progress.goal if progress.phase is not Phase.IMPROVE else None
        before = self.changes.get(progress.goal, ())
        last = before[-1] if before else Change(at, None, None)
        value = last.value if progress.value is None else progress.value
        bound = last.bound if progress.bound is None else progress.bound
        if not before or value != last.value:
            self.changes[progress.goal] = (*before, Change(at, value, bound))[-REMEMBERED:]
        elif bound != last.bound:
            # A bound that was not known yet is no change: the value has been there since.
            same, when = (before[:-1], last.at) if last.bound is None else (before, at)
            self.changes[progress.goal] = (*same, Change(when, value, bound))[-REMEMBERED:]


def frame(state: State, elapsed: float, width: int, *, ended: bool) -> Iterator[Text]:
    """Lines of at most `width` cells: the phase, then a row for each goal."""
    passed = f"{elapsed:.1f}s"
    phase = _PHASES[state.phase]
    if ended:
        phase = tr("stopped early") if state.phase is Phase.STOP else tr("planned")
    yield Text(shortened(f"{passed}{GAP}{in_language(phase)}", width), "bold")
    rows = [_cells(goal, state.changes.get(goal, ())) for goal in state.goals]
    sizes = [max(map(width_of, column)) for column in zip(_HEADS[:4], *rows, strict=True)]
    shown = [0, 1, 2, 3]
    for least in (2, 3):
        if 2 + sum(sizes[k] + len(GAP) for k in shown) - len(GAP) > width:
            shown.remove(least)
    room = width - 2 - sum(sizes[k] + len(GAP) for k in shown)
    head = _HEADS[4] if room >= width_of(_HEADS[4]) else ""
    yield Text(_line("  ", _HEADS, sizes, shown, head, width), "dim")
    for goal, cells in zip(state.goals, rows, strict=True):
        current = goal is state.now and not ended
        history = _history(goal, state.changes.get(goal, ()), room)
        line = _line("> " if current else "  ", cells, sizes, shown, history, width)
        yield Text(line, "bold" if current else "")


def _cells(goal: Goal, changes: Sequence[Change]) -> tuple[str, str, str, str]:
    last = changes[-1] if changes else Change(0.0, None, None)
    gap = last.gap
    if last.value is not None and last.value == last.bound:
        gap = in_language(tr("optimal"))
    return goal.value, _value(goal, last.value), _value(goal, last.bound), gap


def _value(goal: Goal, value: float | None) -> str:
    return "-" if value is None else goal_value(goal, value)


def _history(goal: Goal, changes: Sequence[Change], room: int) -> str:
    """The latest changes that fit, the last of them at the end."""
    told: list[str] = []
    for change in reversed(changes):
        value = in_language(_value(goal, change.value))
        gap = f" {change.gap}" if change.gap else ""
        entry = f"{change.at:.1f}s {value}{gap}"
        if width_of(", ".join([entry, *told])) > room:
            break
        told.insert(0, entry)
    return ", ".join(told)


def _line(
    sign: str,
    cells: Sequence[str],
    sizes: Sequence[int],
    shown: Sequence[int],
    history: str,
    width: int,
) -> str:
    parts = [padded(cells[k], sizes[k], right=k > 0) for k in shown]
    if history:
        parts.append(in_language(history))
    return shortened((sign + GAP.join(parts)).rstrip(), width)
