"""The schemas take every file that drillctl ships or writes, and say of a record what reading says."""

import json
from pathlib import Path

import pytest
from files.editor_yaml import data_of
from files.test_record_file import FILLED, LATER, MISTAKES
from jsonschema import Draft7Validator

from drillctl.files.json_schema import ANY_KIND, SHAPES, json_schema

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


SHIPPED = sorted((Path(__file__).parents[2] / "scenarios").rglob("*.yaml"))


@pytest.mark.parametrize("kind", [*SHAPES, ANY_KIND])
def test_each_is_a_schema_of_draft_7_that_is_plain_json(kind):
    schema = json_schema(kind)
    Draft7Validator.check_schema(schema)
    assert json.loads(json.dumps(schema)) == schema
    assert schema["$id"].endswith(f":{kind}")


@pytest.mark.parametrize("path", SHIPPED, ids=[path.stem for path in SHIPPED])
def test_shipped_files_are_valid(path):
    for document in data_of(path.read_text(encoding="utf-8")):
        for kind in (document["kind"], ANY_KIND):
            assert [
                e.message for e in Draft7Validator(json_schema(kind)).iter_errors(document)
            ] == []


def test_every_key_is_explained():
    silent = [where for kind in SHAPES for where in _silent(json_schema(kind), kind)]
    assert silent == []


def _silent(schema, where):
    """Where editors have nothing to say of a key."""
    for key, value in schema.get("properties", {}).items():
        if isinstance(value, dict):
            if "description" not in value and set(value) != {"not"}:
                yield f"{where}.{key}"
            yield from _silent(value, f"{where}.{key}")
    parts = [schema.get("items"), schema.get("additionalProperties"), schema.get("then")]
    for part in [*parts, *schema.get("anyOf", ())]:
        if isinstance(part, dict):
            yield from _silent(part, where)


def test_any_kind_is_chosen_by_its_kind():
    whole = Draft7Validator(json_schema(ANY_KIND))
    assert not whole.is_valid({"kind": "rooster"})
    assert not whole.is_valid({"timezone": "UTC"})
    assert not whole.is_valid({"kind": "roster", "goals": []})
    assert whole.is_valid({"kind": "policy", "goals": []})
    assert whole.is_valid(None)


def test_descriptions_in_another_language(tmp_path, monkeypatch):
    from babel.messages.catalog import Catalog
    from babel.messages.mofile import write_mo

    from drillctl.language import catalogue, current

    words = Catalog(locale="zh")
    words.add("The members.", "成员。")
    words.add("write it as 2027-03-31", "写作 2027-03-31")
    folder = tmp_path / "zh" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    with (folder / "drillctl.mo").open("wb") as file:
        write_mo(file, words)
    monkeypatch.setattr(catalogue, "LOCALES", str(tmp_path))
    made = json_schema("roster", "zh")["properties"]
    assert made["members"]["description"] == "成员。"
    held = made["members"]["items"]["properties"]["certifications"]["items"]["anyOf"][1]
    assert held["properties"]["issued"]["patternErrorMessage"] == "写作 2027-03-31"
    assert made["members"]["items"]["description"] == "A person in exactly one team."
    assert current() == "en"
    assert json_schema("roster")["properties"]["members"]["description"] == "The members."


@pytest.fixture(scope="module")
def validator():
    schema = json_schema("record")
    Draft7Validator.check_schema(schema)
    return Draft7Validator(json.loads(json.dumps(schema)))


def wrong(validator, text):
    return [error.message for error in validator.iter_errors(data_of(text)[0])]


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
