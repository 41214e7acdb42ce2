"""How readiness is shown to people: at a terminal, and in Markdown."""

from collections.abc import Iterator, Sequence

from rich.console import Console
from rich.markup import escape
from rich.table import Table as Grid

from drillctl.cli.cells import markdown_cell
from drillctl.cli.readiness_rows import Members, Table
from drillctl.cli.readiness_tables import tables
from drillctl.readiness.report import SECTIONS, Report

ROWS = 10
"""So many rows of each table are shown without --all."""
RISKS = 8
"""So many findings about hazards and capabilities likewise; the others are few."""


def _shown(found: Report, sections: Sequence[str]) -> list[str]:
    if sections:
        return list(sections)
    return [s for s in SECTIONS if s != "standbys" or found.plan_revision is not None]


def _head(found: Report) -> str:
    text = f"Readiness on {found.as_of} for {found.first} to {found.until}: "
    text += f"{found.records} record(s)"
    if found.plan_revision is not None:
        text += f", plan of revision {found.plan_revision}"
    return text


def print_readiness(found: Report, members: Members, sections: list[str], everything: bool) -> None:
    """Findings, then the tables, on stdout; `sections` none: all, and the findings."""
    console = Console(highlight=False)
    if not console.is_terminal:
        console = Console(highlight=False, width=120)
    console.print(f"[bold]{escape(_head(found))}[/]", soft_wrap=True)
    if not sections:
        console.print("\n[bold]What to do first[/]")
        grid = Grid(box=None, pad_edge=False, show_header=False)
        grid.add_column(justify="right")
        grid.add_column(justify="right")
        grid.add_column()
        first, more = _first(found, everything)
        for number, (risk, text) in enumerate(first, start=1):
            grid.add_row(f"{number}.", risk, escape(text))
        console.print(grid)
        _print_more(console, more)
    for section in _shown(found, sections):
        for table in tables(found, members, section):
            console.print(f"\n[bold]{escape(table.title)}[/]")
            if not table.rows:
                console.print(f"  {escape(table.none)}")
                continue
            grid = Grid(box=None, pad_edge=False)
            for column in table.columns:
                grid.add_column(
                    escape(column.removeprefix("#")),
                    justify="right" if column.startswith("#") else "left",
                    overflow="fold",
                )
            rows, more = _cut(table, everything)
            for row in rows:
                grid.add_row(*(escape(cell) for cell in row))
            console.print(grid)
            _print_more(console, more)
    console.print(f"\n{escape(found.formula)}")


def _print_more(console: Console, more: int) -> None:
    if more:
        console.print(f"… and {more} more (--all)")


def _first(found: Report, everything: bool) -> tuple[list[tuple[str, str]], int]:
    """(risk, sentence) of the findings to show, and how many are left out."""
    risky = [f for f in found.findings if f.risk is not None and f.section != "actions"]
    left_out = [] if everything else risky[RISKS:]
    shown = [
        ("" if f.risk is None else f"risk {f.risk:g}", f"{f.about}: {f.text}")
        for f in found.findings
        if f not in left_out
    ]
    return shown, len(left_out)


def _cut(table: Table, everything: bool) -> tuple[tuple[tuple[str, ...], ...], int]:
    """The rows to show, and how many are left out."""
    rows = table.rows if everything or table.whole else table.rows[:ROWS]
    return rows, len(table.rows) - len(rows)


def readiness_markdown(
    found: Report, members: Members, sections: list[str], everything: bool
) -> Iterator[str]:
    """The same for pasting into an issue or a report."""
    yield f"**{_head(found)}**"
    if not sections:
        yield "\n### What to do first\n"
        first, more = _first(found, everything)
        for risk, text in first:
            yield f"1. {markdown_cell(text)}" + (f" ({risk})" if risk else "")
        if more:
            yield f"\n… and {more} more (--all)"
    for section in _shown(found, sections):
        for table in tables(found, members, section):
            yield f"\n### {markdown_cell(table.title)}\n"
            if not table.rows:
                yield markdown_cell(table.none)
                continue
            yield from _markdown_table(table, everything)
    yield f"\n{markdown_cell(found.formula)}"


def _markdown_table(table: Table, everything: bool) -> Iterator[str]:
    names = [markdown_cell(column.removeprefix("#")) for column in table.columns]
    yield f"| {' | '.join(names)} |"
    rules = ["---:" if column.startswith("#") else "---" for column in table.columns]
    yield f"|{'|'.join(rules)}|"
    rows, more = _cut(table, everything)
    for row in rows:
        yield f"| {' | '.join(markdown_cell(cell) for cell in row)} |"
    if more:
        yield f"\n… and {more} more (--all)"
