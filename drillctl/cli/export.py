"""``drillctl export``: calendars out of a plan."""

from pathlib import Path


def export(what: str, plan_path: str, paths: list[str], out: str, by: str) -> int:
    """Writes calendars below `out`, one for each `by`; returns the exit status."""
    from drillctl.cli.reading import read_matching
    from drillctl.exports.ics.audience import Audience
    from drillctl.exports.ics.files import write_calendars

    read = read_matching(plan_path, paths)
    if read is None or read[0].problem is None:
        return 1
    folder = Path(out)
    folder.mkdir(parents=True, exist_ok=True)
    written = write_calendars(read[0].problem, read[1], folder, Audience(by))
    print(f"{len(written)} calendar(s) written to {out}")
    return 0
