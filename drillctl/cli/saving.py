"""How commands write a plan: with its history, once the plan has one.

A history begins with the first `--reason`, or where the workspace says ``history: true``; drafts
have none. From then on every command that writes the plan appends to it, with a reason or without.
"""

import getpass
import subprocess
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from drillctl.cli.terminal import note
from drillctl.language import tr

if TYPE_CHECKING:
    from drillctl.model.plan import Plan


@dataclass(frozen=True, slots=True)
class Act:
    """Who has a plan written, by which command, and why; `by` None: as git or the login says."""

    command: str
    reason: str | None = None
    by: str | None = None

    def wrong(self, output: str) -> bool:
        """Whether the options can't be met, which is said, before any work is done."""
        for option, value in (("--reason", self.reason), ("--by", self.by)):
            if value is not None and not value.strip():
                note(tr("error: {option} needs some words", option=option))
                return True
        if output == "-" and self.reason is not None:
            note(tr("error: --reason is kept beside the plan's file: write it with -o FILE"))
            return True
        return False


def save_plan(plan: "Plan", output: str, act: Act) -> None:
    """Writes the plan, and an entry of its history where it has one or one begins.

    Raises
    ------
    OSError
        One of the files can't be read or written; both are as they were.
    """
    from drillctl.files.limited import read_limited
    from drillctl.files.plan_history import appended, history_file, write_with_history
    from drillctl.files.plan_text import plan_bytes, write_plan

    path = Path(output)
    if output == "-" or not (
        act.reason is not None or history_file(path).exists() or _from_the_first(path)
    ):
        write_plan(plan, output)
        return
    before = read_limited(path) if path.exists() else None
    history = read_limited(history_file(path)) if history_file(path).exists() else b""
    data = plan_bytes(plan, path)
    if data == before and act.reason is None:
        return
    _note_faults(history, before, path)
    entry = _entry(path, before, data, plan, act)
    write_with_history(path, data, appended(history, entry))


def with_histories(files: Iterable[tuple[Path, bytes]], act: Act) -> list[tuple[Path, bytes]]:
    """What is to be written, each plan among it with its history before it.

    Raises
    ------
    OSError
        A history, or a plan as it is, can't be read.
    """
    from drillctl.files.limited import read_limited
    from drillctl.files.plan_file import parsed_plan
    from drillctl.files.plan_history import appended, history_file

    found: list[tuple[Path, bytes]] = []
    for path, data in files:
        file = history_file(path)
        told = read_limited(file) if file.exists() else b""
        plan = parsed_plan(str(path), data)[0] if told or act.reason is not None else None
        if plan is not None:
            entry = _entry(path, read_limited(path), data, plan, act)
            found.append((file, appended(told, entry)))
        found.append((path, data))
    return found


def _entry(
    path: Path, before: bytes | None, data: bytes, plan: "Plan", act: Act
) -> Mapping[str, Any]:
    """What the history is told of a plan that replaces the bytes `before`."""
    from drillctl.files.plan_history import digest

    return {
        "at": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "by": " ".join((act.by or _who(path.resolve().parent)).split()),
        "command": act.command,
        **_changes(before, plan, path),
        "plan": {"before": None if before is None else digest(before), "after": digest(data)},
        "reason": None if act.reason is None else " ".join(act.reason.split()),
    }


def _from_the_first(path: Path) -> bool:
    """Whether the workspace wants a history of this very plan."""
    from drillctl.cli.workspace import workspace

    try:
        here = workspace(quiet=True)
    except typer.Exit:
        # Said already; a plan that is made must not be lost by it.
        return False
    if here is None or not here.workspace.history:
        return False
    return Path(here.plan).resolve() == path.resolve()


def _note_faults(history: bytes, before: bytes | None, path: Path) -> None:
    """Says where the history is not whole, or tells of a plan that was never written."""
    from drillctl.files.plan_history import history_file, read_history

    for fault in read_history(history, before).faults:
        what = fault_text(fault)
        note(tr("note: {file}: {what}", file=str(history_file(path)), what=what))


def fault_text(fault: Any) -> str:
    """A fault of a history in words."""
    from drillctl.files.plan_history import NOT_AFTER, UNFINISHED, UNREADABLE

    match fault.what:
        case what if what == UNREADABLE:
            return tr("line {n} is no entry", n=fault.line)
        case what if what == NOT_AFTER:
            return tr(
                "line {n} does not follow: a line before it was changed or removed", n=fault.line
            )
        case what if what == UNFINISHED:
            return tr("the last entry tells of a plan that was not written: the machine stopped")
        case _:
            return tr("the plan was changed after the last entry, and not by drillctl")


def _changes(before: bytes | None, plan: "Plan", path: Path) -> dict[str, Any]:
    """What an entry says of the plan before and after; of people it holds none."""
    from drillctl import __version__
    from drillctl.explain.difference import difference
    from drillctl.files.plan_file import parsed_plan
    from drillctl.model.plan import Made, Plan

    was = None if before is None else parsed_plan(str(path), before)[0]
    found = difference(was or Plan(Made("", 0)), plan)
    return {
        "version": __version__,
        "revision": _pair(was.revision if was else None, plan.revision),
        "seats": _pair(_seats(was) if was else None, _seats(plan)),
        "held": _pair(len(was.sessions) if was else None, len(plan.sessions)),
        "sessions": [{"id": one.id, "change": one.change.value} for one in found.sessions],
    }


def _pair(before: int | None, after: int) -> Mapping[str, int | None]:
    return {"before": before, "after": after}


def _seats(plan: "Plan") -> int:
    return sum(1 for session in plan.sessions for _ in session.members())


def _who(folder: Path) -> str:
    """The person by git's settings there, else the login."""
    told = [_git(folder, key) for key in ("user.name", "user.email")]
    if told[0] and told[1]:
        return f"{told[0]} <{told[1]}>"
    if told[0] or told[1]:
        return told[0] or told[1]
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "?"


def _git(folder: Path, key: str) -> str:
    try:
        done = subprocess.run(
            ["git", "config", "--get", key],
            cwd=folder,
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            timeout=10,
            check=False,
        )
    except (OSError, subprocess.SubprocessError):
        return ""
    return done.stdout.strip()
