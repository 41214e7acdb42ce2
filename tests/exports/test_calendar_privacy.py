"""Marked private values are put into every field; where they come out is proven."""

from dataclasses import replace

import icalendar
import pytest
from county import plan, problem

from drillctl.exports.ics.audience import Audience, names
from drillctl.exports.ics.calendars import Calendars
from drillctl.exports.ics.files import write_calendars, write_messages
from drillctl.exports.ics.messages import Messages
from drillctl.model.policy import Organizer
from drillctl.model.roster import Span
from drillctl.model.scenario import Inject


def marked(folder):
    """The county with a private mark in each field that says something of somebody."""
    asked = problem(folder)
    roster = asked.roster
    members = {
        name: replace(
            member,
            name=f"NAME-{name}-",
            email=f"mail-{name}-@example.org",
            phone=f"PHONE-{name}-",
            busy=(*member.busy, *(replace(s, why=f"WHY-{name}-") for s in _week())),
        )
        for name, member in roster.members.items()
    }
    teams = {n: replace(t, email=f"mail-{n}-@example.org") for n, t in roster.teams.items()}
    scenarios = {
        name: replace(
            scenario, injects=(Inject(10, "INJECT", "INJECT-from", "INJECT-to", "INJECT-expect"),)
        )
        for name, scenario in asked.scenarios.items()
    }
    policy = replace(asked.policy, organizer=Organizer("mail-office-@example.org", "NAME-office-"))
    return replace(
        asked,
        roster=replace(roster, members=members, teams=teams),
        scenarios=scenarios,
        policy=policy,
    )


def _week():
    from datetime import datetime

    return (Span(datetime(2027, 3, 1), datetime(2027, 3, 2), "x"),)


def text(data: bytes) -> str:
    return data.decode().replace("\r\n ", "")


def found(data: bytes, mark: str, ids) -> set[str]:
    """Whose marks of one sort are in a file."""
    return {name for name in ids if f"{mark}-{name}-" in text(data)}


@pytest.fixture
def county(tmp_path):
    return marked(tmp_path), plan(tmp_path)


def test_published_names_are_those_that_the_audience_may_see(county):
    asked, made = county
    members = asked.roster.members
    calendars = Calendars(asked, made)
    for name in members:
        data = calendars.of(Audience.MEMBER, name).to_bytes()
        assert found(data, "NAME", members) == {name}
    for team in asked.roster.teams:
        data = calendars.of(Audience.TEAM, team).to_bytes()
        ours = {name for name, member in members.items() if member.team == team}
        assert found(data, "NAME", members) == ours
    for venue in asked.roster.venues:
        assert found(calendars.of(Audience.VENUE, venue).to_bytes(), "NAME", members) == set()
    assert found(calendars.of(Audience.ALL).to_bytes(), "NAME", members) == set(members)


@pytest.mark.parametrize("redact", [False, True])
@pytest.mark.parametrize("audience", Audience)
def test_no_published_file_holds_an_address_a_phone_or_an_inject(county, audience, redact):
    asked, made = county
    calendars = Calendars(asked, made, redact=redact)
    for name in names(asked, audience):
        data = text(calendars.of(audience, name).to_bytes())
        for mark in ("mail-", "PHONE", "INJECT", "WHY", "NAME-office", "mailto", "urn:uuid"):
            assert mark not in data, (audience, name, mark)
        if redact:
            assert "NAME-" not in data


def test_others_are_position_and_team(county):
    asked, made = county
    [event] = [
        e
        for e in icalendar.Calendar.from_ical(
            Calendars(asked, made).of(Audience.TEAM, "sky").to_bytes()
        ).walk("VEVENT")
        if e["UID"] == "f1@x"
    ]
    assert str(event["DESCRIPTION"]).split("\n")[:3] == [
        "leader: 1 of fire",
        "crew: NAME-v1-, 1 of fire, 1 of fire (standby)",
        "shore: NAME-v2-",
    ]


def test_a_members_invitation_names_that_member_alone(county):
    asked, made = county
    members = asked.roster.members
    messages = Messages(asked, made, asked.policy.organizer)
    for name in members:
        for message in messages.of(Audience.MEMBER, name):
            assert found(message.data, "NAME", members) == {name}
            assert found(message.data, "mail", members) == {name}
            assert found(message.data, "mail", asked.roster.teams) == set()
            assert "PHONE" not in text(message.data)
            assert "INJECT" not in text(message.data)


def test_a_teams_invitation_names_its_own_members(county):
    asked, made = county
    members = asked.roster.members
    for team in asked.roster.teams:
        ours = {name for name, member in members.items() if member.team == team}
        for message in Messages(asked, made, asked.policy.organizer).of(Audience.TEAM, team):
            assert found(message.data, "NAME", members) <= ours
            assert found(message.data, "mail", members) <= ours
            assert found(message.data, "mail", asked.roster.teams) == {team}
            assert "PHONE" not in text(message.data)


def test_addresses_stand_in_organizer_and_attendee_only(county):
    asked, made = county
    for message in Messages(asked, made, asked.policy.organizer).of(Audience.ALL):
        holding = [line for line in text(message.data).split("\r\n") if "mail-" in line]
        assert holding
        assert all(line.startswith(("ORGANIZER;", "ATTENDEE;")) for line in holding)


@pytest.mark.parametrize("audience", Audience)
def test_file_names_are_made_of_ids(county, tmp_path, audience):
    asked, made = county
    out = tmp_path / "out"
    out.mkdir()
    write_calendars(asked, made, out, audience)
    write_messages(Messages(asked, made, asked.policy.organizer), out, audience)
    paths = [path.relative_to(out).as_posix() for path in out.rglob("*")]
    assert paths
    assert not any("NAME" in path or "mail" in path for path in paths)
