"""A session's documents as files: which there are, and what of a person's work is kept."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from drillctl.exports.documents.archive import signed, untouched
from drillctl.exports.documents.compose import compose
from drillctl.exports.documents.doctrine import read_doctrine
from drillctl.exports.documents.facts import Facts, facts
from drillctl.exports.documents.kinds import FORMATS, KINDS
from drillctl.exports.documents.markdown import markdown
from drillctl.exports.documents.record_form import record_form
from drillctl.exports.documents.word import word
from drillctl.exports.documents.workbook import workbook
from drillctl.files.atomic import write_all
from drillctl.files.limited import read_limited
from drillctl.files.staging import remove_stale
from drillctl.model.plan import Plan
from drillctl.model.problem import Problem


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which documents are written, and how. `templates`: own Word templates by kind."""

    doctrine: str = "hseep"
    language: str = "en"
    kinds: Sequence[str] = tuple(KINDS)
    formats: Sequence[str] = FORMATS
    templates: Mapping[str, Path] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Written:
    """What was written, and which files were kept since a person has changed them."""

    paths: Sequence[Path]
    kept: Sequence[Path]


def write_documents(
    problem: Problem,
    plan: Plan,
    out: Path,
    wanted: Wanted = Wanted(),
    *,
    only: str | None = None,
    force: bool = False,
    progress: Callable[[int, int], None] = lambda done, of: None,
) -> Written:
    """A folder below `out` for each held session (or `only` that one): ``river-flood-1/...``.

    A file that a person has changed since is kept, unless `force`. All appear, or none.

    Raises
    ------
    OSError
        A file can't be read or written.
    """
    doctrine = read_doctrine(wanted.doctrine)
    sessions = [session for session in plan.sessions if only in (None, session.id)]
    kept: list[Path] = []
    same: list[Path] = []
    made: list[Path] = []

    def fresh() -> Iterator[tuple[Path, bytes]]:
        for done, session in enumerate(sessions, 1):
            folder = out / f"{session.scenario}-{session.number}"
            if not folder.exists():
                folder.mkdir()
                made.append(folder)
            remove_stale(folder)
            known = facts(problem, session, doctrine, wanted.language)
            for name, data in session_files(known, wanted):
                path = folder / name
                old = read_limited(path) if path.exists() else None
                if old == data:
                    same.append(path)
                elif old is not None and not force and not untouched(old, path.suffix):
                    kept.append(path)
                else:
                    yield path, data
            progress(done, len(sessions))

    try:
        written = write_all(fresh())
    except BaseException:
        for folder in made:
            folder.rmdir()
        raise
    return Written(sorted([*written, *same]), kept)


def session_files(known: Facts, wanted: Wanted = Wanted()) -> Iterator[tuple[str, bytes]]:
    """(name, bytes) of each file of a session: ``river-flood-1-sign-in.xlsx``."""
    stem = f"{known.session.scenario}-{known.session.number}"
    for kind in wanted.kinds:
        for form in KINDS[kind]:
            if form in wanted.formats:
                yield f"{stem}-{kind}.{form}", _file(known, kind, form, wanted)


def _file(known: Facts, kind: str, form: str, wanted: Wanted) -> bytes:
    match form:
        case "yaml":
            return signed(record_form(known), ".yaml")
        case "xlsx":
            return workbook(known, kind)
        case "md":
            return signed(markdown(compose(known, kind)), ".md")
    if kind in wanted.templates:
        from drillctl.exports.documents.templates import render

        return render(wanted.templates[kind], known, kind)
    return word(compose(known, kind))
