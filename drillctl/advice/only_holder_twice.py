"""One person is the only one who can take several positions of one session.

A member holds one seat in a session, so one of these positions always stays empty.
"""

from drillctl.advice.subject import Found, Subject, called
from drillctl.language import joined, tr

CODE = "W002"
TITLE = tr("One person is the only holder of several positions of a session")


def found(subject: Subject) -> Found:
    """Each such person of each scenario, at the last of the positions."""
    for scenario in subject.problem.scenarios.values():
        by_member: dict[str, list[str]] = {}
        for position in scenario.positions:
            member = subject.only_holder(scenario, position)
            if member is not None:
                by_member.setdefault(member.id, []).append(position.id)
        for name, positions in by_member.items():
            if len(positions) > 1:
                message = tr(
                    "only {who} can be {positions}, and can take one seat of a session",
                    who=called(subject.problem.roster.members[name]),
                    positions=joined(tr(" and "), positions),
                )
                hint = tr("certify somebody else, or give one position the other's tasks")
                yield (
                    subject.places.of_scenario(scenario.id, "position", positions[-1]),
                    message,
                    hint,
                )
