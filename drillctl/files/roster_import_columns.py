"""Which column of a table is what: the row of headings, and a guess for each of them."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import get_close_matches

from drillctl.files.diagnostics import Diagnostic, did_you_mean
from drillctl.files.roster_import_certificates import certificates, dates_only, held_mark
from drillctl.files.roster_import_headings import FIELDS, KNOWN, UNUSED, grouped, key, with_role
from drillctl.files.roster_import_tables import Filled, Table
from drillctl.files.said import At, problem
from drillctl.files.typed_values import shown
from drillctl.language import tr

LEAVE = "-"
HELD = "held"
TARGETS = (*FIELDS, HELD, f"{HELD}:issued", f"{HELD}:expires", LEAVE)
"""What a column can be said to be. `held`: of one certificate, named by its heading."""

_WIDEST = 1000
_HEADINGS_WITHIN = 40
_SAMPLES = 3


@dataclass(frozen=True, slots=True)
class Column:
    """A column and what it is taken for.

    `target`: one of `TARGETS`. `group`: of repeated columns. `sure`: nobody need be asked.
    `why`: of a column that is left out.
    """

    number: int
    heading: str
    target: str
    group: str = ""
    title: str = ""
    sure: bool = True
    why: str = ""
    samples: tuple[str, ...] = ()

    @property
    def field(self) -> str:
        """The target without what its dates mean."""
        return self.target.partition(":")[0]


@dataclass
class Layout:
    """A table's row of headings, and its columns."""

    table: Table
    heading: int
    columns: list[Column] = field(default_factory=list)

    def rows(self) -> Iterable[tuple[int, dict[int, Filled]]]:
        """The rows below the headings."""
        return ((n, row) for n, row in self.table.rows.items() if n > self.heading)

    def of(self, name: str) -> Column | None:
        """The column of a field that there is once."""
        return next((c for c in self.columns if c.target == name), None)


def layout(
    table: Table,
    mapping: Mapping[str, str],
    titles: Iterable[str],
    problems: list[Diagnostic],
) -> Layout | None:
    """The columns of a table; None (and a problem) where no row looks like headings.

    `mapping`: heading to target, as the person says. `titles`: ids and titles of certifications.
    """
    said = {key(heading): target for heading, target in mapping.items()}
    known = {key(title) for title in titles}
    number = _heading_row(table, said, known)
    if number is None:
        message = tr("no row of headings with a name or an id was found")
        hint = tr("name the column of names: --map HEADING=name")
        problems.append(problem(At(table.shown), "D001", message, hint))
        return None
    if len(table.rows[number]) > _WIDEST:
        given = len(table.rows[number])
        message = tr("{n} columns, more than the {most} that are read", n=given, most=_WIDEST)
        hint = tr("take out what is not needed")
        problems.append(problem(At(table.shown), "D002", message, hint))
        return None
    found = Layout(table, number)
    above = _spanning(table, number)
    for column, cell in table.rows[number].items():
        heading = shown(cell.value)
        if column in above and key(above[column]) != key(heading):
            heading = f"{above[column]} {heading}"
        samples = _samples(table, number, column)
        found.columns.append(_guess(column, heading, samples, said, known))
    _settle(found)
    return found


def unmatched(mapping: Mapping[str, str], layouts: Sequence[Layout]) -> list[str]:
    """The headings of `mapping` that no table has."""
    there = {key(c.heading) for one in layouts for c in one.columns}
    return [heading for heading in mapping if key(heading) not in there]


def bad_target(target: str) -> str | None:
    """Why a target is none, with the nearest."""
    if target in TARGETS:
        return None
    hint = did_you_mean(target, TARGETS)
    text = tr("no field {target!r}", target=target)
    return text + (" (" + hint + ")" if hint else "")


def asked(found: Layout, ask: Callable[[Column], str]) -> Layout:
    """The columns as a person settles them; `ask` gives the target of one that is unsure."""
    for place, column in enumerate(found.columns):
        if not column.sure:
            found.columns[place] = replace(column, target=ask(column), sure=True, why="")
    _settle(found)
    return found


def _heading_row(table: Table, said: Mapping[str, str], known: set[str]) -> int | None:
    best, most = None, 0
    for number in list(table.rows)[:_HEADINGS_WITHIN]:
        keys = [key(shown(cell.value)) for cell in table.rows[number].values()]
        fields = {KNOWN[k][0] for k in keys if k in KNOWN} | {said[k] for k in keys if k in said}
        who = fields & {"name", "family-name", "id"}
        count = sum(k in KNOWN or k in UNUSED or k in said or k in known for k in keys)
        count = count if who else 0
        if count > most:
            best, most = number, count
    return best


