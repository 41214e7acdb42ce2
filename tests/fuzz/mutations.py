"""Changed copies of kept inputs, the same ones for the same seed."""

import random
import re
from collections.abc import Iterator, Sequence

WORDS = (
    b"\x00", b"\x1b[31m", b"\xff", b"\xed\xa0\x80", b"\xe2\x80\xae", b"\xe2\x81\xa6", b"\r\n", b"\n ",
    b"9" * 5000, b"-1", b"0", b"1e999", b"\xef\xbc\x91", b"0x7fffffff", b"99999999999999999999",
    b"&a", b"*a", b"!!python/object:os.system", b"<<: *a", b"[" * 300, b"{" * 300, b"- " * 150,
    b'"\\ud800"', b'"\\u202e"', b"~", b"null", b"yes", b"|", b">", b"? ", b"---\n", b"'", b'"', b"#",
    b"FREQ=SECONDLY", b"FREQ=HOURLY", b"INTERVAL=0", b"COUNT=999999999", b"BYMONTHDAY=30;BYMONTH=2",
    b"BYSETPOS=-366", b"UNTIL=99991231", b"DTSTART:00010101", b"DTSTART:99991231T235959Z", b"P99999999W",
    b"TZID=Nowhere/None", b"BEGIN:VEVENT", b"END:VEVENT", b"RECURRENCE-ID:20270101",
    b"A1:XFD1048576", b'r="1048577"', b'r="ZZZ1"', b'r="A99999999999"', b't="s"', b't="e"', b"1900-01-00",
    b"2027-02-30", b"24:00", b"<!ENTITY a 'b'>", b"&a;", b"]]>", b"<![CDATA[", b"%2540", b"HTTP/1.1 500 ",
)  # fmt: skip
_TOKEN = re.compile(rb"[A-Za-z0-9_.-]+|\s+|[^A-Za-z0-9_.\s-]")


def mutated(seeds: Sequence[bytes], runs: int, seed: int = 1) -> Iterator[bytes]:
    """So many inputs."""
    dice = random.Random(seed)
    for _ in range(runs):
        data = dice.choice(seeds)
        for _ in range(dice.choice((1, 1, 2, 3, 6))):
            data = _changed(data, dice, seeds)
        yield data[:65536]


def _piece(data: bytes, dice: random.Random, most: int) -> tuple[int, int]:
    """Where up to so many words in a row begin and end, without looking at all of a long text."""
    begin = dice.randrange(len(data) + 1)
    found = _TOKEN.search(data, max(0, begin - 20))
    begin = end = found.start() if found else begin
    for _ in range(dice.randrange(1, most + 1)):
        found = _TOKEN.match(data, end)
        if found is None:
            break
        end = found.end()
    return begin, end


def _changed(data: bytes, dice: random.Random, seeds: Sequence[bytes]) -> bytes:
    match dice.randrange(8):
        case 0:
            begin, end = _piece(data, dice, 1)
            return data[:begin] + dice.choice(WORDS) + data[end:]
        case 1:
            begin, _ = _piece(data, dice, 1)
            return data[:begin] + dice.choice(WORDS) + data[begin:]
        case 2:
            begin, end = _piece(data, dice, dice.choice((1, 1, 2, 8)))
            return data[:begin] + data[end:]
        case 3:
            begin, end = _piece(data, dice, 30)
            return data[:end] + data[begin:end] * dice.choice((1, 1, 2, 20)) + data[end:]
        case 4:
            (a, b), (c, d) = sorted((_piece(data, dice, 1), _piece(data, dice, 1)))
            return data if c < b else data[:a] + data[c:d] + data[b:c] + data[a:b] + data[d:]
        case 5:
            other = dice.choice(seeds)
            begin, end = _piece(other, dice, 20)
            at, _ = _piece(data, dice, 1)
            return data[:at] + other[begin:end] + data[at:]
        case 6:
            place = dice.randrange(len(data) + 1)
            return data[:place] + bytes([dice.randrange(256)]) + data[place + dice.randrange(2) :]
        case _:
            return data[: dice.randrange(len(data) + 1)]
