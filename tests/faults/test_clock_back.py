"""A clock that is set back between two runs: what counts upwards goes on counting upwards."""

import os
import re
import shutil
from itertools import pairwise
from pathlib import Path

from faults.killing import contents

BASELINE = ("plan", "--effort", "quick", "--baseline", "plan.yaml")
DROP = ("drop", "li-wei", "--from", "2027-03-01", "--to", "2027-03-31", "--plan", "plan.yaml")


def numbers(text, key):
    return [int(found) for found in re.findall(rf"{key}: ?(\d+)", text)]


def test_revisions_sequences_and_stamps_never_go_down(interpreter, folder):
    plan = folder / "plan.yaml"
    seen = []
    for argv, now in (
        (DROP, "2027-02-20T09:00"),
        (BASELINE, "2026-12-01T09:00"),
        (BASELINE, "2020-01-01T09:00"),
    ):
        assert interpreter.run(folder, argv, now=now) == 0, Path(f"{folder}.out").read_text()
        shutil.rmtree(folder / "out", ignore_errors=True)
        assert interpreter.run(folder, ("export", "ics", "-o", "out", "--by", "all"), now=now) == 0
        calendar = (folder / "out" / "all.ics").read_text(encoding="utf-8")
        text = plan.read_text(encoding="utf-8")
        stamps = [int(day) for day in re.findall(r"DTSTAMP:(\d{8})", calendar)]
        assert stamps
        seen.append((numbers(text, "revision"), numbers(text, "sequence"), stamps))
    for before, after in pairwise(seen):
        assert after[0] == [before[0][0] + 1]
        assert all(new >= old for new, old in zip(after[1], before[1], strict=True))
        assert all(new >= old for new, old in zip(after[2], before[2], strict=True))


def test_a_follow_up_never_lies_before_the_last_one(interpreter, folder):
    argv = (
        "follow-up",
        "river-flood#9/a1",
        "roster.yaml",
        "scenarios",
        "records",
        "--by",
        "li-wei",
    )
    assert interpreter.run(folder, (*argv, "--note", "Ordered"), now="2027-02-01T09:00") == 0
    before = contents(folder)
    assert interpreter.run(folder, (*argv, "--note", "Came"), now="2027-01-01T09:00") == 2
    said = Path(f"{folder}.out").read_text(encoding="utf-8")
    assert "today, 2027-01-01 by this machine's clock, lies before" in said
    assert "2027-02-01" in said
    assert contents(folder) == before


def test_times_of_files_are_not_looked_at(interpreter, folder):
    before = (folder / "plan.yaml").read_bytes()
    assert interpreter.run(folder, BASELINE, now="2027-02-20T09:00") == 0
    wanted = contents(folder)
    (folder / "plan.yaml").write_bytes(before)
    for number, path in enumerate(sorted(folder.rglob("*"))):
        os.utime(path, (number * 1e8, number * 1e8))
    assert interpreter.run(folder, BASELINE, now="2027-02-20T09:00") == 0
    assert contents(folder).keys() == wanted.keys()
    assert (folder / "plan.yaml").read_bytes() == wanted["plan.yaml"]
