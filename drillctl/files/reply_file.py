"""Answers to invitations as calendar programs send them: METHOD:REPLY (RFC 5546, 3.2.3).

A file is the calendar itself (.ics), or the whole mail as it was saved (.eml).
"""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import Message
from email.policy import default

from drillctl.files.busy_calendar import address
from drillctl.files.content_lines import CalendarComponent, ContentLine, read_calendars
from drillctl.files.diagnostics import Diagnostic
from drillctl.language import tr
from drillctl.model.answers import Reply
from drillctl.model.plan import Answer, ParticipationStatus

_STAMP = re.compile(r"\d{8}T\d{6}Z")
_LARGEST = 32 * 1024 * 1024
_FAILURES = (ValueError, LookupError, TypeError, AttributeError, AssertionError, RecursionError)
"""What the `email` package raises of mails that break its rules, or nest without end."""
_NO_CHARSETS = ("punycode", "idna")
"""Encodings of Python's for names of hosts; of long texts they take hours."""


def read_replies(path: str, data: bytes) -> tuple[list[Reply], list[Diagnostic]]:
    """The replies in a file, each once, or what is wrong with it."""
    if len(data) > _LARGEST:
        return [], [Diagnostic(path, 0, 0, "I005", tr("too large for a mail"))]
    found: list[Reply] = []
    problems: list[Diagnostic] = []
    try:
        calendars = list(_calendar_parts(path, data))
    except _FAILURES:
        hint = tr("save the answer")
        return [], [Diagnostic(path, 0, 0, "I005", tr("not a mail, or a broken one"), hint)]
    if not calendars:
        hint = tr("ask, and write the answer into the plan, or use drillctl drop")
        message = tr("the mail holds no calendar part")
        problems.append(Diagnostic(path, 0, 0, "I005", message, hint))
    for shown, method, text in calendars:
        parsed, wrong = read_calendars(shown, text)
        problems += wrong
        for calendar in parsed if not wrong else ():
            for reply in _replies(shown, method, calendar, problems):
                if reply not in found:
                    found.append(reply)
    return found, problems


def _calendar_parts(path: str, data: bytes) -> Iterator[tuple[str, str, bytes]]:
    """(name for messages, METHOD that the mail says, bytes) of each calendar, none of them twice.

    Mail programs send the same calendar as a part of its own and as an attachment.
    """
    start = data.removeprefix(b"\xef\xbb\xbf").lstrip()
    if start[:15].upper() == b"BEGIN:VCALENDAR" or b":" not in start.split(b"\n", 1)[0]:
        yield path, "", data
        return
    mail = message_from_bytes(data, policy=default)
    seen: set[bytes] = set()
    for part in mail.walk():
        name = str(part.get_filename() or "").lower()
        if part.is_multipart() or not (
            part.get_content_type() in ("text/calendar", "application/ics") or name.endswith(".ics")
        ):
            continue
        text = _decoded(part)
        plain = text.replace(b"\r\n", b"\n").strip()
        if plain not in seen:
            seen.add(plain)
            yield tr("{path} (calendar part)", path=path), str(part.get_param("method") or ""), text


def _decoded(part: Message) -> bytes:
    """The part's bytes in UTF-8; an unknown character set is left to be complained of."""
    payload = part.get_payload(decode=True)
    assert isinstance(payload, bytes)
    charset = part.get_content_charset() or "utf-8"
    if charset in _NO_CHARSETS:
        return payload
    try:
        return payload.decode(charset).encode()
    except (LookupError, ValueError):
        return payload


def _replies(
    path: str, mail_method: str, calendar: CalendarComponent, problems: list[Diagnostic]
) -> Iterator[Reply]:
    method = (calendar.value("METHOD") or mail_method).strip().upper()
    line = calendar.first("METHOD")
    at = line.line if line else calendar.line
    if method != "REPLY":
        message = tr("no METHOD, not an answer (REPLY)")
        if method:
            message = tr("METHOD:{method}, not an answer (REPLY)", method=method)
        hint = tr("save the answer")
        if method == "COUNTER":
            hint = tr("the person proposes another time: ask")
        problems.append(Diagnostic(path, at, 1, "I005", message, hint))
        return
    events = list(calendar.all("VEVENT"))
    if not events:
        problems.append(Diagnostic(path, at, 1, "I005", tr("a REPLY without an event")))
    for event in events:
        reply = _reply(path, event, problems)
        if reply is not None:
            yield reply


def _reply(path: str, event: CalendarComponent, problems: list[Diagnostic]) -> Reply | None:
    def wrong(line: ContentLine | None, message: str, hint: str = "") -> None:
        at = line.line if line is not None else event.line
        problems.append(Diagnostic(path, at, 1, "I005", message, hint))

    before = len(problems)
    uid, stamp = event.text("UID"), event.first("DTSTAMP")
    attendees = [line for line in event.lines if line.name == "ATTENDEE"]
    if not uid:
        wrong(None, tr("an answer without UID"))
    if len(attendees) != 1:
        message = tr("{n} ATTENDEEs, where one answers", n=len(attendees))
        wrong(attendees[1] if attendees else None, message)
    if event.first("RECURRENCE-ID") is not None:
        wrong(event.first("RECURRENCE-ID"), tr("an answer to one of a series: sessions are none"))
    at = _instant(stamp.value.strip()) if stamp is not None else None
    if at is None:
        message = tr("no DTSTAMP")
        if stamp:
            message = tr("DTSTAMP {value!r} is no UTC time", value=stamp.value)
        wrong(stamp, message)
    number = (event.value("SEQUENCE") or "0").strip()
    if not (number.isascii() and number.isdecimal() and len(number) < 10):
        wrong(event.first("SEQUENCE"), tr("SEQUENCE {number!r} is no number", number=number))
    status = (attendees[0].parameter("PARTSTAT") or "NEEDS-ACTION") if attendees else ""
    if attendees and status.lower() not in [known.value for known in ParticipationStatus]:
        hint = (
            tr("drillctl fills seats itself: decline in their place")
            if status.upper() == "DELEGATED"
            else ""
        )
        wrong(attendees[0], tr("PARTSTAT={status} is no answer to go by", status=status), hint)
    if len(problems) > before or at is None:
        return None
    return Reply(
        path,
        attendees[0].line,
        uid,
        int(number),
        address(attendees[0].value),
        Answer(ParticipationStatus(status.lower()), at),
    )


def _instant(value: str) -> datetime | None:
    if not _STAMP.fullmatch(value):
        return None
    try:
        return datetime.strptime(value, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    except ValueError:
        return None
