"""Editing a record touches what changes, whatever its formatting; the rest stays byte for byte."""

import pytest
import yaml
from county import problem
from written_forms import workbook

from drillctl.files.papers import sorted_out
from drillctl.files.record_collect import collect
from drillctl.files.record_lines import hours_text, quoted

BLOCK = """\
# head
kind: record
session: "flood#1"   # the first
start:   2027-03-06T09:00


capabilities: [ water ]
attendance:
    v1:
        status:      # who knows
        note: 'it''s fine'
    # the boss
    p2: present
guests:   # none so far
areas:
- id: a1
  text: >
    Boats came
    late
  analysis:
# the end
"""
FLOW = """\
{kind: record, session: flood#1, start: 2027-03-06T09:00,
 attendance: {v1: {status: , note: "it's fine"}, p2: present, },
 guests: [], areas: [{id: a1, text: Boats came late, analysis: , }]}
"""
CRLF = BLOCK.replace("\n", "\r\n")
NO_END = BLOCK.removesuffix("\n# the end\n")
SHEETS = {
    "attendance": [
        {"member": "v1", "status": "late", "hours": 2},
        {"member": "p2", "hours": "3h20m", "note": "led: well"},
        {"member": "p1", "status": "absent"},
        {"name": "老张", "team": "Red Cross", "status": "x"},
    ],
    "areas": [
        {"id": "a1", "text": "Boats came late", "analysis": "one trailer,\nno driver"},
        {"id": "a2", "text": "yes"},
    ],
    "strengths": [{"text": "calm"}],
}


@pytest.fixture
def collected(tmp_path):
    (tmp_path / "county").mkdir()
    known = problem(tmp_path / "county")

    def collecting(text):
        out = tmp_path / "records"
        out.mkdir()
        path = out / "flood-1.yaml"
        path.write_bytes(text.encode())
        head = {"session": "flood#1"}
        forms = sorted_out([workbook(tmp_path / "a.xlsx", SHEETS, head=head)])
        found = collect(forms, known, sorted_out([out]), out, None, "", None)
        (record,) = found.records
        assert record.text is not None, [str(d) for d in found.problems]
        return record.text

    return collecting


@pytest.mark.parametrize("text", [BLOCK, FLOW, CRLF, NO_END], ids=["block", "flow", "crlf", "end"])
def test_whatever_its_formatting(collected, text):
    new = collected(text)
    data = yaml.load(new, yaml.BaseLoader)
    assert data["attendance"] == {
        "v1": {"status": "late", "note": "it's fine", "hours": "2"},
        "p2": {"status": "present", "hours": "3h20m", "note": "led: well"},
        "p1": "absent",
    }
    assert data["guests"] == [{"name": "老张", "organisation": "Red Cross"}]
    first, second = data["areas"]
    assert (first["id"], first["analysis"]) == ("a1", "one trailer,\nno driver")
    assert (second["id"], second["text"]) == ("a2", "yes")
    assert data["strengths"] == ["calm"]
    assert "unread" not in data
    for line in (
        "# head",
        "# the boss",
        "# who knows",
        "# none so far",
        "start:   2027",
        "[ water ]",
    ):
        assert (line in text) == (line in new)
    assert ("\r\n" in new) == ("\r\n" in text)
    assert new.count("\r\n") in (0, new.count("\n"))


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_what_no_record_may_hold_is_taken_out_with_its_comment(collected, ends):
    text = BLOCK.replace("- id: a1\n", "- colour: red\n  size: 3\n  id: a1\n")
    text = text.replace("guests:", "wether: cold   # brr\n# who else\nguests:")
    new = collected(text.replace("\n", ends)).replace(ends, "\n")
    assert "\n- id: a1\n" in new
    assert "present\n# who else\nguests:" not in new, "p2 is on one line now"
    assert "\n# who else\nguests:" in new
    kept = yaml.safe_load(new)["unread"]
    assert [row["text"] for row in kept] == ["wether: cold   # brr", "colour: red", "size: 3"]
    assert all("file" not in row for row in kept), "typed into the record itself"


def test_lines_that_nobody_changed_stay(collected):
    new = collected(BLOCK)
    gone = [line for line in BLOCK.splitlines() if line not in new.splitlines()]
    assert gone == ["        status:      # who knows", "    p2: present", "  analysis:"]


@pytest.mark.parametrize(
    "text",
    ["yes", "null", "12:30", "0o7", "1e3", "=", "a: b", "a #b", "- a", "[", "it's", "李伟，好", " a ",
     "two\nlines", "tab\t", "\u00a0", "\ufeff", "\U0001f600", "a\u2028b", "0777", "2027-03-31", "#"],
)  # fmt: skip
def test_text_is_read_back_as_it_was(text):
    assert yaml.safe_load(f"[{quoted(text)}]") == [text]
    assert yaml.safe_load(f"k: {quoted(text)}\n") == {"k": text}


def test_hours():
    assert [hours_text(m) for m in (0, 45, 210, 200, 20)] == ["0", "0.75", "3.5", "3h20m", "20m"]
