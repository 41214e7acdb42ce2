"""A document of each kind that has every key its shape knows, and is right."""

from files.test_record_file import FILLED

ROSTER = """\
kind: roster
version: 1
timezone: Asia/Shanghai
certifications:
  boat-1: {title: Boats I, valid_for: 3y}
  boat-2: {title: Boats II, valid_for: 24mo, includes: [boat-1]}
  command: {}
availability:
  evenings: {weekly: ["mon-fri 19:00-22:00", "Sat, sun 8:00-24:00"]}
  shifts: {rrule: "DTSTART:20270101T080000\\nRRULE:FREQ=DAILY;INTERVAL=3", for: 24h}
  any: always
teams:
  - {id: fire, title: 消防, kind: professional, email: fire@example.org}
  - {id: sky, title: Blue Sky, kind: volunteer, availability: evenings}
members:
  - id: li-wei
    name: 李伟
    team: fire
    email: li@example.org
    phone: +86 571 1234
    certifications: [{id: boat-2, issued: 2025-04-01, expires: 2028-03-31}, command]
    availability: always
    busy: [{from: 2027-03-01, to: 2027-03-10, why: leave}]
    busy_calendar: calendars/li.ics
    free: [{from: 2027-03-06T08:00, to: 2027-03-06T20:00}]
    limits: {hours_per_7d: 12.5, hours_per_28d: 30, sessions_per_7d: 2, sessions_per_28d: 4}
  - id: 007
    name: 42
    team: sky
    availability: {weekly: ["fri-mon 22:00-06:00"]}
    busy_calendar: [calendars]
venues:
  - id: lake
    title: North Lake
    features: [open-water, car-park]
    capacity: 60
    at_once: 1
    availability: evenings
    busy: []
    free: [{from: 2027-03-06, to: 2027-03-06}]
    location: {lat: 30.1, lon: -120}
equipment:
  - {id: boat, title: Boats, count: 6}
"""
SCENARIO = """\
kind: scenario
version: 1
id: river-flood
title: River flood
hazard: flood
exercise: full-scale
priority: 5
capabilities: [water-rescue]
duration: 4h
schedule:
  sessions: 2
  window: {from: 2027-03-01, to: 2027-05-31}
  days: [sat, "Sun", mon-fri]
  hours: {from: 8:00, to: "20:00"}
  spacing: 21d
  fixed: [2027-03-06T09:00]
  after: [{scenario: table, gap: 7d}, seminar]
venue: {id: lake, features: [open-water]}
equipment: {boat: 2}
positions:
  - {id: leader, title: Leader, count: 1, min: 1, needs: [command], kind: professional, lead: true, standby: auto}
  - {id: crew, count: 4, min: 0, lead: false, standby: 1}
joint:
  professional: {min: 2}
  volunteer: {min: 2}
  teams: {min: 2}
  per_professional: 4
  meet: [[fire, sky]]
objectives:
  - {id: o1, text: "Two\\nlines", capability: water-rescue, critical_tasks: [Size-up]}
injects:
  - {at: 0h15m, from: control, to: leader, text: It rains., expect: A decision, objective: o1}
purpose: |
  Why it
  is held.
narrative: Rain since Monday.
safety: [Life jackets]
"""
POLICY = """\
kind: policy
version: 1
period: {from: 2027-01-01, to: 2027-12-31}
granularity: 30m
rest: 0h
limits: {hours_per_7d: 40, hours_per_28d: 100, sessions_per_7d: 3, sessions_per_28d: 8}
holidays: [CN, DE-BY]
goals: [fill, joint, retest]
seed: 1
currency:
  water-rescue: 12mo
  mass-care: {within: 1y, holders: [boat-1]}
notice: 7d
pin:
  - river-flood#1
  - {session: river-flood#2, start: 2027-03-06T09:00, venue: lake, people: {leader: [li-wei]}}
remind: [1d, 2h]
organizer: {name: Office, email: office@example.org}
hazards: {flood: 2.5}
show_up: 0.9
weighting: weak-first
"""
PLAN = """\
kind: plan
version: 1
revision: 3
made: {by: drillctl 1, seed: 1, inputs: {a.yaml: "sha256:0"}, context: {}, note: interrupted, effort: quick, baseline: "sha256:1", as_of: 2027-02-01T08:00}
goals: [{id: fill, value: 412, bound: 415.5}]
sessions:
  - id: river-flood#1
    uid: river-flood-1@x
    sequence: 0
    start: 2027-03-06T09:00+08:00
    end: 2027-03-06T13:00:00Z
    venue: lake
    equipment: {boat: 2}
    assigned: {leader: [li-wei], crew: []}
    standby: {crew: [007]}
    empty: [{position: crew, seats: 4, why: [nobody is free]}]
    answers: {li-wei: accepted, 007: {status: declined, at: 2027-02-20T10:00:00+00:00}}
not_held: [{id: river-flood#2, why: [no venue]}]
cancelled: [{id: river-flood#3, uid: river-flood-3@x, sequence: 2}]
pin:
  - river-flood#1
  - {session: river-flood#2, start: 2027-03-06T09:00, venue: lake, people: {leader: [li-wei]}}
away: [{member: li-wei, from: 2027-03-01T00:00, to: 2027-03-02T00:00, why: ill}]
findings:
  - {action: river-flood#0/c1, by: 2027-06-01, sessions: [river-flood#1], why: [late]}
  - {capability: mass-care, rated: M, rated_on: 2026-11-07}
"""
_MORE = """\
title: River flood
exercise: drill
held: true
injects: [{number: 1, done: true, at: 09:15, note: late}]
observations: [{text: seen, objective: o1, capability: water, by: p1}]
unread: [{file: a.xlsx, place: B7, text: x}]
"""
_FULL_AREA = "{id: a2, text: x, objective: o1, capability: water, reference: y, analysis: z}"
_FULL_ACTION = """\
  - id: c2
    text: Train
    contact: p1@example.org
    start: 2026-12-01
    retest: {by: 2027-03-31, scenario: flood}
    history:
      - {on: 2026-12-01, by: p1, state: closed, session: flood#2, due: 2027-01-01, owner: p2, note: x}
follow_up: [{action: flood#0/c1, state: closed, verified_by: p2, note: x}]
"""
RECORD = (
    FILLED.lstrip()
    .replace("{id: a2}", _FULL_AREA)
    .replace("follow_up: [{action: , state: }]\n", _FULL_ACTION)
    .replace("organisation: Red Cross, hours: 4", "organisation: Red Cross, hours: 4, note: x")
    .replace("evaluator: 李伟", "evaluator: 李伟, note: x")
    .replace("notes: |", _MORE + "notes: |", 1)
)
WORKSPACE = """\
kind: workspace
version: 1
paths: [roster.yaml, scenarios]
plan: out/plan.yaml
context: [north.yaml]
records: records
lang: zh
signers:
  - {name: Training office, key: RWQf6LRCGA9i53mlYecO4IzT51TGPpvWucNSCh1CBM0QTaLn73Y7GFO3}
history: true
"""
SUBSCRIPTIONS = f"""\
kind: subscriptions
version: 1
subscriptions:
  - {{id: county-fire-1, team: county-fire, hash: "sha256:{"0a" * 32}", created: 2027-01-01T09:00:00Z}}
  - {{id: li-wei-1, member: li-wei, hash: "sha256:{"b1" * 32}", created: 2027-01-02T09:00:00Z, revoked: 2027-02-01T09:00:00Z}}
"""
WHOLE = {
    "roster": ROSTER,
    "scenario": SCENARIO,
    "policy": POLICY,
    "plan": PLAN,
    "record": RECORD,
    "workspace": WORKSPACE,
    "subscriptions": SUBSCRIPTIONS,
}
