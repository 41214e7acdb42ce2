"""The history of a plan: who wrote it again, when, why, and what changed.

It lies beside the plan, ``plan.yaml.history``, as JSON Lines: an entry a line, only ever appended.
Each entry holds the hashes of the lines that were last when it was written (`previous`), so that a
line changed or removed is found, and the hashes of the plan before and after, so that a plan
changed in another way is. Where two branches were merged by union two lines follow the same one;
the next entry names them both, and the chain is one again.

The name does not end in ``.log``, which version control is often told to leave out.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from drillctl.files.atomic import write_all

SUFFIX = ".history"
_TEXTS = ("at", "by", "command", "version")
_PAIRS = ("revision", "plan", "seats", "held")


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a history is not to be believed. `line`: from 1; 0: its end. `what`: one of `FAULTS`."""

    line: int
    what: str


UNREADABLE, NOT_AFTER, OTHER_PLAN, UNFINISHED = FAULTS = (
    "unreadable",
    "a line before it is missing or changed",
    "the plan is not the one of the last entry",
    "the last entry was written, its plan was not",
)


@dataclass(frozen=True, slots=True)
class History:
    """A history as read. `entries`: by line; None: not readable. `faults`: what breaks the chain.

    `unrecorded`: lines before which the plan was changed without an entry. `back`: lines that
    were written at an earlier time than the line that they follow, by the clock. `ends`: hashes
    of the lines that none follows. `lines`: the hash of each line.
    """

    entries: tuple[Mapping[str, Any] | None, ...]
    faults: tuple[Fault, ...]
    unrecorded: tuple[int, ...]
    back: tuple[int, ...]
    ends: tuple[str, ...]
    lines: tuple[str, ...]


def history_file(plan: Path) -> Path:
    """Where the history of a plan lies."""
    return plan.with_name(plan.name + SUFFIX)


def digest(data: bytes) -> str:
    """``sha256:...``, as in a plan's inputs."""
    return f"sha256:{sha256(data).hexdigest()}"


def read_history(data: bytes, plan: bytes | None) -> History:
    """The history in `data`, checked against itself and the plan's bytes; None: no plan there."""
    lines = [line.rstrip(b"\r") for line in data.split(b"\n") if line.strip()]
    hashes = [digest(line) for line in lines]
    entries = [_entry(line) for line in lines]
    place: dict[str, int] = {}
    for at, hash in enumerate(hashes):
        place.setdefault(hash, at)
    faults: list[Fault] = []
    unrecorded: list[int] = []
    back: list[int] = []
    followed: set[str] = set()
    for at, entry in enumerate(entries):
        if entry is None:
            faults.append(Fault(at + 1, UNREADABLE))
            continue
        before = entry["previous"]
        followed.update(before)
        if any(place.get(hash, at) >= at for hash in before) or (at > 0 and not before):
            faults.append(Fault(at + 1, NOT_AFTER))
        known = [entries[place[hash]] for hash in before if place.get(hash, at) < at]
        told = [earlier for earlier in known if earlier is not None]
        if told and not any(e["plan"]["after"] == entry["plan"]["before"] for e in told):
            unrecorded.append(at + 1)
        if any(earlier["at"] > entry["at"] for earlier in told):
            back.append(at + 1)
    ends = [hash for hash in hashes if hash not in followed]
    found = _last(entries, hashes, ends, None if plan is None else digest(plan))
    if found is not None and not faults:
        faults.append(found)
    return History(
        tuple(entries), tuple(faults), tuple(unrecorded), tuple(back), tuple(ends), tuple(hashes)
    )


def appended(data: bytes, entry: Mapping[str, Any]) -> bytes:
    """A history with one more entry, which follows all that had no follower yet."""
    previous = list(read_history(data, None).ends)
    line = json.dumps({**entry, "previous": previous}, ensure_ascii=False)
    gap = b"" if not data or data.endswith(b"\n") else b"\n"
    return data + gap + line.encode() + b"\n"


def write_with_history(plan: Path, data: bytes, history: bytes) -> None:
    """Writes both files; none where one of them can't be written.

    The history takes its place first: if the machine stops between the two, its last entry tells
    of a plan that is not there, which the next reading finds.

    Raises
    ------
    OSError
        As `write_all`.
    """
    write_all([(history_file(plan), history), (plan, data)])


def _entry(line: bytes) -> Mapping[str, Any] | None:
    """The entry of a line; None where it is none."""
    try:
        data = json.loads(line)
    except (ValueError, RecursionError):
        return None
    whole = (
        isinstance(data, dict)
        and all(isinstance(data.get(key), str) for key in _TEXTS)
        and all(_is_pair(data.get(key)) for key in _PAIRS)
        and isinstance(data.get("reason"), str | None)
        and isinstance(data.get("sessions"), list)
        and isinstance(data.get("previous"), list)
        and all(isinstance(hash, str) for hash in data["previous"])
        and all(isinstance(one, dict) for one in data["sessions"])
    )
    return data if whole else None


def _is_pair(value: Any) -> bool:
    return isinstance(value, dict) and {"before", "after"} <= value.keys()


def _last(
    entries: Sequence[Mapping[str, Any] | None],
    hashes: Sequence[str],
    ends: Sequence[str],
    plan: str | None,
) -> Fault | None:
    """What is wrong with the end: the plan must be that of an entry which none follows."""
    last = [e for e, hash in zip(entries, hashes, strict=True) if hash in ends and e is not None]
    if plan is None or not last or any(entry["plan"]["after"] == plan for entry in last):
        return None
    if any(entry["plan"]["before"] == plan for entry in last):
        return Fault(0, UNFINISHED)
    return Fault(0, OTHER_PLAN)
