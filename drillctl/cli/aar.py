"""``drillctl aar``: after-action documents."""

import sys
from collections.abc import Sequence
from pathlib import Path


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

    own = Path(templates) if templates is not None else None
    wrong = _wrong_templates(own) if own is not None else False
    read = read_matching(plan_path, paths)
    if wrong or read is None or read[0].problem is None:
        return 1
    problem, plan = read[0].problem, read[1]
    held = [s.id for s in plan.sessions]
    if session is not None and session not in held:
        hint = did_you_mean(session, held)
        print(f"error: the plan holds no session {session!r} {hint}".rstrip(), file=sys.stderr)
        return 2
    chosen = [kind for kind in KINDS if not kinds or kind in kinds]
    asked = [form for form in FORMATS if not formats or form in formats]
    if not any(form in asked for kind in chosen for form in KINDS[kind]):
        each = "; ".join(f"{kind} comes as {', '.join(KINDS[kind])}" for kind in chosen)
        print(f"error: nothing to write: {each}", file=sys.stderr)
        return 2
    wanted = Wanted(doctrine, language, chosen, asked, _by_kind(own))
    folder = Path(out)
    folder.mkdir(parents=True, exist_ok=True)
    try:
        written = write_documents(
            problem, plan, folder, wanted, only=session, force=force, progress=_progress
        )
    except TemplateError as error:
        print(f"error: {error}; nothing was written", file=sys.stderr)
        return 1
    for path in written.kept:
        print(f"kept {path}: somebody has changed it since (--force overwrites)", file=sys.stderr)
    sessions = 1 if session is not None else len(held)
    print(f"{len(written.paths)} file(s) for {sessions} session(s) in {out}")
    return 0


def _wrong_templates(folder: Path) -> bool:
    """Prints all that is wrong with a folder of templates."""
    from drillctl.exports.documents.templates import check_templates

    problems = check_templates(folder)
    for problem in problems:
        print(problem, file=sys.stderr)
    return bool(problems)


def _by_kind(folder: Path | None) -> dict[str, Path]:
    from drillctl.exports.documents.templates import template_files

    return template_files(folder) if folder is not None else {}


def _progress(done: int, of: int) -> None:
    """How far it is, on a terminal, where there are many sessions."""
    if of >= 10 and sys.stderr.isatty():
        end = "\n" if done == of else ""
        print(f"\r{done} of {of} sessions", end=end, file=sys.stderr, flush=True)


def list_placeholders() -> None:
    """Prints every placeholder that a template may use, and what it stands for."""
    from drillctl.exports.documents.placeholders import FOR_PLAYERS, listed

    rows = listed()
    width = max(len(written) for written, _ in rows)
    for written, what in rows:
        print(f"{written:<{width}}  {what}")
    hidden = [written for written, _ in rows if written not in dict(listed(FOR_PLAYERS[0]))]
    print(f"\nNot in {', '.join(FOR_PLAYERS)}, which players see:")
    for written in hidden:
        print(f"  {written}")
