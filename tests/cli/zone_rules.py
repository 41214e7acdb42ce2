"""The rules of a zone as a test wants them, in place of the real ones: TZif files (RFC 9636)."""

import struct
import zoneinfo
from contextlib import contextmanager

from icalendar.timezone import tzp

from drillctl.exports.ics.timezones import vtimezone
from drillctl.model import zone

SUMMER = "CET-1CEST,M3.5.0,M10.5.0/3"
"""Central Europe's, as a POSIX TZ string."""
NO_SUMMER = "CET-1"
LATER = "CET-1CEST,M5.1.0,M10.5.0/3"
"""Summer time from the first Sunday in May on."""


def tzif(rule: str) -> bytes:
    """A file of version 2 without any transition but those of its footer."""
    block = b"TZif2" + bytes(15) + struct.pack(">6l", 0, 0, 0, 0, 1, 4)
    block += struct.pack(">lbb", 0, 0, 0) + b"UTC\0"
    return block + block + b"\n" + rule.encode() + b"\n"


@contextmanager
def rules(folder, version, **rule):
    """The zones of that name, by these rules; their data says it is of `version`."""
    place = folder / version
    for name, posix in rule.items():
        file = place / name.replace("__", "/")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(tzif(posix))
    (place / "tzdata.zi").write_text(f"# version {version}\n")
    zone.zone_of("UTC")
    try:
        _read_from([place])
        yield
    finally:
        _read_from([])


def _read_from(folders):
    zoneinfo.reset_tzpath(to=[str(folder) for folder in folders])
    zoneinfo.ZoneInfo.clear_cache()
    tzp.use_default()
    zone.data_version.cache_clear()
    vtimezone.cache_clear()
