"""A tiny county in YAML, and plans for it, for the tests to bend."""

import textwrap
from pathlib import Path

from drillctl.files.loading import load
from drillctl.files.plan_file import read_plan
from drillctl.model.plan import Plan
from drillctl.model.problem import Problem

ROSTER = """
kind: roster
timezone: {zone}
certifications:
  ic: {{valid_for: 3y}}
  boat-1: {{}}
  boat-2: {{includes: [boat-1]}}
availability:
  weekends: {{weekly: ["sat,sun 08:00-20:00"]}}
teams:
  - {{id: fire, kind: professional}}
  - {{id: sky, kind: volunteer}}
  - {{id: club, kind: volunteer}}
members:
  - {{id: p1, name: 李伟, team: fire, certifications: [{{id: ic, issued: 2026-01-01}}, boat-1]}}
  - {{id: p2, name: Anna, team: fire, certifications: [{{id: ic, issued: 2026-01-01, expires: 2027-03-10}}]}}
  - {{id: p3, name: Tom, team: fire, certifications: [boat-2]}}
  - {{id: v1, name: 王芳, team: sky, availability: weekends, certifications: [boat-1], limits: {{hours_per_7d: 8, sessions_per_28d: 2}}}}
  - {{id: v2, name: Maria, team: sky, availability: weekends, busy: [{{from: 2027-03-13, to: 2027-03-14}}]}}
  - {{id: v3, name: 张敏, team: club, certifications: [boat-1]}}
venues:
  - {{id: lake, features: [water], capacity: 5, availability: {{weekly: ["sat,sun 08:00-20:00"]}}}}
  - {{id: pond, features: [water, parking], capacity: 3}}
  - {{id: hall, features: [indoor], capacity: 50}}
equipment:
  - {{id: boat, count: 1}}
"""

SCENARIOS = """
kind: scenario
id: flood
title: Flood
hazard: flood
exercise: full-scale
capabilities: [water]
duration: 4h
schedule: {sessions: 2, window: {from: 2027-03-01, to: 2027-04-04}, days: [sat, sun], hours: {from: "08:00", to: "20:00"}, spacing: 7d, after: [{scenario: table, gap: 3d}]}
venue: {features: [water]}
equipment: {boat: 1}
positions:
  - {id: leader, count: 1, needs: [ic], lead: true}
  - {id: crew, count: 2, min: 1, needs: [boat-1], standby: 1}
  - {id: shore, count: 2, min: 1, kind: volunteer}
joint: {professional: {min: 1}, volunteer: {min: 1}, teams: {min: 2}, per_professional: 2, meet: [[fire, sky]]}
---
kind: scenario
id: table
title: Tabletop
hazard: flood
exercise: tabletop
priority: 3
duration: 2h
schedule: {window: {from: 2027-03-01, to: 2027-03-07}, fixed: [2027-03-02T19:00]}
venue: {id: hall}
positions:
  - {id: chair, count: 1, needs: [ic], kind: professional}
  - {id: seat, count: 1, min: 0}
---
kind: scenario
id: boats
title: Boat drill
hazard: flood
exercise: drill
duration: 3h
schedule: {window: {from: 2027-03-01, to: 2027-04-04}, days: [sat, sun], hours: {from: "08:00", to: "20:00"}}
venue: {features: [water]}
equipment: {boat: 1}
positions:
  - {id: helm, count: 1, needs: [boat-2]}
  - {id: crew, count: 1, needs: [boat-1]}
---
kind: policy
period: {from: 2027-03-01, to: 2027-04-04}
granularity: 60m
"""

PLAN = """
kind: plan
version: 1
sessions:
  - {id: "table#1", uid: t1@x, start: "2027-03-02T19:00+08:00", end: "2027-03-02T21:00+08:00", venue: hall, assigned: {chair: [p1], seat: [v3]}}
  - {id: "flood#1", uid: f1@x, start: "2027-03-06T09:00+08:00", end: "2027-03-06T13:00+08:00", venue: lake, assigned: {leader: [p2], crew: [v1, p3], shore: [v2]}, standby: {crew: [p1]}, empty: [{position: shore, seats: 1}]}
  - {id: "flood#2", uid: f2@x, start: "2027-03-20T09:00+08:00", end: "2027-03-20T13:00+08:00", venue: lake, assigned: {leader: [p1], crew: [v1], shore: [v2]}, empty: [{position: crew, seats: 1}, {position: shore, seats: 1}]}
  - {id: "boats#1", uid: b1@x, start: "2027-03-07T09:00+08:00", end: "2027-03-07T12:00+08:00", venue: pond, assigned: {helm: [p3], crew: [v3]}}
"""


def problem(
    folder: Path, *, zone: str = "Asia/Shanghai", scenarios: str = SCENARIOS, roster: str = ROSTER
) -> Problem:
    """The problem, through real files in `folder`."""
    (folder / "roster.yaml").write_text(roster.format(zone=zone), encoding="utf-8")
    (folder / "scenarios.yaml").write_text(scenarios, encoding="utf-8")
    loaded = load([folder])
    assert loaded.problem is not None, [str(d) for d in loaded.diagnostics]
    return loaded.problem


def plan(folder: Path, text: str = PLAN) -> Plan:
    """A plan, through a real file in `folder`."""
    path = folder / "plan.txt"
    path.write_text(textwrap.dedent(text), encoding="utf-8")
    found, diagnostics = read_plan(path)
    assert found is not None, [str(d) for d in diagnostics]
    return found
