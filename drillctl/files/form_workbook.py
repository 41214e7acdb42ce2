"""A filled-in workbook as what it says: a sign-in sheet, or an evaluator's sheets."""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field

from drillctl.files import forms
from drillctl.files.form_attendance import read_attendance
from drillctl.files.form_tables import Row, Table, head_of, table_of
from drillctl.files.form_values import UnreadableError, read_typed
from drillctl.files.form_yaml import free_id
from drillctl.files.record_shape import scalar_at
from drillctl.files.said import At, Form, Where, kept_unread
from drillctl.files.shapes import Scalar, Sort
from drillctl.files.typed_names import Names, an_id_like, sort_shown, tight
from drillctl.files.typed_values import a_session, plain, yes_no
from drillctl.files.workbook_cells import Cell, Sheet, WorkbookError, read_cells
from drillctl.language import joined, tr

_FILE = re.compile(r"([a-z0-9][a-z0-9._-]*?)-([1-9]\d*)\D.*\.xls[xm]", re.IGNORECASE)


@dataclass
class Reading:
    """A workbook being read. `members`: ids that the session's other papers name.

    `earlier`: texts of earlier actions by ``SESSION/ID``.
    """

    form: Form
    names: Names
    members: Collection[str] = ()
    earlier: Mapping[str, str] = field(default_factory=dict)

    def value(self, row: Row, key: str, where: Where, shape: Scalar | None = None) -> None:
        """Takes in one cell as a value of the record."""
        shape = shape or scalar_at(where)
        cell, at = row.take(key), row.at(key)
        if key in row.table.columns or cell is not None:
            self.cell(cell, at, where, shape, row.table.headings.get(row.table.columns[key], key))

    def cell(self, cell: Cell | None, at: At, where: Where, shape: Scalar, called: str) -> None:
        """Likewise, of a cell that was found already."""
        if cell is None:
            self.form.say(where, None, at)
            return
        hint: str = tr(
            "the formula was never worked out: open and save it in a spreadsheet program"
        )
        if not cell.formula:
            try:
                value = read_typed(shape, cell.value, self.names)
                self.form.say(where, value if value != "" else None, at, cell.text)
                return
            except UnreadableError as error:
                hint = str(error)
        code = "A014"
        if shape.sort is Sort.ID:
            code = "A008" if shape.of == "member" else "A017"
        message = tr("{heading} {typed!r} can't be read", heading=called, typed=cell.text)
        if code != "A014":
            message = tr(
                "no {sort} is called {typed!r}", sort=sort_shown(shape.of), typed=cell.text
            )
        self.form.stray(at, cell.text, code, kept_unread(message), hint)
        self.form.say(where, None, at)

    def stray_row(self, row: Row, code: str, message: str, hint: str = "") -> None:
        """Keeps a whole row that can't be taken in."""
        at = row.table.sheet.at(row.number, min(row.cells))
        self.form.stray(at, row.whole(), code, kept_unread(message), hint)


def read_workbook(
    path: str,
    data: bytes,
    names_of: Callable[[str], Names],
    members_of: Callable[[str], Collection[str]],
    earlier: Mapping[str, str],
) -> Form:
    """All that a workbook says; each function takes the session that it turns out to be about.

    Raises
    ------
    WorkbookError
        It can't be read, holds no form, or does not say of which session.
    """
    sheets = read_cells(path, data)
    tables = {id(sheet): table_of(sheet) for sheet in sheets}
    if not any(tables.values()):
        known = ", ".join(sheet.title["en"] for sheet in forms.SHEETS.values())
        hint = tr("a form's sheets are {sheets}, each with its row of headings", sheets=known)
        raise WorkbookError(tr("no sheet of it is a form"), hint)
    session = _session(path, sheets, tables, names_of)
    first = next(sheet for sheet in sheets if tables[id(sheet)])
    form = Form(path, first.at(1, 1), session)
    reading = Reading(form, names_of(session), members_of(session), earlier)
    for sheet in sheets:
        table = tables[id(sheet)]
        used = _read_head(reading, sheet, table)
        for number, cells in sheet.rows.items():
            left = [cells[c] for c in sorted(cells) if (number, c) not in used]
            if left and (table is None or number < table.heading):
                text = " | ".join(cell.text for cell in left)
                message = kept_unread(tr("text outside of the form's table"))
                form.stray(sheet.at(number, left[0].column), text, "A015", message)
        if table is not None:
            _read_table(reading, table)
        for note in sheet.notes:
            message = kept_unread(tr("a comment on the cell"))
            form.stray(sheet.at(note.row, note.column), note.text, "A015", message)
    return form


