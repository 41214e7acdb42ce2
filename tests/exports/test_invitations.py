"""Who gets which message after a replan (RFC 5546, 3.2.2 and 3.2.5)."""

from dataclasses import replace
from datetime import timedelta

import icalendar
import pytest
from county import plan, problem

from drillctl.exports.ics.attendees import member_address
from drillctl.exports.ics.audience import Audience
from drillctl.exports.ics.messages import Messages, unnumbered
from drillctl.model.plan import Answer, Cancelled, ParticipationStatus
from drillctl.model.policy import Organizer

OFFICE = Organizer("drill office@example.org", 'Training "Office", ward 3')


@pytest.fixture
def county(tmp_path):
    asked = problem(tmp_path)
    members = {
        name: replace(member, email=f"{name}@example.org")
        for name, member in asked.roster.members.items()
        if name != "v3"
    }
    teams = asked.roster.teams
    teams = {**teams, "sky": replace(teams["sky"], email="sky@example.org")}
    roster = replace(asked.roster, members={**asked.roster.members, **members}, teams=teams)
    return replace(asked, roster=roster), plan(tmp_path)


def sent(asked, made, audience, name="", since=None):
    """(session, method) to the message's calendar, read back."""
    found = {}
    for message in Messages(asked, made, OFFICE, since=since).of(audience, name):
        assert (message.session, message.method) not in found
        found[message.session, message.method] = icalendar.Calendar.from_ical(message.data)
    return found


def event(calendar):
    [only] = calendar.walk("VEVENT")
    return only


def attendees(calendar) -> dict[str, dict]:
    found = event(calendar).get("ATTENDEE", [])
    return {str(a): dict(a.params) for a in (found if isinstance(found, list) else [found])}


def changed(made, session, **to):
    """A later revision in which one session is otherwise, with its sequence number one up."""
    sessions = tuple(
        replace(s, sequence=s.sequence + 1, **to) if s.id == session else s for s in made.sessions
    )
    return replace(made, revision=made.revision + 1, sessions=sessions)


def without(made, session):
    gone = next(s for s in made.sessions if s.id == session)
    return replace(
        made,
        revision=made.revision + 1,
        sessions=tuple(s for s in made.sessions if s.id != session),
        cancelled=(Cancelled(gone.id, gone.uid, gone.sequence + 1),),
    )


def test_an_invitation_has_all_that_rfc_5546_asks_for(county):
    asked, made = county
    calendar = sent(asked, made, Audience.ALL)["flood#1", "request"]
    assert str(calendar["METHOD"]) == "REQUEST"
    found = event(calendar)
    for name in ("UID", "DTSTAMP", "SEQUENCE", "DTSTART", "DTEND", "SUMMARY", "ORGANIZER"):
        assert name in found, name
    assert str(found["ORGANIZER"]) == "mailto:drill%20office@example.org"
    assert found["ORGANIZER"].params["CN"] == 'Training "Office", ward 3'


def test_people_teams_venues_and_equipment_are_told_apart(county):
    asked, made = county
    found = attendees(sent(asked, made, Audience.ALL)["flood#1", "request"])
    kinds = {(p["CN"], p["CUTYPE"], p["ROLE"]) for p in found.values()}
    assert kinds == {
        ("Anna", "INDIVIDUAL", "CHAIR"),
        ("Tom", "INDIVIDUAL", "REQ-PARTICIPANT"),
        ("王芳", "INDIVIDUAL", "REQ-PARTICIPANT"),
        ("Maria", "INDIVIDUAL", "REQ-PARTICIPANT"),
        ("李伟", "INDIVIDUAL", "OPT-PARTICIPANT"),
        ("sky", "GROUP", "NON-PARTICIPANT"),
        ("lake", "ROOM", "NON-PARTICIPANT"),
        ("1 x boat", "RESOURCE", "NON-PARTICIPANT"),
    }
    for parameters in found.values():
        asks = parameters["CUTYPE"] == "INDIVIDUAL"
        assert parameters["RSVP"] == ("TRUE" if asks else "FALSE")
        if asks:
            assert parameters["PARTSTAT"] == "NEEDS-ACTION"
    assert "mailto:p2@example.org" in found


def test_who_has_no_address_keeps_one_name_in_all_messages(county):
    asked, made = county
    wanted = member_address(asked.roster.members["v3"])
    assert wanted.startswith("urn:uuid:")
    found = sent(asked, made, Audience.MEMBER, "v3")
    assert {key[0] for key in found} == {"table#1", "boats#1"}
    assert all(wanted in attendees(calendar) for calendar in found.values())


def test_nothing_is_sent_where_nothing_changed(county):
    asked, made = county
    again = replace(made, revision=2)
    for audience, name in ((Audience.ALL, ""), (Audience.MEMBER, "p1"), (Audience.VENUE, "lake")):
        assert sent(asked, again, audience, name, since=made) == {}


