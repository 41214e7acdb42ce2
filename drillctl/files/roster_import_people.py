"""The rows of imported tables as people: who, of which team, with which certificates."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from drillctl.files.diagnostics import Diagnostic
from drillctl.files.roster_import_certificates import Written, certificates, dates_only, held_mark
from drillctl.files.roster_import_columns import Column, Layout
from drillctl.files.roster_import_contacts import email_of, phone_of
from drillctl.files.roster_import_dates import NEVER, DateColumn, DateError, Order, says_nothing
from drillctl.files.roster_import_tables import Filled
from drillctl.files.said import At, problem
from drillctl.files.typed_names import an_id_like, tight
from drillctl.files.typed_values import plain, shown
from drillctl.language import tr

_TOTALS = re.compile(
    r"(?:合计|总计|小计|共计|总人数|totals?|sub-?totals?|sum|count)\b.*|(?:合计|总计|小计|共计).*"
)
_FOOTER_CELLS = 2


@dataclass
class HeldSaid:
    """A certificate as a sheet says it. `expires`: a date, `NEVER`, or None where it says none."""

    title: str
    at: At
    issued: date | None = None
    expires: date | str | None = None


@dataclass
class Person:
    """What the rows about one person say; "" and None: nothing. `places`: of each field."""

    at: At
    id: str = ""
    name: str = ""
    team: str = ""
    kind: str = ""
    email: str = ""
    phone: str = ""
    availability: str = ""
    held: list[HeldSaid] = field(default_factory=list)
    places: dict[str, At] = field(default_factory=dict)

    def place(self, name: str) -> At:
        """Where a field stands, else the person's row."""
        return self.places.get(name, self.at)


@dataclass
class Choices:
    """What the person who imports says. `single`: what a lone date of a certificate means."""

    order: Order | None = None
    single: str = ""
    team: str = ""


@dataclass
class People:
    """Whom the tables name. `notes`: rows passed over and the like. `bad`: in how many rows
    something can't be read."""

    people: list[Person] = field(default_factory=list)
    problems: list[Diagnostic] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def date_columns(layout: Layout, order: Order | None) -> dict[int, DateColumn]:
    """How each column of a table writes its dates."""
    found = {}
    for column in layout.columns:
        if column.field in ("issued", "expires", "held", "certifications", "certificate"):
            dates = DateColumn(order, layout.table.epoch_1904)
            dates.look(row[column.number] for _, row in layout.rows() if column.number in row)
            found[column.number] = dates
    return found


def add_people(
    layout: Layout, dates: Mapping[int, DateColumn], choices: Choices, found: People
) -> None:
    """The people of one table; rows about the same person are joined later."""
    reader = _Reader(layout, dates, choices, found)
    for _, row in layout.rows():
        reader.row(row)


