"""Exporting 10,000 sessions with 100,000 assignments: 5,000 member files, and one file of all.

Prints JSON, with the ratio to a bare write of the same files, and to icalendar's own writing of
the events; run as ``python tests/bench/bench_calendars.py [FILE.json] [--sessions N --members M]``.
"""

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from resource import RUSAGE_SELF, getrusage

sys.path.insert(0, str(Path(__file__).parents[1]))

import icalendar
from bench.calendar_instances import planned

from drillctl.exports.ics.audience import Audience
from drillctl.exports.ics.calendars import Calendars
from drillctl.exports.ics.files import write_calendars
from drillctl.exports.ics.messages import Messages
from drillctl.files.atomic import write_all
from drillctl.model.policy import Organizer


def took(action: Callable[[], object]) -> float:
    """Seconds of one run."""
    begin = time.perf_counter()
    action()
    return time.perf_counter() - begin


def measure(sessions: int, members: int) -> dict[str, float]:
    """All figures of one size."""
    asked, made = planned(sessions, members)
    found: dict[str, float] = {"sessions": sessions, "members": members}
    found["assignments"] = sum(1 for session in made.sessions for _ in session.members())
    found["all_s"] = took(lambda: Calendars(asked, made).of(Audience.ALL).to_bytes())
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder)
        found["members_s"] = took(lambda: write_calendars(asked, made, out, Audience.MEMBER))
        # In KiB on Linux; what comes after holds more in memory than the command does.
        found["peak_mib"] = getrusage(RUSAGE_SELF).ru_maxrss / 1024
        files = {path: path.read_bytes() for path in out.iterdir()}
        found["members_bytes"] = sum(map(len, files.values()))
        bare = took(lambda: write_all(files.items()))
        found["ratio_to_bare_write"] = found["members_s"] / bare
    messages = Messages(asked, made, Organizer("office@example.org"))
    found["messages_s"] = took(
        lambda: [m for n in asked.roster.teams for m in messages.of(Audience.TEAM, n)]
    )
    few = min(sessions, 500)
    sample = planned(few, members)
    ours = Calendars(*sample).of(Audience.ALL).to_bytes()
    mine = took(lambda: Calendars(*sample).of(Audience.ALL).to_bytes())
    read = icalendar.Calendar.from_ical(ours)
    found["icalendar_ratio"] = took(read.to_ical) / mine
    return {key: round(value, 3) for key, value in found.items()}


def main() -> None:
    """Measures, prints, and writes where asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", nargs="?", type=Path)
    parser.add_argument("--sessions", type=int, default=10_000)
    parser.add_argument("--members", type=int, default=5_000)
    given = parser.parse_args()
    text = json.dumps(measure(given.sessions, given.members), indent=2)
    print(text)
    if given.file is not None:
        given.file.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
