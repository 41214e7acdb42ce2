"""Inputs made to hurt, by target and name; each was found to, or is known to hurt other programs."""

import zipfile
from functools import cache
from io import BytesIO

from archives import packed
from surroundings import PLAN, ROSTER
from targets import CORPUS

_PEOPLE = (CORPUS / "workbook" / "people").read_bytes()
_TEAM = b"kind: roster\ntimezone: UTC\nteams: [{id: t, kind: volunteer}]\nmembers:\n"
_EVENT = (
    "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\nDTSTART:20270306T090000\n{}\nEND:VEVENT\nEND:VCALENDAR\n"
)
_LIST = (
    b'207 application/xml\n%b<D:multistatus xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav">'
    b"<D:response><D:href>/c/1.ics</D:href><D:propstat><D:prop><C:calendar-data>%b</C:calendar-data>"
    b"</D:prop><D:status>HTTP/1.1 200 OK</D:status></D:propstat></D:response></D:multistatus>"
)
ENTITIES = b'<!DOCTYPE x [<!ENTITY a0 "aaaaaaaaaa">%b]>' % b"".join(
    b'<!ENTITY a%d "%b">' % (n, b"&a%d;" % (n - 1) * 10) for n in range(1, 12)
)
_FILE = b'<!DOCTYPE x [<!ENTITY a11 SYSTEM "file:///etc/hostname">]>'


def _rule(rule: str) -> bytes:
    pattern = f'{{for: 2h, rrule: "DTSTART:20270101T080000\\n{rule}"}}'
    return _TEAM + f"  - {{id: a, name: A, team: t, availability: {pattern}}}\n".encode()


def _aliases(last: bytes) -> bytes:
    """Twenty lines that stand for 4 to the power of 20 values."""
    steps = (
        b"x%d: &x%d [%b]\n" % (n, n, b", ".join([b"*x%d" % (n - 1)] * 4)) for n in range(1, 20)
    )
    return b"x0: &x0 [a, a]\n" + b"".join(steps) + last


@cache
def zip_bomb(megabytes: int = 300) -> bytes:
    """A sheet of so much XML, of which nearly nothing is left when packed."""
    out = BytesIO(packed(_PEOPLE))
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr("xl/worksheets/sheet9.xml", b" " * (megabytes << 20))
    return out.getvalue()


