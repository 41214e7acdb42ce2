"""Whatever people type into forms: collecting never fails, never loses it, and settles down."""

from datetime import date, datetime, time
from difflib import unified_diff
from pathlib import Path

import pytest
import yaml
from county import ROSTER, SCENARIOS
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from written_forms import HEAD, people, workbook

from drillctl.files import forms
from drillctl.files.loading import load
from drillctl.files.papers import sorted_out
from drillctl.files.record_collect import collect
from drillctl.files.record_lines import hours_text
from drillctl.files.typed_names import Names, tight
from drillctl.files.typed_values import (
    a_day,
    a_local_time,
    a_word,
    clean,
    hours,
    plain,
    shown,
    yes_no,
)
from drillctl.model.action import ActionState, Element
from drillctl.model.record import Attendance, Rating

NOTHING_OF_ITS_OWN = {
    ("attendance", "signature"),
    ("attendance", "planned"),
    ("areas", "id"),
    ("actions", "id"),
    ("injects", "time"),
}
OBJECTIVES = """
objectives: [{id: o1, text: Rescue people, capability: water, critical_tasks: [Size-up, Throw line]}]
injects: [{at: 0h15m, from: control, to: leader, text: Car in the ford, expect: Send boat}]
---"""


def difference(one, other):
    """What changed from some files to others, as lines."""
    assert one.keys() == other.keys()
    lines = ([*data.decode().splitlines()] for name in one for data in (one[name], other[name]))
    return "\n".join(unified_diff(*lines, n=0, lineterm="")) if one != other else ""


class Known:
    """A problem of which a failing test prints little."""

    def __init__(self, problem):
        self.problem = problem

    def __repr__(self):
        return "known"


@pytest.fixture(scope="module")
def known(tmp_path_factory):
    folder = tmp_path_factory.mktemp("known")
    (folder / "roster.yaml").write_text(ROSTER.format(zone="Asia/Shanghai"), encoding="utf-8")
    (folder / "scenarios.yaml").write_text(SCENARIOS.replace("\n---", OBJECTIVES, 1), "utf-8")
    problem = load([folder]).problem
    assert problem is not None
    return Known(problem)


def run(known, papers, out: Path):
    """Collects into `out`, and writes; what was found, and the records' bytes."""
    out.mkdir(exist_ok=True)
    given_ = sorted_out(papers)
    found = collect(given_, known.problem, sorted_out([out]), out, None, "", None)
    for record in found.records:
        if record.text is not None:
            record.path.write_bytes(record.text.encode())
    return found, {path.name: path.read_bytes() for path in sorted(out.iterdir())}


def scalars(data):
    """Every value of a record as text."""
    match data:
        case dict():
            for key, value in data.items():
                yield from scalars(key)
                yield from scalars(value)
        case list():
            for value in data:
                yield from scalars(value)
        case None:
            pass
        case bool():
            yield str(data).lower()
        case _:
            yield str(data)


def meanings(known, key, typed):
    """How a typed value may stand in a record, its own text first."""
    names = Names(known.problem, known.problem.scenarios["flood"])
    yield shown(typed)
    for words in (Attendance, Rating, Element, ActionState):
        yield a_word(typed, words)
    yield {True: "true", False: "false", None: None}[yes_no(typed)]
    minutes, day, moment = hours(typed), a_day(typed), a_local_time(typed)
    yield hours_text(minutes) if minutes is not None else None
    yield day.isoformat() if day is not None else None
    yield moment.isoformat(timespec="minutes") if moment is not None else None
    for of in ("member", "team", "venue", "position", "objective", "capability"):
        yield names.find(of, typed)
    yield plain(shown(typed)).replace(" ", "-")


def lost(known, texts, sheets):
    """What was typed and is nowhere in the records."""
    found = [tight(text) for one in texts for text in scalars(yaml.load(one, yaml.BaseLoader))]
    for kind, rows in sheets.items():
        for row in rows:
            for key, typed in row.items():
                if typed in (None, "") or not tight(clean(shown(typed))):
                    continue
                if (kind, key) in NOTHING_OF_ITS_OWN:
                    continue
                options = [tight(one) for one in meanings(known, key, typed) if one]
                if (kind, key) == ("attendance", "status") and "present" in options:
                    options.append(tight(shown(row.get("name", "present"))))  # a guest
                if not any(option in text for option in options for text in found):
                    yield kind, key, typed


