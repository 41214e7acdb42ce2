"""Which files and folders are looked at."""

import os
import threading
from pathlib import Path

from drillctl.serving.edition import Broken, Edition, Sources, read_edition
from drillctl.serving.watching import Watcher, folders, stamps

SOURCES = Sources("plan.yaml", ("roster.yaml", "scenarios"))


def test_files_that_are_read_are_looked_at_and_no_others(place):
    (place / "scenarios" / ".hidden").mkdir()
    (place / "scenarios" / ".hidden" / "x.yaml").touch()
    (place / "scenarios" / "deep").mkdir()
    (place / "scenarios" / "deep" / "y.YML").touch()
    (place / "scenarios" / "notes.txt").touch()
    (place / "other.yaml").touch()
    assert sorted(stamps(SOURCES)) == [
        "plan.yaml", "roster.yaml", "scenarios/deep/y.YML", "scenarios/flood.yaml",
    ]  # fmt: skip
    assert folders(SOURCES) == {".", "scenarios", "scenarios/deep"}


def test_what_is_missing_is_no_error(place):
    (place / "roster.yaml").unlink()
    gone = Sources("no/plan.yaml", ("roster.yaml", "nowhere", "scenarios"))
    assert sorted(stamps(gone)) == ["scenarios/flood.yaml"]
    assert folders(gone) == {".", "scenarios"}


def test_a_file_put_in_anothers_place_is_another(place):
    before = stamps(SOURCES)
    times = os.stat("roster.yaml")
    Path("new").write_bytes(Path("roster.yaml").read_bytes())
    os.utime("new", ns=(times.st_atime_ns, times.st_mtime_ns))
    os.replace("new", "roster.yaml")
    assert stamps(SOURCES) != before


class Heard:
    """What a watcher published."""

    def __init__(self, first, before):
        self.made, self._new = [], threading.Event()
        self.watcher = Watcher(SOURCES, first, before, self._take)

    def _take(self, made):
        self.made.append(made)
        self._new.set()

    def next(self):
        assert self._new.wait(8)
        self._new.clear()
        return self.made[-1]

    def __enter__(self):
        self.watcher.start()
        return self

    def __exit__(self, *_):
        self.watcher.stop()
        self.watcher.join(5)
        assert not self.watcher.is_alive()


def test_what_changed_while_it_was_read_is_read_again(place):
    before = stamps(SOURCES)
    first = read_edition(SOURCES)
    roster = Path("roster.yaml")
    roster.write_text(roster.read_text("utf-8").replace("North Lake", "South Lake"), "utf-8")
    with Heard(first, before) as heard:
        assert b"South Lake" in heard.next().page.data


def test_calendars_that_a_roster_names_are_watched_wherever_they_are(place):
    calendars = place.parent / "calendars"
    calendars.mkdir()
    (calendars / "anna.ics").write_bytes(
        b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nEND:VCALENDAR\r\n"
    )
    roster = Path("roster.yaml")
    text = roster.read_text("utf-8").replace(
        "email: anna@example.org", "busy_calendar: ../calendars/anna.ics"
    )
    roster.write_text(text, "utf-8")
    first = read_edition(SOURCES)
    assert isinstance(first, Edition)
    assert first.calendars_named == (Path("../calendars/anna.ics"),)
    with Heard(first, stamps(SOURCES, first.calendars_named)) as heard:
        (calendars / "anna.ics").write_bytes(b"no calendar")
        made = heard.next()
    assert isinstance(made, Broken)
    assert [problem.code for problem in made.problems] == ["I001"]


def test_a_defect_is_handed_on_and_the_watch_goes_on(place, monkeypatch):
    before = stamps(SOURCES)
    first = read_edition(SOURCES)
    plan = Path("plan.yaml")

    def fails(_):
        raise RuntimeError("a defect")

    with Heard(first, before) as heard:
        with monkeypatch.context() as patched:
            patched.setattr("drillctl.serving.watching.read_edition", fails)
            plan.write_text(plan.read_text("utf-8") + "\n", "utf-8")
            assert isinstance(heard.next().defect, RuntimeError)
        plan.write_text(plan.read_text("utf-8") + "\n", "utf-8")
        assert heard.next().page == first.page
