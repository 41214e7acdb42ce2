"""Files appear whole or not at all: write beside the target, then rename over it.

A link stays, and what it leads to is replaced. A pipe or a device (``/dev/stdout``) can't be
replaced and is written to. A file that may not be written is refused, though its folder would let
it be replaced: whoever took the permission away meant it.
"""

import errno
import os
import stat
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from drillctl.files.staging import Staging


def write_bytes(path: Path, data: bytes, *, mode: int | None = None) -> None:
    """Writes `data` to `path`; at every moment the old file or the new is there.

    `mode`: the file's permissions, such as 0o600; None: those it had, else the usual ones.

    Raises
    ------
    OSError
        The folder is missing or not writable, or the disk is full; nothing is left behind. It
        names `path`.
    """
    write_all([(path, data)], mode=mode)


def write_all(files: Iterable[tuple[Path, bytes]], *, mode: int | None = None) -> list[Path]:
    """Writes many files likewise, in their order, and returns their paths.

    All are on the disk before the first takes its place, so that a full disk, or an error of
    `files` itself, leaves every old file as it was. Waiting for the disk once for all of them is
    also some times faster. A process killed while they take their places, which lasts
    milliseconds, leaves the first of them new and the others old, each of them whole.

    Raises
    ------
    OSError
        As `write_bytes`.
    """
    usual = 0o666 & ~_umask()
    given: list[Path] = []
    waiting: list[tuple[str, Path]] = []
    streams: list[tuple[Path, bytes]] = []
    with Staging() as staging:
        for path, data in files:
            given.append(path)
            with _naming(path):
                target, before = _target(path)
                if target is None:
                    streams.append((path, data))
                    continue
                handle, name = staging.new_file(target.parent)
                with os.fdopen(handle, "wb") as file:
                    file.write(data)
                kept = stat.S_IMODE(before.st_mode) & 0o777 if before else usual
                os.chmod(name, kept if mode is None else mode)
                if before is not None:
                    _give_to_owner(name, before)
                waiting.append((name, target))
        for name, target in waiting:
            with _naming(target):
                _sync(name)
        for path, data in streams:
            with _naming(path), path.open("wb") as stream:
                stream.write(data)
        for name, target in waiting:
            with _naming(target):
                os.replace(name, target)
        for folder in {target.parent for _, target in waiting}:
            _sync_folder(folder)
    return given


def write_text(path: Path, text: str) -> None:
    """Writes UTF-8 `text` with its own line ends, likewise."""
    write_bytes(path, text.encode())


def _target(path: Path) -> tuple[Path | None, os.stat_result | None]:
    """What to replace, behind any links, and what is there now; None: it is to be written to."""
    try:
        before = path.stat()
    except FileNotFoundError:
        return _behind_links(path), None
    if stat.S_ISDIR(before.st_mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
    # /dev/stdout may lead to a file that is open already; another in its place is not seen there.
    opened = os.path.abspath(path).startswith(("/dev/std", "/dev/fd/", "/proc/"))
    if opened or not stat.S_ISREG(before.st_mode):
        return None, None
    if not os.access(path, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))
    return _behind_links(path), before


def _behind_links(path: Path) -> Path:
    """What a link leads to; other paths as given, since what lies above may not be readable."""
    return Path(os.path.realpath(path)) if path.is_symlink() else path


@contextmanager
def _naming(path: Path) -> Iterator[None]:
    """Lets an error of the system name the file that was asked for, not a hidden one."""
    try:
        yield
    except OSError as error:
        if error.errno is None:
            raise
        raise OSError(error.errno, os.strerror(error.errno), str(path)) from error


def _give_to_owner(name: str, before: os.stat_result) -> None:
    """Whose the old file was, the new one is, where the system allows it."""
    chown = getattr(os, "chown", None)
    if chown is not None:
        now = os.stat(name)
        if (now.st_uid, now.st_gid) != (before.st_uid, before.st_gid):
            with suppress(OSError):
                chown(name, before.st_uid, before.st_gid)


def _sync(name: str) -> None:
    handle = os.open(name, os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _sync_folder(folder: Path) -> None:
    """Puts the new names on the disk; some systems can't, and there it is left to them."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
