"""``drillctl aar``: after-action documents."""

import sys
from pathlib import Path


def aar_new(plan_path: str, paths: list[str], out: str, session: str | None) -> int:
    """Writes after-action templates below `out`; returns the exit status."""
    from drillctl.cli.reading import read_matching
    from drillctl.exports.after_action import write_after_action
    from drillctl.files.diagnostics import did_you_mean

    read = read_matching(plan_path, paths)
    if read is None or read[0].problem is None:
        return 1
    held = [s.id for s in read[1].sessions]
    if session is not None and session not in held:
        hint = did_you_mean(session, held)
        print(f"error: the plan holds no session {session!r} {hint}".rstrip(), file=sys.stderr)
        return 2
    folder = Path(out)
    folder.mkdir(parents=True, exist_ok=True)
    written = write_after_action(read[0].problem, read[1], folder, session)
    print(f"{len(written)} template(s) written to {out}")
    return 0
