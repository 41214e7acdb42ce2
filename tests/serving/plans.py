"""A small plan and its files, made once."""

from pathlib import Path

from drillctl.files.loading import load
from drillctl.files.plan_text import write_plan
from drillctl.planning.plan import make_plan
from drillctl.planning.search import Effort, Options

ROSTER = """\
kind: roster
timezone: Asia/Shanghai
certifications: {ic-1: {title: Incident command}}
teams:
  - {id: county-fire, title: County fire brigade, kind: professional}
  - {id: blue-sky, title: Blue Sky rescue, kind: volunteer}
members:
  - {id: li-wei, name: 李伟, team: county-fire, certifications: [ic-1]}
  - {id: anna, name: Anna Berger, team: blue-sky, email: anna@example.org}
  - {id: chen-jie, name: 陈杰, team: blue-sky, busy: [{from: 2027-03-01, to: 2027-03-31}]}
venues: [{id: north-lake, title: North Lake}]
"""
FLOOD = """\
kind: scenario
id: river-flood
title: River flood
hazard: flood
exercise: drill
duration: 3h
schedule: {sessions: 2, window: {from: 2027-03-01, to: 2027-03-31}, days: [sat]}
venue: {id: north-lake}
positions:
  - {id: leader, count: 1, needs: [ic-1]}
  - {id: crew, count: 1, kind: volunteer}
"""


def write_files(folder: Path) -> None:
    """`roster.yaml`, `scenarios/` and `plan.yaml`; of the members `chen-jie` has no session."""
    (folder / "scenarios").mkdir()
    (folder / "roster.yaml").write_text(ROSTER, "utf-8")
    (folder / "scenarios" / "flood.yaml").write_text(FLOOD, "utf-8")
    loaded = load([folder])
    plan = make_plan(loaded.problem, Options(Effort.QUICK, None, 1, None), inputs=loaded.inputs)
    write_plan(plan, str(folder / "plan.yaml"))
