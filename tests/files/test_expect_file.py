"""Reading `expect` lists: short and long forms alike, and every mistake with its place."""

from datetime import date
from fractions import Fraction

import pytest
import yaml
from county import ROSTER, SCENARIOS
from hypothesis import given
from hypothesis import strategies as st

from drillctl.expectations import all_checks
from drillctl.files.expect_file import read_expectations
from drillctl.files.loading import load
from drillctl.files.nodes import Source
from drillctl.model.duration import Duration
from drillctl.model.expectation import Sort
from drillctl.model.policy import Goal
from drillctl.model.roster import Kind


def read(text, scenario=None):
    source = Source("x.yaml", [])
    found = read_expectations(source, yaml.compose(text), scenario)
    return found, source.diagnostics


@pytest.mark.parametrize(
    ("short", "long", "values"),
    [
        ('filled: ">= 95%"', "filled: {share: 95%}", {"share": Fraction(95, 100)}),
        ("filled: all", 'filled: {share: "≥ 100%"}', {"share": Fraction(1)}),
        ("held: all", "held: {sessions: all}", {"sessions": "all"}),
        ("held: 2", "held: {sessions: 2}", {"sessions": 2}),
        ("never_empty: ic", "never_empty: {position: [ic]}", {"position": ("ic",)}),
        ("meet: [a, b]", "meet: {teams: [a, b]}", {"teams": ("a", "b")}),
        ("hours_per_week: 12.5", "hours_per_week: {max: 12.5}", {"max": 12.5}),
        ("practised: water", "practised: {capability: water}", {"capability": "water"}),
        ("gap: 1%", 'gap: {max: "<= 1%"}', {"max": Fraction(1, 100)}),
        ("snapshot: spring", "snapshot: {name: spring}", {"name": "spring"}),
    ],
)
def test_the_short_form_means_the_long_one(short, long, values):
    [one], none = read(f"- {short}")
    [other], neither = read(f"- {long}")
    assert not none
    assert not neither
    assert one.values == other.values == values
    assert one.text == short.replace('"', "")


def test_all_keys_of_the_long_forms():
    [meet, hours, practised, gap, days], problems = read("""
- meet: {teams: [a, b, c], by: 2027-05-01}
- hours_per_week: {max: 12, kind: volunteer}
- practised: {capability: water, every: half-year}
- gap: {goal: joint, max: 0.5%}
- practised: {capability: water, every: 90d}
""")
    assert not problems
    assert meet.values == {"teams": ("a", "b", "c"), "by": date(2027, 5, 1)}
    assert hours.values == {"max": 12.0, "kind": Kind.VOLUNTEER}
    assert practised.values["every"] == "half-year"
    assert gap.values == {"goal": Goal.JOINT, "max": Fraction(5, 1000)}
    assert days.values["every"] == Duration(days=90)
    assert (meet.path, meet.line, meet.column) == ("x.yaml", 2, 3)


@pytest.mark.parametrize(
    "written",
    [
        '- without_any_member: {filled: ">= 90%", held: 2, except: [p1]}',
        '- without_any_member: {checks: {filled: ">= 90%", held: 2}, except: p1}',
        '- without_any_member: {checks: [filled: ">= 90%", held: 2], except: [p1]}',
    ],
)
def test_checks_within_a_check(written):
    [check], problems = read(written)
    assert not problems
    assert [(c.check, c.text) for c in check.values["checks"]] == [
        ("filled", "filled: >= 90%"),
        ("held", "held: 2"),
    ]
    assert check.values["except"] == ("p1",)


@pytest.mark.parametrize("written", ["- without_any_member", "- without_any_member:"])
def test_a_check_that_needs_no_value(written):
    [check], problems = read(written)
    assert not problems
    assert check.values == {}
    assert check.text == "without_any_member"


