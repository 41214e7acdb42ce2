"""The command as it is run: what it prints, how it ends, and what it refuses."""

import os
import signal
import socket
import stat
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path

import pytest

from drillctl.cli.command import run


@pytest.fixture
def place(original, monkeypatch):
    monkeypatch.chdir(original)
    monkeypatch.setenv("DRILLCTL_LANG", "en")
    return original


@contextmanager
def serving(*arguments):
    """The process, and the first line that it prints."""
    command = [sys.executable, "-m", "drillctl", "serve", "--port", "0", *arguments]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        yield process, process.stdout.readline()
    finally:
        process.kill()
        process.communicate()


def address(line):
    return next(word for word in line.split() if word.startswith("http://"))


def read(url):
    with urllib.request.urlopen(url, timeout=5) as answer:
        return answer.read().decode()


def test_it_says_where_it_is_and_ends_with_ctrl_c_though_a_page_is_open(place):
    with serving() as (process, line):
        assert line.startswith("the plan is at http://127.0.0.1:")
        assert "River flood" in read(address(line))
        with urllib.request.urlopen(f"{address(line)}events?page=0", timeout=5) as stream:
            assert stream.readline() == b"retry: 3000\n"
            process.send_signal(signal.SIGINT)
            process.wait(10)
        out, err = process.communicate(timeout=10)
    assert (process.returncode, out) == (130, "")
    assert err.splitlines()[-1] == "stopped"
    assert "Traceback" not in err


def test_no_secret_is_printed_nor_in_the_list_of_processes(place, capsys):
    assert run(["subscriptions", "new", "team:blue-sky", "--format", "json"]) == 0
    secret = capsys.readouterr().out.partition("/calendars/")[2].partition(".ics")[0]
    with serving() as (process, line):
        assert "BEGIN:VCALENDAR" in read(f"{address(line)}calendars/{secret}.ics")
        proc = Path(f"/proc/{process.pid}/cmdline")
        if proc.exists():
            assert secret not in proc.read_text()
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=10)
    assert secret not in out + err
    assert "2 calendars can be subscribed to" in err


def test_on_every_network_the_printed_address_holds_a_key_and_a_warning_is_given(place):
    with serving("--host", "0.0.0.0") as (process, line):
        port = address(line).split(":")[2].partition("/")[0]
        key = address(line).partition("?key=")[2]
        assert len(key) >= 32
        with pytest.raises(urllib.error.HTTPError) as refused:
            read(f"http://127.0.0.1:{port}/")
        assert refused.value.code == 403
        opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
        with opener.open(f"http://127.0.0.1:{port}/?key={key}", timeout=5) as page:
            assert page.geturl() == f"http://127.0.0.1:{port}/"
            assert "River flood" in page.read().decode()
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=10)
    [warning] = [line for line in err.splitlines() if line.startswith("warning")]
    assert "names of 4 people" in warning
    assert "no TLS" in warning


def test_a_change_is_told_and_what_is_wrong_with_it(place):
    scenario = Path("scenarios/river-flood.yaml")
    good = scenario.read_text("utf-8")
    try:
        with serving() as (process, _):
            scenario.write_text(good.replace("hazard: flood", "hazard: ["), "utf-8")
            told = []
            while not told or "stays as it was" not in told[-1]:
                told.append(process.stderr.readline())
            scenario.write_text(good, "utf-8")
            mended = process.stderr.readline()
    finally:
        scenario.write_text(good, "utf-8")
    assert "scenarios/river-flood.yaml:6:13: Y001" in "".join(told)
    assert "    capabilities: [water-rescue]\n" in told
    assert mended.endswith("the files changed: the page shows them\n")


def test_a_port_in_use_is_said_with_another(place, capsys):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert run(["serve", "--port", str(port)]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert f"port {port} of 127.0.0.1 is in use" in told.err
    assert "--port 0" in told.err


@pytest.mark.parametrize(("arguments", "said"), [
    (["--host", "no.such.host.invalid"], "there is no host 'no.such.host.invalid'"),
    (["--host", "198.51.100.7"], "198.51.100.7 is not an address of this machine"),
    (["--host", "x" * 300], "there is no host"),
    (["--private", "--redact"], "give one of them"),
    (["--as-of", "soon"], "is not a date"),
    (["-", "roster.yaml"], "not standard input"),
    (["--host", "0.0.0.0", "--port", "0", "--open"], "open the printed address yourself"),
    (["--port", "70000"], "--port"),
])  # fmt: skip
def test_wrong_use_is_said(arguments, said, place, capsys):
    assert run(["serve", *arguments]) == 2
    assert said in capsys.readouterr().err


@pytest.mark.parametrize("missing", ["starlette", "uvicorn", "watchfiles", "limits"])
def test_without_the_extra_it_says_how_to_install_it(missing, place, monkeypatch, capsys):
    from importlib import util

    real = util.find_spec
    monkeypatch.setattr(
        "drillctl.cli.dependencies.find_spec", lambda name: None if name == missing else real(name)
    )
    assert run(["serve"]) == 2
    told = capsys.readouterr().err
    assert told.splitlines() == [
        "error: serving needs more packages: pip install 'drillctl[serve]'"
    ]


def test_addresses_are_made_without_the_extra(place):
    code = (
        "import sys\n"
        "for name in ('starlette', 'uvicorn', 'watchfiles', 'limits'): sys.modules[name] = None\n"
        "from drillctl.cli.command import run\n"
        "sys.exit(run(['subscriptions', 'new', 'team:blue-sky', '--file', 'other.yaml']))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert stat.S_IMODE(os.stat("other.yaml").st_mode) == 0o600
    assert time.time() - os.stat("other.yaml").st_mtime < 60
