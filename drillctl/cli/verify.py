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
from drillctl.language import tr

if TYPE_CHECKING:
    from minisign import PublicKey

    from drillctl.signing.signature import Verified


def verify(plan_path: str, *, keys: Sequence[str], format: str = "text") -> int:
    """Verifies the bytes of the plan, then says what they hold; returns 1 where they don't fit."""
    if no_signing():
        return 2
    if plan_path == "-":
        note(tr("error: a signature lies beside the plan: name the plan's file"))
        return 2
    from drillctl.files.plan_file import parsed_plan
    from drillctl.signing.keys import LARGEST, SigningError, public_key
    from drillctl.signing.signature import signature_file, verified

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


def _notes(path: Path, found: "Verified") -> list[str]:
    """What is odd about a signature that holds."""
    from drillctl.files.plan_history import history_file, read_history

    notes: list[str] = []
    named = found.said.get("file")
    if named is not None and named != path.name:
        notes.append(tr("note: it was signed under the name {name}", name=_printable(named)))
    line = found.said.get("history")
    if line is not None:
        file = history_file(path)
        lines = read_history(read_limited(file), None).lines if file.exists() else ()
        if line not in lines:
            notes.append(tr("note: {file} no longer holds the entry that was signed with the plan",
                            file=str(file)))  # fmt: skip
    return notes


def _printable(text: str) -> str:
    return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in text)
