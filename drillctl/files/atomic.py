"""Files appear whole or not at all: write beside the target, then rename over it."""

import os
import tempfile
from collections.abc import Iterable
from pathlib import Path


def write_bytes(path: Path, data: bytes, *, mode: int | None = None) -> None:
    """Writes `data` to `path`; at every moment the old file or the new is there.

    `mode`: the file's permissions, such as 0o600; None: those it had, else the usual ones.

    Raises
    ------
    OSError
        The folder is missing or not writable, or the disk is full; nothing is left behind.
    """
    write_all([(path, data)], mode=mode)


def write_all(files: Iterable[tuple[Path, bytes]], *, mode: int | None = None) -> list[Path]:
    """Writes many files likewise, and returns their paths.

    All are on the disk before the first takes its place, so that a full disk, or an error of
    `files` itself, leaves every old file as it was. Waiting for the disk once for all of them is
    also some times faster.

    Raises
    ------
    OSError
        As `write_bytes`.
    """
    usual = 0o666 & ~_umask()
    waiting: list[tuple[str, Path]] = []
    try:
        for path, data in files:
            handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".tmp")
            waiting.append((name, path))
            with os.fdopen(handle, "wb") as file:
                file.write(data)
            if mode is not None:
                os.chmod(name, mode)
            else:
                os.chmod(name, path.stat().st_mode & 0o777 if path.exists() else usual)
        for name, _ in waiting:
            _sync(name)
        for name, path in waiting:
            os.replace(name, path)
    except BaseException:
        for name, _ in waiting:
            Path(name).unlink(missing_ok=True)
        raise
    return [path for _, path in waiting]


def write_text(path: Path, text: str) -> None:
    """Writes UTF-8 `text` with its own line ends, likewise."""
    write_bytes(path, text.encode())


def _sync(name: str) -> None:
    handle = os.open(name, os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
