"""The calendar programs that the tests run, and what to do where one is missing."""

import json
import os
import shutil
import subprocess
from datetime import datetime
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

import icalendar
import ics
import pytest

HERE = Path(__file__).parent
FOLDER = os.environ.get("DRILLCTL_CLIENTS", "")
DEBIAN_PYTHON = "/usr/bin/python3"
READERS = {
    "ical.js": ("node", HERE / "read_with_ical_js.mjs"),
    "node-ical": ("node", HERE / "read_with_node_ical.mjs"),
    "libical": (DEBIAN_PYTHON, HERE / "read_with_libical.py"),
}


def need(client: str) -> None:
    """Skips the test where `client` is not installed; fails it where it must be (in CI)."""
    if not _installed(client):
        why = (
            f"{client} is not installed: tests/clients/install FOLDER, then DRILLCTL_CLIENTS=FOLDER"
        )
        if os.environ.get("DRILLCTL_REQUIRE_CLIENTS"):
            pytest.fail(why)
        pytest.skip(why)


@cache
def _installed(client: str) -> bool:
    match client:
        case "calcurse":
            return shutil.which("calcurse") is not None
        case "libical":
            code = "import gi; gi.require_version('ICalGLib', '3.0')"
            try:
                return (
                    subprocess.run((DEBIAN_PYTHON, "-c", code), capture_output=True).returncode == 0
                )
            except OSError:
                return False
        case "khal" | "vdirsyncer":
            return bool(FOLDER) and Path(FOLDER, "python", "bin", client).exists()
        case _:
            node = shutil.which("node") is not None
            return bool(FOLDER) and node and Path(FOLDER, "node_modules", client).exists()


def run(*command: object, env: dict[str, str] | None = None, stdin: str = "") -> str:
    """Standard output of a program that must end well."""
    done = subprocess.run(
        [str(word) for word in command],
        env=os.environ | (env or {}),
        input=stdin,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr + done.stdout
    return done.stdout


def read(client: str, data: bytes, folder: Path) -> list[dict]:
    """The events that a reading library sees in a file."""
    if client in PACKAGES:
        return PACKAGES[client](data)
    need(client)
    path = folder / "read.ics"
    path.write_bytes(data)
    return json.loads(run(*READERS[client], path))


def _icalendar(data: bytes) -> list[dict]:
    return [
        {
            "uid": str(event["UID"]),
            "start": event["DTSTART"].dt.isoformat(),
            "end": event["DTEND"].dt.isoformat(),
            "summary": str(event["SUMMARY"]),
            "description": str(event.get("DESCRIPTION", "")),
            "sequence": int(event["SEQUENCE"]),
            "alarms": len(event.walk("VALARM")),
        }
        for event in icalendar.Calendar.from_ical(data).walk("VEVENT")
    ]


def _ics(data: bytes) -> list[dict]:
    return [
        {
            "uid": event.uid,
            "start": event.begin.isoformat(),
            "end": event.end.isoformat(),
            "summary": event.name,
            "description": event.description,
            "sequence": int(next(line.value for line in event.extra if line.name == "SEQUENCE")),
            "alarms": len(event.alarms),
        }
        for event in ics.Calendar(data.decode()).events
    ]


PACKAGES = {"icalendar": _icalendar, "ics": _ics}
"""Libraries that drillctl's own environment has."""


def local(moment: str, zone: str) -> str:
    """An instant in ISO form as the wall clock of `zone` shows it."""
    return f"{datetime.fromisoformat(moment).astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M}"


class Khal:
    """khal at a terminal in `zone`, over the calendar kept in ``cal``."""

    def __init__(self, folder: Path, zone: str) -> None:
        need("khal")
        self.calendar = folder / "cal"
        self.calendar.mkdir()
        self._config = folder / "khal.conf"
        day, time = "%Y-%m-%d", "%H:%M"
        self._config.write_text(
            f"[calendars]\n[[drills]]\npath = {self.calendar}\n"
            f"[locale]\ntimeformat = {time}\ndateformat = {day}\nlongdateformat = {day}\n"
            f"datetimeformat = {day} {time}\nlongdatetimeformat = {day} {time}\n"
            f"local_timezone = {zone}\ndefault_timezone = {zone}\n"
            f"[sqlite]\npath = {folder / 'khal.db'}\n"
        )

    def take(self, data: bytes) -> None:
        """Imports a file."""
        path = self.calendar.parent / "import.ics"
        path.write_bytes(data)
        self._run("import", "--batch", "-a", "drills", path)

    def shown(self, fields: str = "{title}") -> list[tuple[str, ...]]:
        """(start, end, `fields`) of what the calendar shows."""
        form = "{start-date-long} {start-time}|{end-date-long} {end-time}|" + fields
        text = self._run("list", "--format", form, "--day-format", "", "2027-03-01", "60d")
        rows = (tuple(part.strip() for part in line.split("|")) for line in text.splitlines())
        return sorted(row for row in rows if len(row) > 1)

    def _run(self, *words: object) -> str:
        program = Path(FOLDER, "python", "bin", "khal")
        return run(program, "-c", self._config, *words, env={"LC_ALL": "C.UTF-8"})


class Calcurse:
    """calcurse at a terminal in `zone`; it shows all times in the terminal's zone."""

    def __init__(self, folder: Path, zone: str) -> None:
        need("calcurse")
        self._folder = folder / "calcurse"
        self._folder.mkdir()
        self._program = ("calcurse", "-D", self._folder, "-C", self._folder)
        self._env = {"TZ": zone, "LC_ALL": "C.UTF-8"}

    def take(self, data: bytes) -> None:
        """Imports a file."""
        path = self._folder / "import.ics"
        path.write_bytes(data)
        report = run(*self._program, "-i", path, env=self._env)
        assert "0 skipped" in report, report

    def shown(self) -> list[tuple[str, str, str]]:
        """(start, end, title) of what the calendar shows."""
        form = "%(start:%Y-%m-%d %H:%M)|%(end:%Y-%m-%d %H:%M)|%m\n"
        text = run(
            *(*self._program, "-Q", "--from", "03/01/2027", "--days", "60"),
            *("--filter-type", "cal", "--format-apt", form, "--format-recur-apt", form),
            env=self._env,
        )
        rows = (tuple(line.split("|")) for line in text.splitlines())
        return sorted(row for row in rows if len(row) == 3)
