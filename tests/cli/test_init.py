"""``drillctl init`` as people meet it: with options, and at a terminal."""

import os
import select
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest
import yaml

pty = pytest.importorskip("pty", reason="needs a POSIX terminal")


def run(*arguments, cwd=None, env=None):
    return subprocess.run(
        [sys.executable, "-m", "drillctl", "init", *map(str, arguments)],
        cwd=cwd,
        env=os.environ | {"LANG": "C.UTF-8", "TZ": "Europe/Berlin"} | (env or {}),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
    )


class Terminal:
    """A run of the command at a terminal: `until` a text is shown, then `type` an answer."""

    def __init__(self, *arguments, cwd):
        self.pid, self.master = pty.fork()
        if self.pid == 0:
            os.chdir(cwd)
            # As at a terminal, even where the tests run in the background of a shell.
            signal.signal(signal.SIGINT, signal.SIG_DFL)
            os.environ |= {"LANG": "C.UTF-8", "TZ": "Europe/Berlin", "TERM": "dumb"}
            os.execv(sys.executable, [sys.executable, "-m", "drillctl", "init", *arguments])
        self.shown = ""

    def until(self, text):
        end = time.monotonic() + 60
        while text not in self.shown:
            ready, _, _ = select.select([self.master], [], [], max(0, end - time.monotonic()))
            assert ready, f"{text!r} never came: {self.shown}"
            self.shown += os.read(self.master, 65536).decode()
        self.shown = self.shown.partition(text)[2]

    def reached(self, text, seconds):
        """Whether a text is shown within so many seconds."""
        end = time.monotonic() + seconds
        while text not in self.shown:
            if not select.select([self.master], [], [], max(0, end - time.monotonic()))[0]:
                return False
            self.shown += os.read(self.master, 65536).decode()
        return True

    def type(self, text):
        os.write(self.master, text.encode())

    def status(self):
        """The exit status, after all is read."""
        while True:
            try:
                more = os.read(self.master, 65536)
            except OSError:  # Linux: the other side is closed
                break
            if not more:
                break
            self.shown += more.decode()
        os.close(self.master)
        return os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])


@pytest.fixture
def terminal(tmp_path):
    opened = []

    def open_(*arguments, cwd=tmp_path):
        opened.append(Terminal(*arguments, cwd=cwd))
        return opened[-1]

    yield open_
    for each in opened:
        try:
            os.kill(each.pid, signal.SIGKILL)
            os.waitpid(each.pid, 0)
        except (ProcessLookupError, ChildProcessError):
            pass  # it has ended


def test_no_terminal_no_question(tmp_path):
    made = run(tmp_path / "new", "--from", "2027-03")
    assert made.returncode == 0, made.stderr
    assert "drillctl plan" in made.stdout
    roster = yaml.safe_load((tmp_path / "new" / "roster.yaml").read_text())
    assert roster["timezone"] == "Europe/Berlin"
    policy = (tmp_path / "new" / "policy.yaml").read_text()
    assert "from: 2027-03-01, to: 2027-05-31" in policy


def test_here_where_it_is_empty(tmp_path):
    assert run(cwd=tmp_path).returncode == 0
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    again = run(cwd=tmp_path)
    assert again.returncode == 2
    assert ". is not empty: there is .drillctl, .gitignore, drillctl.yaml" in again.stderr
    assert {path: path.read_bytes() for path in before} == before


def test_every_question_has_its_option(tmp_path):
    made = run(
        tmp_path / "new",
        *("--lang", "zh", "--timezone", "shanghai", "--team", "消防救援站", "--volunteers"),
        *("lan-tian=蓝天", "--hazard", "Typhoon", "--from", "2027-09", "--organizer", "a@b.cn"),
    )
    assert made.returncode == 0, made.stderr
    roster = yaml.safe_load((tmp_path / "new" / "roster.yaml").read_text())
    assert roster["timezone"] == "Asia/Shanghai"
    assert [(t["id"], t["title"]) for t in roster["teams"]] == [
        ("county-fire", "消防救援站"),
        ("lan-tian", "蓝天"),
    ]
    policy = yaml.safe_load((tmp_path / "new" / "policy.yaml").read_text())
    assert policy["organizer"] == {"name": "消防救援站", "email": "a@b.cn"}
    assert (tmp_path / "new" / "scenarios" / "typhoon-full-scale.yaml").exists()


def test_the_comments_are_in_the_language_in_use_unless_asked_otherwise(tmp_path):
    assert run(tmp_path / "en", env={"LANG": "C"}).returncode == 0
    assert "# The roster" in (tmp_path / "en" / "roster.yaml").read_text(encoding="utf-8")


