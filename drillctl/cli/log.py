"""``drillctl log``: the history of a plan, checked and shown."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from drillctl.cli.saving import fault_text
from drillctl.cli.terminal import note, say
from drillctl.files.limited import read_limited
from drillctl.files.system_errors import system_error
from drillctl.language import joined, tr, trn

if TYPE_CHECKING:
    from drillctl.files.plan_history import History


def log(plan_path: str, *, format: str = "text") -> int:
    """Prints the entries, the oldest first; returns 1 where the history is not to be believed."""
    from drillctl.files.plan_history import history_file, read_history

    if plan_path == "-":
        note(tr("error: a history lies beside the plan: name the plan's file"))
        return 2
    path = Path(plan_path)
    file = history_file(path)
    try:
        plan = read_limited(path)
        if not file.exists():
            note(tr("error: {plan} has no history: it begins with the first --reason, or with "
                    "history: true in drillctl.yaml", plan=plan_path))  # fmt: skip
            return 1
        data = read_limited(file)
    except OSError as error:
        note(tr("error{name}: {what}", name=f": {error.filename}", what=system_error(error)))
        return 1
    history = read_history(data, plan)
    problems = [fault_text(fault) for fault in history.faults]
    if not history.lines:
        problems.append(tr("it has no entry"))
    notes = _notes(history)
    if format == "json":
        said = {
            "entries": [
                {"line": number, "hash": hash, **_fields(entry)}
                for number, (entry, hash) in enumerate(
                    zip(history.entries, history.lines, strict=True), start=1
                )
                if entry is not None
            ],
            "problems": [str(text) for text in problems],
            "notes": [str(text) for text in notes],
        }
        say(json.dumps(said, ensure_ascii=False, indent=2))
    else:
        for entry in history.entries:
            if entry is not None:
                for line in _lines(entry):
                    say(line)
    for text in notes:
        note(tr("note: {file}: {what}", file=str(file), what=text))
    for text in problems:
        note(tr("error: {file}: {what}", file=str(file), what=text))
    if not problems and format != "json":
        say(trn("{n} entry, each after the one before; the last is of the plan as it is",
                "{n} entries, each after the one before; the last is of the plan as it is",
                len(history.lines)))  # fmt: skip
    return 1 if problems else 0


def _notes(history: "History") -> list[str]:
    notes: list[str] = [
        tr("before line {n} the plan was changed without an entry", n=line)
        for line in history.unrecorded
    ]
    notes += [
        tr("line {n} was written at an earlier time than the one before it", n=line)
        for line in history.back
    ]
    if len(history.ends) > 1:
        notes.append(tr("branches were merged ({n} ends): the next entry joins them",
                        n=len(history.ends)))  # fmt: skip
    return notes


def _fields(entry: Mapping[str, Any]) -> dict[str, Any]:
    """The documented fields of an entry; what else a line holds is passed over."""

    def pair(key: str) -> dict[str, Any]:
        return {"before": entry[key]["before"], "after": entry[key]["after"]}

    return {
        **{key: entry[key] for key in ("at", "by", "command", "version")},
        **{key: pair(key) for key in ("revision", "plan", "seats", "held")},
        "sessions": [{"id": o.get("id"), "change": o.get("change")} for o in entry["sessions"]],
        "reason": entry.get("reason"),
        "previous": entry["previous"],
    }


def _lines(entry: Mapping[str, Any]) -> list[str]:
    """An entry for people: who, when and what; why; which sessions."""
    head = tr(
        "{at}  {by}  {command}: revision {revision}, {seats} seats, {held} sessions",
        at=_clean(entry["at"]),
        by=_clean(entry["by"]),
        command=_clean(entry["command"]),
        revision=_step(entry["revision"]),
        seats=_step(entry["seats"]),
        held=_step(entry["held"]),
    )
    lines: list[str] = [head]
    if entry.get("reason"):
        lines.append("    " + tr("why: {reason}", reason=_clean(entry["reason"])))
    changed = [
        tr("{id} {change}", id=_clean(str(one.get("id"))), change=_change(str(one.get("change"))))
        for one in entry["sessions"]
    ]
    if changed:
        lines.append("    " + joined(", ", changed))
    return lines


def _step(pair: Mapping[str, Any]) -> str:
    before, after = _clean(str(pair["before"])), _clean(str(pair["after"]))
    return after if pair["before"] in (None, pair["after"]) else f"{before} → {after}"


def _change(change: str) -> str:
    words = {
        "new": tr("new"),
        "cancelled": tr("cancelled"),
        "moved": tr("moved"),
        "restaffed": tr("restaffed"),
    }
    return words.get(change, _clean(change))


def _clean(text: str) -> str:
    """Without what would move a terminal's cursor: a history can be written by anybody."""
    return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in text)
