"""Two commands that change one file: one after the other, or a clear word who is at work."""

import os
import re
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from faults.fault_cases import CASES, NOW

from drillctl.files.lock import HeldError, lock_file, locked
from drillctl.files.record_history import action_file

SECOND = "2027-03-07"  # river-flood#2 is then; the reply is about river-flood#1
# The file or folder whose lock each of these waits for.
TARGETS = {
    "plan": "plan.yaml",
    "replan": "plan.yaml",
    "drop": "plan.yaml",
    "pin": "plan.yaml",
    "rsvp": "plan.yaml",
    "aar-collect": "records",
    "follow-up": "records",
    "import-roster": "roster.yaml",
}


@pytest.mark.parametrize("name", TARGETS)
def test_who_is_at_work_is_said_and_nothing_is_changed(name, interpreter, folder):
    target = folder / TARGETS[name]
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    with locked(target, "drillctl plan", 0):
        assert interpreter.run(folder, CASES[name]) == 1
    text = Path(f"{folder}.out").read_text(encoding="utf-8")
    line = re.search(r"^error: (.*)", text, re.MULTILINE)[1]
    assert (
        f"{TARGETS[name]} is being changed by drillctl plan (process {os.getpid()}, since 2" in line
    )
    assert line.endswith("nothing was changed: try again when it is done")
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before


def test_a_follow_up_and_a_collection_share_the_records_lock(folder):
    file = action_file([folder / "records"], "river-flood#9/a1")
    assert lock_file(file.parent) == lock_file(folder / "records")


def command(folder, *arguments):
    return subprocess.Popen(
        [sys.executable, "-m", "drillctl", *arguments],
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env=os.environ | {"DRILLCTL_WAIT": "60"},
    )


def test_a_drop_and_a_reply_at_once_are_both_in_the_plan(folder):
    runs = [
        command(folder, "drop", "wang-fang", "--from", SECOND, "--to", SECOND, "--as-of", NOW),
        command(folder, *CASES["rsvp"]),
        command(folder, "pin", "plan.yaml", "river-flood#1", "--venue"),
    ]
    for run in runs:
        said = run.communicate(timeout=120)[0].decode()
        assert run.returncode == 0, said
    plan = (folder / "plan.yaml").read_text(encoding="utf-8")
    assert "away:\n- member: wang-fang" in plan
    assert "answers:\n    anna:\n" in plan
    assert "pin:\n- session: river-flood#1" in plan
    assert not list(folder.glob(".*.lock"))


def test_follow_ups_at_once_are_all_in_the_history(folder):
    runs = [
        command(folder, "follow-up", "river-flood#9/a1", "roster.yaml", "scenarios", "records", "--by",
                "li-wei", "--note", f"Call {number}", "--on", "2027-01-10")
        for number in range(4)
    ]  # fmt: skip
    for run in runs:
        said = run.communicate(timeout=120)[0].decode()
        assert run.returncode == 0, said
    text = (folder / "records" / "river-flood-9.yaml").read_text(encoding="utf-8")
    assert sorted(re.findall(r"Call \d", text)) == [f"Call {number}" for number in range(4)]


def test_addresses_made_at_once_are_all_kept(folder):
    new = ("subscriptions", "new", "member:anna", "roster.yaml", "--file", "subscriptions.yaml")
    path = folder / "subscriptions.yaml"
    before = path.read_text(encoding="utf-8").count("hash: ") if path.exists() else 0
    runs = [command(folder, *new) for _ in range(3)]
    for run in runs:
        said = run.communicate(timeout=120)[0].decode()
        assert run.returncode == 0, said
    assert path.read_text(encoding="utf-8").count("hash: ") == before + 3


def test_a_file_that_changes_under_a_mend_stays(folder, capsys, monkeypatch):
    from drillctl.cli import check_fix

    path = folder / "roster.yaml"
    text = path.read_text(encoding="utf-8")
    monkeypatch.setattr(
        check_fix, "_fixes", lambda found, shown: [(str(path), text, text + "# x\n")]
    )
    assert check_fix.fix_files(None, None) == 1
    assert check_fix.fix_files(None, None) == 0
    assert "has been changed meanwhile and stays" in capsys.readouterr().err
    assert path.read_text(encoding="utf-8") == text + "# x\n"


def test_the_lock_of_a_killed_process_stops_nobody(interpreter, folder):
    script = (
        "import os, signal\nfrom pathlib import Path\nfrom drillctl.files.lock import locked\n"
        "with locked(Path('plan.yaml'), 'drillctl drop', 0):\n    os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    subprocess.run([sys.executable, "-c", script], cwd=folder)
    assert (folder / ".plan.yaml.lock").exists()
    assert interpreter.run(folder, CASES["pin"]) == 0
    assert not (folder / ".plan.yaml.lock").exists()


def test_whoever_waits_is_told_and_gets_it(tmp_path):
    target, told, order = tmp_path / "plan.yaml", [], []
    held = threading.Event()

    def first():
        with locked(target, "drillctl drop", 0):
            held.set()
            while not told:
                time.sleep(0.01)
            order.append("first")

    other = threading.Thread(target=first)
    other.start()
    assert held.wait(10)
    with locked(target, "drillctl pin", 10, told.append):
        order.append("second")
    other.join()
    assert order == ["first", "second"]
    assert [holder.command for holder in told] == ["drillctl drop"]
    assert not list(tmp_path.iterdir())


def test_two_names_of_one_file_have_one_lock(tmp_path):
    (tmp_path / "plan.yaml").write_text("x")
    (tmp_path / "link.yaml").symlink_to("plan.yaml")
    with (
        locked(tmp_path / "plan.yaml", "a", 0),
        pytest.raises(HeldError),
        locked(tmp_path / "link.yaml", "b", 0),
    ):
        pass


def test_many_in_turn_never_two_at_once(tmp_path):
    """The lock's file is removed at each release, which must let nobody in beside another."""
    inside, most = 0, 0
    guard = threading.Lock()

    def work():
        nonlocal inside, most
        for _ in range(5):
            with locked(tmp_path / "x", "a", 60):
                with guard:
                    inside += 1
                    most = max(most, inside)
                with guard:
                    inside -= 1

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == 1
    assert not list(tmp_path.iterdir())


def test_without_locks_the_work_goes_on_with_a_word(interpreter, folder):
    # What a network folder without locks answers.
    assert interpreter.run(folder, CASES["pin"], no_locks=True) == 0
    text = Path(f"{folder}.out").read_text(encoding="utf-8")
    assert "note: plan.yaml can't be locked here (" in text


@pytest.mark.parametrize("wait", ["soon", "nan"])
def test_a_wait_that_is_no_number_of_seconds(wait, folder):
    done = subprocess.run(
        [sys.executable, "-m", "drillctl", "pin", "plan.yaml", "river-flood#1"],
        cwd=folder, env=os.environ | {"DRILLCTL_WAIT": wait}, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 2
    assert f"DRILLCTL_WAIT '{wait}'" in done.stderr
