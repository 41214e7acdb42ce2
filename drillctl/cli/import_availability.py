"""``drillctl import availability``: a folder of calendars into entries of a roster."""

import json
import sys
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from drillctl.cli.changing import changing
from drillctl.cli.terminal import note, say
from drillctl.files.limited import read_yaml
from drillctl.language import tr, trn
from drillctl.model.zone import zone_of


@changing("drillctl import availability", lambda given: [given["output"]])
def import_availability(
    folder: str, *, roster: str | None, output: str, format: str = "text"
) -> int:
    """Writes the roster with every calendar at its member; returns 1 where one was left out."""
    from drillctl.cli.check import problem_data
    from drillctl.files.atomic import write_text
    from drillctl.files.availability_import import matched, new_roster, people_of, with_entries
    from drillctl.files.busy_calendar import CalendarReader

    top = Path(folder)
    if not top.is_dir():
        note(tr("error: {folder} is no folder", folder=folder))
        return 2
    beside = Path(output).parent if output != "-" else Path()
    if not beside.is_dir():
        note(
            tr(
                "error: there is no folder {folder} to write {file} into",
                folder=beside,
                file=output,
            )
        )
        return 2
    data = read_yaml(roster) if roster is not None else b""
    people, problems = people_of(Path(roster), data) if roster is not None else (None, [])
    for diagnostic in problems:
        note(str(diagnostic))
    if problems:
        return 1
    reader = CalendarReader(zone_of("UTC"), date.today(), date.today() + timedelta(days=366))
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
        note(str(diagnostic))
    left = dict(found.left)
    for person, calendars in kept.items():
        has = tr("{member} has busy_calendar: {calendars}", member=person, calendars=calendars)
        left.update(dict.fromkeys(found.entered[person], has))
    for path, why in left.items():
        note(tr("left out: {file}: {why}", file=path, why=why))
    entered = {person: c for person, c in found.entered.items() if person not in kept}
    note(
        trn(
            "{n} member with a calendar written to {file}",
            "{n} members with a calendar written to {file}",
            len(entered),
            file=output,
        )
    )
    without = [p.id for p in people or () if p.id not in found.entered and not p.has]
    if people is None:
        note(tr("add to each the team; the names are those of the files"))
    else:
        text = trn("{n} member without one", "{n} members without one", len(without))
        note(text + (": " + ", ".join(without) if 0 < len(without) <= 20 else ""))
    if format == "json":
        told: dict[str, Any] = {
            "written": output,
            "entered": [
                {"member": person, "calendars": [str(path) for path in calendars]}
                for person, calendars in entered.items()
            ],
            "left_out": [{"path": str(path), "why": why} for path, why in left.items()],
            "without": without,
            "problems": [problem_data(diagnostic) for diagnostic in sorted(found.problems)],
        }
        show = note if output == "-" else say
        show(json.dumps(told, ensure_ascii=False, indent=2))
    return 1 if found.problems or found.left or kept else 0
