"""Any problem and plan at all: the files parse, hold every event, and give every field back."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import icalendar
import ics
from county import plan, problem
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from drillctl.exports.ics.audience import Audience, names
from drillctl.exports.ics.calendars import Calendars
from drillctl.exports.ics.content_lines import plain
from drillctl.exports.ics.messages import Messages
from drillctl.model.duration import Duration
from drillctl.model.plan import Cancelled
from drillctl.model.policy import Organizer
from drillctl.model.roster import Location
from drillctl.model.scenario import Objective

EVIL = st.sampled_from(
    ("\r\nX-EVIL:1", "\nX-EVIL:1", "\r", "\u2028", "\x85", "\x00", "\ud800", '"')
)
ANY = st.lists(st.text(st.characters(codec=None), max_size=40) | EVIL, max_size=4).map("".join)
ZONES = st.sampled_from(
    ("Asia/Shanghai", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu")
)
# ics takes zones from dateutil, which has them of the system and knows no summer time after 2037.
STARTS = st.datetimes(datetime(2001, 1, 1), datetime(2036, 12, 1))


# Shrinking a whole county takes minutes and says little more than the failure itself.
PHASES = (Phase.explicit, Phase.reuse, Phase.generate)


def bent(draw, folder):
    """The county and its plan with a drawn value in every field that reaches a file."""
    asked, made = problem(folder, zone=draw(ZONES)), plan(folder)
    zone = ZoneInfo(asked.roster.timezone)
    roster = asked.roster
    roster = replace(
        roster,
        members={
            n: replace(m, name=draw(ANY), email=draw(st.none() | ANY))
            for n, m in roster.members.items()
        },
        teams={n: replace(t, title=draw(ANY), email=draw(ANY)) for n, t in roster.teams.items()},
        venues={
            n: replace(v, title=draw(ANY), location=Location(draw(st.floats(-90, 90)), 0.5))
            for n, v in roster.venues.items()
        },
        equipment={n: replace(e, title=draw(ANY)) for n, e in roster.equipment.items()},
        certifications={n: replace(c, title=draw(ANY)) for n, c in roster.certifications.items()},
    )
    scenarios = {
        n: replace(
            s,
            title=draw(ANY),
            hazard=draw(ANY),
            capabilities=(draw(ANY),),
            objectives=(Objective(draw(ANY), draw(ANY)),),
            positions=tuple(replace(p, title=draw(ANY)) for p in s.positions),
        )
        for n, s in asked.scenarios.items()
    }
    sessions = []
    for number, session in enumerate(made.sessions):
        start = draw(STARTS).replace(second=0, microsecond=0, tzinfo=UTC).astimezone(zone)
        sessions.append(
            replace(
                session,
                uid=f"{number}{draw(ANY)}",
                sequence=draw(st.integers(0, 10**6)),
                start=start,
                end=(start.astimezone(UTC) + timedelta(hours=draw(st.integers(1, 60)))).astimezone(
                    zone
                ),
            )
        )
    policy = replace(
        asked.policy,
        organizer=Organizer(draw(ANY), draw(ANY)),
        remind=(Duration(days=draw(st.integers(0, 99)), minutes=draw(st.integers(0, 9999))),),
    )
    made = replace(
        made, sessions=tuple(sessions), cancelled=(Cancelled("flood#3", "9" + draw(ANY), 3),)
    )
    return replace(asked, roster=roster, scenarios=scenarios, policy=policy), made


def spaced(text) -> str:
    """Text as far as parsers must agree on it: white space at the ends and breaks aside."""
    return " ".join(plain(str(text)).split())


@settings(max_examples=40, deadline=None, phases=PHASES)
@given(st.data())
def test_calendars(tmp_path_factory, data):
    asked, made = bent(data.draw, tmp_path_factory.mktemp("bent"))
    calendars = Calendars(asked, made, utc=data.draw(st.booleans()))
    bytes_ = calendars.of(Audience.ALL).to_bytes()
    assert all(len(line) <= 75 for line in bytes_.split(b"\r\n"))
    assert not any(line.startswith("X-EVIL") for line in bytes_.decode().splitlines())
    calendar = icalendar.Calendar.from_ical(bytes_)
    assert all(component.errors == [] for component in calendar.walk())
    read = {str(e["UID"]): e for e in calendar.walk("VEVENT")}
    other = {e.uid: e for e in ics.Calendar(bytes_.decode()).events}
    assert len(read) == len(other) == len(made.sessions)
    for session in made.sessions:
        scenario = asked.scenarios[session.scenario]
        event = read[plain(session.uid)]
        # In UTC, since an hour that comes twice equals none of another zone (PEP 495).
        assert event["DTSTART"].dt.astimezone(UTC) == session.start.astimezone(UTC)
        assert event["DTEND"].dt.astimezone(UTC) == session.end.astimezone(UTC)
        assert event["SEQUENCE"] == session.sequence
        assert spaced(event["SUMMARY"]) == spaced(scenario.title)
        assert spaced(event["LOCATION"]) == spaced(asked.roster.venues[session.venue].title)
        remind = asked.policy.remind[0]
        [alarm] = event.walk("VALARM")
        assert alarm["TRIGGER"].dt == -timedelta(days=remind.days, minutes=remind.minutes)
        for position in scenario.positions:
            assert spaced(position.title) in spaced(event["DESCRIPTION"])
    by_start = sorted(event.begin.datetime.astimezone(UTC) for event in other.values())
    assert by_start == sorted(session.start.astimezone(UTC) for session in made.sessions)


@settings(max_examples=12, deadline=None, phases=PHASES)
@given(st.data())
def test_messages(tmp_path_factory, data):
    asked, made = bent(data.draw, tmp_path_factory.mktemp("bent"))
    messages = Messages(asked, made, asked.policy.organizer)
    sent = [m for a in Audience for n in names(asked, a) for m in messages.of(a, n)]
    sent += messages.to_whom_it_may_concern()
    for message in sent:
        assert not any(line.startswith("X-EVIL") for line in message.data.decode().splitlines())
        calendar = icalendar.Calendar.from_ical(message.data)
        assert all(component.errors == [] for component in calendar.walk())
        [event] = calendar.walk("VEVENT")
        assert str(calendar["METHOD"]) == message.method.upper()
        assert event["SEQUENCE"] in {s.sequence for s in made.sessions} | {3}
        assert len(ics.Calendar(message.data.decode()).events) == 1