def _spanning(table: Table, number: int) -> dict[int, str]:
    """By column, the heading above that spans several of the table's columns, but not all."""
    found: dict[int, str] = {}
    width = len(table.rows[number])
    for top, left, bottom, right in table.spans:
        if bottom == number - 1 and top == bottom and 1 < right - left + 1 < width:
            cell = table.rows.get(top, {}).get(left)
            if cell is not None:
                found |= dict.fromkeys(range(left, right + 1), shown(cell.value))
    return found


def _samples(table: Table, heading: int, column: int) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for number, row in table.rows.items():
        if number > heading and column in row:
            found.setdefault(shown(row[column].value))
            if len(found) >= 20:
                break
    return tuple(found)


def _guess(
    number: int, heading: str, samples: tuple[str, ...], said: Mapping[str, str], known: set[str]
) -> Column:
    name = key(heading)
    short = samples[:_SAMPLES]

    def column(target: str, *, sure: bool = True, **more: str) -> Column:
        return Column(number, heading, target, sure=sure, samples=short, **more)

    title, role = with_role(heading)
    if name in said:
        group = grouped(heading)
        own = said[name].startswith(HELD)
        return column(
            said[name],
            group=group[1] if group else "",
            title=(title if said[name] != HELD else heading) if own else "",
        )
    if name in KNOWN:
        return column(KNOWN[name][0])
    if (several := grouped(heading)) is not None:
        return column(several[0], group=several[1])
    if key(title) in known:
        return _held(column, title, role, samples, sure=True)
    if name in UNUSED:
        return column(LEAVE, why=tr("a roster has no place for it"))
    if any(one.title and (one.issued or one.expires) for s in samples for one in certificates(s)):
        return column("certifications", sure=False)
    marked = samples and all(held_mark(sample) is not None for sample in samples)
    if marked or (role and _mostly_dates(samples)):
        return _held(column, title, role, samples, sure=False)
    near = get_close_matches(name, list(KNOWN), n=1, cutoff=0.75)
    inside = sorted((k for k in KNOWN if len(k) > 1 and k in name), key=len, reverse=True)
    if (near or inside) and not any(k in name for k in ("紧急", "emergency")):
        return column(KNOWN[(near or inside)[0]][0], sure=False)
    return column(LEAVE, why=tr("not known: --map says what it is"))


def _held(
    column: Callable[..., Column], title: str, role: str, samples: Sequence[str], *, sure: bool
) -> Column:
    """A certificate's own column; what single dates in it mean must be said somewhere."""
    single = any((one := dates_only(s)) is not None and one.single for s in samples)
    if role:
        return column(f"{HELD}:{role}", sure=sure, title=title)
    if single:
        return column(f"{HELD}:expires", sure=False, title=title)
    return column(HELD, sure=sure, title=title)


def _mostly_dates(samples: Sequence[str]) -> bool:
    """Whether most are dates, numbers that may be some, or marks."""
    fit = sum(s.isdigit() or dates_only(s) is not None or held_mark(s) is not None for s in samples)
    return fit > len(samples) / 2


def _settle(found: Layout) -> None:
    """One column for each field: the heading that says most; certificate groups as they come."""
    once: dict[str, list[Column]] = {}
    for column in found.columns:
        if column.target in FIELDS and column.field not in ("certificate", "issued", "expires"):
            once.setdefault(column.target, []).append(column)
    for target, columns in once.items():
        if target == "certifications":
            continue
        best = min(columns, key=lambda c: (KNOWN.get(key(c.heading), ("", 99))[1], c.number))
        for other in columns:
            if other is not best:
                place = found.columns.index(other)
                why = tr("{heading} is the {field} already", heading=best.heading, field=target)
                found.columns[place] = replace(other, target=LEAVE, sure=True, why=why)
    number, seen = 0, set[str]()
    for place, column in enumerate(found.columns):
        if column.field in ("certificate", "issued", "expires") and not column.group.isdigit():
            if column.field in seen or (column.field == "certificate" and seen):
                number, seen = number + 1, set()
            seen.add(column.field)
            found.columns[place] = replace(column, group=f"+{number}")
    if found.of("certifications") is None:
        _single_cell(found)


def _single_cell(found: Layout) -> None:
    """A lone certificate column whose cells hold several is the one of several in a cell."""
    columns = [c for c in found.columns if c.field == "certificate"]
    dated = [c for c in found.columns if c.field in ("issued", "expires")]
    if len(columns) == 1 and not dated:
        place = found.columns.index(columns[0])
        found.columns[place] = replace(columns[0], target="certifications", group="")
