"""A reader who goes, a full or closed stdout, SIGTERM, SIGHUP: an end without litter or traceback."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest
from faults.killing import contents

DRILLCTL = [sys.executable, "-m", "drillctl"]
COUNTY = Path(__file__).parents[2] / "scenarios"
PRINTING = {
    "show": ("show", "plan.yaml", "roster.yaml", "scenarios"),
    "check": ("check", "roster.yaml", "--format", "json"),
    "help": ("--help",),
    "version": ("--version",),
}


@pytest.mark.parametrize("name", PRINTING)
def test_a_full_stdout_is_said(name, folder):
    with open("/dev/full", "w") as full:
        done = subprocess.run(
            [*DRILLCTL, *PRINTING[name]], cwd=folder, stdout=full, stderr=subprocess.PIPE
        )
    assert done.returncode == 1
    assert done.stderr.decode().splitlines()[-1] == "error: <stdout>: No space left on device"
    assert b"Traceback" not in done.stderr


@pytest.mark.parametrize("name", PRINTING)
def test_a_reader_who_has_gone_is_met_in_silence(name, folder):
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run(
        [*DRILLCTL, *PRINTING[name]], cwd=folder, stdout=writer, stderr=subprocess.PIPE
    )
    os.close(writer)
    assert done.returncode == 141
    assert done.stderr == b""


def test_a_stdout_and_a_stderr_that_are_closed(folder):
    done = subprocess.run(
        ["sh", "-c", '"$@" >&- 2>&-', "sh", *DRILLCTL, *PRINTING["show"]], cwd=folder
    )
    assert done.returncode == 0
    done = subprocess.run(
        ["sh", "-c", '"$@" 2>/dev/full', "sh", *DRILLCTL, "show", "nosuch.yaml"], cwd=folder
    )
    assert done.returncode == 1


def planning(folder, workers):
    """A planner of the county, once it is at work, and its processes."""
    process = subprocess.Popen(
        [*DRILLCTL, "plan", COUNTY, "-o", "county.yaml", "--workers", str(workers)],
        cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    until = time.monotonic() + 60
    while time.monotonic() < until:
        below = psutil.Process(process.pid).children(recursive=True)
        spawned = [child for child in below if "spawn_main" in " ".join(child.cmdline())]
        if len(spawned) == workers and (folder / ".county.yaml.lock").exists():
            time.sleep(0.5)
            return process, below
        time.sleep(0.05)
    raise AssertionError("the planner did not start")


def test_a_signal_to_end_leaves_no_file_and_no_process(folder):
    before = contents(folder)
    process, below = planning(folder, workers=2)
    process.send_signal(signal.SIGTERM)
    said = process.communicate(timeout=30)[1]
    assert process.returncode == 143
    assert said.splitlines()[-1] == "ended by the system; every file is as it was, or new and whole"
    assert contents(folder) == before
    assert psutil.wait_procs(below, timeout=10)[1] == []


def test_the_processes_of_a_killed_planner_end_too():
    script = (
        "import time\nfrom drillctl.planning.executors import open_executor\n"
        "if __name__ == '__main__':\n    with open_executor(2) as pool:\n"
        "        pool.submit(time.sleep, 600)\n        print('ready', flush=True)\n"
        "        time.sleep(600)\n"
    )
    process = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE)
    assert process.stdout.readline() == b"ready\n"
    below = psutil.Process(process.pid).children(recursive=True)
    assert len(below) >= 2
    process.kill()
    process.communicate(timeout=30)
    assert psutil.wait_procs(below, timeout=20)[1] == []


def test_a_hang_up_that_is_ignored_stays_ignored():
    script = (
        "import signal\nsignal.signal(signal.SIGHUP, signal.SIG_IGN)\n"
        "from drillctl.cli.ending import heed\nheed()\n"
        "assert signal.getsignal(signal.SIGHUP) is signal.SIG_IGN\n"
        "assert signal.getsignal(signal.SIGTERM) is not signal.SIG_DFL\n"
    )
    assert subprocess.run([sys.executable, "-c", script]).returncode == 0
