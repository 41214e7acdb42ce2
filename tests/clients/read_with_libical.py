"""Prints what libical sees in the calendar file named: a JSON list of events.

Run by Debian's own Python, for which its binding is installed.
"""

import json
import sys
from datetime import datetime, timezone

import gi

gi.require_version("ICalGLib", "3.0")
from gi.repository import ICalGLib  # noqa: E402


def instant(time):
    """A time of libical's, by the VTIMEZONE in the file."""
    seconds = time.as_timet_with_zone(time.get_timezone() or ICalGLib.Timezone.get_utc_timezone())
    return datetime.fromtimestamp(seconds, timezone.utc).isoformat()  # noqa: UP017


def components(parent, kind):
    """All of one kind below `parent`."""
    child = parent.get_first_component(kind)
    while child:
        yield child
        child = parent.get_next_component(kind)


with open(sys.argv[1], encoding="utf-8", newline="") as file:
    calendar = ICalGLib.Component.new_from_string(file.read())
if calendar.count_errors():
    sys.exit(f"{calendar.count_errors()} errors")
seen = [
    {
        "uid": event.get_uid(),
        "start": instant(event.get_dtstart()),
        "end": instant(event.get_dtend()),
        "summary": event.get_summary(),
        "description": event.get_description(),
        "sequence": event.get_sequence(),
        "alarms": sum(1 for _ in components(event, ICalGLib.ComponentKind.VALARM_COMPONENT)),
    }
    for event in components(calendar, ICalGLib.ComponentKind.VEVENT_COMPONENT)
]
print(json.dumps(seen))
