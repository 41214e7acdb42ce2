"""Calendars as files in a folder; every name is made of ids alone."""

from pathlib import Path

from drillctl.exports.ics.audience import Audience, names
from drillctl.exports.ics.calendars import Calendars
from drillctl.files.atomic import write_bytes
from drillctl.model.plan import Plan
from drillctl.model.problem import Problem


def write_calendars(
    problem: Problem,
    plan: Plan,
    out: Path,
    audience: Audience,
    *,
    utc: bool = False,
    redact: bool = False,
) -> list[Path]:
    """One file for each team, member or venue of the roster, or one for all, below `out`.

    Raises
    ------
    OSError
        A file can't be written.
    """
    calendars = Calendars(problem, plan, utc=utc, redact=redact)
    written = []
    for name in names(problem, audience):
        path = out / (f"{audience}-{name}.ics" if name else f"{audience}.ics")
        write_bytes(path, calendars.of(audience, name).to_bytes())
        written.append(path)
    return written
