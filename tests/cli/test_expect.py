"""`drillctl test` as it runs in CI."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from xml.etree import ElementTree

import pytest
from county import ROSTER, SCENARIOS
from test_commands import run

SHIPPED = Path(__file__).parents[2] / "scenarios"
PASSING = ("held: all", 'filled: ">= 80%"', "never_empty: leader", "meet: [fire, sky]")
FAILING = ("held: 5", "meet: {teams: [sky, club], by: 2027-03-02}")


def write(folder, *checks, scenario=()):
    folder.mkdir(exist_ok=True)
    (folder / "roster.yaml").write_text(ROSTER.format(zone="Asia/Shanghai"), encoding="utf-8")
    text = SCENARIOS
    if checks:
        text += "expect:\n" + "".join(f"  - {check}\n" for check in checks)
    if scenario:
        lines = "".join(f"  - {check}\n" for check in scenario)
        text = text.replace("id: table\n", f"id: table\nexpect:\n{lines}")
    (folder / "scenarios.yaml").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def plan(tmp_path_factory):
    """A plan of the county, whatever is expected of it."""
    folder = tmp_path_factory.mktemp("plan")
    write(folder / "county")
    made = run("plan", folder / "county", "-o", folder / "plan.yaml", "--effort", "quick")
    assert made.returncode == 0, made.stderr
    return folder / "plan.yaml"


def test_what_passes_is_said_with_the_figures(tmp_path, plan):
    county = write(tmp_path / "c", *PASSING, scenario=["held: 1"])
    done = run("test", county, "--plan", plan)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "plan\n  ok   held: all - 4 of 4 sessions held\n" in done.stdout
    assert "table\n  ok   held: 1 - " in done.stdout
    assert "5 checks passed" in done.stderr
    assert " s]" not in done.stdout, "times are for a terminal"


def test_without_a_plan_it_makes_the_one_that_plan_makes(tmp_path):
    county = write(tmp_path / "c", *PASSING)
    done = run("test", county, "--effort", "quick")
    assert done.returncode == 0, done.stdout + done.stderr


def test_what_fails_is_said_with_its_place(tmp_path, plan):
    county = write(tmp_path / "c", *PASSING, *FAILING)
    done = run("test", county, "--plan", plan)
    assert done.returncode == 1
    line = (county / "scenarios.yaml").read_text(encoding="utf-8").splitlines().index("  - held: 5")  # fmt: skip
    assert f"at {county}/scenarios.yaml:{line + 1}:5" in done.stdout
    assert "  FAIL held: 5 - 4 of 4 sessions held, asked for are 5" in done.stdout
    assert "4 checks passed, 2 checks failed" in done.stderr


def test_the_formats_of_programs(tmp_path, plan):
    county = write(tmp_path / "c", *PASSING, *FAILING, scenario=["held: 2"])
    found = json.loads(run("test", county, "--plan", plan, "--format", "json").stdout)
    assert (found["passed"], found["failed"]) == (4, 3)
    assert [c["passed"] for c in found["checks"]] == [True] * 4 + [False] * 3
    assert found["checks"][-1]["scenario"] == "table"
    assert found["checks"][-1]["message"] == "1 of 1 session held, asked for are 2"

    github = run("test", county, "--plan", plan, "--format", "github")
    assert github.returncode == 1
    lines = github.stdout.splitlines()
    assert len(lines) == 3
    assert all(line.startswith("::error file=") and ",line=" in line for line in lines)

    report = tmp_path / "junit.xml"
    done = run("test", county, "--plan", plan, "--format", "junit", "--output", report)
    assert done.returncode == 1
    assert "FAIL held: 5" in done.stdout, "the log stays readable"
    root = ElementTree.parse(report).getroot()
    assert (root.get("tests"), root.get("failures")) == ("7", "3")
    assert [suite.get("name") for suite in root] == ["plan", "table"]
    cases = root.findall(".//testcase")
    assert all(case.get("file", "").endswith("scenarios.yaml") for case in cases)
    assert all(case.get("line") for case in cases)
    assert not any(case.get("time") for case in cases)
    before = report.read_bytes()
    run("test", county, "--plan", plan, "--format", "junit", "-o", report)
    assert report.read_bytes() == before


def test_choosing_checks(tmp_path, plan):
    county = write(tmp_path / "c", *PASSING, *FAILING, scenario=["held: 1"])
    held = run("test", county, "--plan", plan, "--only", "held", "--only", "meet")
    assert held.stdout.count("  ok  ") == 3
    assert "filled" not in held.stdout
    table = run("test", county, "--plan", plan, "--scenario", "table")
    assert table.returncode == 0
    assert table.stdout.splitlines()[0] == "table"
    for arguments, said in (
        (("--only", "fild"), "no check 'fild' in drillctl (did you mean 'filled'?)"),
        (("--scenario", "tabel"), "no scenario 'tabel' in the files (did you mean 'table'?)"),
    ):
        wrong = run("test", county, "--plan", plan, *arguments)
        assert wrong.returncode == 2
        assert said in wrong.stderr


def test_an_unknown_check_fails_and_so_does_check(tmp_path, plan):
    county = write(tmp_path / "c", "helt: all")
    for command in (("test", county, "--plan", plan), ("test", county), ("check", county)):
        done = run(*command)
        assert done.returncode == 1
        assert "E001 unknown check 'helt' (did you mean 'held'?)" in done.stdout + done.stderr


def test_nothing_to_test_is_not_a_pass(tmp_path, plan):
    done = run("test", write(tmp_path / "c"), "--plan", plan)
    assert done.returncode == 1
    assert "no check in the files" in done.stderr
    assert done.stdout == ""


def test_a_plan_that_breaks_a_rule_is_not_judged(tmp_path, plan):
    county = write(tmp_path / "c", *PASSING)
    text = plan.read_text(encoding="utf-8")
    broken = tmp_path / "broken.yaml"
    broken.write_text(text.replace("venue: hall", "venue: pond"), encoding="utf-8")
    done = run("test", county, "--plan", broken)
    assert done.returncode == 1
    assert "FAIL audit - the plan breaks the rules in 1 place; no check was judged" in done.stdout
    assert "table#1: venue" in done.stdout
    assert "held" not in done.stdout.partition("judged")[0]


def test_snapshots_are_written_when_asked_and_compared_otherwise(tmp_path, plan):
    county = write(tmp_path / "c", "snapshot: spring", scenario=["snapshot: table"])
    missing = run("test", county, "--plan", plan)
    assert missing.returncode == 1
    assert missing.stdout.count("`drillctl test --update` makes it") == 2
    assert not (county / "snapshots").exists()
    assert run("test", county, "--plan", plan, "--update").returncode == 0
    assert run("test", county, "--plan", plan).returncode == 0
    assert run("check", county).returncode == 0
    stored = county / "snapshots" / "spring.snapshot"
    stored.write_text(stored.read_text(encoding="utf-8").replace("T19:00", "T18:00"), encoding="utf-8")  # fmt: skip
    differs = run("test", county, "--plan", plan)
    assert differs.returncode == 1
    assert "table#1: 2027-03-02 18:00-21:00 at hall -> 2027-03-02 19:00-21:00" in differs.stdout


def test_two_checks_can_t_share_a_snapshot(tmp_path, plan):
    county = write(tmp_path / "c", "snapshot: spring", scenario=["snapshot: spring"])
    done = run("test", county, "--plan", plan, "--update")
    assert done.returncode == 1
    assert "uses the same file: choose another name" in done.stdout


def test_any_number_of_workers_says_the_same(tmp_path, plan):
    checks = ("without_any_member:", 'without_any_member: {filled: ">= 60%"}', "without_any_venue:")
    county = write(tmp_path / "c", *checks)
    one, two = (run("test", county, "--plan", plan, "--workers", n) for n in (1, 2))
    assert one.returncode == two.returncode == 1
    assert one.stdout == two.stdout
    assert "Tom (p3): boats#1 can't be held" in one.stdout


def test_where_files_are_wrong_nothing_is_tested(tmp_path, plan):
    county = write(tmp_path / "c", "held: often")
    done = run("test", county, "--plan", plan, "--output", tmp_path / "out.xml")
    assert done.returncode == 1
    assert ":5: E002" not in done.stdout
    assert "E002 'often' is no value for this check" in done.stderr
    assert not (tmp_path / "out.xml").exists()
    assert run("test", county, "--output", tmp_path / "no" / "out.xml").returncode == 2


def started(*command):
    return subprocess.Popen(
        [sys.executable, *command],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def test_ctrl_c_says_so():
    """While it plans: a plan that was cut short is not judged."""
    process = started("-m", "drillctl", "test", str(SHIPPED), "--workers", "2")
    time.sleep(3)
    os.killpg(process.pid, signal.SIGINT)
    time.sleep(0.5)
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert process.returncode == 130, err
    assert "interrupted" in err
    assert out == ""


@pytest.mark.parametrize("workers", [1, 2])
def test_ctrl_c_while_it_judges_waits_for_no_other_process(workers):
    process = started(
        "-c",
        "import time; from drillctl.cli.expect import _means\n"
        "from drillctl.expectations.question import Means\n"
        f"with _means({workers}, Means, False) as means:\n"
        "    print('ready', flush=True)\n"
        "    means.run_all(time.sleep, [(600,), (600,), (600,)])\n",
    )
    assert process.stdout.readline() == "ready\n"
    time.sleep(0.3)
    os.killpg(process.pid, signal.SIGINT)
    _, err = process.communicate(timeout=60)
    assert "KeyboardInterrupt" in err