class _Reader:
    """One table, row by row. `bad` cells and people are noted in `found`."""

    def __init__(
        self, layout: Layout, dates: Mapping[int, DateColumn], choices: Choices, found: People
    ) -> None:
        self.layout, self.dates, self.choices, self.found = layout, dates, choices, found
        self.columns = {column.number: column for column in layout.columns}
        self.last: Person | None = None
        self.headings = {c.number: tight(c.heading) for c in layout.columns}

    def problem(self, at: At, code: str, message: str, hint: str = "") -> None:
        self.found.problems.append(problem(at, code, message, hint))

    def row(self, row: dict[int, Filled]) -> None:
        """Takes in one row, or says why it is passed over."""
        cells = {n: cell for n, cell in row.items() if n in self.columns}
        wanted = {n: c for n, c in cells.items() if self.columns[n].target != "-"}
        first = next(iter(row.values()))
        text = shown(first.value)
        if all(tight(shown(cell.value)) == self.headings.get(n) for n, cell in row.items()):
            return
        named = [c for n, c in wanted.items() if self.columns[n].target == "name"]
        counted = all(c is first or c.bad or shown(c.value).isdigit() for c in named)
        if _TOTALS.fullmatch(plain(text)) and counted:
            self._pass_over(first.at, tr("totals"), text)
            return
        said: dict[str, Filled] = {}
        for number, cell in wanted.items():
            said.setdefault(self.columns[number].target, cell)
        who = [said[f] for f in ("id", "name", "family-name", "given-name") if f in said]
        bad = [c for c in wanted.values() if c.bad]
        for cell in bad:
            hint = tr("open the file in a spreadsheet program, save it, or type the value itself")
            self.problem(cell.at, "D011", cell.bad, hint)
        if not who:
            if self.last is not None and self._certified(wanted):
                self.last.held += self._held(wanted)
            elif len(row) <= _FOOTER_CELLS or not wanted:
                self._pass_over(first.at, tr("no name"), text)
            else:
                hint = tr("fill in the name, or empty the row")
                self.problem(first.at, "D008", tr("a row without a name"), hint)
            return
        if len(row) == 1 and "name" not in said and "family-name" not in said:
            self._pass_over(first.at, tr("no name"), text)
            return
        if len(row) == 1 and len(self.columns) > 2 and (len(text) > 12 or ":" in plain(text)):
            self._pass_over(first.at, tr("a line of text"), text)
            return
        person = Person(who[0].at)
        self._fill(person, said)
        self._continue(person)
        person.held = self._held(wanted)
        self.last = person
        self.found.people.append(person)

    def _continue(self, person: Person) -> None:
        """A row right below one of the same name need not repeat the id and the team."""
        last = self.last
        if last is not None and person.name and tight(person.name) == tight(last.name):
            if not person.team and person.id in ("", last.id):
                person.team = last.team
            if not person.id and tight(person.team) == tight(last.team):
                person.id = last.id

    def _pass_over(self, at: At, why: str, text: str) -> None:
        shown_text = text if len(text) <= 40 else text[:37] + "..."
        note = tr("{place}: passed over, {why}: {text!r}", place=str(at), why=why, text=shown_text)
        self.found.notes.append(note)

    def _certified(self, wanted: Mapping[int, Filled]) -> bool:
        fields = {self.columns[n].field for n in wanted}
        return bool(fields & {"certificate", "certifications"})

    def _fill(self, person: Person, said: Mapping[str, Filled]) -> None:
        for name in ("id", "name", "team", "kind", "email", "phone", "availability"):
            if name in said and not said[name].bad and not says_nothing(shown(said[name].value)):
                person.places[name] = said[name].at
                setattr(person, name, self._value(name, said[name]))
        if "name" not in said:
            person.name = self._two_names(said)
        for name in ("name", "family-name", "given-name"):
            if name in said:
                person.places.setdefault("name", said[name].at)

    def _value(self, name: str, cell: Filled) -> str:
        text = _text(cell)
        match name:
            case "id":
                known = an_id_like(text)
                if known is None:
                    hint = tr("letters a-z, digits, '.', '_' and '-', up to 64 characters")
                    self.problem(cell.at, "D007", tr("{value!r} is not an id", value=text), hint)
                return known or ""
            case "email":
                found, wrong, advice = email_of(text)
                if wrong:
                    self.problem(cell.at, "D006", wrong, advice)
                return found
            case "phone":
                found, wrong, advice = phone_of(cell.value)
                if wrong:
                    self.problem(cell.at, "D005", wrong, advice)
                return found
            case "name" if tight(text).isalpha() and not any(c < "\u3400" for c in tight(text)):
                return tight(text)
        return text

    def _two_names(self, said: Mapping[str, Filled]) -> str:
        """One name of two columns: 李 and 伟 are 李伟, Berger and Anna are Anna Berger."""
        family, given = (
            _text(said[n]) if n in said and not said[n].bad else ""
            for n in ("family-name", "given-name")
        )
        if not family or not given:
            return family or given
        western = family.isascii() or given.isascii() or not tight(family)[0] >= "\u3400"
        return f"{given} {family}" if western else family + given

    def _held(self, wanted: Mapping[int, Filled]) -> list[HeldSaid]:
        found: list[HeldSaid] = []
        groups: dict[str, dict[str, Filled]] = {}
        for number, cell in wanted.items():
            column = self.columns[number]
            if cell.bad:
                continue
            if column.field == "held":
                for one in self._own_column(column, cell):
                    # One column has the day of issue, another that of expiry.
                    other = next((o for o in found if tight(o.title) == tight(one.title)), one)
                    other.issued = other.issued or one.issued
                    other.expires = other.expires or one.expires
                    found += [one] if other is one else []
            elif column.field == "certifications":
                found += self._several(number, cell)
            elif column.field in ("certificate", "issued", "expires"):
                groups.setdefault(column.group, {})[column.field] = cell
        numbers = {(c.group, c.field): c.number for c in self.columns.values()}
        for group, cells in groups.items():
            found += self._group(cells, {f: numbers[group, f] for f in cells})
        return found

    def _own_column(self, column: Column, cell: Filled) -> list[HeldSaid]:
        """A cell below a certificate's heading."""
        text, role = shown(cell.value), column.target.partition(":")[2]
        mark = held_mark(text) if isinstance(cell.value, str | bool | int) else None
        if mark is not None and not (cell.number and text not in ("0", "1")):
            return [HeldSaid(column.title, cell.at)] if mark else []
        held = HeldSaid(column.title, cell.at)
        typed = dates_only(text) if isinstance(cell.value, str) else None
        if typed is None or typed.single:
            meaning = role or self.choices.single
            if not meaning:
                self._meaning(cell.at, text)
                return []
            value = self._date(column.number, cell, typed.single if typed else None, "mark")
            if value is None:
                return []
            if meaning == "issued" and not isinstance(value, str):
                held.issued = value
            else:
                held.expires = value
            return [held]
        return [self._dated(held, typed, column.number, cell)]

    def _several(self, number: int, cell: Filled) -> list[HeldSaid]:
        found = []
        for one in certificates(shown(cell.value)):
            if not one.title:
                message = tr("a date without a certificate in {text!r}", text=shown(cell.value))
                hint = tr("write it as: Rope rescue 2025-04-01~2028-03-31; First aid")
                self.problem(cell.at, "D013", message, hint)
                continue
            held = HeldSaid(one.title, cell.at)
            if one.single and not self.choices.single:
                self._meaning(cell.at, f"{one.title} {one.single}")
                continue
            found.append(self._dated(held, one, number, cell))
        return found

    def _dated(self, held: HeldSaid, typed: Written, number: int, cell: Filled) -> HeldSaid:
        """With the dates as they are typed after it."""
        issued, expires = typed.issued, typed.expires
        if typed.single and self.choices.single == "issued":
            issued = typed.single
        elif typed.single:
            expires = typed.single
        if issued:
            value = self._date(number, cell, issued)
            held.issued = value if isinstance(value, date) else None
        if expires:
            held.expires = self._date(number, cell, expires)
        return held

    def _group(self, cells: Mapping[str, Filled], numbers: Mapping[str, int]) -> list[HeldSaid]:
        """Certificate, date of issue and date of expiry in columns of their own."""
        dates = {f: self._date(numbers[f], cells[f]) for f in ("issued", "expires") if f in cells}
        if "certificate" not in cells or says_nothing(shown(cells["certificate"].value)):
            cell = next(iter(cells.values()))
            if any(value is not None for value in dates.values()):
                message = tr("a date without a certificate")
                self.problem(cell.at, "D013", message, tr("name the certificate beside it"))
            return []
        cell = cells["certificate"]
        typed = certificates(shown(cell.value))
        if len(typed) != 1 or typed[0].issued or typed[0].expires or typed[0].single:
            if not dates:
                return self._several(numbers["certificate"], cell)
            message = tr("several certificates beside one date: {text!r}", text=shown(cell.value))
            self.problem(cell.at, "D013", message, tr("write each on a row of its own"))
            return []
        issued = dates.get("issued")
        if issued == NEVER:
            at = cells["issued"].at
            message = tr("{value!r} is not a date", value=shown(cells["issued"].value))
            self.problem(at, "D004", message, tr("write it as 2027-03-31"))
        held = HeldSaid(typed[0].title, cell.at, None, dates.get("expires"))
        held.issued = issued if isinstance(issued, date) else None
        return [held]

    def _date(
        self, number: int, cell: Filled, text: str | None = None, instead: str = ""
    ) -> date | str | None:
        try:
            return self.dates[number].read(cell, text)
        except DateError as error:
            hint = error.hint
            if instead:
                hint = tr("{hint}, or a mark such as ✓", hint=hint)
            self.problem(cell.at, "D004", error.message, hint)
            return None

    def _meaning(self, at: At, text: str) -> None:
        message = tr(
            "{text!r} does not say whether that is the day of issue or of expiry", text=text
        )
        hint = tr(
            "write 2025-04-01~2028-03-31, or say --single-date expires or --single-date issued"
        )
        self.problem(at, "D013", message, hint)


def _text(cell: Filled) -> str:
    """A cell as one line of text, its full-width letters and digits made usual."""
    from unicodedata import normalize

    return " ".join(normalize("NFKC", shown(cell.value)).split())
