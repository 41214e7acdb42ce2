"""Calendar programs run for real: what people see, before and after a replan."""

import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from clients.programs import FOLDER, Calcurse, Khal, need, run
from clients.story import ZONES, after, before, county, wanted

from drillctl.exports.ics.audience import Audience
from drillctl.exports.ics.calendars import Calendars
from drillctl.exports.ics.messages import Messages

zones = pytest.mark.parametrize("zone", ZONES)
forms = pytest.mark.parametrize("utc", [False, True], ids=["tzid", "utc"])


def file(folder, zone, made, utc=False) -> bytes:
    return Calendars(county(folder, zone), made, utc=utc).of(Audience.ALL).to_bytes()


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass


@pytest.fixture
def site(tmp_path):
    """A folder on the web, as subscribers see it: (folder, address)."""
    folder = tmp_path / "site"
    folder.mkdir()
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=folder))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield folder, f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


class Subscription:
    """vdirsyncer, which fetches a calendar from the web into khal's folder."""

    def __init__(self, folder: Path, url: str, into: Path) -> None:
        need("vdirsyncer")
        self._config = folder / "vdirsyncer.conf"
        self._config.write_text(
            f'[general]\nstatus_path = "{folder / "status"}"\n'
            '[pair drills]\na = "theirs"\nb = "ours"\ncollections = null\n'
            f'[storage theirs]\ntype = "http"\nurl = "{url}"\n'
            f'[storage ours]\ntype = "filesystem"\npath = "{into}"\nfileext = ".ics"\n'
        )
        self._run("discover")

    def sync(self) -> None:
        """Looks again."""
        self._run("sync")

    def _run(self, command: str) -> None:
        run(Path(FOLDER, "python", "bin", "vdirsyncer"), "-c", self._config, command)


@zones
@forms
def test_khal_after_a_subscription_by_vdirsyncer(zone, utc, tmp_path, site):
    old, new = before(tmp_path, zone), after(tmp_path, zone)
    folder, address = site
    khal = Khal(tmp_path, zone)
    subscription = Subscription(tmp_path, f"{address}/all.ics", khal.calendar)
    for made in (old, new):
        (folder / "all.ics").write_bytes(file(tmp_path, zone, made, utc))
        subscription.sync()
        assert khal.shown() == wanted(made, zone)


@zones
@forms
def test_khal_after_imports(zone, utc, tmp_path):
    """A file imported again moves what moved; what is not in it stays until a CANCEL comes."""
    old, new = before(tmp_path, zone), after(tmp_path, zone)
    khal = Khal(tmp_path, zone)
    khal.take(file(tmp_path, zone, old, utc))
    assert khal.shown() == wanted(old, zone)
    khal.take(file(tmp_path, zone, new, utc))
    boats = [row for row in wanted(old, zone) if row[2] == "Boat drill"]
    assert khal.shown() == sorted([*wanted(new, zone), *boats])
    asked = county(tmp_path, zone)
    messages = Messages(asked, new, asked.policy.organizer, since=old, utc=utc)
    for message in messages.of(Audience.ALL):
        khal.take(message.data)
    shown = khal.shown("{title}|{status}")
    assert [row[:3] for row in shown if row[3] != "CANCELLED"] == wanted(new, zone)
    assert [row[2] for row in shown if row[3] == "CANCELLED"] == ["Cancelled: Boat drill"]


def test_khal_reads_no_method_and_keeps_a_released_event_under_its_new_title(tmp_path):
    """RFC 5546, 3.2.5 wants no STATUS here; the title and TRANSP say it to such clients."""
    zone = "Asia/Shanghai"
    asked, old, new = county(tmp_path, zone), before(tmp_path, zone), after(tmp_path, zone)
    khal = Khal(tmp_path, zone)
    khal.take(Calendars(asked, old).of(Audience.MEMBER, "v2").to_bytes())
    [message] = Messages(asked, new, asked.policy.organizer, since=old).of(Audience.MEMBER, "v2")
    khal.take(message.data)
    [first, second] = [row[2] for row in khal.shown()]
    assert first == f"Released: {second}"


@zones
@forms
def test_calcurse_after_an_import(zone, utc, tmp_path):
    made = before(tmp_path, zone)
    calcurse = Calcurse(tmp_path, zone)
    calcurse.take(file(tmp_path, zone, made, utc))
    assert calcurse.shown() == wanted(made, zone)


@zones
def test_calcurse_with_the_next_file_in_place_of_the_last(zone, tmp_path):
    """It has no subscriptions and knows no UID; who uses it empties the calendar first."""
    made = after(tmp_path, zone)
    calcurse = Calcurse(tmp_path, zone)
    calcurse.take(file(tmp_path, zone, made))
    assert calcurse.shown() == wanted(made, zone)


def test_calcurse_knows_no_uid_and_no_method(tmp_path):
    """A second import doubles what is there already, and a CANCEL is one more appointment."""
    zone = "Asia/Shanghai"
    asked, old, new = county(tmp_path, zone), before(tmp_path, zone), after(tmp_path, zone)
    calcurse = Calcurse(tmp_path, zone)
    calcurse.take(file(tmp_path, zone, old))
    calcurse.take(file(tmp_path, zone, new))
    assert calcurse.shown() == sorted([*wanted(old, zone), *wanted(new, zone)])
    messages = Messages(asked, new, asked.policy.organizer, since=old).of(Audience.VENUE, "pond")
    calcurse.take(next(messages).data)
    assert "Cancelled: Boat drill" in [row[2] for row in calcurse.shown()]


def test_a_traveller_sees_the_hour_of_where_they_are(tmp_path):
    """Nine o'clock in Berlin's summer time is three in the afternoon in Shanghai."""
    made = before(tmp_path, "Europe/Berlin")
    for program in (Khal, Calcurse):
        folder = tmp_path / program.__name__
        folder.mkdir()
        client = program(folder, "Asia/Shanghai")
        client.take(file(tmp_path, "Europe/Berlin", made))
        assert [row[:2] for row in client.shown()] == [
            row[:2] for row in wanted(made, "Asia/Shanghai")
        ]
