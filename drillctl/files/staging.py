"""Files on their way: hidden beside their targets, and told from what a killed run has left.

A batch of files has a token and, in each folder it writes into, a guard ``.drillctl-TOKEN.tmp``
on which it holds the system's lock while it lives. The system frees the lock of a process that
dies, however it dies, so a guard that can be locked proves that the ``.drillctl-TOKEN-N.tmp``
beside it are nobody's any more: the next run that writes there removes them. Names of processes
prove less (they are used again, and differ between containers), and times nothing.
"""

import os
import re
import secrets
from contextlib import suppress
from pathlib import Path

_GUARD = re.compile(r"\.drillctl-([0-9a-f]{12})\.tmp")
_PARTS = 200


class Staging:
    """One batch's hidden files; as a context manager it removes what is left of them."""

    def __init__(self) -> None:
        self._token = secrets.token_hex(6)
        self._count = 0
        self._guards: list[Path] = []
        self._locks: list[int] = []
        self._folders: set[Path] = set()
        self._files: list[str] = []

    def __enter__(self) -> "Staging":
        return self

    def __exit__(self, *_: object) -> None:
        # The guards last: as long as one file is left, it is there to tell whose that is.
        for name in self._files:
            Path(name).unlink(missing_ok=True)
        for handle in self._locks:
            os.close(handle)
        for guard in self._guards:
            guard.unlink(missing_ok=True)

    def new_file(self, folder: Path) -> tuple[int, str]:
        """An open, empty file in the folder, and its name.

        Raises
        ------
        OSError
            The folder is missing or not writable.
        """
        if folder not in self._folders:
            self._folders.add(folder)
            self._guard(folder)
            remove_stale(folder)
        name = str(folder / f".drillctl-{self._token}-{self._count}.tmp")
        self._count += 1
        handle = os.open(name, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _BINARY, 0o600)
        self._files.append(name)
        return handle, name

    def _guard(self, folder: Path) -> None:
        """Puts a guard into the folder: the first one by another name, else one of its own.

        A lock belongs to the file, not to its name, so one open file guards thousands of folders;
        another is needed on another disk, and where there are no hard links.
        """
        path = folder / f".drillctl-{self._token}.tmp"
        if self._guards and self._locks:
            try:
                os.link(self._guards[0], path)
            except OSError:
                pass
            else:
                self._guards.append(path)
                return
        if len(self._locks) >= _PARTS:
            return  # Without a guard, nobody takes its files for left behind.
        while True:
            handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
            if _lock(handle) and os.fstat(handle).st_nlink:
                break
            # Somebody who tidies up here took the new file for an old one.
            os.close(handle)
        self._guards.append(path)
        self._locks.append(handle)


def remove_stale(folder: Path) -> None:
    """Removes the hidden files in the folder whose process is gone; what is in doubt stays."""
    with suppress(OSError):
        names = os.listdir(folder)
        for name in names:
            found = _GUARD.fullmatch(name)
            if found is not None:
                own = f".drillctl-{found[1]}-"
                parts = [part for part in names if part.startswith(own) and part.endswith(".tmp")]
                with suppress(OSError):
                    _remove_if_stale(folder / name, [folder / part for part in parts])


def _remove_if_stale(guard: Path, parts: list[Path]) -> None:
    handle = os.open(guard, os.O_RDWR)
    try:
        if not _lock(handle, known=False):
            return
        for path in (*parts, guard):
            path.unlink(missing_ok=True)
    finally:
        os.close(handle)


def _lock(handle: int, known: bool = True) -> bool:
    """Whether the lock could be had; `known`: what to say where the file system has no locks."""
    from filelock import lock_descriptor

    try:
        return lock_descriptor(handle, blocking=False)
    except OSError:
        return known


_BINARY = getattr(os, "O_BINARY", 0)
