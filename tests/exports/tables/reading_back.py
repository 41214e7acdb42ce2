"""A plan made anew from the tables that it was written to."""

import csv
from collections import defaultdict
from datetime import datetime
from io import BytesIO, StringIO

from openpyxl import load_workbook


def from_workbook(data):
    """{sheet: rows by heading}, cells as Python has them."""
    found = {}
    for page in load_workbook(BytesIO(data)).worksheets:
        head, *rows = page.iter_rows(values_only=True)
        found[page.title.lower()] = [dict(zip(head, row, strict=True)) for row in rows]
    return found


def from_text(files, encoding="utf-8-sig"):
    """Likewise of CSV files by name; numbers and times are read as their column has them."""
    found = {}
    for name, data in files.items():
        rows = list(csv.DictReader(StringIO(data.decode(encoding), newline="")))
        found[name] = [{key: _value(key, text) for key, text in row.items()} for row in rows]
    return found


def _value(key, text):
    if text == "":
        return None
    if key in ("start", "end"):
        return datetime.strptime(text, "%Y-%m-%d %H:%M")
    if key in (
        "seats",
        "filled",
        "empty",
        "standbys",
        "number",
        "of",
        "empty seats",
        "change number",
    ):
        return int(text)
    if key == "hours":
        return float(text)
    return text[1:] if text[:1] == "'" and text[1:2] in ("=", "+", "-", "@") else text


def rebuilt(tables):
    """What the tables say of each session, of the shape of `told`."""
    people = defaultdict(lambda: defaultdict(set))
    for row in tables["people"]:
        people[row["session"]][row["seat or standby"], row["position"]].add(row["member id"])
    equipment = defaultdict(dict)
    for row in tables["equipment"]:
        equipment[row["session"]][row["item id"]] = row["number"]
    gaps = defaultdict(list)
    not_held = {}
    for row in tables["gaps"]:
        why = tuple((row["why"] or "").split("\n")) if row["why"] else ()
        if row["state"] == "not held":
            not_held[row["session"]] = why
        else:
            gaps[row["session"]].append((row["position"], row["empty seats"], why))
    sessions = {
        row["session"]: (
            row["uid"],
            row["change number"],
            row["start"],
            row["end"],
            row["venue id"],
            dict(people[row["session"]]),
            gaps[row["session"]],
            equipment[row["session"]],
        )
        for row in tables["sessions"]
    }
    return sessions, not_held


def told(problem, plan):
    """The same of the plan itself."""
    sessions = {}
    for s in plan.sessions:
        people = {("assigned", p): set(m) for p, m in s.assigned.items() if m}
        people |= {("standby", p): set(m) for p, m in s.standby.items() if m}
        sessions[s.id] = (
            s.uid,
            s.sequence,
            s.start.replace(tzinfo=None),
            s.end.replace(tzinfo=None),
            s.venue,
            people,
            [(gap.position, gap.seats, gap.why) for gap in s.empty],
            dict(s.equipment or problem.scenarios[s.scenario].equipment),
        )
    return sessions, {a.id: a.why for a in plan.not_held}
