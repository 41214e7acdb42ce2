"""``drillctl forget``: a person out of all files at hand, together or not at all."""

import re
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from drillctl.cli.changing import changing
from drillctl.cli.terminal import note, say
from drillctl.files.limited import read_limited
from drillctl.language import in_language, joined, tr, trn

if TYPE_CHECKING:
    from drillctl.files.forget_mentions import Person
    from drillctl.files.forgetting import Line, Outcome, Text

_LONGEST = 100


def _places(given: dict[str, Any]) -> list[str]:
    return [] if given["dry_run"] else [*given["plans"], *given["paths"]]


@changing("drillctl forget", _places)
def forget(
    member: str,
    paths: list[str],
    *,
    plans: list[str],
    pseudonym: str | None,
    dry_run: bool,
    yes: bool,
    reason: str | None = None,
    by: str | None = None,
) -> int:
    """Shows what changes, asks, writes; returns the exit status."""
    from drillctl.cli.saving import Act, with_histories
    from drillctl.files.forgetting import ForgetError, person_of, read_texts
    from drillctl.files.forgetting import forget as run
    from drillctl.files.patterns import HINT_ID, ID

    if "-" in (*paths, *plans):
        note(tr("error: standard input can't be rewritten: name the file"))
        return 2
    if pseudonym is not None and not re.fullmatch(ID, pseudonym):
        note(tr("error: --as {name}: {hint}", name=pseudonym, hint=HINT_ID))
        return 2
    act = Act("forget", reason, by)
    if act.wrong(""):
        return 2
    texts, problems = read_texts(paths, plans)
    for problem in problems:
        note(str(problem))
    if problems:
        note(tr("nothing was written: somebody can't be found in files that can't be read"))
        return 1
    try:
        person = person_of(texts, member, pseudonym)
        outcome = run(texts, person)
    except ForgetError as error:
        note(tr("error: {what}", what=error.args[0]))
        return 2
    if not outcome.files:
        return _nobody(member, texts, outcome)
    _print(outcome)
    if not dry_run and not yes and not _agreed(outcome):
        return 2
    if not dry_run:
        from drillctl.files.atomic import write_all

        if _changed_meanwhile(texts):
            return 1
        write_all(with_histories(outcome.files, act))
    _print_rest(outcome, texts)
    if dry_run:
        note(tr("dry run: nothing was changed"))
    return 0


def _changed_meanwhile(texts: "list[Text]") -> bool:
    """Whether a file is no longer as it was read, which is said."""
    changed = [text.path for text in texts if read_limited(text.path) != text.data]
    for path in changed:
        note(tr("error: {file} has been changed meanwhile: nothing was written; forget again",
                file=path))  # fmt: skip
    return bool(changed)


def _nobody(member: str, texts: "list[Text]", outcome: "Outcome") -> int:
    from drillctl.files.diagnostics import no_such
    from drillctl.files.forget_text import word_at
    from drillctl.files.forgetting import members_in

    known = [word_at(entry, key) for _, entry in members_in(texts) for key in ("id", "name")]
    note(tr("error: {what}", what=no_such(tr("member"), member, tr("the files"), known)))
    _print_lines(tr("Lines that may speak of them, which you must look at:"), outcome.open)
    return 2


def _print(outcome: "Outcome") -> None:
    person = outcome.person
    say(
        tr(
            "{member} becomes {pseudonym}, {name}",
            member=tr("{name} ({id})", name=person.name, id=person.id)
            if person.name
            else person.id,
            pseudonym=person.pseudonym,
            name=person.pseudonym_name,
        )
    )
    for path, places in outcome.places.items():
        # A plan's hashes of the others change too, and are none of the person's places.
        if places:
            say(trn("  {file}: {n} place", "  {file}: {n} places", places, file=path))
        else:
            say(tr("  {file}: hashes of the other files", file=path))
    _print_lines(tr("Changed in free text:"), outcome.changed)
    if outcome.kept_limits:
        say(tr("Their own limits stay: they allow more than the policy's, and plans rely on it."))


def _print_lines(heading: str, lines: "list[Line]") -> None:
    if lines:
        say(heading)
    for line in lines:
        text = line.text.strip()
        text = text if len(text) <= _LONGEST else text[: _LONGEST - 3] + "..."
        say(joined("", ("  ", f"{line.path}:{line.line}: ", text)))


