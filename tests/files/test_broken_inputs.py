"""Every broken input gets its code, at its line, in words that name the culprit."""

import pytest
from files.broken_inputs import BROKEN, messages
from hypothesis import given, settings
from hypothesis import strategies as st

from drillctl.files.diagnostics import CODES
from drillctl.files.loading import load


@pytest.mark.parametrize(
    ("name", "text", "code", "line", "part"), BROKEN, ids=[b[0] for b in BROKEN]
)
def test_broken_input_is_reported(name, text, code, line, part):
    found = messages(text)
    assert any(
        m.startswith(f"f.yaml:{line}:") and f" {code} " in m and part in m for m in found
    ) or (line == 0 and any(f" {code} " in m and part in m for m in found)), found


def test_codes_are_documented():
    assert {code for _, _, code, _, _ in BROKEN} <= CODES.keys()


def test_all_problems_come_in_one_run():
    everything = "\n---\n".join(
        t for _, t, code, *_ in BROKEN if isinstance(t, str) and code[0] == "V"
    )
    assert len(messages(everything)) > 8


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=200))
def test_no_text_makes_a_traceback(text):
    messages(text.encode("utf-8", "surrogatepass"))


_LEAF = st.none() | st.booleans() | st.integers() | st.text(max_size=8) | st.dates().map(str)
_KEYS = st.sampled_from(
    [
        "kind",
        "id",
        "members",
        "teams",
        "positions",
        "schedule",
        "window",
        "from",
        "to",
        "count",
        "name",
        "timezone",
        "certifications",
        "venue",
        "joint",
        "meet",
        "after",
        "availability",
        "weekly",
        "goals",
        "remind",
        "organizer",
        "email",
    ]
)
_TREE = st.recursive(
    _LEAF, lambda t: st.lists(t, max_size=3) | st.dictionaries(_KEYS, t, max_size=5), max_leaves=20
)


@settings(max_examples=200, deadline=None)
@given(
    st.sampled_from(["roster", "scenario", "policy", "plan", "record"]),
    st.dictionaries(_KEYS, _TREE, max_size=6),
)
def test_no_wrong_shape_makes_a_traceback(kind, tree):
    import yaml

    messages(yaml.safe_dump(tree | {"kind": kind}))


def test_line_ends_and_byte_order_mark(tmp_path):
    from files.broken_inputs import OK, WHO

    (tmp_path / "a.yaml").write_bytes(b"\xef\xbb\xbf" + (WHO + OK).replace("\n", "\r\n").encode())
    assert load([tmp_path]).diagnostics == ()


def test_missing_path_is_said():
    assert "F001 no such file" in str(load(["/no/such/place"]).diagnostics[0])


def test_two_sessions_of_a_plan_with_one_uid_are_reported(tmp_path):
    """They would be one event in every calendar."""
    from drillctl.files.plan_file import read_plan

    path = tmp_path / "plan.yaml"
    path.write_text(
        'kind: plan\nsessions:\n  - {id: "s#1", uid: u, start: 2027-03-06T09:00+08:00, '
        "end: 2027-03-06T10:00+08:00, assigned: {}}\n"
        'cancelled:\n  - {id: "s#2", uid: u, sequence: 1}\n'
    )
    plan, [problem] = read_plan(path)
    assert plan is None
    assert (problem.line, problem.code) == (5, "R002")
    assert "uid 'u' is given twice" in problem.message
