"""Calendars of people: `busy_calendar:` of a roster, and `import availability`."""

from datetime import date
from zoneinfo import ZoneInfo

from shown import show
from surroundings import folder, written

from drillctl.files.availability_import import Person, matched
from drillctl.files.busy_calendar import CalendarReader

READER = CalendarReader(ZoneInfo("Asia/Shanghai"), date(2027, 1, 1), date(2027, 12, 31))
PEOPLE = [Person("a", "Anna", "a@example.org"), Person("b", "王芳", "b@example.org")]


class _Noting:
    """Reads as `READER` does, and looks at what comes of it."""

    def __init__(self) -> None:
        self.emails: list[str | None] = []

    def busy(self, path, data, email):
        """Busy time, and what is wrong."""
        self.emails.append(email)
        spans, problems = READER.busy(path, data, email)
        assert all(span.start < span.end for span in spans)
        show(problems, {path: data.decode("utf-8", "replace")})
        return spans, problems


def one(data: bytes) -> None:
    """Finds whose it is and reads it, as a member's calendar too where that makes a difference."""
    (folder() / "calendars").mkdir(exist_ok=True)
    path = written("calendars/any.ics", data)
    reader = _Noting()
    matched(folder() / "calendars", PEOPLE, reader)
    if "a@example.org" not in reader.emails and b"ATTENDEE" in data.upper():
        reader.busy(str(path), data, "a@example.org")
