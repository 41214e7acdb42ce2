"""Text of a plan file is shown in the reader's language where its template is known again."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drillctl.language import Message, catalogue, in_language, joined, tr, trn
from drillctl.language.recognition import reason, recognised, templates_of
from drillctl.planning.plan import INTERRUPTED, TIME_LIMIT

REASONS = ("drillctl.planning.reasons", "drillctl.planning.findings", "drillctl.planning.plan")

TEMPLATES = (
    ("at this start, of {count} members: {steps}", None),
    ("{count} left by '{rule}'", None),
    ("all eligible", None),
    ("{name} ({member})", None),
    ("{names} and {count} more", None),
    ("{people}: also asked for {session}", None),
    ("between {first} and {last}", None),
    ("between {first} and {last} at {venue}", None),
    ("no scenario {scenario!r} is in the files", None),
    ("goal is {real:,}, not {stated:,.1f}", None),
    ("fixed at {start:%Y-%m-%d %H:%M}", None),
    ("{n} seat", "{n} seats"),
    ("it is held", "they are held"),
    ("stopped: the bounds; as they were", None),
    ("made in haste", None),
    ("{{{name}}} twice {name}", None),
    ("see {{ name }} and {%p for ... %}", None),
)


class _Marked:
    """A catalogue that shows which template was used."""

    def gettext(self, template: str) -> str:
        return f"<{template}>"

    def ngettext(self, one: str, many: str, number: int) -> str:
        return f"<{one}>" if number == 1 else f"<{many}>"


@pytest.fixture
def foreign(monkeypatch):
    monkeypatch.setattr(catalogue, "_translations", _Marked())


def known(text: str) -> str:
    return in_language(recognised(text, TEMPLATES))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("all eligible", "<all eligible>"),
        ("5 left by 'available'", "<5 left by 'available'>"),
        (
            "5 left by 'available', 2 left by 'kind', 1 left by 'lead'",
            "<5 left by 'available'>, <2 left by 'kind'>, <1 left by 'lead'>",
        ),
        (
            "at this start, of 6 members: 5 left by 'available', 2 left by 'kind'",
            "<at this start, of 6 members: <5 left by 'available'>, <2 left by 'kind'>>",
        ),
        (
            "Li (p1), Wu (p2) and 4 more: also asked for flood#1",
            "<<<Li (p1)>, <Wu (p2)> and 4 more>: also asked for flood#1>",
        ),
        ("between 1 and 2 at lake", "<between 1 and 2 at lake>"),
        ("no scenario 'a' is in the files", "<no scenario 'a' is in the files>"),
        ("goal is 1,234, not 2,000.0", "<goal is 1,234, not 2,000.0>"),
        ("fixed at 2027-03-06 09:00", "<fixed at 2027-03-06 09:00>"),
        ("1 seat", "<1 seat>"),
        ("1,200 seats", "1,200 seats"),
        ("3 seats", "<3 seats>"),
        ("they are held", "<they are held>"),
        (
            "stopped: the bounds; as they were; made in haste",
            "<stopped: the bounds; as they were>; <made in haste>",
        ),
        ("{a} twice a", "<{a} twice a>"),
        ("see {{ name }} and {%p for ... %}", "<see {{ name }} and {%p for ... %}>"),
    ],
)
def test_known_text_is_its_message_again(text, shown, foreign):
    assert known(text) == shown


@pytest.mark.parametrize(
    "text",
    [
        "",
        "nobody said this",
        "1 seats",
        "2 seat",
        "all eligible, and more",
        "{a} twice b",
        "between 1 and 2 and 3",
        "between 1 and 2 at a at b",
        "all eligible, " * 500,
    ],
)
def test_unknown_and_ambiguous_text_stays_as_it_is(text, foreign):
    assert known(text) == text
    assert not isinstance(recognised(text, TEMPLATES), Message)


def test_two_templates_that_fit_alike_are_ambiguous(foreign):
    text = "flood is off"
    assert in_language(recognised(text, [("{session} is off", None)])) == "<flood is off>"
    both = [("{session} is off", None), ("{venue} is off", None)]
    assert in_language(recognised(text, both)) == text


def test_a_message_stays_that_message():
    message = tr("all eligible")
    assert recognised(message, TEMPLATES) is message


WORDS = st.text(alphabet="ab1 ,;:'(){}\\\n李and", max_size=12)
VALUES = st.recursive(
    st.one_of(WORDS, st.integers(-9_999, 9_999)),
    lambda inner: st.one_of(
        st.builds(lambda a, b: tr("{name} ({member})", name=a, member=b), inner, inner),
        st.builds(lambda a, b: tr("{names} and {count} more", names=a, count=b), inner, inner),
        st.builds(lambda n: trn("{n} seat", "{n} seats", n), st.integers(0, 9_999)),
        st.lists(inner.map(str), max_size=3).map(lambda parts: joined(", ", parts)),
    ),
    max_leaves=6,
)
NUMBERS = st.integers(-(10**7), 10**7)


@st.composite
def messages(draw):
    one, many = draw(st.sampled_from(TEMPLATES))
    if many is not None:
        return trn(one, many, draw(st.integers(0, 10**4)))
    if one.startswith("see"):
        return tr(one)
    if "real" in one:
        return tr(one, real=draw(NUMBERS), stated=draw(NUMBERS))
    if "fixed" in one:
        return tr(one, start=draw(st.datetimes(datetime(1970, 1, 1), datetime(2100, 1, 1))))
    names = ("count", "steps", "rule", "name", "member", "names", "people", "session", "first")
    return tr(one, **{name: draw(VALUES) for name in (*names, "last", "venue", "scenario")})


@given(messages())
def test_always_says_the_same_english(message):
    text = str.__str__(message)
    plain = "".join(text)
    again = recognised(plain, TEMPLATES)
    assert again == message
    assert in_language(again) == in_language(message)


@given(st.text(alphabet="a1 ,;:'()", max_size=60))
def test_any_text_stays_the_same_text(text):
    assert recognised(text, TEMPLATES) == text


def test_templates_are_read_from_what_the_modules_say():
    found = templates_of(*REASONS)
    assert ("at this start, of {count} members: {steps}", None) in found
    assert ("no later session of {scenarios} is held", None) in found
    assert ("made under a wall-clock limit: another run may give another plan", None) in found
    counted = templates_of("drillctl.readiness.findings")
    assert ("{n} member", "{n} members") in counted


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (
            f"no permitted start between {date(2027, 1, 1)} and {date(2027, 2, 1)}",
            "<no permitted start between 2027-01-01 and 2027-02-01>",
        ),
        ("'schedule' leaves 0 of 96 at lake", "<'schedule' leaves 0 of 96 at lake>"),
        (f"{INTERRUPTED}; {TIME_LIMIT}", f"<{INTERRUPTED}>; <{TIME_LIMIT}>"),
    ],
)
def test_reasons_of_planning_are_known_again(text, shown, foreign, monkeypatch):
    assert not isinstance(reason(text), Message)
    monkeypatch.setattr(catalogue, "_language", "zh")
    assert in_language(reason(text)) == shown
