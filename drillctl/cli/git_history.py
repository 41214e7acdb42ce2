"""How many commits of a git repository still hold a person's name or address.

The words are looked for here, not by git: its arguments could be read by everybody on the machine.
"""

import subprocess
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from shutil import which

_COMMIT = b"\x01commit "
_LOG = (
    "log", "--all", "--patch", "--text", "--no-color", "--no-ext-diff", "--no-textconv",
    "--diff-merges=off", "--format=%x01commit %H%n%an%n%cn%n%B",
)  # fmt: skip


def commits_that_name(
    words: Sequence[str], files: Iterable[Path]
) -> Iterator[tuple[Path, int | None]]:
    """Each repository that holds one of `files`, and how many commits, of all branches and tags,
    say one of `words` in what they add or remove or in their message; None: git failed.

    Nothing where git is not installed.
    """
    if which("git") is None:
        return
    tops = dict.fromkeys(
        top for folder in dict.fromkeys(f.resolve().parent for f in files) if (top := _top(folder))
    )
    for top in tops:
        yield top, _count([word.encode() for word in words], top)


def _top(folder: Path) -> Path | None:
    done = subprocess.run(
        ["git", "-C", str(folder), "rev-parse", "--show-toplevel"],
        capture_output=True,
        check=False,
    )
    return Path(done.stdout.decode().rstrip("\n")) if done.returncode == 0 else None


def _count(words: Sequence[bytes], top: Path) -> int | None:
    found = 0
    here = True
    with subprocess.Popen(
        ["git", "-C", str(top), *_LOG], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as log:
        assert log.stdout is not None
        for line in log.stdout:
            if line.startswith(_COMMIT):
                here = False
            elif not here and not line.startswith(b" ") and any(word in line for word in words):
                found, here = found + 1, True
    return found if log.returncode == 0 else None
