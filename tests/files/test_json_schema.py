"""The printed schema says of a record what the reader says, as far as a schema can."""

import json
import re

import pytest
import yaml
from files.test_record_file import FILLED, LATER, MISTAKES
from jsonschema import Draft202012Validator

from drillctl.files.json_schema import json_schema

BLANK = """
kind: record
session: flood#1
start: 2026-11-07T09:00
capabilities:
attendance: {p1: , v1: {status: }}
guests: [{name: }]
ratings: {o1: , o2: {rating: , tasks: [{task: , rating: }]}}
areas: [{id: a1, text: , analysis: ''}]
actions: [{id: c1, retest: }]
follow_up: [{action: flood#0/c1, state: }]
notes:
"""
ONLY_READERS_KNOW = ("C002", "R002", "C013", "R001")


class Plain(yaml.SafeLoader):
    """YAML as editors read it: no dates, and only true and false are booleans."""


Plain.yaml_implicit_resolvers = {
    first: [(tag, regexp) for tag, regexp in found if not tag.endswith((":timestamp", ":bool"))]
    for first, found in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
Plain.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("^(true|false)$"), list("tf"))


@pytest.fixture(scope="module")
def validator():
    schema = json_schema("record")
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(json.loads(json.dumps(schema)))


def wrong(validator, text):
    return [error.message for error in validator.iter_errors(yaml.load(text, Plain))]


@pytest.mark.parametrize("text", [FILLED, LATER, BLANK, FILLED + "held: false\n"])
def test_what_the_reader_takes_is_valid(validator, text):
    assert wrong(validator, text) == []


@pytest.mark.parametrize(("was", "mistake", "code", "says"), MISTAKES)
def test_each_mistake_that_a_schema_can_say_is_rejected(validator, was, mistake, code, says):
    assert bool(wrong(validator, FILLED.replace(was, mistake))) == (code not in ONLY_READERS_KNOW)


@pytest.mark.parametrize(
    ("was", "mistake"),
    [
        ("session: flood#1", "session: flood"),
        ("hours: 3.5", "hours: -1"),
        ("{name: }", "{organisation: Red Cross}"),
        ("p1: present", "Li Wei: present"),
        ("notes: |\n  cold", "unread: [{file: a.xlsx, cell: B7, text: x}]"),
        ("kind: record", "kind: rekord"),
    ],
)
def test_other_mistakes(validator, was, mistake):
    assert was in FILLED
    assert wrong(validator, FILLED.replace(was, mistake))
