"""``drillctl sign``: a detached signature beside a plan."""

from datetime import UTC, datetime
from pathlib import Path

from drillctl.cli.changing import changing
from drillctl.cli.passwords import key_password, no_signing
from drillctl.cli.terminal import note, say
from drillctl.files.limited import read_limited
from drillctl.files.system_errors import system_error
from drillctl.language import tr


@changing("drillctl sign", lambda given: [given["plan_path"]])
def sign(plan_path: str, *, key: str, at: str | None) -> int:
    """Signs the plan as it lies there; its history's last entry is signed with it."""
    if no_signing():
        return 2
    if plan_path == "-":
        note(tr("error: a signature lies beside the plan: name the plan's file"))
        return 2
    moment = _moment(at)
    if at is not None and moment is None:
        return 2
    from drillctl.files.atomic import write_bytes
    from drillctl.files.plan_file import parsed_plan
    from drillctl.signing.keys import SigningError, key_name, secret_key, unlocked
    from drillctl.signing.signature import signature_file, signed

    path, secret = Path(plan_path), Path(key).expanduser()
    if not secret.exists():
        note(tr("error: there is no key {file}: make one with drillctl key new", file=str(secret)))
        return 2
    try:
        data = read_limited(path)
    except OSError as error:
        note(tr("error{name}: {what}", name=f": {path}", what=system_error(error)))
        return 1
    plan, problems = parsed_plan(plan_path, data)
    for diagnostic in problems:
        note(str(diagnostic))
    if plan is None:
        return 1
    said = {"file": path.name, "revision": str(plan.revision)}
    last = _last_entry(path, data)
    if last is not None:
        said["history"] = last
    if moment is not None:
        said["timestamp"] = str(int(moment.timestamp()))
    try:
        with secret_key(secret) as opened:
            if opened.is_encrypted():
                password = key_password(str(secret))
                if password is None:
                    return 2
                unlocked(opened, secret, password)
            write_bytes(signature_file(path), signed(data, opened, said))
            signer = key_name(opened.get_public_key())
    except SigningError as error:
        note(tr("error: {what}", what=error.args[0]))
        return 1
    say(tr("{file}: revision {revision} signed with the key {key}", file=str(signature_file(path)),
           revision=plan.revision, key=signer))  # fmt: skip
    return 0


def _moment(at: str | None) -> datetime | None:
    """The instant that an option gives; None where none is, or it is no instant: which is said."""
    if at is None or at == "now":
        return None if at is None else datetime.now(UTC)
    try:
        moment = datetime.fromisoformat(at)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        note(tr("error: --at {value!r} is no time with its offset: write 2027-03-01T09:00+08:00, "
                "or now", value=at))  # fmt: skip
        return None
    return moment


def _last_entry(path: Path, plan: bytes) -> str | None:
    """The hash of the entry of the history that tells of this very plan; None: there is none."""
    from drillctl.files.plan_history import digest, history_file, read_history

    file = history_file(path)
    if not file.exists():
        return None
    history = read_history(read_limited(file), plan)
    told = [
        line
        for line, entry in zip(history.lines, history.entries, strict=True)
        if entry is not None and entry["plan"]["after"] == digest(plan)
    ]
    return told[-1] if told else None