def _agreed(outcome: "Outcome") -> bool:
    """Whether the person at the terminal says yes; said where there is none to ask."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        note(tr("nothing was written: nobody is there to ask; --yes writes, --dry-run shows"))
        return False
    question = trn(
        "This can't be undone. Write {n} file? [y/N] ",
        "This can't be undone. Write {n} files? [y/N] ",
        len(outcome.files),
    )
    try:
        typed = input(in_language(question)).strip().lower()
    except EOFError:
        raise KeyboardInterrupt from None
    if typed in ("y", "yes", "是"):
        return True
    note(tr("nothing was written"))
    return False


def _print_rest(outcome: "Outcome", texts: "list[Text]") -> None:
    """What a person must do: look at lines, keep them out of new plans, reach the rest."""
    from drillctl.files.forgetting import seats_after

    person = outcome.person
    _print_lines(tr("Lines that may speak of them, which you must look at:"), outcome.open)
    ahead = seats_after(texts, person.id, datetime.now(UTC))
    if ahead:
        say(
            tr(
                "{pseudonym} still has a part in {sessions}: mend the plan with drillctl drop",
                pseudonym=person.pseudonym,
                sessions=", ".join(sorted(ahead)),
            )
        )
    if outcome.in_roster:
        say(
            tr(
                "{pseudonym} stays in the roster, so that plans and records keep their meaning: "
                "take the entry out once no plan names it, or mark it busy, lest new plans seat it",
                pseudonym=person.pseudonym,
            )
        )
    say(tr("Not reached, and yours to see to:"))
    for text in (*_history(person, texts), *_beyond(outcome)):
        say(joined("", ("  - ", text)))


def _history(person: "Person", texts: "list[Text]") -> list[str]:
    from drillctl.cli.git_history import commits_that_name

    words = [w for w in (person.id, person.name, person.email, person.phone) if w]
    found: list[str] = []
    for top, count in commits_that_name(words, [text.path for text in texts]):
        if count is None:
            found.append(tr("git history in {folder}: it could not be read", folder=top))
        elif count:
            lines = " ".join(
                f"'{old}==>{new}'"
                for old, new in (
                    (person.id, person.pseudonym),
                    *((w, person.pseudonym_name) for w in words[1:]),
                )
            )
            found.append(
                trn(
                    "git history in {folder}: {n} commit names them; to rewrite it for everybody: "
                    "git filter-repo --replace-text FILE --replace-message FILE, the file with "
                    "the lines {lines}",
                    "git history in {folder}: {n} commits name them; to rewrite it for everybody: "
                    "git filter-repo --replace-text FILE --replace-message FILE, the file with "
                    "the lines {lines}",
                    count,
                    folder=top,
                    lines=lines,
                )
            )
    return found


def _beyond(outcome: "Outcome") -> list[str]:
    found: list[str] = [
        tr("their calendar, no longer read: delete {file}", file=path) for path in outcome.calendars
    ]
    for path, _ in outcome.files:
        signed = [p for p in sorted(path.parent.glob(f"{path.name}.*sig*")) if p.is_file()]
        found += [tr("{file} no longer fits: sign anew", file=p) for p in signed]
    found += [
        tr("{file} names them, and is not rewritten: look at it", file=path)
        for path in _beside(outcome)
    ]
    named = [p for p in _names_files(outcome) if p.exists()]
    found += [tr("{file} is named after them: rename it", file=p) for p in named]
    found += [
        tr("filled-in forms, sign-in sheets and workbooks (.xlsx, .docx)"),
        tr("exported calendars, pages, tables, documents and pictures: export them again"),
        tr(
            "calendar servers: drillctl publish updates what it published, and a calendar of "
            "their own must be deleted there"
        ),
        tr("subscribers' calendars and sent mail, which others hold"),
        tr("backups and other copies"),
    ]
    return found


def _names_files(outcome: "Outcome") -> list[Path]:
    words = [w for w in (outcome.person.id, outcome.person.name) if w]
    return [path for path in outcome.places if any(word in path.name for word in words)]


def _beside(outcome: "Outcome") -> list[Path]:
    """What lies beside a changed file under its name, such as its history, and names the person.

    Such a file only grows, and what is in it proves what was before: it can't be rewritten.
    """
    changed = {path for path, _ in outcome.files}
    found: dict[Path, None] = {}
    for path in changed:
        for near in path.parent.glob(f"{path.name}.*"):
            if near in changed or not near.is_file():
                continue
            text = read_limited(near).decode("utf-8", "replace")
            if next(outcome.person.traces_in(text), None) is not None:
                found[near] = None
    return sorted(found)
