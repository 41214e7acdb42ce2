"""Spreadsheets into a roster, as a coordinator types it."""

import json
import os
import pty
import select
import subprocess
import sys
import time

import pytest
from test_commands import run

ROSTER = """\
# Ours.
kind: roster
timezone: Asia/Shanghai
teams: [{id: sky, title: 蓝天救援队, kind: volunteer}]
members:
  - {id: li-wei, name: 李伟, team: sky}   # the chief
"""
SHEET = "姓名,队伍,手机,鞋码\n李伟,蓝天救援队,13800000000,44\n王芳,蓝天救援队,13900000000,38\n"


@pytest.fixture
def place(tmp_path):
    (tmp_path / "roster.yaml").write_text(ROSTER, encoding="utf-8")
    (tmp_path / "members.csv").write_text(SHEET, encoding="utf-8")
    return tmp_path


def test_a_new_roster_that_check_takes(place):
    done = run("import", "roster", "members.csv", "-o", "new.yaml", "--kind", "volunteer",
               "--timezone", "Asia/Shanghai", cwd=place)  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "2 rows, 2 new, 0 changed: written to new.yaml" in done.stdout
    assert "鞋码" in done.stderr
    assert "not known" in done.stderr
    checked = run("check", "new.yaml", cwd=place)
    assert "no scenario" in checked.stdout + checked.stderr
    again = run("import", "roster", "members.csv", "-o", "new.yaml", cwd=place)
    assert again.returncode == 2
    assert "--into new.yaml" in again.stderr


def test_into_the_one_there_is(place):
    shown = run("import", "roster", "members.csv", "--into", "roster.yaml", "--dry-run", cwd=place)
    assert shown.returncode == 0, shown.stderr
    assert "li-wei: phone: - -> 13800000000" in shown.stderr
    assert (place / "roster.yaml").read_text(encoding="utf-8") == ROSTER
    done = run("import", "roster", "members.csv", "--into", "roster.yaml", cwd=place)
    assert done.returncode == 0, done.stderr
    text = (place / "roster.yaml").read_text(encoding="utf-8")
    assert '{id: li-wei, name: 李伟, team: sky, phone: "13800000000"}   # the chief\n' in text
    assert text.startswith("# Ours.\n")
    before = (place / "roster.yaml").stat().st_mtime_ns
    again = run("import", "roster", "members.csv", "--into", "roster.yaml", cwd=place)
    assert "roster.yaml stays as it is" in again.stdout
    assert (place / "roster.yaml").stat().st_mtime_ns == before


def test_another_file_and_stdout(place):
    done = run("import", "roster", "members.csv", "--into", "roster.yaml", "-o", "-", cwd=place)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("# Ours.\n")
    assert "wang-fang" in done.stdout
    assert (place / "roster.yaml").read_text(encoding="utf-8") == ROSTER


def test_all_problems_at_once_and_nothing_written(place):
    text = "姓名,队伍,手机,邮箱,证书,到期日\n李伟,蓝天救援队,1.38E+10,x@y,急救员,soon\n"
    (place / "members.csv").write_text(text, encoding="utf-8")
    done = run("import", "roster", "members.csv", "--into", "roster.yaml", cwd=place)
    assert done.returncode == 1
    for start in ("members.csv:2:3: D005 ", "members.csv:2:4: D006 ", "members.csv:2:6: D004 "):
        assert start in done.stderr
    assert "3 problems; nothing written" in done.stderr
    assert "Traceback" not in done.stderr
    assert (place / "roster.yaml").read_text(encoding="utf-8") == ROSTER


def test_json_has_everything(place):
    done = run("import", "roster", "members.csv", "--into", "roster.yaml", "--format", "json",
               "--dry-run", cwd=place)  # fmt: skip
    told = json.loads(done.stdout)
    assert told["new"] == ["wang-fang"]
    assert told["changes"] == [
        {"member": "li-wei", "field": "phone", "old": "", "new": "13800000000"}
    ]
    assert told["written"] is None
    assert [c["field"] for c in told["columns"]] == ["name", "team", "phone", "-"]
    assert done.stderr == ""


@pytest.mark.parametrize(
    "wrong",
    [
        ["--map", "工号"],
        ["--map", "工号=idd"],
        ["--into", "none.yaml"],
        ["-o", "none/new.yaml"],
    ],
)
def test_wrong_use(place, wrong):
    done = run("import", "roster", "members.csv", *wrong, cwd=place)
    assert done.returncode == 2, done.stderr
    assert done.stderr.startswith("error: ")


def test_unsure_without_a_terminal(place):
    (place / "members.csv").write_text("姓名,队 伍名\n王芳,蓝天救援队\n", encoding="utf-8")
    done = run("import", "roster", "members.csv", "--into", "roster.yaml", cwd=place)
    assert done.returncode == 1
    assert "members.csv:1:2: D003" in done.stderr
    assert "--map '队 伍名'=team" in done.stderr
    told = run("import", "roster", "members.csv", "--into", "roster.yaml", "--map", "队 伍名=team",
               cwd=place)  # fmt: skip
    assert told.returncode == 0, told.stderr


def test_asked_for_at_a_terminal(place):
    text = "姓名,队伍名,证书,到期日\n王芳,蓝天救援,急救员,4/1/2028\n"
    (place / "members.csv").write_text(text, encoding="utf-8")
    screen = at_terminal(
        ["import", "roster", "members.csv", "--into", "roster.yaml"],
        place,
        ["what is it?", "day first", "is that sky"],
        ["\n", "mdy\n", "y\n"],
    )
    assert "1 new" in screen
    written = (place / "roster.yaml").read_text(encoding="utf-8")
    assert "team: sky" in written
    assert "expires: 2028-04-01" in written


def at_terminal(arguments, cwd, questions, answers):
    """What a terminal shows where each question is answered once it is there."""
    master, slave = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "drillctl", *arguments],
        cwd=cwd, stdin=slave, stdout=slave, stderr=slave, env=os.environ | {"COLUMNS": "120"},
    )  # fmt: skip
    os.close(slave)
    screen, left = b"", list(zip(questions, answers, strict=True))
    limit = time.monotonic() + 60
    while time.monotonic() < limit:
        if select.select([master], [], [], 0.2)[0]:
            try:
                screen += os.read(master, 65536)
            except OSError:
                break
        if left and left[0][0].encode() in screen:
            os.write(master, left.pop(0)[1].encode())
        if process.poll() is not None and not select.select([master], [], [], 0.2)[0]:
            break
    process.kill()
    process.wait()
    os.close(master)
    assert not left, screen.decode()
    return screen.decode()
