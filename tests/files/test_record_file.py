"""Records: what is filled in is read, what is not is no problem, and what is wrong is named."""

from datetime import date, datetime

import pytest
from county import ROSTER, SCENARIOS

from drillctl.files.loading import load
from drillctl.model.action import ActionState, owed_actions
from drillctl.model.record import Attendance, Rating, latest_ratings

FILLED = """
kind: record
version: 1
session: flood#1
start: 2026-11-07T09:00
end: 2026-11-07T13:00
venue: lake
hazard: flood
capabilities: [water]
attendance:
  p1: present
  v1: {status: late, hours: 3.5, position: crew, note: traffic}
  v2: {status: absent, note: ill}
  v3: {status: substitute, for: v2, hours: 2h30m}
  gone: present
guests: [{name: 老张, organisation: Red Cross, hours: 4}, {name: }]
ratings:
  o1: {rating: M, capability: water, evaluator: 李伟, tasks: [{task: Size-up, rating: S, observed: slow}]}
  o2: P
strengths: [Good radio discipline]
areas: [{id: a1, text: Boats came late, capability: water, reference: SOP 4}, {id: a2}]
actions:
  - id: c1
    text: Buy a second trailer
    area: a1
    capability: water
    element: equipment
    owner: p1
    team: fire
    due: 2027-01-31
    retest: by 2027-03-31
    history:
      - {on: 2026-12-01, by: p1, note: ordered, due: 2027-02-28}
follow_up: [{action: , state: }]
notes: |
  cold
"""
LATER = """
kind: record
session: flood#2
start: 2027-03-06T09:00
capabilities: [water]
attendance: {p1: present}
follow_up: [{action: flood#1/c1, state: closed, verified_by: p2, note: both trailers there}]
"""

MISTAKES = [
    ("p1: present", "p1: presnt", "S004", "did you mean 'present'?"),
    ("rating: M", "rating: A", "S004", "known: M, P, S, U"),
    ("due: 2027-01-31", "due: soon", "V001", "'soon' is not a date"),
    ("retest: by 2027-03-31", "retest: by spring", "V001", "'spring' is not a date"),
    ("element: equipment", "element: equipmnt", "S004", "did you mean 'equipment'?"),
    ("hours: 3.5", "hours: many", "V002", "'many' is not a duration"),
    ("13:00", "08:00", "C002", "the end comes after the start"),
    ("owner: p1", "ownr: p1", "S001", "did you mean 'owner'?"),
    ("{id: a2}", "{id: a1, text: x}", "R002", "'a1' is given twice in areas"),
    (
        "      - {on: 2026-12-01, by: p1, note: ordered, due: 2027-02-28}",
        "      - {on: 2026-12-02, by: p1}\n      - {on: 2026-12-01, by: p1}",
        "C013",
        "add new lines at the end",
    ),
    ("note: ordered", "state: closed", "S002", "session that verified it"),
    ("[{action: , state: }]", "[{action: flood#9/x, state: open}]", "R001", "flood#9/x"),
    ("[{action: , state: }]", "[{action: flood#1/c1, state: closed}]", "S002", "verified_by"),
    (
        "    area: a1\n    capability: water\n",
        "",
        "S002",
        "what a retest of action 'c1' practises",
    ),
]


def found(tmp_path, *texts):
    (tmp_path / "roster.yaml").write_text(ROSTER.format(zone="Asia/Shanghai"))
    (tmp_path / "scenarios.yaml").write_text(SCENARIOS)
    for number, text in enumerate(texts):
        (tmp_path / f"record-{number}.yaml").write_text(text)
    return load([tmp_path])


def test_everything_is_read(tmp_path):
    loaded = found(tmp_path, FILLED)
    assert loaded.diagnostics == ()
    (record,) = loaded.problem.records
    assert record.end == datetime(2026, 11, 7, 13)
    assert record.attendance["v1"].minutes == 210
    assert record.attendance["v3"].minutes == 150
    assert record.attendance["v3"].instead_of == "v2"
    assert record.attendance["v2"].status is Attendance.ABSENT
    assert record.present == ("p1", "v1", "v3", "gone")
    assert [guest.name for guest in record.guests] == ["老张"]
    assert record.ratings["o1"].tasks[0].observed == "slow"
    assert record.rated() == {"water": Rating.M}
    assert latest_ratings(loaded.problem.records) == {"water": (date(2026, 11, 7), Rating.M)}
    assert [area.id for area in record.areas] == ["a1"]
    assert record.follow_up == ()
    (owed,) = owed_actions(loaded.problem.records)
    assert owed.id == "flood#1/c1"
    assert owed.open
    assert owed.action.due == date(2027, 2, 28)
    assert not owed.overdue(date(2027, 2, 28))
    assert owed.overdue(date(2027, 3, 1))


