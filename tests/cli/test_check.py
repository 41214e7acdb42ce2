"""``drillctl check`` as people and build servers run it."""

import json
import os
import pty
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

SCENARIOS = Path(__file__).parents[2] / "scenarios"
GOOD = """kind: roster
timezone: Asia/Shanghai
teams: [{id: fire, kind: professional}, {id: sky, kind: volunteer}]
members:
  - {id: li-wei, name: 李伟, team: fire}
  - {id: anna, name: Anna, team: sky}
---
kind: scenario
id: s
exercise: drill
duration: 2h
schedule: {window: {from: 2027-03-01, to: 2027-03-31}}
positions: [{id: p, count: 1}]
joint: {professional: {min: 1}, volunteer: {min: 1}}
"""
GOOD = GOOD.replace("count: 1}]", "count: 2}]")
UNWISE = GOOD.replace("joint: {professional: {min: 1}, volunteer: {min: 1}}\n", "")


def run(*arguments, env=None, stdin=""):
    return subprocess.run(
        [sys.executable, "-m", "drillctl", *map(str, arguments)],
        env=os.environ | (env or {}),
        input=stdin,
        capture_output=True,
        text=True,
        timeout=120,
    )


@pytest.fixture
def file(tmp_path):
    def write(text):
        path = tmp_path / "f.yaml"
        path.write_bytes(text.encode())
        return path

    return write


def test_warnings_pass_unless_strict(file):
    path = file(UNWISE)
    found = run("check", path)
    assert found.returncode == 0
    assert "f.yaml:9:5: warning W005 nothing makes 's' joint" in found.stdout
    assert found.stderr.strip() == "1 warning in 1 file"
    strict = run("check", path, "--strict")
    assert strict.returncode == 1
    assert ": W005 nothing" in strict.stdout
    assert strict.stderr.strip() == "1 error in 1 file"
    assert run("check", path, "--strict", "--ignore", "W").returncode == 0
    planned = run("plan", path, "-o", "-", "--effort", "quick")
    assert planned.returncode == 0
    assert "W005" not in planned.stdout + planned.stderr


def test_advice_waits_until_there_is_no_error(file):
    found = run("check", file(UNWISE.replace("count: 2", "cuont: 2")))
    assert re.findall(r"[A-Z]\d{3}", found.stdout) == ["S001"]


def test_select_ignore_and_wrong_use(file):
    path = file(UNWISE.replace("team: sky", "team: sgy, foo: 1"))
    assert re.findall(r" ([A-Z]\d{3}) ", run("check", path, "--select", "R").stdout) == ["R001"]
    hidden = run("check", path, "--ignore", "R,S001")
    assert hidden.returncode == 0
    assert hidden.stdout == ""
    assert "2 errors are not shown: nothing can be planned" in hidden.stderr
    assert run("plan", path, "-o", "-").returncode == 1
    wrong = run("check", path, "--select", "R01")
    assert wrong.returncode == 2
    assert "unknown code 'R01'" in wrong.stderr
    assert run("check", path, "--diff").returncode == 2
    assert run("check", "-", "--fix", stdin=GOOD).returncode == 2


def test_problems_are_in_order_of_place(tmp_path):
    for name in ("b.yaml", "a.yaml"):
        text = "kind: policy\nrest: 11\nseed: x\n" if name == "a.yaml" else "kind: polcy\n"
        (tmp_path / name).write_text(text)
    found = run("check", tmp_path, "--format", "json")
    places = [(row["path"], row["line"], row["column"]) for row in json.loads(found.stdout)]
    assert places == sorted(places)
    assert len(places) >= 3


