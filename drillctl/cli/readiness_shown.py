"""How readiness is shown to people: at a terminal, and in Markdown."""

from collections.abc import Iterator, Sequence

from rich.console import Console
from rich.table import Table as Grid

from drillctl.cli.cells import markdown_cell, markdown_row, terminal_cell
from drillctl.cli.readiness_rows import Members, Table
from drillctl.cli.readiness_tables import tables
from drillctl.cli.terminal import result_console
from drillctl.language import Message, in_language, joined, tr
from drillctl.readiness.report import SECTIONS, Report

ROWS = 10
"""So many rows of each table are shown without --all."""
RISKS = 8
"""So many findings about hazards and capabilities likewise; the others are few."""


_FIRST = tr("What to do first")


def _shown(found: Report, sections: Sequence[str]) -> list[str]:
    if sections:
        return list(sections)
    return [s for s in SECTIONS if s != "standbys" or found.plan_revision is not None]


def _head(found: Report) -> Message:
    days = {"day": found.as_of, "first": found.first, "last": found.until}
    if found.plan_revision is None:
        return tr(
            "Readiness on {day} for {first} to {last}: {n} record(s)", n=found.records, **days
        )
    return tr(
        "Readiness on {day} for {first} to {last}: {n} record(s), plan of revision {revision}",
        n=found.records,
        revision=found.plan_revision,
        **days,
    )


def print_readiness(found: Report, members: Members, sections: list[str], everything: bool) -> None:
    """Findings, then the tables, on stdout; `sections` none: all, and the findings."""
    console = result_console()
    if not console.is_terminal:
        console = result_console(120)
    console.print(f"[bold]{terminal_cell(_head(found))}[/]", soft_wrap=True)
    if not sections:
        console.print(f"\n[bold]{terminal_cell(_FIRST)}[/]")
        grid = Grid(box=None, pad_edge=False, show_header=False)
        grid.add_column(justify="right")
        grid.add_column(justify="right")
        grid.add_column()
        first, more = _first(found, everything)
        for number, (risk, text) in enumerate(first, start=1):
            grid.add_row(f"{number}.", terminal_cell(risk), terminal_cell(text))
        console.print(grid)
        _print_more(console, more)
    for section in _shown(found, sections):
        for table in tables(found, members, section):
            console.print(f"\n[bold]{terminal_cell(table.title)}[/]")
            if not table.rows:
                console.print(f"  {terminal_cell(table.none)}")
                continue
            grid = Grid(box=None, pad_edge=False)
            for column in table.columns:
                grid.add_column(
                    terminal_cell(column.title),
                    justify="right" if column.number else "left",
                    overflow="fold",
                )
            rows, more = _cut(table, everything)
            for row in rows:
                grid.add_row(*(terminal_cell(cell) for cell in row))
            console.print(grid)
            _print_more(console, more)
    console.print("\n" + terminal_cell(found.formula))


def _more(number: int) -> Message:
    return tr("… and {n} more (--all)", n=number)


def _print_more(console: Console, more: int) -> None:
    if more:
        console.print(terminal_cell(_more(more)))


def _first(found: Report, everything: bool) -> tuple[list[tuple[str, str]], int]:
    """(risk, sentence) of the findings to show, and how many are left out."""
    risky = [f for f in found.findings if f.risk is not None and f.section != "actions"]
    left_out = [] if everything else risky[RISKS:]
    shown: list[tuple[str, str]] = [
        (
            "" if f.risk is None else tr("risk {risk:g}", risk=f.risk),
            joined(": ", (f.about, f.text)),
        )
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
    yield f"**{in_language(_head(found))}**"
    if not sections:
        yield f"\n### {in_language(_FIRST)}\n"
        first, more = _first(found, everything)
        for risk, text in first:
            yield f"1. {markdown_cell(text)}" + (f" ({in_language(risk)})" if risk else "")
        if more:
            yield "\n" + in_language(_more(more))
    for section in _shown(found, sections):
        for table in tables(found, members, section):
            yield f"\n### {markdown_cell(table.title)}\n"
            if not table.rows:
                yield markdown_cell(table.none)
                continue
            yield from _markdown_table(table, everything)
    yield f"\n{markdown_cell(found.formula)}"


def _markdown_table(table: Table, everything: bool) -> Iterator[str]:
    yield markdown_row(column.title for column in table.columns)
    rules = ["---:" if column.number else "---" for column in table.columns]
    yield f"|{'|'.join(rules)}|"
    rows, more = _cut(table, everything)
    for row in rows:
        yield markdown_row(row)
    if more:
        yield "\n" + in_language(_more(more))
