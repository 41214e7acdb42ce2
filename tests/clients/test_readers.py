"""The libraries under other people's calendars read the same events out of our files."""

import pytest
from clients.programs import PACKAGES, READERS, local, read
from clients.story import ZONES, after, before, county, wanted

from drillctl.exports.ics.audience import Audience
from drillctl.exports.ics.calendars import Calendars
from drillctl.exports.ics.messages import Messages

both = pytest.mark.parametrize(
    ("client", "zone"), [(c, z) for c in (*READERS, *PACKAGES) for z in ZONES]
)


def seen(events: list[dict], zone: str) -> list[tuple[str, str, str]]:
    return sorted((local(e["start"], zone), local(e["end"], zone), e["summary"]) for e in events)


@both
@pytest.mark.parametrize("utc", [False, True], ids=["tzid", "utc"])
def test_local_times_and_titles(client, zone, utc, tmp_path):
    made = before(tmp_path, zone)
    data = Calendars(county(tmp_path, zone), made, utc=utc).of(Audience.ALL).to_bytes()
    assert seen(read(client, data, tmp_path), zone) == wanted(made, zone)


@both
def test_a_moved_session_is_there_once_and_a_cancelled_one_gone(client, zone, tmp_path):
    """By whoever subscribes: the next file takes the place of the last."""
    made = after(tmp_path, zone)
    events = read(
        client, Calendars(county(tmp_path, zone), made).of(Audience.ALL).to_bytes(), tmp_path
    )
    assert seen(events, zone) == wanted(made, zone)
    assert {e["uid"]: e["sequence"] for e in events} == {"t1@x": 0, "f1@x": 1, "f2@x": 0}


@both
def test_description_and_reminders(client, zone, tmp_path):
    calendar = Calendars(county(tmp_path, zone), before(tmp_path, zone)).of(Audience.MEMBER, "v1")
    [first, _] = sorted(read(client, calendar.to_bytes(), tmp_path), key=lambda e: e["start"])
    assert first["description"].split("\n")[:3] == [
        "Your position: crew",
        "Bring your certificates: boat-1",
        "Session: flood#1",
    ]
    assert first["alarms"] == 2


@both
def test_invitations_and_cancellations_are_read(client, zone, tmp_path):
    asked = county(tmp_path, zone)
    old, new = before(tmp_path, zone), after(tmp_path, zone)
    messages = Messages(asked, new, asked.policy.organizer, since=old)
    found = {(m.session, m.method): m.data for m in messages.of(Audience.MEMBER, "v3")}
    assert set(found) == {("flood#1", "request"), ("boats#1", "cancel")}
    [request] = read(client, found["flood#1", "request"], tmp_path)
    [cancel] = read(client, found["boats#1", "cancel"], tmp_path)
    assert (request["uid"], request["sequence"]) == ("f1@x", 1)
    assert local(request["start"], zone) == "2027-03-06 10:00"
    assert (cancel["uid"], cancel["sequence"]) == ("b1@x", 1)
    assert local(cancel["start"], zone) == "2027-03-07 09:00"