TEXT = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cs",)), min_size=1, max_size=12
).filter(lambda text: not ILLEGAL_CHARACTERS_RE.search(text) and not text.startswith("="))
HUMAN = st.sampled_from(
    [
        *(
            "present",
            "到场",
            "√",
            "x",
            "Late ",
            "SUBSTITUTE",
            "缺席",
            "okay-ish",
            "P",
            "ｓ",
            "m",
            "U?",
        ),
        *("about 3 hours", "3.5h", "3小时", "3:30", "yes", "no", "on", "null", "~", "- x", "a: b"),
        *(
            "# no",
            "[x",
            "{y}",
            "'q'",
            '"',
            "4/3/2027",
            "2027年3月31日",
            "p1",
            "李伟",
            "王 芳",
            "Tom",
        ),
        *("Tm", "fire", "Sky", "Red Cross", "lake", "crew", "o1", "o9", "a1", "c1", "flood#1/c1"),
        *(
            "two\nlines",
            "tab\there",
            "\u3000wide\u3000",
            "&a *b",
            "%",
            "<<",
            "1e3",
            "0777",
            "12:30",
        ),
        *(
            "equipment",
            "closed",
            "open",
            "是",
            "完成",
            "Size-up",
            "Size up",
            "flood#2",
            "!tag",
            "|",
        ),
    ]
)
CELL = st.one_of(
    st.none(),
    HUMAN,
    HUMAN,
    TEXT,
    st.integers(-5, 400),
    st.floats(0, 400, allow_nan=False).map(lambda x: round(x, 2)),
    st.dates(date(1990, 1, 1), date(2100, 1, 1)),
    st.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1)).map(
        lambda x: x.replace(microsecond=0)
    ),
    st.times().map(lambda x: time(x.hour, x.minute)),
    st.booleans(),
)


def rows(kind, most=4):
    keys = [column.key for column in forms.SHEETS[kind].columns]
    return st.lists(st.dictionaries(st.sampled_from(keys), CELL, max_size=6), max_size=most)


SHEETS = st.fixed_dictionaries(
    {"attendance": rows("attendance", 5), "ratings": rows("ratings")},
    optional={kind: rows(kind) for kind in forms.SHEETS if kind not in ("attendance", "ratings")},
)
FORM = """\
# to fill in
kind: record
version: 1
session: flood#1
start: 2027-03-06T09:00
capabilities: [water]
attendance:
  p1: {status: , position: leader}   # leads
  v1: late
  p2:
guests:
areas:
  - {id: a1, text: , analysis: }
actions: [{id: c1, text: , owner: }]
ratings: {o1: {rating: , tasks: [{task: Size-up, rating: }]}}
follow_up: [{action: , state: }]
"""
PATIENT = settings(
    max_examples=30,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@PATIENT
@given(one=SHEETS, other=SHEETS, with_form=st.booleans())
def test_nothing_typed_is_lost_and_a_second_time_changes_nothing(
    known, tmp_path_factory, one, other, with_form
):
    folder = tmp_path_factory.mktemp("forms")
    first = workbook(folder / "forms" / "one-sign-in.xlsx", one)
    second = workbook(folder / "forms" / "other.xlsx", other, lang="zh")
    papers = [first, second]
    if with_form:
        papers.append(folder / "forms" / "record.yaml")
        papers[-1].write_text(FORM, encoding="utf-8")
    found, made = run(known, papers, folder / "records")
    assert "A016" not in {d.code for d in found.problems}, [str(d) for d in found.problems]
    assert list(lost(known, made.values(), one)) == []
    assert list(lost(known, made.values(), other)) == []
    if not made:
        assert {d.code for d in found.problems} == {"A018"}, "forms that nobody wrote on"
        return
    again, same = run(known, papers, folder / "records")
    assert difference(made, same) == ""
    assert all(record.text is None for record in again.records)
    _, turned = run(known, papers[::-1], folder / "turned")
    assert turned == made
    (loaded,) = made.values()
    checked = load([folder / "records"])
    assert {d.code for d in checked.diagnostics} <= {"F003", "C002", "R001", "R002"}, (
        loaded.decode()
    )


def _within_quotes(value, quote):
    text = yaml.dump(value, default_style=quote, allow_unicode=True, width=1000)
    return text.strip().removesuffix("...").strip()[1:-1]


LINE = st.text("ab李é１:#-,[]{}'\"&*!|>%@? 0.", min_size=1, max_size=12)
KEYS = st.sampled_from([*"abc", "status", "note", "hours", "rating", "text", "owner", "id", "due"])
VALUES = st.recursive(
    st.one_of(HUMAN, LINE, st.none(), st.integers(0, 9), st.booleans()),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(KEYS, inner, max_size=3)),
    max_leaves=6,
)
TOP = st.dictionaries(
    st.sampled_from(
        [
            *("attendance", "guests", "ratings", "areas", "actions", "notes", "weather", "unread"),
            *("held", "capabilities", "strengths", "end", "venue", "follow_up", "injects"),
        ]
    ),
    VALUES,
    max_size=5,
)


