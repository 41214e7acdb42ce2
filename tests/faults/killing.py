"""Runs a command on a folder, kills it, and judges what that has left."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from select import select

PRELOADED = Path(__file__).with_name("preloaded.py")
HIDDEN = re.compile(r"(.*/)?(\.drillctl-[0-9a-f]{12}(-\d+)?\.tmp|\.[^/]*\.lock)")


class Interpreter:
    """A loaded interpreter, in which a command starts at once."""

    def __init__(self, env=None):
        self._process = subprocess.Popen(
            [sys.executable, str(PRELOADED)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "TZ": "UTC", "PYTHONHASHSEED": "0", **(env or {})},
        )
        assert self._process.stdout.readline() == b"ready\n"

    def close(self):
        self._process.stdin.close()
        self._process.wait()

    def run(self, folder, argv, *, kill_after=None, before_call=None, **more):
        """The exit status; `kill_after`: seconds after which the whole process group is killed."""
        asked = {"argv": list(argv), "folder": str(folder), "before_call": before_call, **more}
        self._process.stdin.write(json.dumps(asked).encode() + b"\n")
        self._process.stdin.flush()
        process = int(self._process.stdout.readline())
        ended = self._process.stdout
        if kill_after is not None and not select([ended], [], [], kill_after)[0]:
            try:
                os.killpg(process, signal.SIGKILL)
            except ProcessLookupError:  # not yet a group, or gone
                with suppress(ProcessLookupError):
                    os.kill(process, signal.SIGKILL)
        return int(ended.readline())


def contents(folder):
    """Relative path to bytes of every file in the folder, hidden ones too."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(Path(folder).rglob("*"))
        if path.is_file()
    }


@dataclass
class Tally:
    """What became of the kills of one command."""

    kills: int = 0
    ended_before: int = 0
    old: int = 0
    new: int = 0
    some_new: int = 0
    left_hidden: int = 0
    next_runs: int = 0
    wrong: list = field(default_factory=list)


class Trial:
    """One command on one prepared folder. What undisturbed runs make of it is found out first."""

    def __init__(self, interpreter, argv, base, work):
        self.interpreter, self.argv, self.base, self.place = interpreter, argv, base, work
        self.before = contents(base)
        began = None
        for _ in range(2):  # the first one warms up
            folder = self.fresh()
            began = time.monotonic()
            self.status = interpreter.run(folder, argv)
            self.seconds = time.monotonic() - began
        self.after = contents(folder)
        self.said = Path(f"{folder}.out").read_text(encoding="utf-8")
        self.status_again = interpreter.run(folder, argv)
        self.twice = contents(folder)

    def fresh(self):
        folder = self.place / "folder"
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(self.base, folder, symlinks=True)
        return folder

    def changes(self):
        """The calls that change a folder, of an undisturbed run."""
        folder = self.fresh()
        self.interpreter.run(folder, self.argv, before_call=0)
        return int(Path(f"{folder}.calls").read_text())

    def kill(self, tally, *, rerun_all=True, **how):
        """One killed run, judged; what is wrong goes into the tally."""
        folder = self.fresh()
        status = self.interpreter.run(folder, self.argv, **how)
        tally.kills += status == -signal.SIGKILL
        tally.ended_before += status != -signal.SIGKILL
        now = contents(folder)
        visible = {path: data for path, data in now.items() if not HIDDEN.fullmatch(path)}
        hidden = now.keys() - visible.keys()
        tally.left_hidden += bool(hidden)
        for path, data in visible.items():
            if data not in (self.before.get(path), self.after.get(path)):
                tally.wrong.append(f"{how}: {path} is neither old nor new")
        tally.wrong += [f"{how}: {path} is gone" for path in self.before.keys() - visible.keys()]
        is_new = visible == self.after
        is_old = visible == self.before
        tally.new += is_new and not is_old
        tally.old += is_old
        tally.some_new += not is_new and not is_old
        if is_old and not hidden and not rerun_all:
            return  # byte for byte where the undisturbed run began
        tally.next_runs += 1
        again = self.interpreter.run(folder, self.argv)
        expected = self.twice if is_new else self.after
        wanted = self.status_again if is_new else self.status
        if again != wanted:
            tally.wrong.append(f"{how}: the next run ends with {again}, not {wanted}")
        found = contents(folder)
        if found != expected and not (is_old and is_new and found == self.twice):
            unlike = {p for p in found.keys() | expected.keys() if found.get(p) != expected.get(p)}
            tally.wrong.append(f"{how}: after the next run {sorted(unlike)} differ")
