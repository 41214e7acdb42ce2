"""``drillctl aar``: after-action documents."""

import sys
from collections.abc import Sequence
from pathlib import Path

from drillctl.cli.office import no_office
from drillctl.cli.terminal import note, say
from drillctl.language import joined, tr


def aar_new(
    plan_path: str,
    paths: list[str],
    *,
    out: str,
    session: str | None = None,
    doctrine: str = "hseep",
    language: str = "en",
    kinds: Sequence[str] = (),
    formats: Sequence[str] = (),
    templates: str | None = None,
    force: bool = False,
) -> int:
    """Writes the documents of each session below `out`; returns the exit status."""
    from drillctl.cli.reading import read_matching
    from drillctl.exports.documents.files import Wanted, write_documents
    from drillctl.exports.documents.kinds import FORMATS, KINDS
    from drillctl.exports.documents.templates import TemplateError
    from drillctl.files.diagnostics import did_you_mean

    chosen = [kind for kind in KINDS if not kinds or kind in kinds]
    asked = [form for form in FORMATS if not formats or form in formats]
    made = {form for kind in chosen for form in KINDS[kind] if form in asked}
    if (templates is not None or made & {"docx", "xlsx"}) and no_office():
        return 2
    own = Path(templates) if templates is not None else None
    wrong = _wrong_templates(own) if own is not None else False
    read = read_matching(plan_path, paths)
    if wrong or read is None or read[0].problem is None:
        return 1
    problem, plan = read[0].problem, read[1]
    held = [s.id for s in plan.sessions]
    if session is not None and session not in held:
        text = tr("error: the plan holds no session {session!r}", session=session)
        hint = did_you_mean(session, held)
        note(text + " " + hint if hint else text)
        return 2
    if not made:
        each = [
            tr("{kind} comes as {formats}", kind=kind, formats=", ".join(KINDS[kind]))
            for kind in chosen
        ]
        note(tr("error: nothing to write: {what}", what=joined("; ", each)))
        return 2
    wanted = Wanted(doctrine, language, chosen, asked, _by_kind(own))
    folder = Path(out)
    folder.mkdir(parents=True, exist_ok=True)
    try:
        written = write_documents(
            problem, plan, folder, wanted, only=session, force=force, progress=_progress
        )
    except TemplateError as error:
        note(tr("error: {error}; nothing was written", error=str(error)))
        return 1
    for path in written.kept:
        note(tr("kept {path}: somebody has changed it since (--force overwrites)", path=path))
    sessions = 1 if session is not None else len(held)
    files = len(written.paths)
    say(tr("{n} file(s) for {m} session(s) in {folder}", n=files, m=sessions, folder=out))
    return 0


def _wrong_templates(folder: Path) -> bool:
    """Prints all that is wrong with a folder of templates."""
    from drillctl.exports.documents.templates import check_templates

    problems = check_templates(folder)
    for problem in problems:
        note(str(problem))
    return bool(problems)


def _by_kind(folder: Path | None) -> dict[str, Path]:
    from drillctl.exports.documents.templates import template_files

    return template_files(folder) if folder is not None else {}


def _progress(done: int, of: int) -> None:
    """How far it is, on a terminal, where there are many sessions."""
    if of >= 10 and sys.stderr.isatty():
        end = "\n" if done == of else ""
        note("\r" + tr("{n} of {of} sessions", n=done, of=of), end=end)


def list_placeholders() -> None:
    """Prints every placeholder that a template may use, and what it stands for."""
    from drillctl.exports.documents.placeholders import FOR_PLAYERS, listed

    rows = listed()
    width = max(len(written) for written, _ in rows)
    for written, what in rows:
        say(f"{written:<{width}}  " + what)
    hidden = [written for written, _ in rows if written not in dict(listed(FOR_PLAYERS[0]))]
    say("\n" + tr("Not in {documents}, which players see:", documents=", ".join(FOR_PLAYERS)))
    for written in hidden:
        say(f"  {written}")
