"""A small folder in which every field that says something of one person holds a mark.

Each mark is found in whatever form an export may write it, and means nothing else.
"""

import json
import re
import struct
import zipfile
import zlib
from io import BytesIO

MARKS = {
    "id": r"idmark",
    "name": r"NAMEMARK|马克标",
    "email": r"mailmark",
    "phone": r"0571.?6660",
    "certificates": r"heldmark|HELDMARK",
    "dates": r"2021-?03-?17|2027-?03-?29|44272|46475|17 Mar 2021|29 Mar 2027",
    "availability": r"06:?17|22:?41",
    "busy": r"07:?43|19:?47",
    "why": r"WHYMARK",
    "free": r"05:?29|23:?53",
    "limits": r"3\.25|\b195\b|3:15|3h15",
    "calendar": r"calmark",
    "event": r"EVENTMARK",
    "note": r"NOTEMARK",
    "contact": r"CONTACTMARK",
    "away": r"AWAYMARK",
    "team-email": r"teammark",
    "organizer-name": r"OFFICEMARK",
    "organizer-email": r"officemark",
}
ROSTER = """\
kind: roster
timezone: Asia/Shanghai
certifications:
  ic: {title: Incident command}
  boat: {title: Boats}
  diver: {title: Divers}
  heldmark: {title: HELDMARK, valid_for: 3y}
teams:
  - {id: fire, title: Fire brigade, kind: professional, email: teammark@example.org}
  - {id: sky, title: Blue Sky, kind: volunteer, email: sky@example.org}
members:
  - id: idmark
    name: NAMEMARK
    team: fire
    email: mailmark@example.org
    phone: "0571 6660"
    certifications: [ic, diver, {id: heldmark, issued: 2021-03-17, expires: 2027-03-29}]
    availability: {weekly: ["mon-sun 06:17-22:41"]}
    busy: [{from: 2027-03-20T07:43, to: 2027-03-20T19:47, why: WHYMARK}]
    busy_calendar: calendars/calmark.ics
    free: [{from: 2027-03-25T05:29, to: 2027-03-25T23:53}]
    limits: {hours_per_7d: 3.25}
  # Tom knows nothing of it.
  - {id: tom, name: Tom, team: fire, email: tom@example.org, certifications: [ic]}
  - {id: anna, name: Anna, team: sky, email: anna@example.org, certifications: [boat]}
  - {id: bo, name: Bo, team: sky, certifications: [boat]}
venues: [{id: lake, title: Lake, features: [water]}]
"""
SCENARIO = """\
kind: scenario
id: flood
title: Flood
hazard: flood
exercise: drill
capabilities: [water-rescue]
duration: 3h
schedule: {sessions: 1, fixed: [2027-03-06T09:00]}
venue: {features: [water]}
positions:
  - {id: leader, count: 2, min: 1, needs: [ic], lead: true}
  - {id: crew, count: 3, min: 1, needs: [boat]}
  - {id: expert, count: 1, needs: [diver]}
objectives: [{id: o1, text: All ashore, capability: water-rescue, critical_tasks: [Count]}]
expect: [{held: all}, without_any_member]
"""
POLICY = """\
kind: policy
period: {from: 2027-03-01, to: 2027-03-31}
granularity: 60m
organizer: {name: OFFICEMARK, email: officemark@example.org}
currency: {water-rescue: 12mo}
"""
RECORD = """\
kind: record
session: flood#9
start: 2026-11-07T09:00
end: 2026-11-07T12:00
capabilities: [water-rescue]
attendance: {idmark: {status: present, note: NOTEMARK}, anna: present}
ratings: {o1: {rating: M, evaluator: Tom}}
areas: [{id: b1, text: Radios failed, capability: water-rescue}]
actions:
  - {id: a1, text: Buy radios, area: b1, owner: idmark, contact: CONTACTMARK, team: fire, due: 2027-01-31}
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
SUMMARY:EVENTMARK
END:VEVENT
END:VCALENDAR
"""
AWAY = """\
away:
- {member: idmark, from: 2027-03-27T00:00, to: 2027-03-28T00:00, why: AWAYMARK}
"""
_COORDINATES = re.compile(r'\b[a-z:]+="[-#MLQCZz0-9., ()\s]*"|\b(?:transform|style|d)="[^"]*"')
_KINDS = re.compile(r'"certifications":(\[\{"id":"boat".*?\}\])')
"""The page's list of what can be certified, which says of nobody who holds it."""
_HELD = re.compile(r'"id":"idmark"[^{}]*?"certs":(\[\[.*?\]\])')
"""Who holds what, in the page: places in that list."""
_WRITTEN_AT = re.compile(r"^(?:DTSTAMP|CREATED|LAST-MODIFIED):\d{8}T\d{6}Z", re.MULTILINE)
"""When a calendar was written, which may be at any time of the day."""
_TEXT_CHUNKS = (b"tEXt", b"zTXt", b"iTXt")


def write(folder):
    """Everything but the plan."""
    for name in ("in", "in/calendars", "records"):
        (folder / name).mkdir()
    for name, text in {
        "in/roster.yaml": ROSTER,
        "in/flood.yaml": SCENARIO,
        "in/policy.yaml": POLICY,
        "records/flood-9.yaml": RECORD,
    }.items():
        (folder / name).write_text(text, encoding="utf-8")
    (folder / "in/calendars/calmark.ics").write_bytes(CALENDAR.replace("\n", "\r\n").encode())


def marks_in(texts):
    """The fields whose marks are in any of the texts."""
    text = "\n".join(texts)
    return {field for field, mark in MARKS.items() if re.search(mark, text)}


def unpacked(name, data):
    """A file's name and all text in it: members of archives, and of pictures their own text."""
    yield name
    if data.startswith(b"PK"):
        with zipfile.ZipFile(BytesIO(data)) as archive:
            for member in archive.namelist():
                yield from unpacked(member, archive.read(member))
    elif data.startswith(b"\x89PNG"):
        yield from _png_texts(data)
    else:
        text = data.decode("utf-8", "replace").replace("\r\n ", "")
        if name.endswith(".ics"):
            text = _WRITTEN_AT.sub("", text)
        # Coordinates of a drawing are no times.
        yield _KINDS.sub("", _COORDINATES.sub("", text) if name.endswith(".svg") else text)
        kinds, held = _KINDS.search(text), _HELD.search(text)
        if kinds and held:
            known = json.loads(kinds[1])
            yield " ".join(known[place]["id"] for place, *_ in json.loads(held[1]))


def _png_texts(data):
    """Text chunks (PNG, 11.3.4), compressed ones too."""
    at = 8
    while at < len(data):
        length, kind = struct.unpack(">I4s", data[at : at + 8])
        body = data[at + 8 : at + 8 + length]
        if kind in _TEXT_CHUNKS:
            yield body.decode("latin-1")
            for start in range(len(body)):
                if body[start : start + 1] == b"\x78":
                    try:
                        yield zlib.decompress(body[start:]).decode("utf-8", "replace")
                    except zlib.error:
                        continue
        at += 12 + length
