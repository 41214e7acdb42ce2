"""Spreadsheets into a roster, from the files named to the text to be written."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from drillctl.files.diagnostics import Diagnostic
from drillctl.files.limited import read_yaml
from drillctl.files.loading import files_below
from drillctl.files.record_lines import quoted
from drillctl.files.roster_import_columns import HELD, Column, Layout, asked, layout, unmatched
from drillctl.files.roster_import_dates import DateColumn, Order
from drillctl.files.roster_import_matching import match_people
from drillctl.files.roster_import_merge import Merged, merge
from drillctl.files.roster_import_people import Choices, People, add_people, date_columns
from drillctl.files.roster_import_tables import read_tables
from drillctl.files.roster_import_titles import Titles
from drillctl.files.roster_text import NEW
from drillctl.files.rosters_alone import RosterAlone, read_rosters
from drillctl.files.said import At, in_order, problem
from drillctl.files.system_errors import system_error
from drillctl.language import tr, trn


@dataclass(frozen=True)
class Wanted:
    """What is imported, and how. `into`: the roster's file, which need not exist; `beside`: other
    files of the same roster. `mapping`: heading to field; `aliases`: what a sheet calls a team or
    certification to its id. `partial`: rows in which something is wrong are left out."""

    files: Sequence[str]
    into: str
    beside: Sequence[str] = ()
    mapping: Mapping[str, str] = field(default_factory=dict)
    aliases: Mapping[str, str] = field(default_factory=dict)
    sheet: str | None = None
    encoding: str | None = None
    order: Order | None = None
    single: str = ""
    timezone: str = ""
    team: str = ""
    kind: str = ""
    remove_missing: bool = False
    partial: bool = False


class Questions(Protocol):
    """Whoever is asked where a guess is unsure; None: nobody answers."""

    def layout(self, found: Layout) -> None:
        """Is shown what the columns are taken for."""

    def column(self, found: Layout, column: Column) -> str | None:
        """What the column is."""

    def order(self, column: Column, dates: DateColumn) -> Order | None:
        """In which order its dates are."""

    def same(self, sort: str, text: str, name: str, title: str) -> bool | None:
        """Whether a text means this team or certification."""


@dataclass
class Imported:
    """What came of it. `before`: the text as it was, "" for a new file."""

    layouts: list[Layout] = field(default_factory=list)
    merged: Merged | None = None
    before: str = ""
    problems: list[Diagnostic] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    rows: int = 0
    left_out: int = 0


def import_roster(wanted: Wanted, questions: Questions) -> Imported:
    """Reads, matches and merges; writes nothing. `merged` is None where anything is wrong."""
    result = Imported()
    files = _rosters(wanted, result)
    base = read_rosters(files)
    if base.problems or result.problems:
        result.problems = [*result.problems, *base.problems]
        if any(p.code == "R001" for p in base.problems):
            result.notes.append(tr("name the other files of the roster with --with"))
        return result
    result.before = files[wanted.into].decode("utf-8") if Path(wanted.into).exists() else ""
    found = _people(wanted, base, questions, result)
    if found is None:
        return result
    merged = _merged(wanted, base, files[wanted.into], found, questions, result)
    if merged is None or merged.problems:
        result.problems += merged.problems if merged else []
        return _sorted(result)
    changed = merged.text != result.before
    after = read_rosters({**files, wanted.into: merged.text.encode()}) if changed else base
    result.problems += after.problems
    if not after.parts.timezones and not result.before:
        message = tr("the roster has no time zone")
        hint = tr("say --timezone Asia/Shanghai (an IANA name)")
        result.problems.append(problem(At(wanted.into, 1, 1), "R005", message, hint))
    if not after.problems and (result.before or after.parts.timezones):
        result.merged = merged
    return _sorted(result)


def _sorted(result: Imported) -> Imported:
    result.problems = in_order(result.problems)
    return result


def _rosters(wanted: Wanted, result: Imported) -> dict[str, bytes]:
    """The roster's files as they are; the one imported into first, new where it is not there."""
    files: dict[str, bytes] = {}
    into = Path(wanted.into)
    try:
        files[wanted.into] = read_yaml(into) if into.exists() else _new(wanted)
        for path in files_below(wanted.beside):
            if not (into.exists() and path.samefile(into)):
                files[path.as_posix()] = read_yaml(path)
    except OSError as error:
        message = system_error(error)
        result.problems.append(problem(At(str(error.filename)), "F001", message))
    missing = [name for name in wanted.beside if not Path(name).exists()]
    for name in missing:
        result.problems.append(problem(At(name), "F001", tr("no such file or folder")))
    if into.exists() and not result.problems and not _holds_roster(files[wanted.into]):
        message = tr("the file holds no roster to import into")
        result.problems.append(problem(At(wanted.into, 1, 1), "F003", message))
    return files


def _new(wanted: Wanted) -> bytes:
    zone = f"timezone: {quoted(wanted.timezone)}\n" if wanted.timezone else ""
    return (NEW + zone).encode()


def _holds_roster(data: bytes) -> bool:
    return re.search(rb"^\s*[{\"']?\"?kind\"?'?\s*:\s*[\"']?roster", data, re.MULTILINE) is not None


