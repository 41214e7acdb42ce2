"""``drillctl import availability``: a folder of calendars into entries of a roster."""

import sys
from datetime import date, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo


def import_availability(folder: str, *, roster: str | None, output: str) -> int:
    """Writes the roster with every calendar at its member; returns 1 where one was left out."""
    from drillctl.files.atomic import write_text
    from drillctl.files.availability_import import matched, new_roster, people_of, with_entries
    from drillctl.files.busy_calendar import CalendarReader

    top = Path(folder)
    if not top.is_dir():
        print(f"error: {folder} is no folder", file=sys.stderr)
        return 2
    beside = Path(output).parent if output != "-" else Path()
    if not beside.is_dir():
        print(f"error: there is no folder {beside} to write {output} into", file=sys.stderr)
        return 2
    data = Path(roster).read_bytes() if roster is not None else b""
    people, problems = people_of(Path(roster), data) if roster is not None else (None, [])
    for diagnostic in problems:
        print(diagnostic, file=sys.stderr)
    if problems:
        return 1
    reader = CalendarReader(ZoneInfo("UTC"), date.today(), date.today() + timedelta(days=366))
    found = matched(top, people, reader)
    kept: dict[str, str] = {}
    if people is None:
        text = new_roster(found.entered, beside)
    else:
        text, kept = with_entries(data, people, found.entered, beside)
    if output == "-":
        sys.stdout.write(text)
    else:
        write_text(Path(output), text)
    for diagnostic in sorted(found.problems):
        print(diagnostic, file=sys.stderr)
    for path, why in found.left.items():
        print(f"left out: {path}: {why}", file=sys.stderr)
    for person, calendars in kept.items():
        given = ", ".join(str(path) for path in found.entered[person])
        print(f"left out: {given}: {person} has busy_calendar: {calendars}", file=sys.stderr)
    entered = len(found.entered) - len(kept)
    print(f"{entered} member(s) with a calendar written to {output}", file=sys.stderr)
    if people is None:
        print("add to each the team; the names are those of the files", file=sys.stderr)
    else:
        without = [p.id for p in people if p.id not in found.entered and not p.has]
        names = f": {', '.join(without)}" if 0 < len(without) <= 20 else ""
        print(f"{len(without)} member(s) without one{names}", file=sys.stderr)
    return 1 if found.problems or found.left or kept else 0
