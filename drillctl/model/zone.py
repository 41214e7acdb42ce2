"""Time zones from one known source: the IANA data of the `tzdata` package.

By itself Python takes the operating system's files first, of whatever age they are, and one plan
would come out differently on two machines. Who needs other data than the package's names its
folder in PYTHONTZPATH (PEP 615).
"""

import os
import sysconfig
import zoneinfo
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError


def zone_of(name: str) -> ZoneInfo:
    """The zone of an IANA name.

    Raises
    ------
    ZoneInfoNotFoundError
        There is no such zone.
    ValueError
        The name is none that a zone could have.
    """
    _settle()
    try:
        return ZoneInfo(name)
    except OSError as error:
        # Asia is a folder of zones.
        raise ZoneInfoNotFoundError(name) from error


def zone_names() -> set[str]:
    """The IANA names of all zones."""
    _settle()
    return zoneinfo.available_timezones()


@cache
def data_version() -> str:
    """The IANA version of the zones' data, ``2026f``; empty where the files do not say."""
    _settle()
    for folder in map(Path, zoneinfo.TZPATH):
        if folder.is_dir():
            return _version_in(folder)
    try:
        return str(import_module("tzdata").IANA_VERSION)
    except ImportError:
        return ""


def newer_rules(name: str, first: date, last: date) -> str:
    """The version of the operating system's data, where it is newer and reads the zone otherwise.

    Empty where it is not newer, or the same on all days from `first` to `last`.
    """
    if zoneinfo.TZPATH:
        return ""
    ours = zone_of(name)
    for folder in system_folders():
        if not folder.is_dir():
            continue
        version = _version_in(folder)
        if not version > data_version():
            return ""
        try:
            with open(folder / name, "rb") as file:
                theirs = ZoneInfo.from_file(file)
        except (OSError, ValueError):
            return ""
        # Every six hours: rules that differ do so for longer.
        moments = (
            datetime.combine(date.fromordinal(day), time(hour), UTC)
            for day in range(first.toordinal(), last.toordinal() + 1)
            for hour in range(0, 24, 6)
        )
        differs = any(_offset(moment, ours) != _offset(moment, theirs) for moment in moments)
        return version if differs else ""
    return ""


def system_folders() -> list[Path]:
    """Where the operating system keeps its zones."""
    known = sysconfig.get_config_var("TZPATH") or ""
    return [Path(folder) for folder in known.split(os.pathsep) if folder]


def _offset(moment: datetime, zone: ZoneInfo) -> timedelta | None:
    return moment.astimezone(zone).utcoffset()


def _version_in(folder: Path) -> str:
    """As `zic` installs (``# version 2026f``), or as macOS does (a file of it alone)."""
    for name in ("tzdata.zi", "+VERSION"):
        try:
            with open(folder / name, encoding="ascii") as file:
                return file.readline().removeprefix("# version").strip()
        except (OSError, ValueError):
            continue
    return ""


@cache
def _settle() -> None:
    """Leaves the system's files out of it, for all of this process, the libraries included."""
    # Without the package, as some distributions have it, the system's files are all there is.
    if not os.environ.get("PYTHONTZPATH") and find_spec("tzdata") is not None:
        zoneinfo.reset_tzpath(to=())
        ZoneInfo.clear_cache()
