"""``drillctl init``: a small working example to start from."""

import sys
from pathlib import Path

ROSTER = """\
kind: roster
version: 1
timezone: Asia/Shanghai            # the IANA name of your zone
certifications:
  ic-1: {title: Incident command I, valid_for: 3y}
  first-aid: {title: First aid, valid_for: 2y}
availability:
  weekends: {weekly: ["sat,sun 08:00-18:00"]}
teams:
  - {id: county-fire, title: County fire brigade, kind: professional}
  - {id: blue-sky, title: Blue Sky rescue, kind: volunteer, availability: weekends}
members:
  - {id: li-wei, name: 李伟, team: county-fire, certifications: [{id: ic-1, issued: 2026-05-01}]}
  - {id: wang-fang, name: 王芳, team: county-fire}
  - {id: anna, name: Anna Berger, team: blue-sky, certifications: [{id: first-aid, issued: 2026-09-01}]}
  - {id: zhang-min, name: 张敏, team: blue-sky}
venues:
  - {id: hall, title: Training hall, features: [indoor], capacity: 20}
"""

SCENARIO = """\
kind: scenario
version: 1
id: evacuation-drill
title: Evacuation of a school
hazard: fire
exercise: drill
capabilities: [mass-care]
duration: 3h
schedule:
  window: {from: 2027-03-01, to: 2027-03-31}
  days: [sat, sun]
  hours: {from: "09:00", to: "17:00"}
venue: {features: [indoor]}
positions:
  - {id: leader, count: 1, needs: [ic-1], lead: true}
  - {id: carer, count: 1, needs: [first-aid]}
  - {id: marshal, count: 2, min: 1}
joint: {professional: {min: 1}, volunteer: {min: 1}, per_professional: 2}
objectives:
  - {id: o1, text: Everyone is out and accounted for, capability: mass-care, critical_tasks: [Roll call within 10 minutes]}
injects:
  - {at: 30m, from: exercise control, to: leader, text: One child is missing at the roll call., expect: A search party is sent}
"""


def init(folder: str) -> int:
    """Writes a roster and a scenario into a new or empty folder; returns the exit status."""
    from drillctl.files.atomic import write_text

    path = Path(folder)
    if path.exists() and (not path.is_dir() or any(path.iterdir())):
        print(f"error: {folder} exists and is not an empty folder", file=sys.stderr)
        return 2
    path.mkdir(parents=True, exist_ok=True)
    write_text(path / "roster.yaml", ROSTER)
    write_text(path / "evacuation-drill.yaml", SCENARIO)
    print(f"written: {path / 'roster.yaml'}, {path / 'evacuation-drill.yaml'}")
    print(f"next: drillctl plan {folder} -o plan.yaml")
    return 0
