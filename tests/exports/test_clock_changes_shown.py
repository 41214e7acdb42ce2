"""What every export says of a session that lies across a clock or calendar change."""

from dataclasses import replace
from datetime import UTC
from io import StringIO

import icalendar
import pytest
from clock_changes import CHANGES, DAY, HOUR, LONG, clock, plan, problem, session
from dateutil.tz import tzical

from drillctl.exports.ics.audience import Audience
from drillctl.exports.ics.calendars import Calendars
from drillctl.exports.overview.sessions import sessions_shown
from drillctl.exports.page.data import page_data
from drillctl.exports.tables.plan_rows import plan_tables
from drillctl.readiness.known import known


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("shift", [-2, 0, -4], ids=["across", "from-it-on", "up-to-it"])
def test_all_exports_agree(tmp_path, change, shift):
    at = clock(change)
    start = at.change + shift * HOUR
    end = start + LONG
    asked, made = problem(tmp_path, at), plan(session(at, "a#1", start))
    # The same in UTC, as somebody may write it by hand.
    byhand = replace(made.sessions[0], start=start, end=end)
    for shown in (made, replace(made, sessions=(byhand,))):
        for utc in (False, True):
            data = Calendars(asked, shown, utc=utc).of(Audience.ALL).to_bytes()
            calendar = icalendar.Calendar.from_ical(data)
            (event,) = calendar.events
            assert event["DTSTART"].dt.astimezone(UTC) == start
            assert event["DTEND"].dt.astimezone(UTC) == end
            if utc or "TZID" not in event["DTSTART"].params:
                continue
            # Another package, which takes the zone's rules from the calendar itself.
            zone = tzical(StringIO(data.decode())).get(at.zone.key)
            for name, moment in (("DTSTART", start), ("DTEND", end)):
                wall = event[name].dt.replace(tzinfo=None)
                assert wall == at.wall(moment)
                assert wall.replace(tzinfo=zone).astimezone(UTC) == moment
        (row,) = sessions_shown(asked, shown)
        assert (at.wall(row.start), at.wall(row.end), row.hours) == (
            at.wall(start),
            at.wall(end),
            4,
        )
        table = next(t for t in plan_tables(asked, shown) if t.name == "sessions")
        values = dict(zip([c.key for c in table.columns], table.rows[0], strict=True))
        assert (values["start"], values["end"], values["hours"]) == (
            at.wall(start),
            at.wall(end),
            4,
        )
        data = page_data(asked, shown, as_of=at.wall(start).date())
        assert data["sessions"][0]["start"] == at.wall(start).isoformat(timespec="minutes")
        assert data["sessions"][0]["end"] == at.wall(end).isoformat(timespec="minutes")
        about = known(asked, at.wall(start).date(), shown)
        assert [(p.day, p.minutes) for p in about.planned] == [(at.wall(start).date(), 240)]
        after = known(asked, at.wall(start).date() + DAY, shown)
        assert after.planned == ()
