"""The GitLab job of the README, run by gitlab-ci-local, which checks it by GitLab's own schema."""

import json
import subprocess
from pathlib import Path
from xml.etree import ElementTree

import pytest
import yaml
from clients.programs import FOLDER, need
from in_ci.readme import environment, repository, shown

from drillctl.cli.arguments import CheckFormat

NAME = ".gitlab-ci.yml"
pytestmark = pytest.mark.skipif(
    "gitlab" not in list(CheckFormat), reason="check has no --format gitlab"
)


def run(clone):
    """The finished job, in the clone itself."""
    need("gitlab-ci-local")
    program = Path(FOLDER, "node_modules", ".bin", "gitlab-ci-local")
    command = (program, "--force-shell-executor", "--no-shell-isolation", "--no-color")
    return subprocess.run(
        command, cwd=clone, env=environment(CI="true"), capture_output=True, text=True, timeout=300
    )


def reports(clone):
    """The artifacts that the job promises, parsed."""
    [job] = yaml.safe_load(shown(NAME)).values()
    named = job["artifacts"]["reports"]
    assert job["artifacts"]["when"] == "always"
    quality = json.loads((clone / named["codequality"]).read_text(encoding="utf-8"))
    junit = clone / named["junit"]
    return quality, ElementTree.parse(junit).getroot() if junit.exists() else None


def test_a_sound_repository_passes_and_leaves_its_reports(tmp_path):
    clone = repository(tmp_path, files={NAME: shown(NAME)}.items())
    done = run(clone)
    assert done.returncode == 0, done.stdout + done.stderr
    quality, junit = reports(clone)
    assert {issue["severity"] for issue in quality} <= {"info", "minor"}, "advice at most"
    assert (junit.get("tests"), junit.get("failures")) == ("1", "0")


def test_a_check_that_fails_is_in_the_test_report(tmp_path):
    clone = repository(tmp_path, files={NAME: shown(NAME)}.items(), expect=["held: all", "held: 9"])
    done = run(clone)
    assert done.returncode == 1
    assert "FAIL held: 9" in done.stdout, "the log says it too"
    _, junit = reports(clone)
    [failed] = [case for case in junit.iter("testcase") if case.find("failure") is not None]
    assert failed.get("name") == "held: 9"
    assert failed.get("file") == "scenarios/scenarios.yaml"


def test_a_broken_file_is_in_the_quality_report(tmp_path):
    broken = {NAME: shown(NAME), "roster/more.yaml": "kind: roster\nteams:\n  - {id: Fire}\n"}
    clone = repository(tmp_path, files=broken.items())
    done = run(clone)
    assert done.returncode == 1
    quality, _ = reports(clone)
    assert "roster/more.yaml" in {issue["location"]["path"] for issue in quality}
    assert all(issue["fingerprint"] for issue in quality)
