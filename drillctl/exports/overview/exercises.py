"""Exercise types in words."""

from drillctl.language import Message, tr
from drillctl.model.scenario import ExerciseType


def exercise_name(exercise: ExerciseType) -> Message:
    """The type as people call it, for a legend or within a sentence."""
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
