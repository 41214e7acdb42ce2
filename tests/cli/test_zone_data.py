"""One source of zones on every machine: the `tzdata` package, else the folder that is named."""

import os
import re
import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import tzdata
from county import problem
from zone_rules import NO_SUMMER, SUMMER, tzif

import drillctl
from drillctl.cli.reading import note_newer_rules
from drillctl.model import zone
from drillctl.model.scenario import Window

SAY = (
    "import zoneinfo; from drillctl.model.zone import data_version, zone_of, zone_names; "
    "from datetime import datetime; "
    "print(zone_of('Europe/Berlin').utcoffset(datetime(2027, 7, 1)), data_version(), "
    "len(zoneinfo.TZPATH), 'Asia/Shanghai' in zone_names())"
)


def said(**environment):
    env = {k: v for k, v in os.environ.items() if k != "PYTHONTZPATH"} | environment
    done = subprocess.run(
        [sys.executable, "-c", SAY], env=env, capture_output=True, text=True, check=True
    )
    return done.stdout.split()


def test_the_package_is_the_source_whatever_the_system_has():
    assert said() == ["2:00:00", tzdata.IANA_VERSION, "0", "True"]


def test_a_named_folder_takes_its_place(tmp_path):
    (tmp_path / "Europe").mkdir()
    (tmp_path / "Europe" / "Berlin").write_bytes(tzif("XXX-5"))
    (tmp_path / "+VERSION").write_text("2030c\n")
    assert said(PYTHONTZPATH=str(tmp_path))[:3] == ["5:00:00", "2030c", "1"]


@pytest.mark.parametrize(
    ("version", "rule", "last", "found"),
    [
        ("2099a", NO_SUMMER, date(2027, 12, 31), "2099a"),
        ("2099a", NO_SUMMER, date(2027, 3, 20), ""),
        ("2099a", SUMMER, date(2027, 12, 31), ""),
        ("2025b", NO_SUMMER, date(2027, 12, 31), ""),
    ],
)
def test_an_older_package_than_the_computers_own_is_said(
    tmp_path, monkeypatch, capsys, version, rule, last, found
):
    (tmp_path / "Europe").mkdir()
    (tmp_path / "Europe" / "Berlin").write_bytes(tzif(rule))
    (tmp_path / "tzdata.zi").write_text(f"# version {version}\n")
    monkeypatch.setattr(zone, "system_folders", lambda: [tmp_path / "none", tmp_path])
    assert zone.newer_rules("Europe/Berlin", date(2027, 1, 1), last) == found
    about = problem(tmp_path, zone="Europe/Berlin")
    period = Window(date(2027, 1, 1), last)
    note_newer_rules(replace(about, policy=replace(about.policy, period=period)))
    said_so = "has newer clock rules for Europe/Berlin (2099a)" in capsys.readouterr().err
    assert said_so == bool(found)


def test_nothing_asks_for_a_zone_past_the_one_source():
    folder = Path(drillctl.__file__).parent
    asking = re.compile(r"\bZoneInfo\(|available_timezones\(|tz\.gettz")
    found = {
        file.relative_to(folder).as_posix()
        for file in folder.rglob("*.py")
        if asking.search(file.read_text(encoding="utf-8"))
    }
    assert found == {"model/zone.py"}
