"""Whatever a value holds, its line stays one line, and two parsers read the value back."""

import re

import icalendar
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from ics.grammar.parse import ContentLine, unfold_lines

from drillctl.exports.ics.content_lines import escaped, line, plain, text_line

ANY = st.text(st.characters(codec=None), max_size=200)
EVIL = (
    "a\r\nX-EVIL:1",
    "a\nX-EVIL:1",
    "a\rX-EVIL:1",
    "a\x00\x0b\x0c\x1c\x1d\x1e\x85X-EVIL:1",
    "a\u2028X-EVIL:1\u2029X-EVIL:2",
    "a\ud800\udfffX-EVIL:1",
    "\r\n X-EVIL:1",
    "\\n\\,\\;\\\\",
    "END:VEVENT",
    "🚒" * 60,
    "水" * 60,
    "e\u0301" * 60,
)


def unfolded(data: bytes) -> str:
    """The one logical line of `data`, after checking how it is cut."""
    assert data.endswith(b"\r\n")
    for physical in data[:-2].split(b"\r\n"):
        assert len(physical) <= 75
        physical.decode()
    text = data.decode()
    whole = re.sub("\r\n[ \t]", "", text).removesuffix("\r\n")
    assert len(whole.splitlines()) <= 1
    return whole


@settings(max_examples=400, deadline=None)
@given(ANY)
@example("")
@example("".join(EVIL))
def test_text_comes_back_from_both_parsers(text):
    data = text_line("SUMMARY", text)
    whole = unfolded(data)
    wanted = plain(text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n"))
    name, parameters, value = icalendar.parser.Contentline.from_ical(
        data.decode().removesuffix("\r\n")
    ).parts()
    assert (name, dict(parameters)) == ("SUMMARY", {})
    read = str(icalendar.vText.from_ical(value))
    assert read.replace("\n", " ") == wanted.replace("\n", " ")
    other = ContentLine.parse(whole)
    assert (other.name, other.params) == ("SUMMARY", {})
    assert other.value == whole.partition(":")[2]


@settings(max_examples=400, deadline=None)
@given(ANY)
@example('"')
@example("^n^^'\";:,")
@example("".join(EVIL))
def test_parameters_come_back(text):
    data = line("ATTENDEE", "mailto:a@example.org", {"CN": text, "ROLE": "CHAIR"})
    unfolded(data)
    name, parameters, value = icalendar.parser.Contentline.from_ical(
        data.decode().removesuffix("\r\n")
    ).parts()
    assert (name, value) == ("ATTENDEE", "mailto:a@example.org")
    assert parameters["ROLE"] == "CHAIR"
    # RFC 5545 knows no backslash escapes in parameters; icalendar undoes some all the same.
    if "\\" not in text:
        assert parameters["CN"] == plain(text)


@pytest.mark.parametrize("text", EVIL)
def test_no_value_begins_a_line(text):
    for data in (
        text_line("UID", text),
        line("GEO", text),
        line("ATTENDEE", text, {"CN": text}),
        text_line(f"X-{plain(text)[:1]}", text),
    ):
        physical = re.split("\r\n|[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]", data.decode())
        assert not any(part.startswith("X-EVIL") for part in physical)


def test_line_breaks_of_text_are_kept():
    assert escaped("a\r\nb\nc\rd;e,f\\g") == "a\\nb\\nc\\nd\\;e\\,f\\\\g"


def test_joiners_and_wide_spaces_are_kept():
    """They are no control characters: names and emoji need them."""
    text = "می\u200cخواهم 👩\u200d🚒 北\u3000湖\u00a0x"
    assert plain(text) == text


@pytest.mark.parametrize("before", range(60, 80))
def test_no_character_is_split(before):
    for character in ("é", "水", "🚒"):
        data = line("X", "a" * before + character * 40)
        assert unfolded(data) == "X:" + "a" * before + character * 40


def test_unfolding_by_ics_gives_the_same():
    data = text_line("SUMMARY", "水 a" * 60)
    assert list(unfold_lines(data.decode().splitlines())) == [unfolded(data)]
