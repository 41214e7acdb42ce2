"""The history of a plan: a chain in which a change, a gap or a crash shows."""

import json

import pytest

from drillctl.files.plan_history import (
    NOT_AFTER,
    OTHER_PLAN,
    UNFINISHED,
    UNREADABLE,
    appended,
    digest,
    history_file,
    read_history,
    write_with_history,
)

PLANS = [b"one", b"two", b"three", b"four"]


def entry(before, after, **more):
    return {
        "at": "2027-02-01T08:00:00Z", "by": "Li", "command": "plan", "version": "1",
        "revision": {"before": 1, "after": 2}, "seats": {"before": 1, "after": 2},
        "held": {"before": 1, "after": 1}, "sessions": [], "reason": None,
        "plan": {"before": before and digest(before), "after": digest(after)}, **more,
    }  # fmt: skip


@pytest.fixture
def history():
    data = b""
    for before, after in zip([None, *PLANS], PLANS, strict=False):
        data = appended(data, entry(before, after))
    return data


def whats(data, plan=PLANS[-1]):
    return [(fault.line, fault.what) for fault in read_history(data, plan).faults]


def test_a_whole_history_has_no_fault(history):
    found = read_history(history, PLANS[-1])
    assert (found.faults, found.unrecorded, found.back) == ((), (), ())
    assert len(found.entries) == 4
    assert found.ends == found.lines[-1:]


@pytest.mark.parametrize("number", range(3))
def test_a_changed_or_removed_line_is_found(history, number):
    lines = history.splitlines(keepends=True)
    changed = [*lines]
    changed[number] = lines[number].replace(b'"Li"', b'"Wu"')
    assert (number + 2, NOT_AFTER) in whats(b"".join(changed))
    removed = b"".join(lines[:number] + lines[number + 1 :])
    assert (number + 1, NOT_AFTER) in whats(removed)


def test_a_removed_last_line_is_found_by_the_plan(history):
    shorter = b"".join(history.splitlines(keepends=True)[:-1])
    assert whats(shorter) == [(0, OTHER_PLAN)]


def test_a_changed_order_is_found(history):
    lines = history.splitlines(keepends=True)
    assert NOT_AFTER in {what for _, what in whats(b"".join(reversed(lines)))}


def test_a_plan_changed_by_hand_is_found_and_stays_visible(history):
    assert whats(history, b"by hand") == [(0, OTHER_PLAN)]
    later = appended(history, entry(b"by hand", b"five"))
    found = read_history(later, b"five")
    assert (found.faults, found.unrecorded) == ((), (5,))


def test_a_crash_between_history_and_plan_is_told_as_such(history):
    later = appended(history, entry(PLANS[-1], b"five"))
    assert whats(later, PLANS[-1]) == [(0, UNFINISHED)]
    assert whats(later, b"five") == []


@pytest.mark.parametrize("line", [b"{}", b"[" * 100_000, b"\xff\xfe", b'{"at": 1}', b"null"])
def test_what_is_no_entry_is_named_and_the_chain_goes_on(history, line):
    found = whats(history + line + b"\n")
    assert found == [(5, UNREADABLE)]
    later = appended(history + line + b"\n", entry(PLANS[-1], b"five"))
    assert [f.line for f in read_history(later, b"five").faults] == [5]


def test_branches_merged_by_union_are_joined_by_the_next_entry(history):
    ours = appended(history, entry(PLANS[-1], b"ours"))
    theirs = appended(history, entry(PLANS[-1], b"theirs", by="Wu"))
    both = ours + theirs.removeprefix(history)
    assert whats(both, b"ours") == []
    assert whats(both, b"theirs") == []
    assert len(read_history(both, b"ours").ends) == 2
    joined = appended(both, entry(b"ours", b"five"))
    found = read_history(joined, b"five")
    assert (found.faults, found.unrecorded, len(found.ends)) == ((), (), 1)
    assert len(json.loads(joined.splitlines()[-1])["previous"]) == 2
    # Neither branch can be left out any more.
    for number in (4, 5):
        lines = joined.splitlines(keepends=True)
        assert whats(b"".join(lines[:number] + lines[number + 1 :]), b"five")


def test_line_ends_of_another_system_change_nothing(history):
    assert whats(history.replace(b"\n", b"\r\n")) == []


def test_a_clock_set_back_shows(history):
    later = appended(history, entry(PLANS[-1], b"five", at="2026-01-01T00:00:00Z"))
    assert read_history(later, b"five").back == (5,)


def test_neither_file_is_written_where_one_cannot_be(tmp_path, history):
    plan = tmp_path / "plan.yaml"
    plan.write_bytes(PLANS[-1])
    history_file(plan).mkdir()
    with pytest.raises(OSError, match="irectory"):
        write_with_history(plan, b"five", history)
    assert plan.read_bytes() == PLANS[-1]
    assert sorted(file.name for file in tmp_path.iterdir()) == ["plan.yaml", "plan.yaml.history"]