def inputs() -> dict[str, dict[str, bytes]]:
    """All of them."""
    bad_text = {
        "nul": b"kind: ro\0ster\n",
        "surrogate": _TEAM + b'  - {id: a, name: "\\ud800", team: t}\n',
        "raw-surrogate": _TEAM + b"  - {id: a, name: \xed\xa0\x80, team: t}\n",
        "turned-key": _TEAM + b'  - {id: a, "na\\u202eme": A, team: t}\n',
        "escape": _TEAM + b'  - {id: a, name: "\\e[2J", "\\e[31m": t, team: "\\x9b2J"}\n',
    }
    return {
        "yaml": {
            **bad_text,
            "deep-brackets": b"kind: roster\nmembers: " + b"[" * 10_000,
            "deep-quoted": b"kind: roster\nmembers: " + b'["]",' * 200_000,
            "deep-comments": b"kind: roster\nmembers: " + b"[ # ]\n" * 200_000,
            "deep-json": b'{"kind":"roster","members":' + b'{"a":"}",' * 100_000,
            "deep-in-plain-text": b"- a, 'k: " + b"[" * 200_000 + b" '\n",
            "deep-blocks": b"kind: roster\n" + b"".join(b" " * n + b"a:\n" for n in range(700)),
            "deep-markers": b"- " * 10_000 + b"a\n",
            "deep-questions": b"? " * 10_000 + b"a\n",
            "aliases": b"kind: roster\n" + _aliases(b"members: *x19\n"),
            "aliases-of-kind": _aliases(b"kind: *x19\n"),
            "alias-circle": b"kind: &a [*a]\n",
            "alias-circle-of-keys": b"&a\n? *a\n: *a\n",
            "huge-number": ROSTER.replace("count: 2", "count: " + "9" * 100_000).encode(),
            "long-line": _TEAM + b"  - {id: a, team: t, name: " + b"x" * 2_000_000 + b"}\n",
            "interval-0": _rule("RRULE:FREQ=DAILY;INTERVAL=0"),
            "30-february": _rule("RRULE:FREQ=HOURLY;BYMONTH=2;BYMONTHDAY=30"),
            "every-second": _rule("RRULE:FREQ=SECONDLY"),
            "excluded-for-ever": _rule("RRULE:FREQ=HOURLY\\nEXRULE:FREQ=HOURLY"),
        },
        "plan": {
            "aliases": b"kind: plan\nsessions: []\nmade:\n  by: d\n  inputs:\n    "
            + _aliases(b"z: *x19\n").replace(b"\n", b"\n    "),
            "huge-numbers": PLAN.replace("sequence: 0", "sequence: " + "9" * 10_000).encode(),
            "huge-value": PLAN.encode() + b"goals: [{id: fill, value: 1" + b"0" * 9_999 + b", bound: 2}]\n",
        },
        "calendar": {
            "deep": b"BEGIN:VCALENDAR\n" * 10_000,
            "nul": _EVENT.format("SUMMARY:\0").encode(),
            "folds": _EVENT.format("ATTACH:" + "\n x" * 500_000).encode(),
            "parameters": b"BEGIN:VCALENDAR\nX" + b";A=B" * 1_500_000 + b":x\nEND:VCALENDAR\n",
            "dates": _EVENT.format("RDATE:" + "20270307T090000," * 200_000 + "20270308T090000").encode(),
            "events": b"BEGIN:VCALENDAR\n"
            + b"BEGIN:VEVENT\nUID:1\nDTSTART:20270306T090000\nEND:VEVENT\n" * 20_000 + b"END:VCALENDAR\n",
            "every-second": _EVENT.format("RRULE:FREQ=SECONDLY").encode(),
            "never": _EVENT.format("RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30").encode(),
            "huge-count": _EVENT.format("RRULE:FREQ=DAILY;COUNT=" + "9" * 5000).encode(),
            "huge-duration": _EVENT.format("DURATION:P" + "9" * 5000 + "W").encode(),
            "huge-priority": b"BEGIN:VCALENDAR\nBEGIN:VAVAILABILITY\nPRIORITY:" + b"9" * 5000
            + b"\nEND:VAVAILABILITY\nEND:VCALENDAR\n",
        },
        "reply": {
            "deep-mail": b"Content-Type: message/rfc822\n\n" * 10_000,
            "deep-parts": b"".join(
                b'Content-Type: multipart/mixed; boundary="%d"\n\n--%d\n' % (n, n) for n in range(2_000)
            ),
            "nul-charset": b"Content-Type: text/calendar; charset=a\0b\n\nBEGIN:VCALENDAR\n",
            "punycode": b"Content-Type: text/calendar; charset=punycode\n\n-" + b"a9" * 200_000,
            "huge-sequence": (CORPUS / "reply" / "calendar").read_bytes().replace(
                b"SEQUENCE:0", b"SEQUENCE:" + b"9" * 5000
            ),
        },
        "table": {
            "nul": b"name,team\nA\0nna,sky\n",
            "long-field": b"name,team\n" + b"x" * 300_000 + b",sky\n",
            "turned-name": "name,team\nA\u202enna,sky\n".encode(),
            "wide": b"name,team" + b",x" * 20_000 + b"\nA,sky\n",
        },
        "workbook": {
            "merged": _PEOPLE.replace(b"C3:C4", b"A1:XFD1048576"),
            "merged-columns": _PEOPLE.replace(b"C3:C4", b"A:XFD"),
            "entities": _PEOPLE.replace(b"<worksheet", ENTITIES + b"<worksheet", 1).replace(
                b"<v>0</v>", b"<v>&a11;</v>"
            ),
            "zip-bomb": zip_bomb(),
            "far-away": _PEOPLE.replace(b'r="A1"', b'r="XFD1048576"'),
        },
        "form": {
            "merged": (CORPUS / "form" / "sign-in").read_bytes().replace(
                b"</sheetData>", b'</sheetData><mergeCells><mergeCell ref="A1:XFD99999"/></mergeCells>'
            ),
            "zip-bomb": zip_bomb(),
            "turned-text": (CORPUS / "form" / "record-typed").read_bytes().replace(
                b"note: x", b'note: "\\u202e\\e[2J"'
            ),
        },
        "caldav": {
            "entities": _LIST % (ENTITIES, b"&a11;"),
            "external-entity": _LIST % (_FILE, b"&a11;"),
            "deep": b"207 application/xml\n" + b"<a>" * 100_000,
            "huge-sequence": _LIST % (b"", _EVENT.format("SEQUENCE:" + "9" * 5000).encode()
                                      .replace(b"UID:1", b"UID:flood-1@x")),
            "deep-calendar": _LIST % (b"", b"BEGIN:VCALENDAR\n" * 5_000),
        },
    }  # fmt: skip
