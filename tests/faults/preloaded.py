"""An interpreter that has loaded drillctl and forks for each run, so that runs are cheap.

It reads a JSON line ``{"argv", "folder", "before_call"}`` and answers with the process, then, when
that has ended, with how: negative where a signal ended it. `before_call` n kills the process before
its n-th call that changes a folder, and 0 counts those calls into a file ``calls`` beside the folder.
More keys: `out`, a file for what it says; `file_size`, most bytes of a file (RLIMIT_FSIZE); `permissions`, whether
they count for root too; `failing`, calls to
error numbers; `no_locks`, as on some network folders; `now`, the time a clock shows (ISO 8601).
"""

import ctypes
import errno
import importlib
import json
import os
import pkgutil
import resource
import signal
import sys
from contextlib import suppress
from pathlib import Path

# What a command loads late, which would make most of its time loading.
LATE = (
    "openpyxl",
    "ortools.sat.python.cp_model",
    "icalendar",
    "ics",
    "caldav",
    "jinja2",
    "filelock",
)
CHANGING = ("mkdir", "rmdir", "link", "unlink", "replace", "rename", "fsync", "chmod", "ftruncate")


def load():
    import drillctl

    for found in pkgutil.walk_packages(drillctl.__path__, "drillctl."):
        if not found.name.endswith("__main__") and ".pictures." not in found.name:
            importlib.import_module(found.name)
    for name in LATE:
        importlib.import_module(name)


def watch(at, counted):
    """Kills this process before the `at`-th change of a folder; all are counted."""
    calls = 0

    def step():
        nonlocal calls
        calls += 1
        if calls == at:
            os.kill(os.getpid(), signal.SIGKILL)
        if at == 0:
            counted.write_text(str(calls))

    def watched(function):
        def call(*args, **kwargs):
            step()
            return function(*args, **kwargs)

        return call

    kept_open = os.open

    def opened(path, flags, *args, **kwargs):
        if flags & os.O_CREAT:
            step()
        return kept_open(path, flags, *args, **kwargs)

    # Counting writes a file too, but through io.open, which none of these is.
    for name in CHANGING:
        setattr(os, name, watched(getattr(os, name)))
    os.open = opened


def obey_permissions():
    """Gives up what lets root read and write everything (capset(2), CAP_DAC_*: bits 1 and 2)."""
    libc = ctypes.CDLL(None, use_errno=True)
    header = (ctypes.c_uint32 * 2)(0x20080522, 0)
    sets = (ctypes.c_uint32 * 6)()  # effective, permitted, inheritable; again for bits 32 and on
    assert libc.capget(header, sets) == 0
    for place in range(3):
        sets[place] &= ~0b110
    assert libc.capset(header, sets) == 0


def limit(asked):
    """Takes away what the test takes away."""
    if "file_size" in asked:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (asked["file_size"], asked["file_size"]))
    if asked.get("permissions") and os.geteuid() == 0:
        obey_permissions()
    for name, number in asked.get("failing", {}).items():

        def fails(*args, number=number, **kwargs):
            raise OSError(number, os.strerror(number))

        setattr(os, name, fails)
    if asked.get("no_locks"):
        import fcntl

        def refused(*args):
            raise OSError(errno.ENOLCK, os.strerror(errno.ENOLCK))

        fcntl.flock = refused
    if "now" in asked:
        from datetime import datetime

        import drillctl.cli.replanning as replanning

        class Clock(datetime):
            @classmethod
            def now(cls, tz=None):
                return datetime.fromisoformat(asked["now"]).replace(tzinfo=tz)

        replanning.datetime = Clock


def run(asked):
    """In the child: the command as from a shell, in a process group of its own."""
    os.setpgid(0, 0)
    os.chdir(asked["folder"])
    sink = os.open(
        asked.get("out") or asked["folder"] + ".out", os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600
    )
    for stream in (1, 2):
        os.dup2(sink, stream)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    sys.stdin = open(0, closefd=False)  # noqa: SIM115
    sys.stdout = open(1, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
    sys.stderr = open(2, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
    sys.argv = ["drillctl", *asked["argv"]]
    if asked["before_call"] is not None:
        watch(asked["before_call"], Path(asked["folder"] + ".calls"))
    limit(asked)
    from drillctl.cli.main import main

    status = 0
    try:
        main()
    except SystemExit as end:
        status = end.code or 0
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError):  # where the disk is full that this goes to as well
            stream.flush()
    os._exit(status)


def serve():
    load()
    print("ready", flush=True)
    for line in sys.stdin:
        asked = json.loads(line)
        process = os.fork()
        if process == 0:
            try:
                run(asked)
            finally:
                os._exit(99)
        print(process, flush=True)
        print(os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]), flush=True)


if __name__ == "__main__":
    serve()
