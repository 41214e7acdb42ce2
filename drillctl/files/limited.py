"""Reading a file from outside whole, but none that would fill the memory.

The limits are far above what people have: a province of 3,000 members is a roster of 1 MB, a
person's calendar of ten years some MB. Rosters and scenarios come in any number of files.
"""

import errno
import sys
from pathlib import Path
from typing import BinaryIO

from drillctl.language import tr

MOST = 64 << 20
"""Bytes of one file."""


class TooLargeError(OSError):
    """The file is larger than is read; `strerror` says so, and what to do."""

    def __init__(self, path: str, most: int) -> None:
        said = tr("larger than {n} MB: split it into several files", n=most >> 20)
        super().__init__(errno.EFBIG, said, path)


def read_limited(path: str | Path, most: int = MOST) -> bytes:
    """The bytes of a file; ``-`` is standard input.

    Raises
    ------
    OSError
        It can't be read, or is larger than `most`, which is seen without reading further.
    """
    if str(path) == "-":
        return _whole(sys.stdin.buffer, "<stdin>", most)
    with open(path, "rb") as file:
        return _whole(file, str(path), most)


def _whole(file: BinaryIO, name: str, most: int) -> bytes:
    data = file.read(most + 1)
    if len(data) > most:
        raise TooLargeError(name, most)
    return data
