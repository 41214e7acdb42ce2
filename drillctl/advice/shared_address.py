"""Two members with one e-mail address: one person entered twice, or invitations gone astray."""

from drillctl.advice.subject import Found, Subject, called
from drillctl.language import tr
from drillctl.model.roster import Member

CODE = "W008"
TITLE = tr("Two members with one e-mail address")


def found(subject: Subject) -> Found:
    """Each member with the address of one before, at their entry."""
    holder: dict[str, Member] = {}
    for member in subject.problem.roster.members.values():
        if member.email is None:
            continue
        first = holder.setdefault(member.email.casefold(), member)
        if first is not member:
            message = tr(
                "{who} has the e-mail address of {other}", who=called(member), other=called(first)
            )
            place = subject.places.of_roster("member", first.id)
            hint = tr("the other is at {place}; is it one person?", place=place)
            yield subject.places.of_roster("member", member.id), message, hint
