"""The JSON Schema of `expect` lists takes what the reader takes, and refuses what it refuses."""

from pathlib import Path

import pytest
import yaml
from jsonschema import Draft7Validator

from drillctl.expectations import all_checks
from drillctl.files.expect_file import read_expectations
from drillctl.files.expect_schema import expectations_schema
from drillctl.files.nodes import Source

SHIPPED = Path(__file__).parents[2] / "scenarios"
POLICY = expectations_schema(plan_wide=True)
SCENARIO = expectations_schema(plan_wide=False)


class _AsWritten(yaml.SafeLoader):
    """Dates stay text, as editors have them."""


_AsWritten.yaml_implicit_resolvers = {
    first: [(tag, found) for tag, found in resolvers if not tag.endswith("timestamp")]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def both(text, schema=POLICY, scenario=None):
    """(whether the schema takes it, whether the reader does)"""
    source = Source("x.yaml", [])
    read_expectations(source, yaml.compose(text), scenario)
    data = yaml.load(text, Loader=_AsWritten)
    return Draft7Validator(schema).is_valid(data), not source.diagnostics


def test_it_is_a_schema():
    Draft7Validator.check_schema(POLICY)
    Draft7Validator.check_schema(SCENARIO)


@pytest.mark.parametrize(
    "text",
    [
        'filled: ">= 95%"',
        "filled: {share: all, position: [a, b]}",
        "held: 2",
        "held: still",
        "never_empty: ic",
        "meet: {teams: [a, b], by: 2027-05-01}",
        "hours_per_week: 12.5",
        "practised: {capability: a, every: 90d}",
        "practised: a",
        'gap: "<= 1%"',
        "gap: {goal: fill, max: 1%}",
        "snapshot: spring",
        "without_any_member",
        "without_any_venue:",
        'without_any_member: {filled: ">= 90%", except: p1}',
        "without_any_member: {checks: [held: all], except: [p1]}",
        "without_any_member: [held: all]",
    ],
)
def test_what_is_right(text):
    assert both(f"- {text}") == (True, True)


@pytest.mark.parametrize(
    "text",
    [
        "fild: 95%",
        "filled: most",
        "filled:",
        "filled: {postion: a}",
        "filled",
        "held: every",
        "held: -1",
        "meet: [a]",
        "meet: {by: 2027-01-01}",
        "meet: {teams: [a, b], by: May}",
        "hours_per_week: 12h",
        "hours_per_week: 200",
        "hours_per_week: {max: 2, kind: other}",
        "practised: {capability: a, every: week}",
        "gap: 1",
        "gap: {goal: full, max: 1%}",
        "snapshot: Spring Plan",
        "without_any_member: {gap: 1%}",
        "without_any_member: {held: often}",
        "without_any_member: {}",
        "{held: all, filled: all}",
        "[held]",
    ],
)
def test_what_is_wrong(text):
    assert both(f"- {text}") == (False, False)


def test_what_is_asked_of_a_whole_plan_is_refused_in_a_scenario():
    assert both("- gap: 1%", SCENARIO, "flood") == (False, False)


def test_the_shipped_lists():
    lists = 0
    for file in sorted(SHIPPED.rglob("*.yaml")):
        for document in yaml.load_all(file.read_text(encoding="utf-8"), Loader=_AsWritten):
            if "expect" in document:
                schema = POLICY if document["kind"] == "policy" else SCENARIO
                Draft7Validator(schema).validate(document["expect"])
                lists += 1
    assert lists >= 4


def test_every_check_is_in_it():
    [_, entry] = POLICY["items"]["anyOf"]
    assert set(entry["properties"]) == set(all_checks())
