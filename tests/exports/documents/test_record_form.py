"""A record to fill in loads as it stands, and says nothing yet."""

from dataclasses import replace
from datetime import datetime

import pytest
from county import ROSTER, SCENARIOS
from exports.documents.samples import crowd, empty, full

from drillctl.exports.documents.record_form import record_form
from drillctl.files.loading import load
from drillctl.model.record import Attendance
from drillctl.model.roster import Member
from drillctl.model.scenario import Objective


def loaded(folder, text):
    (folder / "roster.yaml").write_text(ROSTER.format(zone="Asia/Shanghai"))
    (folder / "scenarios.yaml").write_text(SCENARIOS)
    (folder / "record.yaml").write_text(text)
    return load([folder])


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("make", [full, empty])
def test_it_loads_without_a_problem_and_is_blank(make, language, tmp_path):
    known = make(tmp_path, language=language)
    found = loaded(tmp_path, record_form(known))
    # The records that raised an earlier action are elsewhere; an open line of it says nothing.
    assert found.diagnostics == ()
    (record,) = found.problem.records
    assert record.blank
    assert record.session == known.session.id
    assert record.start == known.start.replace(tzinfo=None)
    assert record.end == known.end.replace(tzinfo=None)
    assert record.title == known.scenario.title
    assert record.venue == known.session.venue
    assert record.capabilities == known.scenario.capabilities
    assert set(record.attendance) == {m for m, _, _ in known.people}
    assert list(record.ratings) == [o.id for o in known.scenario.objectives]
    assert [run.number for run in record.injects] == [n for n, _ in known.injects()]
    assert (record.strengths, record.areas, record.actions) == ((), (), ())


def test_what_is_prepared_is_there(tmp_path):
    text = record_form(full(tmp_path))
    assert "  p1:  # 李伟 (standby)" in text
    assert "position: crew" in text
    assert '{action: "boats#9/c7", state: , verified_by: , note: }  # Drill the tow' in text
    assert "(候补)" in record_form(full(tmp_path, language="zh"))


def test_it_can_be_filled_in(tmp_path):
    text = record_form(full(tmp_path)).replace("status: ,", "status: present,")
    text = text.replace("    rating:\n", "    rating: S\n", 1)
    (record,) = loaded(tmp_path, text).problem.records
    assert not record.blank
    assert record.attendance["v1"].status is Attendance.PRESENT
    assert record.ratings["o1"].rating == "S"


def test_any_text_and_any_id_is_read_as_it_was(tmp_path):
    nasty = "a: \"b\" #c \\ 'd' \u200b {e} - ,"
    known = full(
        tmp_path,
        title=nasty,
        hazard="yes",
        capabilities=("123", "null", "1e3", "on"),
        objectives=(Objective("1", nasty, "2027-03-06", (nasty, "- x")),),
    )
    members = known.problem.roster.members
    named = {**members, "p2": replace(members["p2"], name=nasty + "\u2028x")}
    roster = replace(known.problem.roster, members=named)
    known = replace(known, problem=replace(known.problem, roster=roster))
    found = loaded(tmp_path, record_form(known))
    assert found.diagnostics == ()
    (record,) = found.problem.records
    assert record.title == nasty
    assert record.capabilities == ("123", "null", "1e3", "on")
    assert record.ratings["1"].tasks[0].task == nasty


def test_eighty_people(tmp_path):
    known = crowd(full(tmp_path), 80)
    assert isinstance(known.problem.roster.members["x001"], Member)
    (record,) = loaded(tmp_path, record_form(known)).problem.records
    assert len(record.attendance) == 81
    assert record.start == datetime(2027, 3, 6, 9)
