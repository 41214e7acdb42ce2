"""``drillctl verify``: who signed a plan, and whether it is still what they signed."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from drillctl.cli.passwords import no_signing
from drillctl.cli.terminal import note, say
from drillctl.cli.workspace import workspace
from drillctl.files.limited import read_limited
from drillctl.files.system_errors import system_error
from drillctl.language import tr, trn
from drillctl.language.visible import one_line

if TYPE_CHECKING:
    from minisign import PublicKey

    from drillctl.model.plan import Plan
    from drillctl.signing.signature import OtherDataError, Verified


def verify(plan_path: str, *, keys: Sequence[str], format: str = "text") -> int:
    """Verifies the bytes of the plan, then says what they hold; returns 1 where they don't fit."""
    if no_signing():
        return 2
    if plan_path == "-":
        note(tr("error: a signature lies beside the plan: name the plan's file"))
        return 2
    from drillctl.files.plan_file import parsed_plan
    from drillctl.signing.keys import LARGEST, SigningError, public_key
    from drillctl.signing.signature import OtherDataError, signature_file, verified

    trusted: list[tuple[str, PublicKey]] = []
    try:
        for name, key in _named(keys):
            trusted.append((name, public_key(key)))
    except SigningError as error:
        note(tr("error: {what}", what=error.args[0]))
        return 2
    if not trusted:
        note(tr("error: no key to verify with: give --key, or list signers in drillctl.yaml"))
        return 2
    path = Path(plan_path)
    file = signature_file(path)
    if path.exists() and not file.exists():
        note(tr("error: {plan} is not signed: there is no {file}", plan=plan_path, file=str(file)))
        return 1
    try:
        data = read_limited(path)
        with file.open("rb") as opened:
            signature = opened.read(LARGEST + 1)
    except OSError as error:
        note(tr("error{name}: {what}", name=f": {error.filename}", what=system_error(error)))
        return 1
    try:
        name, found = verified(data, signature, trusted)
    except OtherDataError as error:
        what = _earlier(path, parsed_plan(plan_path, data)[0], error)
        note(tr("error: {file}: {what}", file=str(file), what=what))
        return 1
    except SigningError as error:
        note(tr("error: {file}: {what}", file=str(file), what=error.args[0]))
        return 1
    plan, problems = parsed_plan(plan_path, data)
    for diagnostic in problems:
        note(str(diagnostic))
    if plan is None:
        return 1
    notes = _notes(path, found)
    if format == "json":
        data_out = {
            "file": plan_path,
            "revision": plan.revision,
            "signer": name or None,
            "key": found.key,
            "signed_at": _signed_at(found),
            "comment": found.comment,
            "notes": [str(text) for text in notes],
        }
        say(json.dumps(data_out, ensure_ascii=False, indent=2))
    else:
        say(tr("{file}: revision {revision}, signed by {name} with the key {key}", file=plan_path,
               revision=plan.revision, name=name or "?", key=found.key))  # fmt: skip
        moment = _signed_at(found)
        if moment is not None:
            say(tr("signed at {time}, by the signer's clock", time=moment))
    for text in notes:
        note(text)
    return 0


def _named(keys: Sequence[str]) -> list[tuple[str, str]]:
    """The keys to believe, with the names of who has them: a file's name; "": not known."""
    if not keys:
        here = workspace(quiet=True)
        return [(s.name, s.key) for s in here.workspace.signers] if here is not None else []
    return [("" if key.startswith("RW") else Path(key).stem, key) for key in keys]


def _signed_at(found: "Verified") -> str | None:
    """The time in the trusted comment in UTC, where there is one."""
    try:
        return datetime.fromtimestamp(int(found.said["timestamp"]), UTC).isoformat()
    except (KeyError, ValueError, OverflowError, OSError):
        return None


def _earlier(path: Path, plan: "Plan | None", error: "OtherDataError") -> str:
    """What was signed, by the comment that was signed with it, and what has come since."""
    revision = error.said.get("revision", "")
    if plan is None or not revision:
        return str(error)
    if revision == str(plan.revision):
        text = tr("revision {n} was signed, but not as it is now: it was changed since, and has to "
                  "be signed anew", n=plan.revision)  # fmt: skip
    else:
        text = tr("revision {signed} was signed, and this is revision {n}: it has to be signed "
                  "anew", signed=one_line(revision), n=plan.revision)  # fmt: skip
    later = _entries_after(path, error.said.get("history"))
    if later:
        text = trn("{text}; its history has {n} entry more: drillctl log {plan}",
                   "{text}; its history has {n} entries more: drillctl log {plan}",
                   later, text=text, plan=str(path))  # fmt: skip
    return text


def _entries_after(path: Path, line: str | None) -> int:
    """How many entries the history has after the one of that hash; 0 where it holds it no more."""
    from drillctl.files.plan_history import history_file, read_history

    file = history_file(path)
    lines = read_history(read_limited(file), None).lines if line and file.is_file() else ()
    return len(lines) - 1 - lines.index(line) if line in lines else 0


def _notes(path: Path, found: "Verified") -> list[str]:
    """What is odd about a signature that holds."""
    from drillctl.files.plan_history import history_file, read_history

    notes: list[str] = []
    named = found.said.get("file")
    if named is not None and named != path.name:
        notes.append(tr("note: it was signed under the name {name}", name=one_line(named)))
    line = found.said.get("history")
    if line is not None:
        file = history_file(path)
        lines = read_history(read_limited(file), None).lines if file.exists() else ()
        if line not in lines:
            notes.append(tr("note: {file} no longer holds the entry that was signed with the plan",
                            file=str(file)))  # fmt: skip
    return notes
