"""What is printed for people is in their language and lines up; what programs read is English."""

import re
from dataclasses import replace

import pytest
from county import PLAN, plan, problem
from readiness.situations import record, situation
from rich.cells import cell_len

from drillctl.cli.aar_collect import aar_check
from drillctl.cli.actions import actions
from drillctl.cli.difference import difference_markdown, difference_text
from drillctl.cli.readiness import readiness
from drillctl.cli.tables import print_plan
from drillctl.explain.difference import difference
from drillctl.files.plan_text import plan_text
from drillctl.language import catalogue, in_language, tr
from drillctl.model.plan import Absence

ENGLISH = re.compile(r"[A-Za-z]+")


class _Wide:
    """A catalogue whose every letter is a wide character, but for placeholders."""

    def gettext(self, template: str) -> str:
        return re.sub(r"[A-Za-z](?![^{]*})", "字", template)

    def ngettext(self, one: str, many: str, number: int) -> str:
        return self.gettext(many)


@pytest.fixture
def wide(monkeypatch):
    monkeypatch.setattr(catalogue, "_translations", _Wide())


@pytest.fixture
def county(tmp_path):
    folder = tmp_path / "county"
    folder.mkdir()
    body = """capabilities: [water]
ratings: {o1: {rating: M, capability: water}}
actions: [{id: c1, text: '-', owner: p1, capability: water, due: 2026-12-01, retest: 2027-09-30}]
"""
    situation(folder, record("flood#1", "2026-11-07T09:00", body, "p1: present, v1: late"))
    (tmp_path / "plan.yaml").write_text(PLAN, encoding="utf-8")
    return folder


def ask(county, form, *only):
    plan = str(county.parent / "plan.yaml")
    as_of = "2027-02-01"
    assert readiness([str(county)], plan=plan, as_of=as_of, format=form, only=only, everything=True) == 0  # fmt: skip


SECTIONS = ("attendance", "fairness", "limits", "show-up", "standbys", "currency", "certificates", "capabilities", "hazards", "risk", "joint")  # fmt: skip
DATA = {
    "fire", "sky", "club", "talk", "water", "flood", "table", "boats", "storm", "leader", "crew",
    "shore", "helm", "chair", "seat", "ic", "boat", "Anna", "Tom", "Maria", "p", "v", "x", "o", "c",
    "hours_per_7d", "hours_per_28d", "hours", "per", "d", "sessions_per_28d", "sessions", "all",
    "M", "P", "lake", "hall", "pond", "standby", "fill", "earliness",
}  # fmt: skip
"""Names and ids of the county, and words that are typed as they are."""


@pytest.mark.parametrize("section", SECTIONS)
@pytest.mark.parametrize("form", ["text", "markdown"])
def test_readiness(county, wide, capsys, section, form):
    ask(county, form, section)
    shown = capsys.readouterr().out.rpartition("\n\n")[0]
    assert "字" in shown
    assert set(ENGLISH.findall(shown)) <= DATA


@pytest.mark.parametrize("form", ["json", "csv"])
def test_programs_read_the_same_everywhere(county, capsys, monkeypatch, form):
    ask(county, form, "joint")
    english = capsys.readouterr().out
    monkeypatch.setattr(catalogue, "_translations", _Wide())
    ask(county, form, "joint")
    assert capsys.readouterr().out == english


def test_corrective_actions(county, wide, capsysbinary):
    options = {"state": "all", "owner": [], "team": [], "as_of": "2027-02-01", "history": False}
    plan = str(county.parent / "plan.yaml")
    found = actions([str(county)], plan=plan, earlier=None, format="text", output="-", **options)
    assert found == 0
    shown = capsysbinary.readouterr().out.decode()
    assert set(ENGLISH.findall(shown)) <= DATA


def test_a_plan(tmp_path, wide, capsys):
    made = plan(tmp_path)
    print_plan(problem(tmp_path), made, seats=14, filled=11)
    shown = capsys.readouterr().out
    assert "字字字 2027-03-02 19:00" in shown
    assert set(ENGLISH.findall(shown)) <= DATA


def changed(tmp_path):
    before = plan(tmp_path)
    text = PLAN.replace("venue: hall", "venue: pond").replace("[p1], seat: [v3]", "[p2]")
    goals = "goals:\n  - {id: fill, value: 7, bound: 7}\n  - {id: earliness, value: 3, bound: 1}\n"
    return difference(before, plan(tmp_path, text + goals))


def test_a_difference(tmp_path, wide):
    found = changed(tmp_path)
    text = in_language(difference_text(found, {}))
    for shown in (text, in_language(difference_markdown(found, {}))):
        assert set(ENGLISH.findall(shown.replace("<br>", ""))) <= DATA
    head, *rows = text.splitlines()[-3:]
    assert head.startswith("字字字字")
    assert rows[1].startswith("earliness")
    assert {cell_len(row) for row in (head, *rows)} == {cell_len(head)}


def test_gaps_of_a_record_are_told_by_file_and_line(county, wide, capsys):
    plan = str(county.parent / "plan.yaml")
    assert aar_check([str(county)], plan_path=plan, as_of="2027-06-01", format="text") == 1
    assert capsys.readouterr().err.endswith("字字字字字字字\n")


def test_a_plan_file_is_in_english(tmp_path, wide):
    made = plan(tmp_path)
    day = made.sessions[0].start.replace(tzinfo=None)
    away = Absence("p1", day, day.replace(hour=20), tr("what if"))
    assert "why: what if\n" in plan_text(replace(made, away=(away,)))
