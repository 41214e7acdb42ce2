"""Hidden files of a run that lives are left alone; those of one that is gone are removed."""

import os
import signal
import subprocess
import sys

import pytest

from drillctl.files.atomic import write_all, write_bytes
from drillctl.files.staging import Staging, remove_stale

KILLED = """
import os, signal
from pathlib import Path
from drillctl.files.staging import Staging
with Staging() as staging:
    for folder in ("a", "b"):
        os.close(staging.new_file(Path(folder))[0])
    os.kill(os.getpid(), signal.SIGKILL)
"""


def hidden(folder):
    return sorted(path.name for path in folder.iterdir() if path.name.startswith("."))


@pytest.fixture
def folders(tmp_path):
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
    return tmp_path


def test_what_a_killed_run_left_goes_with_the_next_write(folders):
    done = subprocess.run([sys.executable, "-c", KILLED], cwd=folders)
    assert done.returncode == -signal.SIGKILL
    assert [len(hidden(folders / name)) for name in ("a", "b")] == [2, 2]
    write_bytes(folders / "a" / "x", b"1")
    assert os.listdir(folders / "a") == ["x"]
    write_all([(folders / "b" / "y", b"1")])
    assert os.listdir(folders / "b") == ["y"]


def test_what_a_living_run_needs_stays(folders):
    with Staging() as staging:
        for name in ("a", "b"):
            handle, _ = staging.new_file(folders / name)
            os.close(handle)
        for name in ("a", "b"):
            remove_stale(folders / name)
            assert len(hidden(folders / name)) == 2
    assert not hidden(folders / "a")
    assert not hidden(folders / "b")


def test_without_hard_links_each_folder_has_a_guard_of_its_own(folders, monkeypatch):
    def refused(*names):
        raise OSError(1, "not permitted")

    monkeypatch.setattr(os, "link", refused)
    with Staging() as staging:
        for name in ("a", "b"):
            os.close(staging.new_file(folders / name)[0])
            remove_stale(folders / name)
            assert len(hidden(folders / name)) == 2


def test_files_of_others_stay(tmp_path):
    names = [".drillctl-0123456789ab-0.tmp", ".drillctl-x.tmp", ".plan.yaml.abc.tmp", "a.tmp"]
    for name in names:
        (tmp_path / name).write_text("x")
    write_bytes(tmp_path / "plan.yaml", b"1")
    assert sorted(os.listdir(tmp_path)) == sorted([*names, "plan.yaml"])
