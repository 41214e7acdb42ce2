"""What things look like: each differs from its like by lightness and by shape or hatch too."""

from collections.abc import Mapping
from dataclasses import dataclass

from drillctl.exports.overview.exercises import exercise_title
from drillctl.language import Message, tr
from drillctl.model.scenario import ExerciseType
from drillctl.readiness.currency import CurrencyState

PAPER = "#ffffff"
INK = "#1b1f24"
QUIET = "#59616b"
RULE = "#c9ced4"
FAINT = "#e6e9ec"
BAND = "#f4f5f7"

TITLE, SUBTITLE, HEADING, TEXT = 20.0, 11.0, 10.0, 9.5
"""Points; nothing is written smaller than `TEXT`."""


@dataclass(frozen=True, slots=True)
class Look:
    """`fill`, `ink`: of an area and of what is drawn on it. `shape`: matplotlib's marker."""

    name: Message
    fill: str
    ink: str
    shape: str
    hatch: str = ""


_EXERCISES = {
    ExerciseType.SEMINAR: ("#d8ecfa", INK, "o"),
    ExerciseType.WORKSHOP: ("#8fd0b4", INK, "s"),
    ExerciseType.TABLETOP: ("#f0e442", INK, "^"),
    ExerciseType.GAME: ("#cc86b2", INK, "D"),
    ExerciseType.DRILL: ("#c77700", PAPER, "P"),
    ExerciseType.FUNCTIONAL: ("#a83a10", PAPER, "X"),
    ExerciseType.FULL_SCALE: ("#004a80", PAPER, "*"),
}
"""Fill, ink and shape. The hues are the page's; what is talked through (HSEEP's discussion-based
types) is light, what is acted out dark."""
EXERCISES: Mapping[ExerciseType, Look] = {
    exercise: Look(exercise_title(exercise), *look) for exercise, look in _EXERCISES.items()
}

STATES: Mapping[CurrencyState, Look] = {
    CurrencyState.CURRENT: Look(tr("current"), "#e3f3ea", INK, "o"),
    CurrencyState.LAPSING: Look(tr("lapsing"), "#f7dd8b", INK, "v", "///"),
    CurrencyState.LAPSED: Look(tr("lapsed"), "#e58a6b", INK, "X", "xxx"),
    CurrencyState.NEVER: Look(tr("never"), "#ffffff", INK, "", ".."),
}
