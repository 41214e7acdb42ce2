"""Columns line up at a terminal, whose wide characters take two cells."""

import gettext
import re
import sys

import pytest
from pseudo import Pseudo
from rich.cells import cell_len
from test_pseudo import prepared  # noqa: F401

from drillctl.cli.main import main
from drillctl.language import catalogue, tr
from drillctl.language.width import padded, shortened, width_of


@pytest.fixture
def wide(monkeypatch):
    """Every letter of a message is wide."""
    monkeypatch.setattr(gettext, "translation", lambda *_, **__: Pseudo())
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    monkeypatch.delenv("LC_ALL", raising=False)
    before = catalogue.current()
    catalogue.use("zh")
    yield
    monkeypatch.undo()
    catalogue.use(before)


def cells(line):
    """One entry for each cell; of a wide character the second is empty."""
    return [part for character in line for part in [character, *[""] * (cell_len(character) - 1)]]


def gutters(lines):
    """How often two or more cells beside each other are blank in every line, between others."""
    width = max(map(cell_len, lines))
    rows = [cells(line) + [" "] * (width - cell_len(line)) for line in lines]
    blank = "".join(" " if all(row[k] == " " for row in rows) else "x" for k in range(width))
    return len(re.findall("  +", blank.strip()))


def tables(text, columns):
    """The tables of a text: a heading of so many columns, and what follows up to a blank line."""
    lines = text.splitlines()
    for index, line in enumerate(lines):
        if len(re.split("  +", line.strip())) == columns:
            end = next((k for k in range(index, len(lines)) if not lines[k].strip()), len(lines))
            if end - index > 1:
                yield lines[index:end]


def test_wide_characters_take_two_cells():
    assert [width_of(text) for text in ("", "ab", "李伟", "é", "e\u0301", "ａ")] == [
        0,
        2,
        4,
        1,
        1,
        2,
    ]
    assert padded("李伟", 6) == "李伟  "
    assert padded("李伟", 6, right=True) == "  李伟"
    assert padded("李伟", 3) == "李伟"


@pytest.mark.parametrize(
    ("text", "width", "shown"),
    [
        ("李伟王芳", 8, "李伟王芳"),
        ("李伟王芳", 7, "李伟王…"),
        ("李伟王芳", 6, "李伟…"),
        ("abcdef", 5, "abcd…"),
        ("", 5, ""),
    ],
)
def test_what_is_longer_is_cut(text, width, shown):
    assert shortened(text, width) == shown
    assert width_of(shown) <= width


def test_a_message_is_measured_as_it_is_shown(wide):
    assert width_of(tr("seat")) == 8
    assert padded(tr("seat"), 9) == "ｓｅａｔ "


def test_a_table_out_of_line_is_noticed():
    assert gutters(["name  seats", "李伟      3"]) == 1
    assert gutters(["name    seats", "李伟李    3", "ab          4"]) == 1
    assert gutters(["name  venue", "李伟李伟  hall"]) == 0


# The command, the columns of its tables, and how many tables of so many columns there are.
TABLES = [
    (("plan", "--effort", "quick"), {5: 1, 3: 1, 4: 1}),
    (("readiness", "--as-of", "2027-03-01", "--all"), {5: 2, 7: 3, 8: 2}),
    (("actions", "--as-of", "2027-03-01"), {6: 1}),
    (("init", "new"), {}),
    (
        ("whatif", "--plan", "plan.yaml", "--without", "member:li-wei", "--as-of", "2027-02-01"),
        {3: 1},
    ),
]


@pytest.mark.parametrize(("command", "wanted"), TABLES, ids=[c[0] for c, _ in TABLES])
def test_the_columns_of_every_table_line_up(
    prepared,  # noqa: F811
    wide,
    monkeypatch,
    capsys,
    tmp_path,
    command,
    wanted,
):
    import shutil

    shutil.copytree(prepared, tmp_path / "hn")
    monkeypatch.chdir(tmp_path / "hn")
    monkeypatch.setattr(sys, "argv", ["drillctl", *command])
    with pytest.raises(SystemExit) as ended:
        main()
    shown = capsys.readouterr()
    assert not ended.value.code, shown.err
    for columns in range(3, 12):
        found = list(tables(shown.out, columns))
        assert len(found) >= wanted.get(columns, 0)
        for table in found:
            assert gutters(table) >= columns - 1, "\n".join(table)