def test_a_later_session_closes_an_action(tmp_path):
    records = found(tmp_path, FILLED, LATER).problem.records
    (owed,) = owed_actions(records)
    assert owed.state is ActionState.CLOSED
    assert (owed.history[-1].by, owed.history[-1].session) == ("p2", "flood#2")
    (before,) = owed_actions(records, until=date(2027, 3, 5))
    assert before.open
    (at_first,) = owed_actions(records, until=date(2026, 11, 30))
    assert at_first.action.due == date(2027, 1, 31)


def test_a_form_not_filled_in_says_nothing(tmp_path):
    text = "kind: record\nsession: flood#1\nstart: 2026-11-07T09:00\ncapabilities: [water]\n"
    loaded = found(tmp_path, text + "attendance: {p1: , v1: {status: }}\nratings: {o1: }\nnotes:\n")
    assert loaded.diagnostics == ()
    (record,) = loaded.problem.records
    assert record.blank
    assert record.practised == ()
    assert record.present == ()


def test_a_session_that_fell_through_counts_nothing(tmp_path):
    (record,) = found(tmp_path, FILLED + "held: false\n").problem.records
    assert record.present == record.practised == ()
    assert record.rated() == {}
    assert owed_actions([record]) == []


@pytest.mark.parametrize(("was", "wrong", "code", "says"), MISTAKES)
def test_each_mistake_has_its_place(tmp_path, was, wrong, code, says):
    assert was in FILLED
    loaded = found(tmp_path, FILLED.replace(was, wrong))
    (diagnostic,) = loaded.diagnostics
    assert diagnostic.code == code
    assert says in str(diagnostic)
    assert diagnostic.path.endswith("record-0.yaml")
    assert diagnostic.line > 1


def test_two_records_of_one_action_are_a_mistake(tmp_path):
    loaded = found(tmp_path, FILLED, FILLED)
    assert {d.code for d in loaded.diagnostics} == {"R002"}
    assert "record-0.yaml:2" in loaded.diagnostics[0].hint


def test_what_found_no_place_is_kept(tmp_path):
    text = FILLED + "unread: [{file: a.xlsx, place: Sign-in!B7, text: about 3 hours}, {text: hi}]\n"
    loaded = found(tmp_path, text)
    assert loaded.diagnostics == ()
    first, second = loaded.problem.records[0].unread
    assert (first.file, first.place, first.text) == ("a.xlsx", "Sign-in!B7", "about 3 hours")
    assert (second.file, second.text) == ("", "hi")
    wrong = found(tmp_path, text.replace("{text: hi}", "{file: a.xlsx, cell: b}")).diagnostics
    assert [d.code for d in wrong] == ["S002", "S001"]


def test_currency_of_certain_people(tmp_path):
    policy = "kind: policy\ncurrency: {{water: {{within: 12mo, holders: [{}]}}, fire: 6mo}}\n"
    text = SCENARIOS.replace("kind: policy", policy.format("boat-1").strip())
    assert text != SCENARIOS
    (tmp_path / "roster.yaml").write_text(ROSTER.format(zone="Asia/Shanghai"))
    (tmp_path / "scenarios.yaml").write_text(text)
    loaded = load([tmp_path])
    assert loaded.diagnostics == ()
    assert loaded.problem.policy.currency_holders == {"water": ("boat-1",)}
    assert loaded.problem.must_practise("water") == {"p1", "p3", "v1", "v3"}
    assert loaded.problem.must_practise("fire") == frozenset(loaded.problem.roster.members)
    (tmp_path / "scenarios.yaml").write_text(text.replace("holders: [boat-1]", "holders: [boat1]"))
    (diagnostic,) = load([tmp_path]).diagnostics
    assert diagnostic.code == "R001"
    assert "did you mean 'boat-1'?" in diagnostic.hint
