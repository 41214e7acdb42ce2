"""Every code is explained in both languages, and the examples show what they are said to show."""

import pytest

from drillctl.files.checking import checked
from drillctl.files.code_explanations import Shown, explanation
from drillctl.files.diagnostics import CODES, GROUPS
from drillctl.files.selection import Selection

ROSTER = """kind: roster
timezone: Asia/Shanghai
teams: [{id: fire, kind: professional}, {id: sky, kind: volunteer}]
certifications: {ic: {}}
members:
  - {id: li-wei, name: 李伟, team: fire, certifications: [ic]}
  - {id: anna, name: Anna, team: sky}
venues: [{id: lake, features: [water]}]
equipment: [{id: boat, count: 2}]
"""
SCENARIO = """kind: scenario
id: other
exercise: drill
duration: 2h
schedule: {window: {from: 2027-03-01, to: 2027-03-31}}
positions: [{id: somebody, count: 1}]
joint: {professional: {min: 0}, volunteer: {min: 0}, teams: {min: 1}}
"""


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_explained(code, language):
    told = explanation(code, language)
    assert all((told.means, told.why, told.wrong, told.right))
    chinese = any("\u4e00" <= character <= "\u9fff" for character in told.means + told.why)
    assert chinese == (language == "zh")
    assert code[0] in GROUPS


def shown_codes(folder, example, shown):
    (folder / "example.yaml").write_text(example, encoding="utf-8")
    if shown is Shown.BESIDE:
        (folder / "roster.yaml").write_text(ROSTER, encoding="utf-8")
        (folder / "scenario.yaml").write_text(SCENARIO, encoding="utf-8")
    found = checked([str(folder)], Selection()).problems
    return {d.code for d in found if d.path.endswith("example.yaml") or not d.line}


RUN = [code for code in CODES if explanation(code, "en").shown is not Shown.TOLD]


@pytest.mark.parametrize("code", RUN)
def test_examples(code, tmp_path):
    told = explanation(code, "en")
    for name in ("wrong", "right"):
        (tmp_path / name).mkdir()
    assert code in shown_codes(tmp_path / "wrong", told.wrong, told.shown)
    assert code not in shown_codes(tmp_path / "right", told.right, told.shown)


@pytest.mark.parametrize("code", [code for code in RUN if code[0] in "SVRCLW"])
def test_right_examples_have_no_error(code, tmp_path):
    told = explanation(code, "en")
    errors = {c for c in shown_codes(tmp_path, told.right, told.shown) if c[0] not in "WLF"}
    assert errors <= ({"S002"} if code in ("L003", "R005") else set())


def test_most_codes_of_files_are_run():
    assert {c for c in CODES if c[0] in "YSVRCWL"} - set(RUN) == {"Y003", "C013"}
