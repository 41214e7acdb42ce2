"""What earlier sessions showed, in words."""

from collections.abc import Mapping

from drillctl.language import tr
from drillctl.model.action import owed_actions
from drillctl.model.plan import Answered
from drillctl.model.problem import Problem


def action_texts(problem: Problem) -> Mapping[str, str]:
    """Id of each corrective action that is owed, to its text."""
    return {owed.id: owed.action.text for owed in owed_actions(problem.records)}


def finding_words(finding: Answered, actions: Mapping[str, str]) -> str:
    """The finding that sessions answer, or don't. `actions`: the texts that may be shown."""
    if finding.action is not None:
        return f"{finding.action} {actions.get(finding.action, '')}".rstrip()
    if finding.rated is not None:
        return tr(
            "{capability} rated {rating} on {day}",
            capability=finding.capability,
            rating=finding.rated,
            day=finding.rated_on,
        )
    return tr("{capability} lapses", capability=finding.capability)