def _people(
    wanted: Wanted, base: RosterAlone, questions: Questions, result: Imported
) -> People | None:
    """Everybody whom the tables name; None where their columns are not understood."""
    tables = read_tables(wanted.files, sheet=wanted.sheet, encoding=wanted.encoding)
    result.problems += tables.problems
    result.notes += tables.skipped
    certifications = base.roster.certifications
    titles = [*certifications, *(c.title for c in certifications.values()), *wanted.aliases]
    several: list[Diagnostic] = []
    for table in tables.tables:
        laid = layout(table, wanted.mapping, titles, several)
        if laid is not None:
            result.layouts.append(laid)
    # Of a workbook's sheets, those without headings of a roster are something else.
    if result.layouts and wanted.sheet is None:
        result.notes += [tr("{place}: not a table of people", place=p.path) for p in several]
    else:
        result.problems += several
    for heading in unmatched(wanted.mapping, result.layouts) if result.layouts else ():
        known = ", ".join(dict.fromkeys(c.heading for one in result.layouts for c in one.columns))
        message = tr("--map {heading}: no such column", heading=heading)
        hint = tr("there are: {columns}", columns=known)
        at = At(result.layouts[0].table.shown)
        result.problems.append(problem(at, "D003", message, hint))
    if not tables.tables and not result.problems:
        names = ", ".join(wanted.files)
        result.problems.append(problem(At(names), "D001", tr("the table is empty")))
    found = People()
    choices = Choices(wanted.order, wanted.single, wanted.team)
    for laid in result.layouts:
        questions.layout(laid)
        _ask(laid, questions, result)
    if result.problems and not result.layouts:
        return None
    unsure = any(p.code == "D003" for p in result.problems)
    for laid in () if unsure else result.layouts:
        if laid.table.hidden:
            result.notes.append(
                trn(
                    "{place}: {n} hidden row is read too",
                    "{place}: {n} hidden rows are read too",
                    laid.table.hidden,
                    place=laid.table.shown,
                )
            )
        dates = date_columns(laid, wanted.order)
        for column in laid.columns:
            one = dates.get(column.number)
            if one is not None and one.doubtful and one.settled is None:
                one.order = questions.order(column, one)
        before = len(found.people)
        add_people(laid, dates, choices, found)
        _by_sheet(laid, found, before, base)
    if not found.people and not result.problems and not found.problems:
        at = At(", ".join(laid.table.shown for laid in result.layouts))
        result.problems.append(problem(at, "D001", tr("no row names a person")))
    result.notes += found.notes
    result.rows = len(found.people)
    return None if unsure else found


def _ask(laid: Layout, questions: Questions, result: Imported) -> None:
    """Settles what is unsure, or says what to answer."""
    answers: dict[int, str] = {}
    for column in laid.columns:
        if not column.sure:
            answer = questions.column(laid, column)
            if answer is None:
                _unsure(laid, column, result)
            answers[column.number] = answer or column.target
    asked(laid, lambda column: answers[column.number])
    targets = {column.target for column in laid.columns}
    if not targets & {"name", "family-name", "given-name", "id"}:
        at = At(laid.table.shown)
        message = tr("no column of names")
        result.problems.append(problem(at, "D003", message, tr("say --map HEADING=name")))


def _unsure(laid: Layout, column: Column, result: Imported) -> None:
    cell = laid.table.rows[laid.heading][column.number]
    message = tr("column {heading!r} may be {field!r}", heading=column.heading, field=column.target)
    name = f"'{column.heading}'" if " " in column.heading else column.heading
    hint = tr("say --map {name}={field}, or --map {name}=- to leave it out",
              name=name, field=column.target)  # fmt: skip
    if column.field == HELD and column.target == f"{HELD}:expires":
        hint = tr("say --map {name}=held:expires or held:issued, whichever its dates are, or "
                  "--map {name}=- to leave it out", name=name)  # fmt: skip
    result.problems.append(problem(cell.at, "D003", message, hint))


def _by_sheet(laid: Layout, found: People, before: int, base: RosterAlone) -> None:
    """A sheet that is called as a team of the roster holds that team."""
    if laid.of("team") is not None or not laid.table.title:
        return
    teams = Titles("team", {t.id: t.title for t in base.roster.teams.values()})
    team = teams.exact(laid.table.title)
    for person in found.people[before:] if team else ():
        person.team = team or ""


def _merged(
    wanted: Wanted,
    base: RosterAlone,
    data: bytes,
    found: People,
    questions: Questions,
    result: Imported,
) -> Merged | None:
    roster = base.roster
    called = {
        "team": {t.id: t.title for t in roster.teams.values()},
        "certification": {c.id: c.title for c in roster.certifications.values()},
    }
    while True:
        teams, certifications = (
            Titles(sort, titles, wanted.aliases, questions.same) for sort, titles in called.items()
        )
        known = len(found.problems)
        matched = match_people(found, base, teams, certifications, wanted.kind, wanted.team)
        if not found.problems or not wanted.partial:
            break
        bad = {_row(At(p.path, p.line, p.column)) for p in found.problems}
        left = [person for person in found.people if _row(person.at) not in bad]
        result.problems += found.problems
        result.left_out += len(found.people) - len(left)
        if len(left) == len(found.people) and len(found.problems) > known:
            return None
        found = People(left)
    result.problems += found.problems
    if found.problems:
        return None
    result.notes += [*matched.notes, *teams.said, *certifications.said]
    return merge(
        base, wanted.into, data, matched, teams, certifications,
        timezone=wanted.timezone, remove_missing=wanted.remove_missing,
    )  # fmt: skip


def _row(at: At) -> tuple[str, int]:
    """The row of a place."""
    cell = re.fullmatch(r"(.*!)[A-Z]+(\d+)", at.path)
    return (cell[1], int(cell[2])) if cell and not at.line else (at.path, at.line)
