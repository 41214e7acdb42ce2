"""The hooks, run by pre-commit itself: from this repository, and from what is installed here."""

import shutil
import subprocess
import sys

import pytest
import yaml
from in_ci.readme import ROOT, environment, git, repository, shown

NAME = ".pre-commit-config.yaml"
BROKEN = "kind: roster\nteams:\n  - {id: Fire}\n"


def pre_commit(*arguments, cwd, home):
    return subprocess.run(
        (sys.executable, "-m", "pre_commit", *map(str, arguments)),
        cwd=cwd,
        env=environment(PRE_COMMIT_HOME=str(home)),
        capture_output=True,
        text=True,
        timeout=540,
    )


@pytest.fixture(scope="module")
def hooks(tmp_path_factory):
    """This tree as a repository of its own, as it stands, committed or not."""
    top = tmp_path_factory.mktemp("hooks")
    source = top / "drillctl"
    source.mkdir()
    for name in (".pre-commit-hooks.yaml", "pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, source)
    shutil.copytree(
        ROOT / "drillctl", source / "drillctl", ignore=shutil.ignore_patterns("__pycache__")
    )
    git("init", "--quiet", "--initial-branch=main", cwd=source)
    git("add", "--all", cwd=source)
    git("commit", "--quiet", "--message", "drillctl", cwd=source)
    return source, git("rev-parse", "HEAD", cwd=source).strip(), top / "home"


def configured(hooks):
    """The README's configuration with this repository for its placeholders."""
    source, revision, _ = hooks
    text = shown(NAME)
    assert "URL-OF-THIS-REPOSITORY" in text
    return text.replace("URL-OF-THIS-REPOSITORY", str(source)).replace("VERSION", revision)


def test_the_hooks_file_is_one(tmp_path):
    manifest = ROOT / ".pre-commit-hooks.yaml"
    done = pre_commit("validate-manifest", manifest, cwd=tmp_path, home=tmp_path / "home")
    assert done.returncode == 0, done.stdout
    found = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    assert [hook["id"] for hook in found] == ["drillctl-check", "drillctl-test"]


@pytest.mark.slow
def test_the_configuration_of_the_readme_stops_a_broken_commit(tmp_path, hooks):
    """In an environment that pre-commit makes itself, from the package index, once."""
    home = hooks[2]
    clone = repository(tmp_path, files={NAME: configured(hooks)}.items())
    assert pre_commit("install", cwd=clone, home=home).returncode == 0
    sound = pre_commit("run", "--all-files", cwd=clone, home=home)
    assert sound.returncode == 0, sound.stdout + sound.stderr
    assert "drillctl check" in sound.stdout
    assert "Passed" in sound.stdout
    (clone / "roster" / "more.yaml").write_text(BROKEN, encoding="utf-8")
    git("add", "--all", cwd=clone)
    before = git("rev-parse", "HEAD", cwd=clone)
    with pytest.raises(subprocess.CalledProcessError) as refused:
        git("commit", "--message", "Broken", cwd=clone, PRE_COMMIT_HOME=str(home))
    assert "roster/more.yaml:3:10: S006" in refused.value.stderr + refused.value.stdout
    assert git("rev-parse", "HEAD", cwd=clone) == before


def test_both_hooks_from_what_is_installed(tmp_path):
    """``language: system``, for machines that reach no package index."""
    hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    local = [{**hook, "language": "system"} for hook in hooks]
    text = yaml.safe_dump({"repos": [{"repo": "local", "hooks": local}]}, sort_keys=False)
    clone = repository(tmp_path, files={NAME: text}.items(), expect=["held: all"])
    for stage in ("pre-commit", "pre-push"):
        done = pre_commit(
            "run", "--all-files", "--hook-stage", stage, cwd=clone, home=tmp_path / "home"
        )
        assert done.returncode == 0, done.stdout + done.stderr
        assert ("drillctl test" in done.stdout) == (stage == "pre-push")
    scenarios = clone / "scenarios" / "scenarios.yaml"
    scenarios.write_text(scenarios.read_text(encoding="utf-8") + "  - held: 9\n", encoding="utf-8")
    failed = pre_commit(
        "run", "--all-files", "--hook-stage", "pre-push", cwd=clone, home=tmp_path / "home"
    )
    assert failed.returncode == 1
    assert "FAIL held: 9" in failed.stdout
