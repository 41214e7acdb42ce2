"""Calendars of people: `busy_calendar:` of a roster, and `import availability`."""

from datetime import date
from zoneinfo import ZoneInfo

from shown import show
from surroundings import folder, written

from drillctl.files.availability_import import Person, matched
from drillctl.files.busy_calendar import CalendarReader

READER = CalendarReader(ZoneInfo("Asia/Shanghai"), date(2027, 1, 1), date(2027, 12, 31))
PEOPLE = [Person("a", "Anna", "a@example.org"), Person("b", "王芳", "b@example.org")]


def one(data: bytes) -> None:
    """Reads it as a member's calendar, then finds whose it is."""
    spans, problems = READER.busy("any.ics", data, "a@example.org")
    assert all(span.start < span.end for span in spans)
    show(problems, {"any.ics": data.decode("utf-8", "replace")})
    (folder() / "calendars").mkdir(exist_ok=True)
    written("calendars/any.ics", data)
    matched(folder() / "calendars", PEOPLE, READER)
