"""Exercise types in words."""

from drillctl.language import Message, tr
from drillctl.model.scenario import ExerciseType


def exercise_title(exercise: ExerciseType) -> Message:
    """The type in full, as it stands on its own."""
    match exercise:
        case ExerciseType.SEMINAR:
            return tr("Seminar")
        case ExerciseType.WORKSHOP:
            return tr("Workshop")
        case ExerciseType.TABLETOP:
            return tr("Tabletop exercise")
        case ExerciseType.GAME:
            return tr("Game")
        case ExerciseType.DRILL:
            return tr("Drill")
        case ExerciseType.FUNCTIONAL:
            return tr("Functional exercise")
        case ExerciseType.FULL_SCALE:
            return tr("Full-scale exercise")


def exercise_name(exercise: ExerciseType) -> Message:
    """The type in short, where many stand together or within a sentence."""
    match exercise:
        case ExerciseType.SEMINAR:
            return tr("seminar")
        case ExerciseType.WORKSHOP:
            return tr("workshop")
        case ExerciseType.TABLETOP:
            return tr("tabletop")
        case ExerciseType.GAME:
            return tr("game")
        case ExerciseType.DRILL:
            return tr("drill")
        case ExerciseType.FUNCTIONAL:
            return tr("functional")
        case ExerciseType.FULL_SCALE:
            return tr("full-scale")