@PATIENT
@given(typed=TOP, flow=st.sampled_from([True, False, None]), sheets=SHEETS)
def test_whatever_is_in_a_yaml_form_stays(known, tmp_path_factory, typed, flow, sheets):
    folder = tmp_path_factory.mktemp("forms")
    head = {"kind": "record", "session": "flood#1", "start": "2027-03-06T09:00"}
    text = yaml.dump(
        head | typed, allow_unicode=True, sort_keys=False, default_flow_style=flow, width=1000
    )
    form = folder / "record.yaml"
    form.write_text(text, encoding="utf-8")
    sheet = workbook(folder / "sign-in.xlsx", sheets)
    found, made = run(known, [form, sheet], folder / "records")
    assert "A016" not in {d.code for d in found.problems}, text
    if not made:
        assert {d.code for d in found.problems} == {"A018"}
        return
    words = [tight(t) for one in made.values() for t in scalars(yaml.load(one, yaml.BaseLoader))]
    for value in scalars(yaml.load(text, yaml.BaseLoader)):
        options = [tight(one) for one in meanings(known, "", value) if one]
        options += [tight(_within_quotes(value, quote)) for quote in "'\""]
        if tight(clean(value)) and value not in (*typed, "null"):
            assert any(o in word for o in options for word in words), (value, text, made)
    _, same = run(known, [form, sheet], folder / "records")
    assert difference(made, same) == ""


def test_a_record_equals_what_was_typed(known, tmp_path):
    sheets = {
        "attendance": people(
            p2={"status": "present", "hours": 4, "note": "led, well"},
            v1={"status": "late", "hours": "3h20m"},
            p3={"status": "absent"},
            v2={"status": "present"},
            p1={"status": "substitute", "for": "p3"},
        ),
        "ratings": [
            {"objective": "o1", "capability": "water", "rating": "M", "evaluator": "Bob"},
            {"objective": "o1", "task": "Size-up", "rating": "S", "observed": "slow"},
            {"objective": "o1", "task": "Throw line", "rating": "P"},
        ],
        "injects": [{"number": 1, "done": "yes", "at": "09:20", "note": "late"}],
        "observations": [{"text": "Radio was busy", "objective": "o1", "by": "Bob"}],
        "strengths": [{"text": "Calm: all", "capability": "water"}],
        "areas": [{"id": "a1", "text": "Boats late", "analysis": "one trailer"}],
        "actions": [
            {
                "id": "c1",
                "text": "Buy a trailer",
                "area": "a1",
                "capability": "water",
                "element": "equipment",
                "owner": "p1",
                "team": "fire",
                "due": date(2027, 6, 30),
                "retest": date(2027, 9, 30),
            }
        ],
        "follow_up": [],
    }
    path = workbook(tmp_path / "forms.xlsx", sheets, head=HEAD)
    found, made = run(known, [path], tmp_path / "records")
    assert [str(d) for d in found.problems] == []
    assert (
        made["flood-1.yaml"].decode()
        == """\
kind: record
version: 1
session: flood#1
title: Flood
start: 2027-03-06T09:00
end: 2027-03-06T13:00
venue: lake
hazard: flood
exercise: full-scale
capabilities: [water]
attendance:
  p2: {status: present, hours: 4, position: leader, note: "led, well"}
  v1: {status: late, hours: 3h20m, position: crew}
  p3: {status: absent, position: crew}
  v2: {status: present, position: shore}
  p1: {status: substitute, position: crew, for: p3}
ratings:
  o1:
    rating: M
    capability: water
    evaluator: Bob
    tasks:
      - {task: Size-up, rating: S, observed: slow}
      - {task: Throw line, rating: P}
injects:
  - {number: 1, done: true, at: "09:20", note: late}
observations:
  - {text: Radio was busy, objective: o1, by: Bob}
strengths:
  - {text: "Calm: all", capability: water}
areas:
  - id: a1
    text: Boats late
    analysis: one trailer
actions:
  - id: c1
    text: Buy a trailer
    area: a1
    capability: water
    element: equipment
    owner: p1
    team: fire
    due: 2027-06-30
    retest: 2027-09-30
"""
    )


def test_no_form_no_record(known, tmp_path):
    found, made = run(known, [], tmp_path / "records")
    assert (found.records, found.problems, made) == ([], [], {})