def _session(
    path: str,
    sheets: list[Sheet],
    tables: Mapping[int, Table | None],
    names_of: Callable[[str], Names],
) -> str:
    """What the heads say, else the file's name; of several, none."""
    found: dict[str, At] = {}
    typed = ""
    for sheet in sheets:
        table = tables[id(sheet)]
        for key, cell, _, _ in head_of(sheet, table.heading if table else 1):
            if key == "session" and cell is not None:
                typed = typed or cell.text
                session = a_session(cell.value)
                if session is not None:
                    found.setdefault(session, sheet.at(cell.row, cell.column))
    if len(found) > 1:
        about = joined(tr(" and "), (f"{session} ({at})" for session, at in found.items()))
        message = tr("it says that it is about {sessions}", sessions=about)
        raise WorkbookError(message, tr("give each session its own file"))
    if found:
        return next(iter(found))
    named = _FILE.fullmatch(re.split(r"[/\\]", path)[-1])
    if not typed and named and named[1].lower() in names_of("").problem.scenarios:
        return f"{named[1].lower()}#{named[2]}"
    message = tr("no sheet says of which session it is")
    if typed:
        message = tr("{typed!r} is not a session", typed=typed)
    hint = tr("fill in the row Session above the table, such as river-flood#1")
    raise WorkbookError(message, hint)


def _read_head(reading: Reading, sheet: Sheet, table: Table | None) -> set[tuple[int, int]]:
    """Takes in the labels and values above the table, and returns which cells these are."""
    used: set[tuple[int, int]] = set()
    if table is None:
        return used
    for key, cell, columns, number in head_of(sheet, table.heading):
        used |= {(number, column) for column in columns}
        if cell is not None and key != "session":
            where = (key,)
            at = sheet.at(number, cell.column)
            reading.cell(cell, at, where, scalar_at(where), forms.HEAD[key]["en"])
    titles = {tight(word) for kind in forms.SHEETS.values() for word in kind.title.values()}
    for number, cells in sheet.rows.items():
        if number < table.heading:
            used |= {(number, c) for c, cell in cells.items() if tight(cell.text) in titles}
    return used


def _read_table(reading: Reading, table: Table) -> None:
    read = {
        "attendance": _attendance,
        "ratings": _ratings,
        "injects": _injects,
        "observations": _findings,
        "strengths": _findings,
        "areas": _numbered,
        "actions": _numbered,
        "follow_up": _follow_up,
    }[table.kind.key]
    rows = list(table.rows())
    read(reading, table, rows)
    for row in rows:
        reading.form.read |= {table.sheet.at(row.number, column) for column in row.used}
        for at, text in row.left():
            message = kept_unread(tr("{text!r} has no place in a record", text=text))
            reading.form.stray(at, text, "A015", message)


def _attendance(reading: Reading, table: Table, rows: list[Row]) -> None:
    for row in rows:
        read_attendance(reading, row)


def _ratings(reading: Reading, table: Table, rows: list[Row]) -> None:
    objective = ""
    evaluators: dict[str, tuple[At, list[str]]] = {}
    for row in rows:
        cell = row.get("objective")
        if cell is not None:
            objective = reading.names.find("objective", cell.value) or an_id_like(cell.value) or ""
        known = reading.names.known("objective")
        alone = not known and len(row.cells) == 1
        if not objective or (known and objective not in known) or alone:
            hint = reading.names.near("objective", cell.value) if cell is not None else ""
            reading.stray_row(row, "A017", tr("nothing says which objective it is about"), hint)
            continue
        row.take("objective")
        base = ("ratings", objective)
        if row.get("capability") is not None:
            reading.value(row, "capability", (*base, "capability"))
        task = row.take("task")
        if task is None:
            reading.value(row, "rating", (*base, "rating"))
            reading.value(row, "observed", (*base, "note"), scalar_at((*base, "note")))
        else:
            below = (*base, "tasks", task.text)
            reading.form.say((*below, "task"), task.text, row.at("task"), task.text)
            reading.value(row, "rating", (*below, "rating"))
            reading.value(row, "observed", (*below, "observed"))
        evaluator = row.take("evaluator")
        if evaluator is not None:
            _, called = evaluators.setdefault(objective, (row.at("evaluator"), []))
            called += [] if evaluator.text in called else [evaluator.text]
    for name, (at, called) in evaluators.items():
        text = ", ".join(called)
        reading.form.say(("ratings", name, "evaluator"), text, at, text)


