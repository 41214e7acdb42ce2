"""The command itself, as a coordinator runs it, on real folders."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from county import problem

SCENARIOS = Path(__file__).parents[2] / "scenarios"


def run(*arguments, cwd=None, env=None, stdin=""):
    command = [sys.executable, "-m", "drillctl", *map(str, arguments)]
    return subprocess.run(
        command,
        cwd=cwd,
        env=os.environ | (env or {}),
        input=stdin,
        capture_output=True,
        text=True,
        timeout=300,
    )


@pytest.fixture
def county(tmp_path):
    folder = tmp_path / "county"
    folder.mkdir()
    problem(folder)
    return folder


def test_from_yaml_to_calendars_and_templates(county, tmp_path):
    plan = tmp_path / "plan.yaml"
    made = run("plan", county, "-o", plan)
    assert made.returncode == 0, made.stderr
    assert "every rule kept" in made.stdout
    assert run("audit", plan, county).returncode == 0
    assert (
        run("export", "ics", plan, county, "-o", tmp_path / "out", "--by", "member").returncode == 0
    )
    assert (tmp_path / "out" / "member-v1.ics").read_bytes().startswith(b"BEGIN:VCALENDAR\r\n")
    assert (
        run("aar", "new", plan, county, "-o", tmp_path / "aar", "--session", "flood#1").returncode
        == 0
    )
    assert (tmp_path / "aar" / "flood-1" / "flood-1-after-action-report.md").exists()


def test_the_same_bytes_with_any_workers_zone_locale_and_hash_seed(county, tmp_path):
    texts = set()
    for workers, env in (
        ("1", {}),
        ("2", {"TZ": "America/New_York", "PYTHONHASHSEED": "7"}),
        ("2", {"LC_ALL": "C", "LANG": "C", "TZ": "Asia/Tokyo", "PYTHONHASHSEED": "0"}),
    ):
        made = run(
            "plan",
            county,
            "-o",
            "-",
            "--workers",
            workers,
            cwd=tmp_path,
            env=env | {"PYTHONUTF8": "1"},
        )
        assert made.returncode == 0
        texts.add(made.stdout)
    assert len(texts) == 1


def test_a_broken_rule_exits_1_and_says_which(county, tmp_path):
    plan = tmp_path / "plan.json"
    assert run("plan", county, "-o", plan).returncode == 0
    data = json.loads(plan.read_text())
    held = next(s for s in data["sessions"] if s["id"] == "flood#1")
    held["assigned"]["leader"] = ["v1"]
    plan.write_text(json.dumps(data))
    found = run("audit", plan, county)
    assert found.returncode == 1
    assert "lead:" in found.stdout
    assert "Traceback" not in found.stderr


def test_broken_files_stop_the_plan_and_keep_the_old_one(county, tmp_path):
    plan = tmp_path / "plan.yaml"
    plan.write_text("old")
    (county / "more.yaml").write_text("kind: policy\ngaols: [fill]\n")
    made = run("plan", county, "-o", plan)
    assert made.returncode == 1
    assert "more.yaml:2:1: S001 unknown key 'gaols' (did you mean 'goals'?)" in made.stderr
    assert plan.read_text() == "old"
    checked = run("check", county)
    assert checked.returncode == 1
    assert "    gaols: [fill]\n    ^" in checked.stdout


def test_wrong_use_exits_2(county, tmp_path):
    assert run("plan").returncode == 2
    assert run("plan", county, "-o", tmp_path / "no" / "such" / "plan.yaml").returncode == 2
    assert run("aar", "new").returncode == 2
    assert run("check").returncode == 2


def test_require_full(county):
    roster = county / "roster.yaml"
    roster.write_text(
        roster.read_text()
        .replace("name: Maria,", "name: Maria, busy: [{from: 2027-03-01, to: 2027-04-30}],")
        .replace(", busy: [{from: 2027-03-13, to: 2027-03-14}]", "")
    )
    assert run("plan", county, "-o", "-", "--require-full").returncode == 1


def test_check_formats_and_codes(county):
    only = ("--select", "F,Y,S,V,R,C")
    assert run("check", county, "--format", "json", *only).stdout.strip() == "[]"
    (county / "more.yaml").write_text("kind: rooster\n")
    assert json.loads(run("check", county, "--format", "json").stdout)[0]["code"] == "S008"
    assert run("check", county, "--format", "github").stdout.startswith("::error file=")
    assert "Y002  key given twice" in run("check", "--list-codes").stdout


def test_init_makes_something_that_plans_in_full(tmp_path):
    assert run("init", tmp_path / "new").returncode == 0
    made = run("plan", tmp_path / "new", "-o", tmp_path / "plan.yaml", "--require-full")
    assert made.returncode == 0, made.stdout
    assert run("init", tmp_path / "new").returncode == 2


def test_a_drop_out_is_replanned_against_the_baseline(county, tmp_path):
    first, second = tmp_path / "one.json", tmp_path / "two.json"
    run("plan", county, "-o", first)
    again = tmp_path / "again.json"
    run("plan", county, "-o", again, "--baseline", first)
    old, same = json.loads(first.read_text()), json.loads(again.read_text())
    assert same["revision"] == 2
    assert [(s["uid"], s["sequence"]) for s in same["sessions"]] == [
        (s["uid"], s["sequence"]) for s in old["sessions"]
    ]
    roster = county / "roster.yaml"
    roster.write_text(
        roster.read_text().replace(
            "{id: v3, name: 张敏, team: club,",
            "{id: v3, name: 张敏, team: club, busy: [{from: 2027-03-01, to: 2027-04-30}],",
        )
    )
    assert run("plan", county, "-o", second, "--baseline", first).returncode == 0
    new = json.loads(second.read_text())
    was = {s["id"]: s for s in old["sessions"]}
    for session in new["sessions"]:
        before = was[session["id"]]
        kept = all(
            session.get(k) == before.get(k) for k in ("start", "venue", "assigned", "standby")
        )
        assert session["uid"] == before["uid"]
        assert session["sequence"] == before["sequence"] + (0 if kept else 1)


def test_interrupting_keeps_the_best_plan_so_far(tmp_path):
    plan = tmp_path / "plan.yaml"
    command = [sys.executable, "-m", "drillctl", "plan", str(SCENARIOS), "-o", str(plan)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    time.sleep(10)
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 0, errors
    assert "interrupted" in plan.read_text()
    assert run("audit", plan, SCENARIOS).returncode == 0
    assert [path.name for path in tmp_path.iterdir()] == ["plan.yaml"]


def test_the_solver_is_imported_only_to_plan(county):
    code = "import sys; from drillctl.cli.app import app; assert 'ortools' not in sys.modules and 'numpy' not in sys.modules and 'rich' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True)


def test_interrupting_says_that_nothing_was_written():
    """Where there is nothing to keep; the wait is for the command to begin to read."""
    process = subprocess.Popen(
        [sys.executable, "-m", "drillctl", "check", "-"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    time.sleep(3)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert (process.returncode, out) == (130, "")
    assert err == "interrupted; nothing was written\n"


def test_standbys_that_are_as_many_as_it_takes(county, tmp_path):
    """Who stays away is not relied upon; where people run out, the plan says so."""
    scenarios = county / "scenarios.yaml"
    text = scenarios.read_text(encoding="utf-8")
    scenarios.write_text(text.replace("standby: 1", "standby: auto"), encoding="utf-8")
    record = "kind: record\nsession: old#{n}\nstart: 2027-02-{n:02}T09:00\nattendance: {{{who}}}\n"
    who = ", ".join(f"{m}: absent" for m in ("p1", "p2", "p3", "v1", "v3"))
    (county / "records.yaml").write_text(
        "---\n".join(record.format(n=n, who=who) for n in range(1, 12)), encoding="utf-8"
    )
    made = run("plan", county, "-o", tmp_path / "plan.yaml", "--format", "json")
    assert made.returncode == 0, made.stderr
    short = json.loads(made.stdout)["short_of_standbys"]
    assert {s["position"] for s in short} == {"crew"}
    assert all(s["probability"] < s["asked"] for s in short)
    assert all(abs(s["probability"] - s["simulated"]) < 0.02 for s in short)
    assert "nobody else is free" in run("plan", county, "-o", tmp_path / "plan.yaml").stdout
    (county / "records.yaml").write_text(
        "---\n".join(
            record.format(n=n, who=who.replace("absent", "present")) for n in range(1, 12)
        ),
        encoding="utf-8",
    )
    made = run("plan", county, "-o", tmp_path / "plan.yaml", "--format", "json")
    assert json.loads(made.stdout)["short_of_standbys"] == []
