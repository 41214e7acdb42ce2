"""The GitHub workflow of the README: its steps, run in a fresh clone as a runner runs them."""

import re
import subprocess

import yaml
from in_ci.readme import environment, repository, shown

NAME = ".github/workflows/exercises.yml"
ANNOTATION = re.compile(r"::error file=([^,]+),line=(\d+),col=(\d+),title=([^:]+)::(.+)")


def job():
    workflow = yaml.safe_load(shown(NAME))
    [steps] = [found["steps"] for found in workflow["jobs"].values()]
    return workflow, steps


def run(clone):
    """(exit status of the job, what it printed): a step that fails ends the job."""
    _, steps = job()
    printed = ""
    for step in steps:
        if "run" not in step:
            continue  # a checkout and a Python are here already
        shell = ("bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"])
        done = subprocess.run(
            shell, cwd=clone, env=environment(GITHUB_ACTIONS="true", CI="true"),
            capture_output=True, text=True, timeout=300,
        )  # fmt: skip
        printed += done.stdout + done.stderr
        if done.returncode:
            return done.returncode, printed
    return 0, printed


def test_it_is_a_workflow():
    workflow, steps = job()
    assert workflow[True] == ["push", "pull_request"], "YAML 1.1 reads `on` as true"
    assert set(workflow) == {"name", True, "jobs"}
    for found in workflow["jobs"].values():
        assert set(found) == {"runs-on", "steps"}
    assert all(set(step) in ({"uses"}, {"uses", "with"}, {"run"}) for step in steps)
    uses = [step["uses"] for step in steps if "uses" in step]
    assert [u.partition("@")[0] for u in uses] == ["actions/checkout", "actions/setup-python"]


def test_a_sound_repository_passes(tmp_path):
    clone = repository(tmp_path, files={NAME: shown(NAME)}.items())
    status, printed = run(clone)
    assert status == 0, printed
    assert "1 check passed" in printed
    assert "::error" not in printed


def test_a_broken_file_fails_at_its_line(tmp_path):
    broken = {NAME: shown(NAME), "roster/more.yaml": "kind: roster\nteams:\n  - {id: Fire}\n"}
    status, printed = run(repository(tmp_path, files=broken.items()))
    assert status == 1
    found = [ANNOTATION.fullmatch(line) for line in printed.splitlines() if "::error" in line]
    assert ("roster/more.yaml", "3", "10", "S006") in [m.groups()[:4] for m in found if m], printed
    assert "check" not in printed.splitlines()[-1], "what comes after is not run"


def test_a_check_that_fails_is_shown_at_its_line(tmp_path):
    clone = repository(tmp_path, expect=("held: all", "meet: {teams: [sky, club], by: 2027-03-02}"))
    status, printed = run(clone)
    assert status == 1
    [found] = [m for line in printed.splitlines() if (m := ANNOTATION.fullmatch(line))]
    line = (clone / "scenarios/scenarios.yaml").read_text(encoding="utf-8").count("\n")
    assert found[1] == "scenarios/scenarios.yaml"
    assert int(found[2]) == line
    assert found[4].startswith("meet")
