"""A scenario that no `joint` block makes joint: one kind of team alone could hold it."""

from drillctl.advice.subject import Found, Subject
from drillctl.language import tr
from drillctl.model.roster import Kind
from drillctl.model.scenario import Scenario

CODE = "W005"
TITLE = tr("No joint block makes the scenario joint")


def found(subject: Subject) -> Found:
    """Each such scenario, at its id. A roster of one kind has nobody to be joint with."""
    kinds = {team.kind for team in subject.problem.roster.teams.values()}
    if len(kinds) < 2:
        return
    for scenario in subject.problem.scenarios.values():
        if not _joint(scenario):
            message = tr(
                "nothing makes {scenario!r} joint: professionals or volunteers alone could hold it",
                scenario=scenario.id,
            )
            hint = tr("write joint: {professional: {min: 1}, volunteer: {min: 1}}")
            yield subject.places.of_scenario(scenario.id, "joint"), message, hint


def _joint(scenario: Scenario) -> bool:
    """Whether both kinds must take part: by the joint block, or by positions to be filled."""
    joint = scenario.joint
    if joint.meet or (joint.professional_min and joint.volunteer_min):
        return True
    sure = {
        position.kind or (Kind.PROFESSIONAL if position.lead else None)
        for position in scenario.positions
        if position.minimum
    }
    professional = joint.professional_min or Kind.PROFESSIONAL in sure
    volunteer = joint.volunteer_min or Kind.VOLUNTEER in sure
    return bool(professional and volunteer)
