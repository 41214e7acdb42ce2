"""A full disk, a folder or file without permission: one line that names it, and the old file."""

import errno
import os
import shutil
import subprocess
import tempfile
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from faults.fault_cases import CASES
from faults.killing import contents

IN_PLACE = ("replan", "export-ics", "aar-collect", "follow-up")
ROOT = hasattr(os, "geteuid") and os.geteuid() == 0


def said(folder):
    text = Path(f"{folder}.out").read_text(encoding="utf-8")
    assert "Traceback" not in text
    return [line for line in text.splitlines() if line.startswith("error: ")]


@pytest.mark.parametrize(
    ("name", "call"), [("replan", "fsync"), ("export-ics", "replace"), ("follow-up", "fsync")]
)
def test_a_full_disk_leaves_the_old_files(name, call, interpreter, folder):
    before = contents(folder)
    status = interpreter.run(folder, CASES[name], failing={call: errno.ENOSPC})
    assert status == 1
    assert contents(folder) == before
    (line,) = said(folder)
    assert line.endswith(": No space left on device")
    assert Path(folder, line.split(": ")[1]).suffix in (".yaml", ".ics")


@pytest.mark.parametrize("name", ["replan", "follow-up"])
def test_a_file_that_grows_too_large(name, interpreter, folder):
    before = contents(folder)
    assert interpreter.run(folder, CASES[name], file_size=200) == 1
    assert contents(folder) == before
    # What it said went to a file as well, and only the beginning of that fitted.
    assert "Traceback" not in Path(f"{folder}.out").read_text(encoding="utf-8")


def fill(path):
    with suppress(OSError), path.open("wb", buffering=0) as file:
        while True:
            file.write(b"x" * 4096)


@contextmanager
def small_disk():
    place = tempfile.mkdtemp()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=128k", "tmpfs", place], capture_output=True
    )
    if mounted.returncode:
        os.rmdir(place)
        pytest.skip("no file system can be mounted here")
    try:
        yield Path(place)
    finally:
        subprocess.run(["umount", "-l", place], check=True)
        os.rmdir(place)


@pytest.mark.skipif(not ROOT, reason="only root mounts file systems")
def test_a_disk_that_is_full_and_is_given_room_again(interpreter, base, tmp_path):
    with small_disk() as disk:
        folder = disk / "x"
        shutil.copytree(base, folder)
        filler = disk / "filler"
        fill(filler)
        before = contents(folder)
        out = tmp_path / "out"
        assert interpreter.run(folder, CASES["replan"], out=str(out)) == 1
        assert "\nerror: plan.yaml: No space left on device\n" in out.read_text(encoding="utf-8")
        assert contents(folder) == before
        filler.unlink()
        assert interpreter.run(folder, CASES["replan"], out=str(out)) == 0
        assert contents(folder).keys() == before.keys()
        assert b"revision: 2" in (folder / "plan.yaml").read_bytes()


@pytest.mark.parametrize("name", IN_PLACE)
def test_a_folder_that_is_read_only(name, interpreter, folder):
    before = contents(folder)
    places = [folder, *(place for place in folder.rglob("*") if place.is_dir())]
    for place in places:
        place.chmod(0o555)
    status = interpreter.run(folder, CASES[name], permissions=True)
    for place in places:
        place.chmod(0o755)
    assert status == 1
    (line,) = said(folder)
    assert line.endswith(": Permission denied")
    assert contents(folder) == before


def test_a_file_that_may_not_be_written_though_its_folder_may(interpreter, folder):
    (folder / "plan.yaml").chmod(0o444)
    before = contents(folder)
    assert interpreter.run(folder, CASES["replan"], permissions=True) == 1
    assert said(folder) == ["error: plan.yaml: Permission denied"]
    assert contents(folder) == before
    (folder / "plan.yaml").chmod(0o644)
    assert interpreter.run(folder, CASES["replan"], permissions=True) == 0


def test_a_file_that_may_not_be_read(interpreter, folder):
    (folder / "plan.yaml").chmod(0o000)
    assert interpreter.run(folder, CASES["replan"], permissions=True) == 1
    text = Path(f"{folder}.out").read_text(encoding="utf-8")
    assert "plan.yaml" in text
    assert "Permission denied" in text
    assert "Traceback" not in text


def test_a_folder_in_place_of_the_plan(interpreter, folder):
    assert interpreter.run(folder, ("plan", "--effort", "quick", "-o", "records")) == 1
    assert said(folder) == ["error: records: Is a directory"]


def test_a_link_stays_and_what_it_leads_to_is_new(interpreter, folder, tmp_path):
    (tmp_path / "elsewhere").mkdir()
    real = tmp_path / "elsewhere" / "real.yaml"
    shutil.move(folder / "plan.yaml", real)
    (folder / "plan.yaml").symlink_to(real)
    assert interpreter.run(folder, CASES["replan"]) == 0
    assert (folder / "plan.yaml").is_symlink()
    assert b"revision: 2" in real.read_bytes()
    assert [path.name for path in real.parent.iterdir()] == ["real.yaml"]


def test_a_pipe_is_written_to(interpreter, folder):
    os.mkfifo(folder / "pipe")
    with subprocess.Popen(["cat", folder / "pipe"], stdout=subprocess.PIPE) as reader:
        assert interpreter.run(folder, ("plan", "--effort", "quick", "-o", "pipe")) == 0
        assert reader.stdout.read().startswith(b"kind: plan\n")
    assert (folder / "pipe").is_fifo()
