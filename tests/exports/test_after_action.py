"""After-action templates hold what is known, and show every value literally."""

from dataclasses import replace

from county import plan, problem

from drillctl.exports.after_action import after_action_markdown, write_after_action
from drillctl.model.scenario import Inject, Objective


def test_what_is_known_is_filled_in(tmp_path):
    asked, made = problem(tmp_path), plan(tmp_path)
    flood = replace(
        asked.scenarios["flood"],
        objectives=(Objective("o1", "Rescue people", "water", ("Size-up", "Safety first")),),
        injects=(
            Inject(90, "Engine fails", "control", "crew", "Tow"),
            Inject(15, "Car in the ford"),
        ),
    )
    asked = replace(asked, scenarios={**asked.scenarios, "flood": flood})
    text = after_action_markdown(asked, made.sessions[1])
    for known in (
        "2027-03-06 09:00 to 13:00 (Asia/Shanghai)",
        "王芳",
        "Rescue people",
        "Size-up",
        "water",
        "lake",
        "Owner",
        "Due",
    ):
        assert known in text, known
    assert text.index("09:15 (+0:15)") < text.index("10:30 (+1:30)")
    assert "| shore | 1 |  |" in text


def test_values_stay_text(tmp_path):
    asked, made = problem(tmp_path), plan(tmp_path)
    nasty = replace(asked.scenarios["flood"], title="a|b <script> `x` # *y*\n## z")
    text = after_action_markdown(
        replace(asked, scenarios={**asked.scenarios, "flood": nasty}), made.sessions[1]
    )
    assert "<script>" not in text
    assert "\n## z" not in text
    assert "a\\|b" in text


def test_one_file_for_each_session(tmp_path):
    found = write_after_action(problem(tmp_path), plan(tmp_path), tmp_path)
    assert sorted(path.name for path in found) == [
        "boats-1-after-action.md",
        "flood-1-after-action.md",
        "flood-2-after-action.md",
        "table-1-after-action.md",
    ]
