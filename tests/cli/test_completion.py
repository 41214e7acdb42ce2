"""Completion in the shells themselves, from the files at hand."""

import os
import pty
import select
import shlex
import shutil
import subprocess
import sys
import time

import pytest

from drillctl.cli.completion import candidates
from drillctl.cli.completion_scripts import SCRIPTS

BIN = os.path.dirname(sys.executable)


@pytest.fixture
def place(original, monkeypatch):
    monkeypatch.chdir(original)
    monkeypatch.setenv("PATH", BIN + os.pathsep + os.environ["PATH"])
    monkeypatch.setenv("DRILLCTL_LANG", "en")
    return original


CASES = [
    ("expl", ["explain-code", "explain"]),
    ("aar ", ["new", "collect", "check"]),
    ("plan --eff", ["--effort"]),
    ("plan --effort ", ["quick", "normal", "thorough"]),
    ("plan --effort=t", ["--effort=thorough"]),
    ("plan --workers 2 --base", ["--baseline"]),
    ("explain riv", ["river-flood#1", "river-flood#2"]),
    ("explain river-flood#2/", ["river-flood#2/leader", "river-flood#2/boat-crew"]),
    ("explain plan.yaml river-flood#2/b", ["river-flood#2/boat-crew"]),
    ("explain river-flood#1 ", []),
    ("drop li", ["li-wei"]),
    ("drop --why flu w", ["wang-fang"]),
    ("whatif --without ", ["member:", "team:", "venue:", "equipment:"]),
    ("whatif --without member:z", ["member:zhang-min"]),
    ("whatif --without venue:", ["venue:north-lake", "venue:east-river"]),
    ("whatif --with member:anna", ["member:anna="]),
    ("whatif --with member:anna=s", ["member:anna=swiftwater-1"]),
    ("whatif --move river-flood#1", ["river-flood#1="]),
    ("publish --only an", ["anna"]),
    ("subscriptions new ", ["team:", "member:"]),
    ("subscriptions new member:a", ["member:anna"]),
    ("readiness --only cur", ["currency"]),
    ("follow-up ", ["river-flood#9/a1"]),
    ("pin river-flood#1 --people w", ["wang-fang"]),
    ("schema rec", ["record"]),
    ("help js", ["json"]),
    ("--lang ", ["en", "zh"]),
    ("audit pl", []),
]


@pytest.mark.parametrize(("line", "expected"), CASES)
def test_candidates(line, expected, place):
    words = line.split(" ")
    assert list(candidates(words[:-1], words[-1])) == expected


def test_names_stand_beside_ids(place):
    assert candidates(["drop"], "")["li-wei"] == "李伟"


def test_files_that_are_named_count_where_there_is_no_workspace(place, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert list(candidates(["drop"], "")) == []
    shutil.copy(place / "roster.yaml", tmp_path / "other.yaml")
    (tmp_path / "broken.yaml").write_text("kind: [roster\n\t")
    assert "anna" in candidates(["drop"], "")


def test_a_broken_folder_says_nothing_to_the_shell(tmp_path, place, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "drillctl.yaml").write_text("kind: workspace\npaths: {\n")
    for words in (["drop", ""], ["nonsense", "--x", ""], [""], []):
        done = subprocess.run(
            ["drillctl", *words],
            env=os.environ | {"DRILLCTL_COMPLETE": "zsh"},
            capture_output=True,
        )
        assert (done.returncode, done.stderr) == (0, b"")


def bash(line):
    script = f"""
source <(drillctl completion bash)
COMP_LINE={shlex.quote(line)} COMP_POINT={len(line)}
compopt() {{ :; }}
_drillctl drillctl
printf '%s\\n' "${{COMPREPLY[@]}}"
complete -p drillctl
"""
    done = subprocess.run(["bash", "-c", script], capture_output=True, text=True)
    assert done.stderr == ""
    *found, registered = done.stdout.splitlines()
    assert registered == "complete -o default -F _drillctl drillctl"
    return [word for word in found if word]


def test_bash_replaces_only_what_follows_a_mark_that_ends_words(place):
    assert bash("drillctl explain river-flood#1/b") == ["river-flood#1/boat-crew"]
    assert bash("drillctl whatif --without member:l") == ["li-wei"]
    assert bash("drillctl plan --effort=t") == ["thorough"]
    assert bash("drillctl drop '") == ["li-wei", "wang-fang", "anna", "zhang-min"]


def typed(command, setup, keys, wanted, seconds=30):
    """What a real shell on a terminal shows after `keys`, until it shows `wanted`."""
    process, screen = pty.fork()
    if process == 0:
        os.execvp(command[0], command)
    shown = b""

    def until(text, patience):
        nonlocal shown
        end = time.monotonic() + patience
        while text not in shown and time.monotonic() < end:
            if select.select([screen], [], [], 0.2)[0]:
                try:
                    shown += os.read(screen, 65536)
                except OSError:
                    break

    try:
        os.write(screen, setup.encode() + b"\necho rea''dy\n")
        until(b"ready", seconds)
        shown = b""
        os.write(screen, keys.encode())
        until(wanted.encode(), seconds)
    finally:
        os.write(screen, b"\x03\x04exit\n")
        os.close(screen)
        os.kill(process, 9)
        os.waitpid(process, 0)
    return shown.decode("utf-8", "replace")


def test_bash_at_a_terminal(place):
    keys = "drillctl whatif --without member:li\t"
    shown = typed(["bash", "--norc", "-i"], "source <(drillctl completion bash)", keys, "li-wei")
    assert "member:li-wei" in shown


def there(shell):
    if shutil.which(shell) is None:
        if os.environ.get("DRILLCTL_REQUIRE_CLIENTS"):
            pytest.fail(f"{shell} is not installed")
        pytest.skip(f"{shell} is not installed")


def test_zsh_at_a_terminal(place):
    there("zsh")
    setup = "PS1='> '; autoload -Uz compinit; compinit -u -D; source <(drillctl completion zsh)"
    shown = typed(["zsh", "-f", "-i"], setup, "drillctl drop \t\t", "李伟")
    assert "li-wei" in shown
    assert "李伟" in shown
    keys = "drillctl whatif --without member:zh\t"
    assert "member:zhang-min" in typed(["zsh", "-f", "-i"], setup, keys, "zhang-min")


def test_fish(place):
    there("fish")

    def fish(line):
        script = f"drillctl completion fish | source; complete -C '{line}'"
        done = subprocess.run(["fish", "--no-config", "-c", script], capture_output=True, text=True)
        assert done.stderr == ""
        return done.stdout.splitlines()

    assert "li-wei\t李伟" in fish("drillctl drop ")
    assert fish("drillctl explain river-flood#2/") == [
        "river-flood#2/leader",
        "river-flood#2/boat-crew",
    ] or set(fish("drillctl explain river-flood#2/")) == {
        "river-flood#2/leader",
        "river-flood#2/boat-crew",
    }
    assert "plan.yaml" in fish("drillctl audit plan")


def test_powershell_asks_as_its_script_does(place):
    """PowerShell itself is in no package source here: the script's question, and its answer."""
    assert "Register-ArgumentCompleter -Native -CommandName drillctl" in SCRIPTS["powershell"]
    done = subprocess.run(
        ["drillctl", "drop", " "],
        env=os.environ | {"DRILLCTL_COMPLETE": "powershell"},
        capture_output=True,
        text=True,
    )
    assert "li-wei\t李伟" in done.stdout.splitlines()