def test_all_bad_options_are_told_at_once_and_nothing_written(tmp_path):
    made = run(tmp_path / "new", "--timezone", "Mars", "--from", "soon", "--organizer", "x")
    assert made.returncode == 2
    assert [line.split(":")[1].strip() for line in made.stderr.splitlines()] == [
        "--timezone",
        "--from",
        "--organizer",
    ]
    assert not (tmp_path / "new").exists()


def test_two_teams_of_one_id_are_refused(tmp_path):
    made = run(tmp_path / "new", "--team", "Blue Sky")
    assert made.returncode == 2
    assert "--volunteers: id 'blue-sky' is the other team's too" in made.stderr


@pytest.mark.parametrize("name", ["file", "folder"])
def test_nothing_is_overwritten(tmp_path, name):
    (tmp_path / "file").write_text("kept")
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "notes.txt").write_text("kept")
    made = run(tmp_path / name)
    assert made.returncode == 2
    said = "is not a folder" if name == "file" else "is not empty: there is notes.txt"
    assert said in made.stderr
    assert (tmp_path / "file").read_text() == "kept"
    assert [path.name for path in (tmp_path / "folder").iterdir()] == ["notes.txt"]


def test_at_a_terminal_it_asks_and_asks_again(tmp_path, terminal):
    shown = terminal("new")
    shown.until("Language of the comments, en or zh [en]: ")
    shown.type("fr\n")
    shown.until("'fr' is not a language")
    shown.until("[en]: ")
    shown.type("\n")
    shown.until("Time zone [Europe/Berlin]: ")
    shown.type("Asia/Shangai\n")
    shown.until("did you mean 'Asia/Shanghai'?")
    shown.until("]: ")
    shown.type("Asia/Shanghai\n")
    shown.until("[county-fire=County fire brigade]: ")
    shown.type("Harbour fire boat\n")
    shown.until("[blue-sky=Blue Sky rescue]: ")
    shown.type("\n")
    shown.until("[flood]: ")
    shown.type("wildfire\n")
    shown.until("First month to plan [")
    shown.type("2028-02\n")
    shown.until("[-]: ")
    shown.type("\n")
    shown.until("drillctl plan")
    assert shown.status() == 0
    roster = (tmp_path / "new" / "roster.yaml").read_text()
    assert "timezone: Asia/Shanghai" in roster
    assert "{id: harbour-fire-boat, title: Harbour fire boat, kind: professional" in roster
    assert "2028-02-01" in (tmp_path / "new" / "policy.yaml").read_text()


def test_options_are_not_asked_for_and_yes_asks_nothing(tmp_path, terminal):
    shown = terminal("new", "--lang", "en", "--timezone", "UTC", "--team", "A", "--volunteers", "B")
    shown.until("Hazard to exercise")
    shown.type("\n\n\n")
    shown.until("drillctl plan")
    assert shown.status() == 0
    shown = terminal("other", "--yes")
    shown.until("drillctl plan")
    assert shown.status() == 0
    assert (tmp_path / "other" / "roster.yaml").exists()


@pytest.mark.parametrize("key", ["\x03", "\x04"], ids=["Ctrl-C", "Ctrl-D"])
def test_interrupted_it_writes_nothing(tmp_path, terminal, key):
    shown = terminal("new")
    shown.until("[en]: ")
    shown.type("\n")
    shown.until("Time zone")
    shown.until("]: ")
    # A signal between the prompt and the wait for its answer is only seen at the next key.
    for _ in range(20):
        shown.type(key)
        if shown.reached("nothing was written", 3):
            break
    assert shown.status() == 130
    assert not (tmp_path / "new").exists()


def test_here_is_not_empty_so_the_folder_is_asked_for(tmp_path, terminal):
    (tmp_path / "notes").write_text("")
    shown = terminal("--hazard", "flood")
    shown.until("Folder to write, new or empty [exercises]: ")
    shown.type("notes\n")
    shown.until("notes is not a folder")
    shown.until("]: ")
    shown.type("\n")
    shown.until("[en]: ")
    shown.type("\n" * 6)
    shown.until("drillctl plan")
    assert shown.status() == 0
    assert (tmp_path / "exercises" / "roster.yaml").exists()


def test_the_wheel_holds_the_examples(tmp_path):
    """What is installed can write the example too: templates are files, which builds may miss."""

    root = Path(__file__).parents[2]
    from hatchling.builders import wheel

    built = next(wheel.WheelBuilder(str(root)).build(directory=str(tmp_path)))

    names = set(zipfile.ZipFile(built).namelist())
    example = root / "drillctl" / "files" / "example"
    for path in example.rglob("*"):
        if path.is_file() and "__pycache__" not in path.parts:
            assert path.relative_to(root).as_posix() in names