@pytest.mark.parametrize(
    ("written", "place", "code", "said"),
    [
        ("- fild: 95%", (1, 3), "E001", "did you mean 'filled'?"),
        ('- filled: ">= 195%"', (1, 11), "E002", "a share from 0% to 100%"),
        ("- filled: most", (1, 11), "E002", "'most' is no value"),
        ("- filled:", (1, 3), "E002", "'filled' needs a value"),
        ("- filled: {share: 5%, postion: a}", (1, 23), "S001", "did you mean 'position'?"),
        ("- held: every", (1, 9), "E002", "write all, still, or a number"),
        ("- held: -1", (1, 9), "E002", "a number of sessions"),
        ("- meet: [a]", (1, 9), "E002", "two teams or more"),
        ("- meet: {by: 2027-01-01}", (1, 9), "S002", "'teams' is missing"),
        ("- hours_per_week: 12h", (1, 19), "S003", "a number is expected"),
        ("- practised: {capability: a, every: week}", (1, 37), "E002", "month, quarter"),
        ("- practised: {capability: a, every: 3h}", (1, 37), "E002", "one day or more"),
        ("- gap: 1", (1, 8), "E002", '"<= 1%"'),
        ("- without_any_member: {gap: 1%}", (1, 24), "E003", "another check makes"),
        ("- without_any_member: {}", (1, 23), "E002", "name a check"),
        ("- without_any_member: {held: often}", (1, 30), "E002", "write all"),
        ("- [held]", (1, 3), "S003", "a check is expected here"),
        ("- {held: all, filled: all}", (1, 3), "S003", "a check is expected here"),
        ("held: all", (1, 1), "S003", "a list is expected"),
    ],
)
def test_what_is_wrong_is_named_with_its_place(written, place, code, said):
    found, [problem] = read(written)
    assert not found
    assert (problem.line, problem.column) == place
    assert problem.code == code
    assert said in str(problem)


def test_the_whole_plan_is_asked_of_in_the_policy_only():
    assert not read("- gap: 1%")[1]
    found, [problem] = read("- gap: 1%", "flood")
    assert not found
    assert problem.code == "E003"
    assert "policy" in problem.hint


def load_with(tmp_path, scenario="", policy=""):
    (tmp_path / "roster.yaml").write_text(ROSTER.format(zone="Asia/Shanghai"), encoding="utf-8")
    text = SCENARIOS.replace("granularity: 60m", f"granularity: 60m\n{policy}")
    text = text.replace("id: table\n", f"id: table\n{scenario}\n")
    (tmp_path / "scenarios.yaml").write_text(text, encoding="utf-8")
    return load([tmp_path])


def test_names_that_no_file_defines(tmp_path):
    loaded = load_with(
        tmp_path,
        "expect: [never_empty: chairs]",
        "expect: [meet: [fire, skye], never_empty: leadr, practised: watter, "
        "without_any_member: {held: all, except: [p9]}, without_any_venue: {except: lak, held: 1}]",
    )
    said = [d.message + " " + d.hint for d in loaded.diagnostics if d.code == "R001"]
    assert len(said) == len(loaded.diagnostics) == 6
    for text in ("no position of table 'chairs' is defined in any file did you mean 'chair'?",
                 "no team 'skye'", "no position 'leadr'", "no capability 'watter'",
                 "no member 'p9'", "no venue 'lak'"):  # fmt: skip
        assert any(text in one for one in said), (text, said)


def test_scenarios_and_policy_hold_their_own_checks(tmp_path):
    loaded = load_with(tmp_path, "expect: [held: all]", "expect: [held: 3, gap: 1%]")
    assert not loaded.diagnostics
    assert [(e.text, e.scenario) for e in loaded.problem.scenarios["table"].expect] == [
        ("held: all", "table")
    ]
    assert [(e.text, e.scenario) for e in loaded.problem.policy.expect] == [
        ("held: 3", None),
        ("gap: 1%", None),
    ]


def test_every_check_says_what_it_is_and_takes_known_sorts():
    checks = all_checks()
    assert len(checks) >= 10
    for name, module in checks.items():
        assert module.__doc__.count("``") >= 2, name
        assert name in module.__doc__, name
        assert module.TITLE
        assert module.FORM.short is None or module.FORM.short in module.FORM.keys
        assert set(module.FORM.required) <= module.FORM.keys.keys()
        assert all(isinstance(sort, Sort) for sort in module.FORM.keys.values())


VALUES = st.recursive(
    st.sampled_from(["all", "1%", ">= 95%", "2", "-3", "a", "", "2027-01-01", "quarter", "é"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["share", "teams", "held", "checks", "except"]), inner)
    ),
    max_leaves=5,
)


@given(st.lists(st.dictionaries(st.sampled_from([*all_checks(), "other"]), VALUES, max_size=2)))
def test_any_yaml_gives_checks_or_problems(data):
    text = yaml.safe_dump(data)
    found, problems = read(text, "flood")
    assert len(found) <= len(data)
    assert len(found) == len(data) or problems
