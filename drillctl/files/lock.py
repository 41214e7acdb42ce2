"""One at a time: who changes a file holds a lock from reading it to writing it.

Without it two commands would read the same plan, and the later one would write over what the
earlier one has put in. The lock is the system's own, on a hidden file beside (in a folder, inside),
which says who holds it. It ends with its process, however that ends; the file that a killed one
leaves stops nobody, and goes with the next lock.
"""

import json
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from drillctl.files.staging import remove_stale

_STEP = 0.1


@dataclass(frozen=True)
class Holder:
    """Who holds a lock, as far as is known. `since`: local time, to the second, with its offset."""

    process: int | None = None
    command: str = ""
    since: str = ""
    host: str = ""


class HeldError(Exception):
    """Somebody else holds the lock."""

    def __init__(self, holder: Holder) -> None:
        super().__init__(holder)
        self.holder = holder


class NoLocksError(Exception):
    """The lock can't be had at all; the cause is the system's error."""

    def __init__(self, error: OSError) -> None:
        super().__init__(error)
        self.error = error


def lock_file(target: Path) -> Path:
    """The file whose lock is the lock of `target`, a file that need not exist or a folder."""
    # A folder reached in two ways holds one file of locks; what is a link itself is followed.
    real = Path(os.path.realpath(target)) if target.is_symlink() else target
    return real / ".drillctl.lock" if real.is_dir() else real.with_name(f".{real.name}.lock")


@contextmanager
def locked(
    target: Path,
    command: str,
    patience: float,
    waiting: Callable[[Holder], None] = lambda holder: None,
) -> Iterator[None]:
    """Holds the lock of a file, or folder, meanwhile.

    Parameters
    ----------
    command
        What others are told that is at work.
    patience
        Seconds to wait for another holder.
    waiting
        Called once where there is another.

    Raises
    ------
    HeldError
        Another still holds it after that time.
    NoLocksError
        The folder is not writable, or is on a network or disk without locks.
    """
    path = lock_file(target)
    handle = _acquired(path, patience, waiting)
    try:
        _tell(handle, command)
        # Also where it will turn out that there is nothing to write.
        remove_stale(path.parent)
        yield
    finally:
        # Unlinked while it is held, so that who has opened it meanwhile finds a file without a
        # name and starts anew; Windows can only do it afterwards.
        with suppress(OSError):
            path.unlink(missing_ok=True)
        os.close(handle)
        if sys.platform == "win32":
            with suppress(OSError):
                path.unlink(missing_ok=True)


def _acquired(path: Path, patience: float, waiting: Callable[[Holder], None]) -> int:
    from filelock import lock_descriptor

    until = time.monotonic() + patience
    told = False
    while True:
        try:
            handle = _opened(path)
        except OSError as error:
            raise NoLocksError(error) from error
        try:
            have = lock_descriptor(handle, blocking=False)
        except OSError as error:
            os.close(handle)
            raise NoLocksError(error) from error
        if have and os.fstat(handle).st_nlink:
            return handle
        os.close(handle)
        if have:
            continue  # its last holder has just removed it
        holder = _holder(path)
        if time.monotonic() >= until:
            raise HeldError(holder)
        if not told:
            waiting(holder)
            told = True
        time.sleep(_STEP)


def _opened(path: Path) -> int:
    """The lock's file, writable for whoever may write into the folder."""
    flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0)
    try:
        handle = os.open(path, flags | os.O_EXCL, 0o666)
    except FileExistsError:
        return os.open(path, flags, 0o666)
    if hasattr(os, "fchmod"):
        with suppress(OSError):
            os.fchmod(handle, 0o666)
    return handle


def _tell(handle: int, command: str) -> None:
    data = {
        "process": os.getpid(),
        "command": command,
        "since": datetime.now().astimezone().isoformat(timespec="seconds"),
        "host": _host(),
    }
    with suppress(OSError):  # A full disk keeps the words from being written, not the lock.
        os.ftruncate(handle, 0)
        os.write(handle, json.dumps(data).encode())


def _holder(path: Path) -> Holder:
    """What the lock's file says; nothing, where it can't be read or says nothing yet."""
    try:
        with path.open("rb") as file:
            data = json.loads(file.read(1000))
        here = str(data["host"])
        return Holder(int(data["process"]), str(data["command"]), str(data["since"]), here)
    except (OSError, ValueError, KeyError, TypeError):
        return Holder()


def _host() -> str:
    import socket

    return socket.gethostname()


def elsewhere(holder: Holder) -> bool:
    """Whether the holder runs on another machine, where its process number means nothing here."""
    return bool(holder.host) and holder.host != _host()
