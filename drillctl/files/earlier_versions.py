"""The bytes that a file had when a plan was made from it, by their hash: copies, or git's.

A plan keeps the hashes of its inputs only. Where they lie under version control, or somebody has
kept a copy, what they were then can be had, and what has changed be said.
"""

import subprocess
from collections.abc import Iterable
from pathlib import Path

from drillctl.files.limited import read_limited
from drillctl.files.plan_history import digest

COMMITS = 500
"""So many of the newest commits that touched a file are looked through."""
LONGEST = 30
"""Seconds that git may take for one file."""


def earlier_version(hash: str, place: Path, copies: Iterable[Path]) -> bytes | None:
    """The bytes of that hash: one of `copies`, or what git knows of the file at `place`."""
    for copy in copies:
        try:
            data = read_limited(copy)
        except OSError:
            continue
        if digest(data) == hash:
            return data
    return _in_git(hash, place)


def _in_git(hash: str, place: Path) -> bytes | None:
    place = place.resolve()
    folder = next((p for p in place.parents if p.is_dir()), None)
    if folder is None:
        return None
    below = place.relative_to(folder).as_posix()
    prefix = _git(folder, "rev-parse", "--show-prefix")
    listed = _git(folder, "log", f"-n{COMMITS}", "--format=%H", "--", f":(literal){below}")
    if prefix is None or listed is None:
        return None
    path = prefix.decode("utf-8", "surrogateescape").rstrip("\n") + below
    for commit in listed.decode("ascii", "replace").split():
        data = _git(folder, "cat-file", "blob", f"{commit}:{path}")
        if data is not None and digest(data) == hash:
            return data
    return None


def _git(folder: Path, *arguments: str) -> bytes | None:
    """What git prints in a folder; None where it fails, or there is no git."""
    try:
        done = subprocess.run(
            ["git", *arguments],
            cwd=folder,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=LONGEST,
            check=False,
        )
    except (OSError, ValueError, subprocess.SubprocessError):
        return None
    return done.stdout if done.returncode == 0 else None
