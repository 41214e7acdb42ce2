"""How single values are written, for the readers and for JSON Schema alike.

Regular expressions that Python and ECMA-262 (with its `u` flag) read in the same way, each for the
whole of a value, and what to tell a person whose value does not match.
"""

import re

from drillctl.language import tr
from drillctl.language.visible import BIDI as _BIDI
from drillctl.model.duration import EXACT, NOMINAL

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

ID = "[a-z0-9][a-z0-9._-]{0,63}"
SESSION = f"{ID}#[1-9][0-9]{{0,5}}"
DAY = "(?:(?:19|20|21)[0-9][0-9]|2200)-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])"
CLOCK = "(?:(?:[01]?[0-9]|2[0-3]):[0-5][0-9]|24:00)"
_HOUR = "(?:[01][0-9]|2[0-3]):[0-5][0-9]"
LOCAL_TIME = f"{DAY}[T ]{_HOUR}(?::00)?"
MOMENT = f"(?:{DAY}|{LOCAL_TIME})"
_SECONDS = "(?::[0-5][0-9](?:[.][0-9]{3}(?:[0-9]{3})?)?)?"
INSTANT = f"{DAY}[T ]{_HOUR}{_SECONDS}(?:Z|[+-]{_HOUR}(?::[0-5][0-9])?)"
DURATION = f"(?=.){re.sub('[?]P<[a-z]+>', '', NOMINAL + EXACT)}"
ELAPSED = f"(?=.)(?:0{{1,4}}y)?(?:0{{1,5}}mo)?{re.sub('[?]P<[a-z]+>', '', EXACT)}"
"""A duration whose length in minutes is known: without months and years."""
_WEEKDAY = "|".join("".join(f"[{c.upper()}{c}]" for c in name) for name in WEEKDAYS)
_RANGE = rf"\s*(?:{_WEEKDAY})(?:-(?:{_WEEKDAY}))?\s*"
DAYS = f"{_RANGE}(?:,{_RANGE})*"
_NOT_SAME = r"(?!.* 0?([0-9]{1,2}:[0-9]{2})-0?\1\s*$)"
SLOT = rf"{_NOT_SAME}{DAYS} {CLOCK}-{CLOCK}\s*"
RECURRENCE = r"[\s\S]*[Dd][Tt][Ss][Tt][Aa][Rr][Tt][\s\S]*"
CONTROL = r"\x00-\x1f\x7f-\x9f\u2028\u2029"
CONTROL_BUT_LINES = r"\x00-\x08\x0b-\x1f\x7f-\x9f"
BIDI = _BIDI.encode("ascii", "backslashreplace").decode()
"""For a class, in the form that both dialects of regular expressions read."""
TEXT = rf"(?![\s\S]*[{CONTROL}{BIDI}])[\s\S]*\S[\s\S]*"
LINES = rf"(?![\s\S]*[{CONTROL_BUT_LINES}{BIDI}])[\s\S]*\S[\s\S]*"
COUNTRY = rf"[A-Z]{{2,3}}(?:-[^{CONTROL}{BIDI}]*)?"
# One at-sign between what an address may hold (RFC 5321, 4.1.2, less quoted strings).
_PART = rf'[^\s{CONTROL}{BIDI}@<>()\[\]\\,;:"]+'
EMAIL = f"{_PART}@{_PART}"
HASH = "sha256:[0-9a-f]{64}"
# Base64 of "Ed", the key's id and the key: 42 bytes.
SIGNING_KEY = "RW[A-Za-z0-9+/]{54}"

HINT_ID = tr(
    "lower-case letters, digits, '.', '_' and '-', up to 64, beginning with one of the first"
)
HINT_SESSION = tr("sessions are named SCENARIO#N")
HINT_DAY = tr("write it as 2027-03-31")
HINT_CLOCK = tr('write it as "08:30"')
HINT_LOCAL_TIME = tr("write it as 2027-03-06T09:00, without a zone: the roster's holds")
HINT_MOMENT = tr("write it as 2027-03-31, or 2027-03-06T09:00 without a zone")
HINT_INSTANT = tr("write it as 2027-03-06T09:00+08:00")
HINT_DURATION = tr("write it as 90m, 4h, 1h30m, 14d, 12mo or 3y")
HINT_ELAPSED = tr("write it as 90m, 4h, 1h30m or 14d")
HINT_DAYS = tr("use mon, tue, wed, thu, fri, sat, sun or a range such as mon-fri")
HINT_SLOT = tr('write it as "mon-fri 19:00-22:00"')
HINT_RECURRENCE = tr(
    r'write it as "DTSTART:20270101T080000\nRRULE:FREQ=DAILY;INTERVAL=3" (RFC 5545)'
)
HINT_COUNTRY = tr("use a code such as CN, or with a part DE-BY")
HINT_EMAIL = tr("write it as exercises@example.org")
HINT_HASH = tr("sha256: and 64 hexadecimal digits, as drillctl writes it")
HINT_SIGNING_KEY = tr("copy the last line of the .pub file: 56 characters that begin with RW")
HINT_TEXT = tr("write some text on one line, without control characters")
HINT_LINES = tr("write some text, without control characters")
