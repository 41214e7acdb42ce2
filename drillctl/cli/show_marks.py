"""The signs by which a session is known in a narrow cell, and what they mean.

Letters and signs are ASCII: characters of ambiguous width (Unicode Standard Annex 11) take two
cells on some terminals in East Asia, and would push a calendar out of line.
"""

from collections.abc import Iterable

from rich.text import Text

from drillctl.exports.overview.exercises import exercise_name
from drillctl.exports.overview.sessions import SessionShown
from drillctl.language import in_language, tr
from drillctl.language.width import width_of
from drillctl.model.scenario import ExerciseType

LETTERS = {
    ExerciseType.SEMINAR: "s",
    ExerciseType.WORKSHOP: "w",
    ExerciseType.TABLETOP: "t",
    ExerciseType.GAME: "g",
    ExerciseType.DRILL: "d",
    ExerciseType.FUNCTIONAL: "f",
    ExerciseType.FULL_SCALE: "x",
}
_COLOURS = {
    ExerciseType.SEMINAR: "cyan",
    ExerciseType.WORKSHOP: "blue",
    ExerciseType.TABLETOP: "green",
    ExerciseType.GAME: "magenta",
    ExerciseType.DRILL: "yellow",
    ExerciseType.FUNCTIONAL: "bright_blue",
    ExerciseType.FULL_SCALE: "red",
}
STANDBY, MANY, NONE = "+", "*", "."
"""Signs of a standby, of ten or more sessions in one cell, and of none."""
EMPTY_SEATS = "bold red reverse"
"""Style of a sign for empty seats."""


def mark(shown: SessionShown) -> str:
    """The letter of its exercise type; a capital one where both kinds have seats."""
    letter = LETTERS[shown.scenario.exercise]
    return letter.upper() if shown.joint else letter


def style(shown: SessionShown) -> str:
    """Its colour, bold where it is joint."""
    colour = _COLOURS[shown.scenario.exercise]
    return f"bold {colour}" if shown.joint else colour


def empty_sign(shown: SessionShown) -> str:
    """``!2`` where two of its seats are empty, nothing where all are filled."""
    return f"!{shown.empty}" if shown.empty else ""


def legend(sessions: Iterable[SessionShown], signs: Iterable[tuple[str, str]], width: int) -> Text:
    """What the letters of these sessions and further `signs` mean, in lines of `width` cells."""
    listed = tuple(sessions)
    found = {shown.scenario.exercise: style(shown).removeprefix("bold ") for shown in listed}
    entries = [
        Text.assemble(
            (LETTERS[exercise], found[exercise]), " ", in_language(exercise_name(exercise))
        )
        for exercise in ExerciseType
        if exercise in found
    ]
    more: list[tuple[str, str]] = []
    if any(shown.joint for shown in listed):
        more.append(("A-Z", tr("capital letter: joint")))
    if any(shown.empty for shown in listed):
        more.append(("!2", tr("two seats empty")))
    more += signs
    entries += [
        Text.assemble((f"{sign} " if sign else "", "bold"), in_language(text))
        for sign, text in more
    ]
    lines = Text()
    used = 0
    for entry in entries:
        taken = width_of(entry.plain)
        if used and used + 3 + taken > width:
            lines.append("\n")
            used = 0
        elif used:
            lines.append("   ")
            used += 3
        lines.append_text(entry)
        used += taken
    return lines