def test_a_moved_session_asks_all_its_people_again(county):
    asked, made = county
    start = next(s.start for s in made.sessions if s.id == "flood#1") + timedelta(hours=1)
    new = changed(made, "flood#1", start=start, end=start + timedelta(hours=4))
    for member in ("p1", "p2", "p3", "v1", "v2"):
        found = sent(asked, new, Audience.MEMBER, member, since=made)
        assert set(found) == {("flood#1", "request")}
        moved = event(found["flood#1", "request"])
        assert (moved["SEQUENCE"], moved["DTSTART"].dt) == (1, start)
        first = event(sent(asked, made, Audience.MEMBER, member)["flood#1", "request"])
        assert moved["UID"] == first["UID"]
        assert moved["DTSTAMP"].dt > first["DTSTAMP"].dt
    assert sent(asked, new, Audience.MEMBER, "v3", since=made) == {}


def test_who_was_released_is_told_and_who_replaces_them_is_asked(county):
    """The others have nothing to answer anew."""
    asked, made = county
    people = {"leader": ("p2",), "crew": ("v1", "p3"), "shore": ("v3",)}
    new = changed(made, "flood#1", assigned=people)
    [(key, calendar)] = sent(asked, new, Audience.MEMBER, "v2", since=made).items()
    assert key == ("flood#1", "cancel")
    assert str(calendar["METHOD"]) == "CANCEL"
    assert list(attendees(calendar)) == ["mailto:v2@example.org"]
    assert "STATUS" not in event(calendar)
    assert event(calendar)["SEQUENCE"] == 1
    assert set(sent(asked, new, Audience.MEMBER, "v3", since=made)) == {("flood#1", "request")}
    for member in ("p1", "p2", "p3", "v1"):
        assert sent(asked, new, Audience.MEMBER, member, since=made) == {}
    together = sent(asked, new, Audience.ALL, since=made)
    assert list(together) == [("flood#1", "cancel"), ("flood#1", "request")]
    assert list(attendees(together["flood#1", "cancel"])) == ["mailto:v2@example.org"]
    assert "mailto:v2@example.org" not in attendees(together["flood#1", "request"])


def test_a_team_that_is_out_altogether_is_told_at_its_mailbox(county):
    asked, made = county
    people = {"leader": ("p2",), "crew": ("p3",), "shore": ("v3",)}
    new = changed(made, "flood#1", assigned=people)
    found = sent(asked, new, Audience.TEAM, "sky", since=made)
    assert set(found) == {("flood#1", "cancel")}
    assert set(attendees(found["flood#1", "cancel"])) == {
        "mailto:v1@example.org",
        "mailto:v2@example.org",
        "mailto:sky@example.org",
    }


def test_a_cancelled_session_is_taken_back_from_all_its_people(county):
    asked, made = county
    new = without(made, "flood#1")
    for member in ("p1", "p2", "p3", "v1", "v2"):
        [(key, calendar)] = sent(asked, new, Audience.MEMBER, member, since=made).items()
        assert key == ("flood#1", "cancel")
        gone = event(calendar)
        assert (str(gone["STATUS"]), gone["SEQUENCE"]) == ("CANCELLED", 1)
        assert f"mailto:{member}@example.org" in attendees(calendar)
        assert gone["DTSTART"].dt == made.sessions[1].start
        assert "ORGANIZER" in gone
    assert sent(asked, new, Audience.MEMBER, "v3", since=made) == {}


def test_another_venue_is_asked_and_the_old_one_released(county):
    asked, made = county
    new = changed(made, "flood#1", venue="pond")
    assert set(sent(asked, new, Audience.VENUE, "lake", since=made)) == {("flood#1", "cancel")}
    asking = sent(asked, new, Audience.VENUE, "pond", since=made)
    assert set(asking) == {("flood#1", "request")}
    assert {p["CUTYPE"] for p in attendees(asking["flood#1", "request"]).values()} == {
        "ROOM",
        "RESOURCE",
    }


def test_who_left_the_roster_is_told_all_the_same(county):
    asked, made = county
    people = {"leader": ("p2",), "crew": ("v1", "p3"), "shore": ("v3",)}
    new = changed(made, "flood#1", assigned=people)
    new = changed(new, "flood#2", assigned={"leader": ("p1",), "crew": ("v1",)})
    members = {name: m for name, m in asked.roster.members.items() if name != "v2"}
    asked = replace(asked, roster=replace(asked.roster, members=members))
    messages = Messages(asked, new, OFFICE, since=made)
    assert "v2" in messages.names(Audience.MEMBER)
    assert set(sent(asked, new, Audience.MEMBER, "v2", since=made)) == {
        ("flood#1", "cancel"),
        ("flood#2", "cancel"),
    }


