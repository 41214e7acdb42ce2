"""``drillctl init``: a small, commented folder that plans at once."""

import os
import shlex
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TypeVar

from drillctl.cli.terminal import note, say
from drillctl.files.example.answers import (
    Answers,
    Unit,
    default_units,
    hazards,
    month_after,
    read_hazard,
    read_language,
    read_month,
    read_organizer,
    read_timezone,
    read_unit,
)
from drillctl.language import current, joined, tr, trn

_ENTRIES = 5
# Cells of a prompt that leave room for an answer on a line of 80.
_WIDEST = 60

T = TypeVar("T")


@dataclass(frozen=True)
class Given:
    """The options as typed; None where not given."""

    lang: str | None = None
    timezone: str | None = None
    team: str | None = None
    volunteers: str | None = None
    hazard: str | None = None
    first: str | None = None
    organizer: str | None = None


def init(folder: str | None, given: Given, *, yes: bool) -> int:
    """Asks what options leave open, and writes the folder; returns the exit status.

    Only a terminal is asked, and not with `yes`; else the defaults are taken.
    """
    from drillctl.files.example.writing import example_files, write_example

    asked = not yes and sys.stdin.isatty() and sys.stdout.isatty()
    answers = _Answering(asked)
    where = _folder(folder, answers)
    if where is None:
        return 2
    made = _answers(given, answers)
    for problem in answers.problems:
        note(tr("error: {problem}", problem=problem))
    if answers.problems or made is None:
        return 2
    written = example_files(made)
    write_example(where, written)
    say(
        trn(
            "{n} file written to {folder}:",
            "{n} files written to {folder}:",
            len(written),
            folder=where,
        )
    )
    for name in written:
        say(f"  {name}")
    _next_steps(where)
    return 0


class _Answering:
    """Takes each value from its option, the terminal or the default; notes what is wrong."""

    def __init__(self, asked: bool) -> None:
        self.asked = asked
        self.problems: list[str] = []

    def take(
        self,
        option: str,
        given: str | None,
        question: str,
        default: str,
        read: Callable[[str], T],
    ) -> T | None:
        """What `read` makes of the answer; None, and a problem, where nobody is asked again."""
        if given is None and self.asked:
            return ask(question, default, read)
        try:
            return read(default if given is None else given.strip())
        except ValueError as error:
            self.problems.append(f"{option}: " + str(error))
            return None


def ask(question: str, default: str, read: Callable[[str], T]) -> T:
    """Asks at the terminal until `read` takes the answer; Enter takes the default.

    Raises
    ------
    KeyboardInterrupt
        The person has ended the input, with Ctrl-C or Ctrl-D.
    """
    from contextlib import suppress

    with suppress(ImportError):  # line editing; absent on Windows
        import readline  # noqa: F401

    from drillctl.language import in_language
    from drillctl.language.width import width_of

    prompt = question + f" [{default}]: "
    if width_of(prompt) > _WIDEST:
        # Readline scrolls a longer one away.
        say(question)
        prompt = f"[{default}]: "
    while True:
        try:
            typed = input(in_language(prompt)).strip()
        except EOFError:
            raise KeyboardInterrupt from None
        try:
            return read(typed or default)
        except ValueError as error:
            note("  " + str(error))


def _folder(given: str | None, answers: _Answering) -> Path | None:
    """Where to write: what is given, else here if here is empty, else what is answered."""
    from drillctl.files.example.writing import in_the_way

    def free(text: str) -> Path:
        path = Path(text).expanduser()
        found = in_the_way(path)
        if found and not path.is_dir():
            raise ValueError(tr("{folder} is not a folder", folder=text))
        if found:
            shown = ", ".join(found[:_ENTRIES]) + (", ..." if len(found) > _ENTRIES else "")
            raise ValueError(
                tr("{folder} is not empty: there is {entries}", folder=text, entries=shown)
            )
        return path

    try:
        return free(given or ".")
    except ValueError as error:
        if given is None and answers.asked:
            return ask(tr("Folder to write, new or empty"), "exercises", free)
        hint = tr("name a new or empty folder: drillctl init DIR")
        note(tr("error: {problem} ({hint})", problem=str(error), hint=hint))
        return None


def _answers(given: Given, answers: _Answering) -> Answers | None:
    """All answers; None where one is wrong, after the others have been looked at."""
    take = answers.take
    language = take(
        "--lang", given.lang, tr("Language of the comments, en or zh"), current(), read_language
    )
    professional, volunteer = default_units(language or current())
    zone = take("--timezone", given.timezone, tr("Time zone"), machine_zone(), read_timezone)
    form = tr("TITLE or ID=TITLE")
    team = take(
        "--team",
        given.team,
        tr("Professional team, {form}", form=form),
        _typed(professional),
        lambda text: read_unit(text, professional.id),
    )
    volunteers = take(
        "--volunteers",
        given.volunteers,
        tr("Volunteer team, {form}", form=form),
        _typed(volunteer),
        lambda text: read_unit(text, volunteer.id, team),
    )
    known = joined(", ", hazards())
    hazard = take(
        "--hazard",
        given.hazard,
        tr("Hazard to exercise, of {known}", known=known),
        "flood",
        read_hazard,
    )
    following = month_after(date.today()).strftime("%Y-%m")
    first = take("--from", given.first, tr("First month to plan"), following, read_month)
    organizer = take(
        "--organizer",
        given.organizer,
        tr("E-mail address invitations come from, - for none"),
        "-",
        lambda text: None if text in ("-", "") else read_organizer(text),
    )
    if language is None or zone is None or team is None or volunteers is None:
        return None
    if hazard is None or first is None:
        return None
    return Answers(language, zone, team, volunteers, hazard, first, organizer)


def _typed(unit: Unit) -> str:
    return f"{unit.id}={unit.title}"


def machine_zone() -> str:
    """The IANA name of this machine's time zone; UTC where it has none."""
    import warnings

    import tzlocal

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return read_timezone(tzlocal.get_localzone_name() or "UTC")
    except (LookupError, ValueError, OSError):
        return "UTC"


def _next_steps(folder: Path) -> None:
    """What to do now."""
    say()
    say(tr("next:"))
    steps = [
        ("drillctl check", tr("says what is wrong in the files, after each change")),
        ("drillctl plan", tr("plans, and writes plan.yaml")),
        ("drillctl test", tr("checks the plan against what the scenarios expect")),
        ("drillctl export ics -o calendars", tr("writes calendars to subscribe to")),
    ]
    if folder.resolve() != Path.cwd():
        steps.insert(
            0, (f"cd {shlex.quote(os.fspath(folder))}", tr("the folder's defaults hold in it"))
        )
    from drillctl.language.width import padded, width_of

    width = max(width_of(command) for command, _ in steps)
    for command, why in steps:
        say("  " + padded(command, width) + "  " + why)
