"""ORGANIZER and ATTENDEE (RFC 5545, 3.8.4): the only lines that hold an address.

People are INDIVIDUAL, teams that have a mailbox GROUP, venues ROOM, equipment RESOURCE. Who has
no e-mail address is named by a ``urn:uuid:`` made of their id, so that an ATTENDEE is the same
in every message and an answer finds back to its member.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote
from uuid import UUID, uuid5

from drillctl.exports.ics.audience import Audience
from drillctl.exports.ics.content_lines import line
from drillctl.model.plan import PlannedSession
from drillctl.model.policy import Organizer
from drillctl.model.problem import Problem
from drillctl.model.roster import Member

_NAMESPACE = UUID("a3c1d7de-5f0e-5b57-9a53-5d2f6f3c9b11")


@dataclass(frozen=True, slots=True)
class Role:
    """A member's part in a session. `lead`: the position leads it."""

    position: str
    standby: bool = False
    lead: bool = False

    @property
    def word(self) -> str:
        """ROLE (RFC 5545, 3.2.16): who leads is its CHAIR, who stands by need not come."""
        if self.standby:
            return "OPT-PARTICIPANT"
        return "CHAIR" if self.lead else "REQ-PARTICIPANT"


def address(sort: str, name: str, email: str | None) -> str:
    """The CAL-ADDRESS of the `sort` (member, team, venue, equipment) whose id is `name`."""
    if email is not None:
        return "mailto:" + quote(email, safe="@!$'*+-._=~/", errors="replace")
    return f"urn:uuid:{uuid5(_NAMESPACE, f'{sort}:{name}')}"


def member_address(member: Member) -> str:
    """By which a member is invited, and by which their answers name them."""
    return address("member", member.id, member.email)


def address_of(problem: Problem, name: str) -> str:
    """The address of the member `name`, also of one who has left the roster."""
    member = problem.roster.members.get(name)
    return member_address(member) if member else address("member", name, None)


def organizer_line(organizer: Organizer) -> bytes:
    """ORGANIZER, whom answers go to."""
    name = {"CN": organizer.name} if organizer.name else {}
    return line("ORGANIZER", address("organizer", "", organizer.email), name)


def roles(
    problem: Problem, session: PlannedSession, audience: Audience, name: str
) -> dict[str, Role]:
    """The parts of those members whom a message for `name` is for, in the positions' order."""
    if audience is Audience.VENUE:
        return {}
    scenario = problem.scenarios.get(session.scenario)
    found: dict[str, Role] = {}
    for standby, people in ((False, session.members()), (True, session.standbys())):
        for position, member in people:
            known = problem.roster.members.get(member)
            team = known.team if known else None
            if audience is Audience.ALL or name == (
                member if audience is Audience.MEMBER else team
            ):
                seat = scenario.position(position) if scenario else None
                found[member] = Role(position, standby, bool(seat and seat.lead))
    return found


def invited(
    problem: Problem, session: PlannedSession, people: Mapping[str, Role], teams: Iterable[str]
) -> bytes:
    """The ATTENDEE lines of an invitation: people, `teams` with a mailbox, venue, equipment.

    People must answer, but for those who have answered this very session; the venue and the
    equipment are held by the plan itself.
    """
    lines = (
        _teams(problem, teams)
        # After the teams: a member who uses the team's mailbox must still be asked.
        | _people(problem, people, session)
        | _places(problem, session, {"PARTSTAT": "ACCEPTED", "RSVP": "FALSE"})
    )
    return b"".join(lines.values())


def uninvited(
    problem: Problem,
    people: Mapping[str, Role],
    teams: Iterable[str],
    places: PlannedSession | None,
) -> bytes:
    """The ATTENDEE lines of a CANCEL message; `places`: a session that frees venue, equipment."""
    lines = _teams(problem, teams) | _people(problem, people, None)
    if places is not None:
        lines |= _places(problem, places, {})
    return b"".join(lines.values())


def _people(
    problem: Problem, people: Mapping[str, Role], asked: PlannedSession | None
) -> dict[str, bytes]:
    """By address: two who share a mailbox are one ATTENDEE, named after both.

    `asked`: the session that an answer is wanted to; None: nothing is asked.
    """
    found: dict[str, tuple[list[str], str]] = {}
    for name, role in people.items():
        found.setdefault(address_of(problem, name), ([], role.word))[0].append(name)
    lines = {}
    for where, (names, word) in found.items():
        known = (problem.roster.members.get(name) for name in names)
        called = [m.name if m else name for m, name in zip(known, names, strict=True)]
        head = {"CN": ", ".join(called), "CUTYPE": "INDIVIDUAL", "ROLE": word}
        if asked is not None:
            head |= _answer(asked, names)
        lines[where] = line("ATTENDEE", where, head)
    return lines


def _answer(session: PlannedSession, names: Sequence[str]) -> dict[str, str]:
    """What all of a mailbox have answered, so that no message takes it back; else the question."""
    given = [session.answers.get(name) for name in names]
    said = {answer.status if answer else None for answer in given}
    status = said.pop()
    if said or status is None:
        return {"PARTSTAT": "NEEDS-ACTION", "RSVP": "TRUE"}
    return {"PARTSTAT": status.value.upper(), "RSVP": "FALSE"}


def _teams(problem: Problem, teams: Iterable[str]) -> dict[str, bytes]:
    """A team's mailbox is told; nobody can answer for a whole team."""
    found = {}
    told = {"CUTYPE": "GROUP", "ROLE": "NON-PARTICIPANT", "RSVP": "FALSE"}
    for name in sorted(teams):
        team = problem.roster.teams[name]
        if team.email is not None:
            where = address("team", name, team.email)
            found[where] = line("ATTENDEE", where, {"CN": team.title, **told})
    return found


def _places(
    problem: Problem, session: PlannedSession, parameters: Mapping[str, str]
) -> dict[str, bytes]:
    found = {}
    venue = problem.roster.venues.get(session.venue or "")
    if venue is not None:
        where = address("venue", venue.id, None)
        head = {"CN": venue.title, "CUTYPE": "ROOM", "ROLE": "NON-PARTICIPANT"}
        found[where] = line("ATTENDEE", where, {**head, **parameters})
    scenario = problem.scenarios.get(session.scenario)
    for name, count in scenario.equipment.items() if scenario else ():
        known = problem.roster.equipment.get(name)
        where = address("equipment", name, None)
        called = f"{count} x {known.title if known else name}"
        head = {"CN": called, "CUTYPE": "RESOURCE", "ROLE": "NON-PARTICIPANT"}
        found[where] = line("ATTENDEE", where, {**head, **parameters})
    return found