def test_without_an_earlier_plan_all_are_invited_and_cancellations_go_to_all(county):
    asked, made = county
    new = without(made, "flood#1")
    assert set(sent(asked, new, Audience.ALL)) == {
        ("table#1", "request"),
        ("boats#1", "request"),
        ("flood#2", "request"),
    }
    [message] = Messages(asked, new, OFFICE).to_whom_it_may_concern()
    gone = event(icalendar.Calendar.from_ical(message.data))
    assert (str(gone["UID"]), gone["SEQUENCE"], str(gone["STATUS"])) == ("f1@x", 1, "CANCELLED")
    assert list(Messages(asked, new, OFFICE, since=made).to_whom_it_may_concern()) == []


def test_a_session_that_comes_back_is_asked_for_anew(county):
    asked, made = county
    gone = without(made, "flood#1")
    back = replace(
        made,
        revision=3,
        sessions=tuple(replace(s, sequence=2) if s.id == "flood#1" else s for s in made.sessions),
    )
    found = sent(asked, back, Audience.MEMBER, "v1", since=gone)
    assert event(found["flood#1", "request"])["SEQUENCE"] == 2


def test_two_with_one_mailbox_are_one_attendee(county):
    asked, made = county
    members = asked.roster.members
    members = {**members, "v2": replace(members["v2"], email="v1@example.org")}
    asked = replace(asked, roster=replace(asked.roster, members=members))
    found = attendees(sent(asked, made, Audience.TEAM, "sky")["flood#1", "request"])
    assert found["mailto:v1@example.org"]["CN"] == "王芳, Maria"


def test_a_mailbox_that_stays_is_not_taken_out(county):
    """Two at one address, one released: a CANCEL would take the event from the other too."""
    asked, made = county
    members = asked.roster.members
    members = {**members, "v2": replace(members["v2"], email="v1@example.org")}
    asked = replace(asked, roster=replace(asked.roster, members=members))
    new = changed(made, "flood#1", assigned={"leader": ("p2",), "crew": ("v1", "p3")})
    assert sent(asked, new, Audience.MEMBER, "v2", since=made) == {}
    found = sent(asked, new, Audience.TEAM, "sky", since=made)
    assert list(found) == [("flood#1", "request")]
    assert attendees(found["flood#1", "request"])["mailto:v1@example.org"]["CN"] == "王芳"


def test_a_member_at_the_teams_mailbox_is_asked(county):
    asked, made = county
    members = asked.roster.members
    members = {**members, "v1": replace(members["v1"], email="sky@example.org")}
    asked = replace(asked, roster=replace(asked.roster, members=members))
    found = attendees(sent(asked, made, Audience.TEAM, "sky")["flood#1", "request"])
    assert found["mailto:sky@example.org"]["CUTYPE"] == "INDIVIDUAL"
    assert found["mailto:sky@example.org"]["RSVP"] == "TRUE"


def test_a_change_without_a_new_sequence_number_is_found(county):
    _, made = county
    start = made.sessions[1].start + timedelta(hours=1)
    new = changed(made, "flood#1", start=start)
    assert unnumbered(made, new) == ()
    assert unnumbered(new, made) == ("flood#1",)
    assert unnumbered(without(made, "flood#1"), made) == ("flood#1",)


def test_who_has_answered_is_not_asked_again(county):
    """An answer that the plan knows stays in later messages; a mailbox of two answers as one."""
    asked, made = county
    yes, no = Answer(ParticipationStatus.ACCEPTED), Answer(ParticipationStatus.DECLINED)

    def answered(**answers):
        return replace(
            made,
            sessions=tuple(
                replace(s, answers=answers) if s.id == "flood#1" else s for s in made.sessions
            ),
        )

    found = sent(asked, answered(p2=yes, v2=no), Audience.ALL)["flood#1", "request"]
    said = {who: (p.get("PARTSTAT"), p.get("RSVP")) for who, p in attendees(found).items()}
    assert said["mailto:p2@example.org"] == ("ACCEPTED", "FALSE")
    assert said["mailto:v2@example.org"] == ("DECLINED", "FALSE")
    assert said["mailto:v1@example.org"] == ("NEEDS-ACTION", "TRUE")
    members = asked.roster.members
    shared = {name: replace(members[name], email="both@example.org") for name in ("p2", "p3")}
    asked = replace(asked, roster=replace(asked.roster, members={**members, **shared}))
    for answers, status in (({"p2": yes}, "NEEDS-ACTION"), ({"p2": yes, "p3": yes}, "ACCEPTED")):
        found = sent(asked, answered(**answers), Audience.ALL)["flood#1", "request"]
        assert attendees(found)["mailto:both@example.org"]["PARTSTAT"] == status