def test_fix_and_diff(file):
    messy = GOOD.replace(
        "  - {id: anna, name: Anna, team: sky}", "  - {nmae: Anna,  team: sky, id: anna}   # 她 "
    ).replace("\n", "\r\n")
    path = file("\ufeff" + messy)
    shown = run("check", path, "--fix", "--diff")
    assert shown.returncode == 1
    assert "-  - {nmae: Anna,  team: sky, id: anna}   # 她 " in shown.stdout
    assert "+  - {id: anna,  name: Anna, team: sky}   # 她" in shown.stdout
    assert path.read_bytes() == ("\ufeff" + messy).encode()
    before = run("check", path)
    assert "can be mended with --fix" in before.stderr
    done = run("check", path, "--fix")
    assert done.returncode == 0
    assert "1 file mended" in done.stderr
    mended = GOOD.replace(
        "  - {id: anna, name: Anna, team: sky}", "  - {id: anna,  name: Anna, team: sky}   # 她"
    ).replace("\n", "\r\n")
    assert path.read_bytes() == ("\ufeff" + mended).encode()
    again = run("check", path, "--fix", "--diff")
    assert (again.returncode, again.stdout) == (0, "")


def test_fix_mends_only_what_is_selected(file):
    path = file(GOOD.replace("timezone:", "timezon:") + "# end  ")
    run("check", path, "--fix", "--select", "L003")
    assert path.read_text() == GOOD.replace("timezone:", "timezon:") + "# end  \n"


@pytest.mark.skipif(shutil.which("patch") is None, reason="patch is not installed")
def test_the_diff_is_a_patch(file, tmp_path):
    path = file(GOOD.replace("kind: scenario\nid: s\n", "id: s   \nkind: scenario\n").rstrip())
    patch = run("check", path, "--fix", "--diff").stdout
    applied = subprocess.run(
        ["patch", "-s", "-o", "-", str(path)], input=patch, capture_output=True, text=True
    )
    run("check", path, "--fix")
    assert applied.stdout == path.read_text()


def test_colour_at_a_terminal_only(file):
    path = file(UNWISE)
    command = [sys.executable, "-m", "drillctl", "check", str(path)]

    def at_terminal(**more):
        own, other = pty.openpty()
        env = {k: v for k, v in os.environ.items() if k != "NO_COLOR"}
        env |= {"TERM": "xterm"} | more
        subprocess.run(command, stdout=other, stderr=subprocess.DEVNULL, env=env, check=True)
        os.close(other)
        text = b""
        try:
            while block := os.read(own, 65536):
                text += block
        except OSError:
            pass
        os.close(own)
        return text

    assert b"\x1b[" in at_terminal()
    assert b"\x1b[" not in at_terminal(NO_COLOR="1")
    assert b"\x1b[" not in at_terminal(TERM="dumb")
    assert "\x1b" not in run("check", path).stdout


def test_explain_code():
    told = run("explain-code", "w001")
    assert told.returncode == 0
    for part in ("W001 (warning)", "Wrong:", "Right:", "# drillctl: ignore W001"):
        assert part in told.stdout
    listed = run("explain-code")
    assert "C  coherence" in listed.stdout
    assert "  W005  no joint block" in listed.stdout
    unknown = run("explain-code", "W099")
    assert unknown.returncode == 2
    assert "known: W001 to W008" in unknown.stderr


def test_every_format_is_one_document(file):
    path = file(GOOD)
    for name, begins in (
        ("json", "[]"), ("sarif", "{"), ("gitlab", "[]"), ("junit", "<?xml"), ("github", ""),
    ):  # fmt: skip
        found = run("check", path, "--format", name)
        assert found.returncode == 0
        assert found.stdout.startswith(begins)
        assert bool(found.stdout) == bool(begins)


def test_shipped_and_fresh_files_have_no_error(tmp_path):
    found = run("check", SCENARIOS, "--format", "json")
    assert found.returncode == 0
    assert {row["code"] for row in json.loads(found.stdout)} <= {"W004"}
    assert run("init", tmp_path / "new").returncode == 0
    fresh = run("check", tmp_path / "new")
    assert (fresh.returncode, fresh.stdout) == (0, "")


def test_standard_input():
    found = run("check", "-", stdin=UNWISE)
    assert "<stdin>:9:5: warning W005" in found.stdout


def test_a_file_that_breaks_off_is_not_mended(file):
    path = file(GOOD.replace("name: Anna", "nmae: Anna") + "---\nkind: [\n")
    found = run("check", path)
    assert "S001" in found.stdout
    assert "--fix" not in found.stderr
    before = path.read_bytes()
    assert run("check", path, "--fix").returncode == 1
    assert path.read_bytes() == before
