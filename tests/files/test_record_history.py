"""A line is added to a history and nothing else of the file changes."""

from datetime import date

import pytest
import yaml

from drillctl.files.record_history import HistoryError, with_entry
from drillctl.model.action import ActionState, Entry
from drillctl.model.problem import Problem
from drillctl.model.roster import Roster

ENTRY = Entry(date(2027, 3, 6), "李伟", ActionState.CLOSED, "flood#2", note='both: "there" # yes')
LINE = r'{on: 2027-03-06, by: 李伟, state: closed, session: flood#2, note: "both: \"there\" # yes"}'
NOTHING = Problem(Roster("Asia/Shanghai"), {})
HEAD = (
    "# 记录\nkind: record\nsession: flood#1\nstart: 2026-11-07T09:00\nareas: [{id: c1, text: 船}]\n"
)
TAIL = "notes: |  # 冷\n  cold\n"

BLOCK = """actions:
  - id: c1   # the first
    text: Buy 拖车
    history:
      - {on: 2026-12-01, by: p1}  # ordered

# the second
  - id: c2
    text: y
"""


@pytest.mark.parametrize(
    ("actions", "expected"),
    [
        (BLOCK, BLOCK.replace("  # ordered\n", f"  # ordered\n      - {LINE}\n")),
        (
            BLOCK.replace(
                "      - {on: 2026-12-01, by: p1}  # ordered", "    - on: 2026-12-01\n      by: p1"
            ),
            BLOCK.replace(
                "      - {on: 2026-12-01, by: p1}  # ordered",
                f"    - on: 2026-12-01\n      by: p1\n    - {LINE}",
            ),
        ),
        (
            "actions:\n- id: c1\n  text: >-\n    long\n    text\n\n- id: c2\n",
            f"actions:\n- id: c1\n  text: >-\n    long\n    text\n  history:\n    - {LINE}\n\n- id: c2\n",
        ),
        (
            "actions:\n  - {id: c1, text: x, }\n",
            f"actions:\n  - {{id: c1, text: x, history: [{LINE}], }}\n",
        ),
        (
            "actions: [{id: c0, text: 船}, {id: c1, text: x, history: []}]\n",
            f"actions: [{{id: c0, text: 船}}, {{id: c1, text: x, history: [{LINE}]}}]\n",
        ),
        (
            "actions:\n  - id: c1\n    history: [{on: 2026-12-01, by: p1}]\n    text: x\n",
            f"actions:\n  - id: c1\n    history: [{{on: 2026-12-01, by: p1}}, {LINE}]\n    text: x\n",
        ),
        (
            "actions:\n  - id: c1\n    history:\n    text: x\n",
            f"actions:\n  - id: c1\n    history:\n      - {LINE}\n    text: x\n",
        ),
        (
            "actions:\n  - id: c1\n    text: x",
            f"actions:\n  - id: c1\n    text: x\n    history:\n      - {LINE}",
        ),
    ],
)
@pytest.mark.parametrize("crlf", [False, True])
@pytest.mark.parametrize("bom", [False, True])
def test_only_a_line_is_added(actions, expected, crlf, bom):
    tail = "" if actions.endswith("x") else TAIL
    before, after = HEAD + actions + tail, HEAD + expected + tail
    if crlf:
        before, after = before.replace("\n", "\r\n"), after.replace("\n", "\r\n")
    coding = "utf-8-sig" if bom else "utf-8"
    changed = with_entry(before.encode(coding), "flood#1/c1", ENTRY, NOTHING)
    assert changed.decode(coding) == after


def test_lines_follow_each_other():
    data = (HEAD + BLOCK + TAIL).encode()
    for day in (6, 7, 8):
        data = with_entry(
            data, "flood#1/c2", Entry(date(2027, 3, day), "p1", note=f"day {day}"), NOTHING
        )
    read = yaml.safe_load(data)
    assert [line["note"] for line in read["actions"][1]["history"]] == ["day 6", "day 7", "day 8"]
    assert len(read["actions"][0]["history"]) == 1


def test_the_right_record_of_a_file():
    other = (HEAD + BLOCK).replace("flood#1", "flood#3")
    data = f"{other}---\n{HEAD}{BLOCK}".encode()
    changed = with_entry(data, "flood#1/c1", ENTRY, NOTHING).decode()
    assert changed.startswith(other)
    assert changed.count(LINE) == 1


def test_what_is_not_there_is_said():
    with pytest.raises(HistoryError, match="flood#1/c9"):
        with_entry((HEAD + BLOCK).encode(), "flood#1/c9", ENTRY, NOTHING)
    with pytest.raises(HistoryError, match="by hand"):
        with_entry(
            (HEAD + "actions: [{id: c1, history: none}]\n").encode(), "flood#1/c1", ENTRY, NOTHING
        )
