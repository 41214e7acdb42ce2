"""One source of zones on every machine: the `tzdata` package, else the folder that is named."""

import os
import re
import subprocess
import sys
from pathlib import Path

import tzdata
from zone_rules import tzif

import drillctl

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


def test_nothing_asks_for_a_zone_past_the_one_source():
    folder = Path(drillctl.__file__).parent
    asking = re.compile(r"\bZoneInfo\(|available_timezones\(|tz\.gettz")
    found = {
        file.relative_to(folder).as_posix()
        for file in folder.rglob("*.py")
        if asking.search(file.read_text(encoding="utf-8"))
    }
    assert found == {"model/zone.py"}
