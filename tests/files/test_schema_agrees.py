"""The schemas and the readers agree on what is right, as far as a schema can tell.

What the schema rejects, reading rejects; what reading rejects for its structure or its values
(codes S and V), the schema rejects, but for `EXCUSES`.
"""

import re
import tempfile
from functools import cache
from pathlib import Path

import pytest
from files.altered_documents import altered, text_of, tree_of
from files.broken_inputs import BROKEN
from files.editor_yaml import data_of
from files.whole_documents import WHOLE
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft7Validator

from drillctl.files.json_schema import ANY_KIND, SHAPES, json_schema
from drillctl.files.loading import load
from drillctl.files.shapes import Fields, ListOf, MapOf, OneOf

EXCUSES = {
    "a day that the calendar does not have, as 31 February": (
        "V001",
        r"^'(by +)?\d{4}-(0[2469]|11)-(29|3[01])\b.* (is not|is no) ",
    ),
    "an offset from UTC of a day or more": ("V001", r"offset$"),
    "how long a duration is": ("S005", r"^'[0-9a-z]+' is not between \d+[a-z]"),
    "how long a spacing is": ("V002", r"^'(?!.*[1-9]\d*(y|mo)).*' is too long or has months"),
    "a recurrence rule beyond its DTSTART": ("V004", r"rule: (?!DTSTART is missing)"),
    "the names of time zones": ("V005", ""),
    "the countries with known holidays": ("V006", r"'[A-Z]{2,3}(-.*)?'$"),
    "numbers in another notation, as 1e3, 0x10, 1.0": (
        "S003",
        r"number is expected here, not '[-+]?(\.?\d|\.(inf|nan))",
    ),
    "hours in another notation, as +3": (
        "V002",
        r"^'([-+]\.?\d+|[-+]?\d*\.\d*|\.?\d+\.?\d*[eE]\d+|0[ox]\w+|\.(inf|nan))' is not a duration",
    ),
    "a version in another notation, as 1.0": ("S009", r"^version '[+0x]*1(\.0*)?'"),
    "True in place of true": ("S003", r"expected here, not '(True|TRUE|False|FALSE)'"),
    "ids that YAML takes for a number, written in capitals": (
        "S006",
        r"^'([+.]?\d[-+\dE.]*|\.(inf|nan))' is not",
    ),
    "yes, no, on and off, which only YAML 1.1 takes for other than text": ("S003", r"^YAML reads"),
    "a mapping whose keys are no single values": ("S001", "can't be a key"),
    "what an action's area, in another place, is about": ("S002", r"^nothing says what a retest"),
}
ALSO_SAID = ("R002",)
"""What a schema can say too: no goal twice."""


@cache
def validator(kind):
    schema = json_schema(kind)
    Draft7Validator.check_schema(schema)
    return Draft7Validator(schema)


def rejected(kind, text):
    """What the schema says of the documents of a text."""
    return [
        f"{list(error.path)}: {error.message}"
        for document in data_of(text)
        for error in validator(kind).iter_errors(document)
    ]


def problems(text):
    """What reading says of a text."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "f.yaml"
        path.write_text(text, encoding="utf-8")
        return load([path]).diagnostics


def excused(problem):
    return any(
        problem.code == code and re.search(words, problem.message)
        for code, words in EXCUSES.values()
    )


def structural(problem):
    return problem.code[0] in "SV"


def agree(kind, text):
    found = problems(text)
    if any(problem.code[0] == "Y" for problem in found):
        return
    said = rejected(kind, text)
    if said:
        assert any(structural(p) or p.code in ALSO_SAID for p in found), (text, said, found)
    else:
        left = [str(p) for p in found if structural(p) and not excused(p)]
        assert not left, text


@pytest.mark.parametrize("kind", WHOLE)
def test_a_whole_document_is_right_for_both(kind):
    assert rejected(kind, WHOLE[kind]) == []
    assert rejected(ANY_KIND, WHOLE[kind]) == []
    assert [p for p in problems(WHOLE[kind]) if structural(p)] == []


@pytest.mark.parametrize("kind", SHAPES)
def test_it_has_every_key(kind):
    [document] = data_of(WHOLE[kind])
    known, given = {}, set()
    _keys(SHAPES[kind], known)
    _given(SHAPES[kind], document, given)
    assert {name for key, name in known.items() if key not in given} <= {"expect"}


def _keys(shape, found):
    """Every key of every mapping, which may be used in several places."""
    match shape:
        case Fields():
            found |= {(id(shape.keys), key): key for key in shape.keys}
            for value in shape.keys.values():
                _keys(value, found)
        case ListOf():
            _keys(shape.item, found)
        case MapOf():
            _keys(shape.value, found)
        case OneOf():
            for choice in shape.choices:
                _keys(choice, found)


def _given(shape, value, found):
    match shape, value:
        case Fields(), dict():
            for key, inside in value.items():
                found.add((id(shape.keys), key))
                _given(shape.keys[key], inside, found)
        case ListOf(), list():
            for item in value:
                _given(shape.item, item, found)
        case MapOf(), dict():
            for item in value.values():
                _given(shape.value, item, found)
        case OneOf(), _:
            for choice in shape.choices:
                _given(choice, value, found)


TREES = {kind: tree_of(text) for kind, text in WHOLE.items()}


@pytest.mark.parametrize("kind", WHOLE)
@settings(max_examples=120, deadline=None)
@given(data=st.data())
def test_they_agree_on_what_is_altered(kind, data):
    agree(kind, text_of(data.draw(altered(TREES[kind]))))


@pytest.mark.parametrize(
    "text",
    [b[1] for b in BROKEN if isinstance(b[1], str)],
    ids=[b[0] for b in BROKEN if isinstance(b[1], str)],
)
def test_they_agree_on_broken_inputs(text):
    agree(ANY_KIND, text)
