"""Time zones from one known source: the IANA data of the `tzdata` package.

By itself Python takes the operating system's files first, of whatever age they are, and one plan
would come out differently on two machines. Who needs other data than the package's names its
folder in PYTHONTZPATH (PEP 615).
"""

import os
import zoneinfo
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from zoneinfo import ZoneInfo


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
    return ZoneInfo(name)


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
