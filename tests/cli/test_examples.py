"""Every example of the manual pages, run as it stands."""

import os
import shlex
import shutil
import signal
import subprocess
import sys

import pytest
from publishing.radicale_server import PASSWORD, Radicale

from drillctl.cli.command import run, tree, walk
from drillctl.cli.examples import MANUALS
from drillctl.cli.topics import TOPICS

EXAMPLES = [
    pytest.param(example, id=f"{path}-{number}")
    for path, manual in MANUALS.items()
    for number, example in enumerate(manual.examples)
]
SERVER = "https://calendar.example.org/drill/"


@pytest.fixture
def place(original, tmp_path, monkeypatch):
    folder = tmp_path / "place"
    shutil.copytree(original, folder)
    monkeypatch.chdir(folder)
    monkeypatch.setenv("DRILLCTL_LANG", "en")
    return folder


@pytest.mark.parametrize("example", EXAMPLES)
def test_an_example_does_what_it_says(example, place, capsys, tmp_path, monkeypatch):
    line = example.line
    assert line == " ".join(line.split())
    if SERVER in line:
        server = Radicale(tmp_path)
        server.start()
        line = line.replace(SERVER, server.url)
        monkeypatch.setenv("DRILLCTL_CALDAV_PASSWORD", PASSWORD)
        monkeypatch.setenv("NO_PROXY", "127.0.0.1")
        monkeypatch.setenv("no_proxy", "127.0.0.1")
    try:
        if example.status == 130:
            status, told = until_interrupted(line)
        elif "|" in line or ">" in line:
            bin = os.path.dirname(sys.executable)
            env = os.environ | {"PATH": bin + os.pathsep + os.environ["PATH"]}
            done = subprocess.run(line, shell=True, env=env, capture_output=True, text=True)
            status, told = done.returncode, done.stdout + done.stderr
        else:
            status = run(shlex.split(line)[1:])
            told = "".join(capsys.readouterr())
    finally:
        if SERVER in example.line:
            server.close()
    assert status == example.status, told
    assert "Traceback" not in told


def until_interrupted(line):
    """Runs a command that goes on until Ctrl-C, which comes once it has said something."""
    command = [sys.executable, "-m", *shlex.split(line), "--port", "0"]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as running:
        try:
            first = running.stdout.readline()
            running.send_signal(signal.SIGINT)
            rest, _ = running.communicate(timeout=30)
        finally:
            running.kill()
    assert "http://" in first
    return running.returncode, first + rest


def test_every_command_has_examples_and_nothing_else_has():
    commands = [path for path, one in walk(tree()) if not hasattr(one, "commands")]
    assert sorted(MANUALS) == sorted(commands)
    for manual in MANUALS.values():
        assert 2 <= len(manual.examples) <= 4
        for other in manual.see:
            words = other.removeprefix("help ")
            assert words in (TOPICS if other.startswith("help ") else commands)


def test_the_examples_of_a_command_are_its_own():
    for path, manual in MANUALS.items():
        assert all(f"drillctl {path}" in example.line for example in manual.examples)
