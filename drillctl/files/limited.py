"""Reading a file from outside whole, but none that would fill the memory or take minutes.

The limits are far above what people have. A roster of 10,000 members, each with three certificates
and two absences, is 5 MB of YAML in 130,000 lines, which take 250 MB as nodes; a province's plan of
1,000 sessions is 2 MB; a person's calendar of ten years some MB. Rosters and scenarios come in any
number of files.
"""

import errno
import sys
from pathlib import Path
from typing import BinaryIO

from drillctl.language import tr

MOST = 32 << 20
"""Bytes of one file."""
MOST_YAML = 16 << 20
MOST_LINES = 1_000_000
"""Of a YAML file; each is kept by itself where excerpts are shown."""
_LINE_ENDS = (b"\n", b"\r", b"\xc2\x85", b"\xe2\x80\xa8", b"\xe2\x80\xa9")


class TooLargeError(OSError):
    """The file is larger than is read; `said` says so, and what to do."""

    def __init__(self, path: str, said: str) -> None:
        super().__init__(errno.EFBIG, said, path)
        self.said = said


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


def read_yaml(path: str | Path) -> bytes:
    """The bytes of a YAML file, as `read_limited` reads them.

    Raises
    ------
    OSError
        It can't be read, is larger than `MOST_YAML`, or has more than `MOST_LINES`.
    """
    data = read_limited(path, MOST_YAML)
    if len(data) > MOST_LINES and sum(map(data.count, _LINE_ENDS)) > MOST_LINES:
        said = tr("more than {n:,} lines: split it into several files", n=MOST_LINES)
        raise TooLargeError(str(path), said)
    return data


def _whole(file: BinaryIO, name: str, most: int) -> bytes:
    data = file.read(most + 1)
    if len(data) > most:
        said = tr("larger than {n} MB: split it into several files", n=most >> 20)
        raise TooLargeError(name, said)
    return data
