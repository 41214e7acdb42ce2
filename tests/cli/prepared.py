"""A small prepared folder, with the names that the examples of the manual pages use."""

from cli.test_rsvp import reply

from drillctl.cli.command import run as run_here

WORKSPACE = """\
kind: workspace
version: 1
paths: [roster.yaml, scenarios]
plan: plan.yaml
records: records
"""
ROSTER = """\
kind: roster
timezone: Asia/Shanghai
certifications:
  ic-1: {title: Incident command}
  swiftwater-1: {title: Swift-water rescue}
teams:
  - {id: county-fire, title: County fire brigade, kind: professional}
  - {id: blue-sky, title: Blue Sky rescue, kind: volunteer}
members:
  - {id: li-wei, name: 李伟, team: county-fire, email: li@example.org, certifications: [ic-1, swiftwater-1]}
  - {id: wang-fang, name: 王芳, team: county-fire, certifications: [ic-1, swiftwater-1]}
  - {id: anna, name: Anna Berger, team: blue-sky, email: anna@example.org, certifications: [swiftwater-1]}
  - {id: zhang-min, name: 张敏, team: blue-sky}
venues:
  - {id: north-lake, title: North Lake, features: [open-water], capacity: 20}
  - {id: east-river, title: East River, features: [open-water], capacity: 20}
equipment:
  - {id: boat, count: 2}
"""
FLOOD = """\
kind: scenario
id: river-flood
title: River flood
hazard: flood
exercise: drill
capabilities: [water-rescue]
duration: 3h
schedule:
  sessions: 2
  window: {from: 2027-03-01, to: 2027-03-31}
  days: [sat, sun]
  hours: {from: "08:00", to: "17:00"}
venue: {features: [open-water]}
equipment: {boat: 1}
positions:
  - {id: leader, count: 1, needs: [ic-1], lead: true}
  - {id: boat-crew, count: 3, min: 1, needs: [swiftwater-1]}
objectives: [{id: o1, text: All are ashore, capability: water-rescue, critical_tasks: [Count]}]
expect: [{held: all}]
"""
MEMBERS = """\
id,name,team,email
wang-fang,王芳,county-fire,wang@example.org
chen-jie,陈杰,blue-sky,
"""
POLICY = """\
kind: policy
period: {from: 2027-03-01, to: 2027-03-31}
granularity: 60m
organizer: {name: Training office, email: training@example.org}
"""
RECORD = """\
kind: record
session: river-flood#9
start: 2026-11-07T09:00
end: 2026-11-07T12:00
venue: north-lake
hazard: flood
capabilities: [water-rescue]
attendance: {li-wei: present, anna: present}
ratings:
  o1: {rating: M, capability: water-rescue, evaluator: 李伟, tasks: [{task: Count, rating: S}]}
areas: [{id: b1, text: Radios failed, capability: water-rescue, analysis: Old batteries.}]
actions:
  - {id: a1, text: Buy radios, area: b1, capability: water-rescue, owner: li-wei, team: county-fire, due: 2027-01-31}
"""
CALENDAR = """\
BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//x//EN
BEGIN:VEVENT
UID:1@x
DTSTAMP:20270101T000000Z
DTSTART:20270313T010000Z
DTEND:20270313T050000Z
SUMMARY:Away
END:VEVENT
END:VCALENDAR
"""


def prepare(folder):
    """Writes the folder; its plans are made by drillctl, run in `folder` as the current one."""
    (folder / "scenarios").mkdir()
    (folder / "records").mkdir()
    (folder / "replies").mkdir()
    (folder / "calendars").mkdir()
    (folder / "drillctl.yaml").write_text(WORKSPACE, encoding="utf-8")
    (folder / "roster.yaml").write_text(ROSTER, encoding="utf-8")
    (folder / "scenarios" / "river-flood.yaml").write_text(FLOOD, encoding="utf-8")
    (folder / "scenarios" / "policy.yaml").write_text(POLICY, encoding="utf-8")
    (folder / "members.csv").write_text(MEMBERS, encoding="utf-8")
    (folder / "calendars" / "anna.ics").write_text(CALENDAR.replace("\n", "\r\n"))
    assert run_here(["plan", "-o", "old.yaml"]) == 0
    assert run_here(["plan", "--effort", "quick", "--reason", "Agreed", "--by", "Office"]) == 0
    assert run_here(["key", "new", "-o", "training.key", "--no-password"]) == 0
    assert run_here(["sign", "--key", "training.key"]) == 0
    (folder / "records" / "river-flood-9.yaml").write_text(RECORD, encoding="utf-8")
    held = (folder / "plan.yaml").read_text(encoding="utf-8")
    uid = held.partition("uid: ")[2].partition("\n")[0].strip("'\"")
    data = reply(uid=uid, who="anna@example.org", status="ACCEPTED")
    (folder / "replies" / "anna.ics").write_bytes(data)
    assert run_here(["subscriptions", "new", "team:county-fire"]) == 0
    assert run_here(["aar", "new", "-o", "forms", "--only", "record"]) == 0
    return folder