def _injects(reading: Reading, table: Table, rows: list[Row]) -> None:
    scenario = reading.names.scenario
    planned = dict(enumerate(scenario.injects, 1)) if scenario is not None else {}
    for row in rows:
        text = row.text("number")
        if not text.isdecimal() or not 1 <= int(text[:7]) <= 10**6:
            reading.stray_row(row, "A014", tr("nothing says which inject it is about"))
            continue
        row.take("number")
        where = ("injects", str(int(text)))
        reading.form.say((*where, "number"), int(text), row.at("number"), text)
        done = row.get("done")
        if done is not None and yes_no(done.value) is None and row.get("note") is None:
            reading.cell(row.take("done"), row.at("done"), (*where, "note"), scalar_at(
                (*where, "note")), "Done")  # fmt: skip
        else:
            reading.value(row, "done", (*where, "done"))
            reading.value(row, "note", (*where, "note"))
        reading.value(row, "at", (*where, "at"))
        inject = planned.get(int(text))
        if inject is None:
            continue
        position = scenario.position(inject.recipient) if scenario is not None else None
        known = {
            "from": (inject.sender,),
            "to": (inject.recipient, position.title if position else ""),
            "text": (inject.text,),
            "expect": (inject.expect,),
            "objective": (inject.objective or "",),
        }
        for key, texts in known.items():
            if tight(row.text(key)) in {tight(one) for one in texts}:
                row.take(key)
        minutes = f"{inject.at // 60}:{inject.at % 60:02d}"
        if re.fullmatch(r"[\d:+() hm.T-]*", row.text("time")) or minutes in row.text("time"):
            row.take("time")


def _findings(reading: Reading, table: Table, rows: list[Row]) -> None:
    for row in rows:
        cell = row.take("text")
        if cell is None:
            reading.stray_row(row, "A015", tr("a row without its text"))
            continue
        where = (table.kind.key, cell.text)
        reading.form.say((*where, "text"), cell.text, row.at("text"), cell.text)
        for key in ("objective", "capability", "by"):
            reading.value(row, key, (*where, key))


def _numbered(reading: Reading, table: Table, rows: list[Row]) -> None:
    """Areas and actions: what has no number of its own, or one given twice, gets a free one."""
    kind, letter = table.kind.key, {"areas": "a", "actions": "c"}[table.kind.key]
    keys = [key for key in table.columns if key != "id"]
    filled = [row for row in rows if any(row.get(key) is not None for key in keys)]
    taken = {an_id_like(row.text("id")) or "" for row in filled}
    for row in rows:
        if row not in filled and not any(c != table.columns.get("id") for c in row.cells):
            row.take("id")
    found: set[str] = set()
    for row in filled:
        name = an_id_like(row.text("id"))
        if name is not None:
            row.take("id")
        if name is None or name in found:
            name = free_id(letter, taken)
            reading.form.loose.add((kind, name))
        taken.add(name)
        found.add(name)
        reading.form.say((kind, name, "id"), name, row.at("id"), row.text("id"))
        for key in keys:
            below = (key, "by") if key == "retest" else (key,)
            reading.value(row, key, (kind, name, *below))


def _follow_up(reading: Reading, table: Table, rows: list[Row]) -> None:
    for row in rows:
        cell = row.take("action")
        if cell is None:
            reading.stray_row(row, "A015", tr("a row without its action"))
            continue
        name = plain(cell.text).replace(" ", "")
        if tight(row.text("text")) == tight(reading.earlier.get(name, "")):
            row.take("text")
        where = ("follow_up", name)
        reading.form.say((*where, "action"), name, row.at("action"), cell.text)
        for key in ("state", "verified_by", "note"):
            reading.value(row, key, (*where, key))
