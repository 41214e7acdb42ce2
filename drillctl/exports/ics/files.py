"""Calendars as files in a folder; every name is made of ids alone."""

from collections.abc import Iterator
from pathlib import Path

from drillctl.exports.ics.audience import Audience, names
from drillctl.exports.ics.calendars import Calendars
from drillctl.exports.ics.messages import Message, Messages
from drillctl.files.atomic import write_all
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
    return write_all(
        (out / f"{_called(audience, name)}.ics", calendars.of(audience, name).to_bytes())
        for name in names(problem, audience)
    )


def write_messages(messages: Messages, out: Path, audience: Audience) -> list[Path]:
    """A folder below `out` for each who is due a message, a file for each message.

    ``member-li-wei/river-flood-1.request.ics``; what nobody knows the attendees of goes to all.

    Raises
    ------
    OSError
        A file can't be written.
    """
    return write_all(_messages(messages, out, audience))


def _messages(messages: Messages, out: Path, audience: Audience) -> Iterator[tuple[Path, bytes]]:
    for name in messages.names(audience):
        for message in messages.of(audience, name):
            yield _file(message, out / _called(audience, name)), message.data
    for message in messages.to_whom_it_may_concern():
        yield _file(message, out / Audience.ALL), message.data


def _called(audience: Audience, name: str) -> str:
    return f"{audience}-{name}" if name else f"{audience}"


def _file(message: Message, folder: Path) -> Path:
    folder.mkdir(exist_ok=True)
    return folder / f"{message.session.replace('#', '-')}.{message.method}.ics"


def leftovers(out: Path, audience: Audience, written: list[Path]) -> list[Path]:
    """An audience's calendars of earlier exports: whoever subscribed to one sees old sessions."""
    return sorted(set(out.glob(f"{audience}-*.ics")) - set(written))
