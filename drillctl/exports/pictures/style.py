"""What things look like: each differs from its like by lightness and by shape or hatch too."""

from collections.abc import Mapping
from dataclasses import dataclass

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


EXERCISES: Mapping[ExerciseType, Look] = {
    ExerciseType.SEMINAR: Look(tr("Seminar"), "#d8ecfa", INK, "o"),
    ExerciseType.WORKSHOP: Look(tr("Workshop"), "#8fd0b4", INK, "s"),
    ExerciseType.TABLETOP: Look(tr("Tabletop exercise"), "#f0e442", INK, "^"),
    ExerciseType.GAME: Look(tr("Game"), "#cc86b2", INK, "D"),
    ExerciseType.DRILL: Look(tr("Drill"), "#c77700", PAPER, "P"),
    ExerciseType.FUNCTIONAL: Look(tr("Functional exercise"), "#a83a10", PAPER, "X"),
    ExerciseType.FULL_SCALE: Look(tr("Full-scale exercise"), "#004a80", PAPER, "*"),
}
"""In the hues of the page. What is talked through (HSEEP's discussion-based types) is light, what
is acted out dark."""

STATES: Mapping[CurrencyState, Look] = {
    CurrencyState.CURRENT: Look(tr("current"), "#e3f3ea", INK, "o"),
    CurrencyState.LAPSING: Look(tr("lapsing"), "#f7dd8b", INK, "v", "///"),
    CurrencyState.LAPSED: Look(tr("lapsed"), "#e58a6b", INK, "X", "xxx"),
    CurrencyState.NEVER: Look(tr("never"), "#ffffff", INK, "", ".."),
}
