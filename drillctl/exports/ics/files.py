"""Calendars as files in a folder; every name is made of ids alone."""

from collections.abc import Iterator
from pathlib import Path

from drillctl.exports.ics.audience import Audience, names
from drillctl.exports.ics.calendars import Calendars
from drillctl.exports.ics.messages import Message, Messages
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


def write_messages(messages: Messages, out: Path, audience: Audience) -> list[Path]:
    """A folder below `out` for each who is due a message, a file for each message.

    ``member-li-wei/river-flood-1.request.ics``; what nobody knows the attendees of goes to all.

    Raises
    ------
    OSError
        A file can't be written.
    """
    written: list[Path] = []
    for name in messages.names(audience):
        folder = out / (f"{audience}-{name}" if name else f"{audience}")
        written += _write_each(messages.of(audience, name), folder)
    written += _write_each(messages.to_whom_it_may_concern(), out / f"{Audience.ALL}")
    return written


def _write_each(messages: Iterator[Message], folder: Path) -> Iterator[Path]:
    for message in messages:
        folder.mkdir(exist_ok=True)
        path = folder / f"{message.session.replace('#', '-')}.{message.method}.ics"
        write_bytes(path, message.data)
        yield path


def leftovers(out: Path, written: list[Path]) -> list[Path]:
    """Calendar files of earlier exports in `out`: whoever subscribed to one sees old sessions."""
    return sorted(set(out.glob("*.ics")) - set(written))
