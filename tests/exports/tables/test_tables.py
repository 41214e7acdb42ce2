"""A plan as tables: nothing is lost, nothing private is shown, and no cell is a formula."""

import os
import shutil
import subprocess
import zipfile
from dataclasses import replace
from datetime import datetime
from io import BytesIO

import pytest
from county import PLAN, plan, problem
from exports.tables.reading_back import from_text, from_workbook, rebuilt, told
from openpyxl import load_workbook

from drillctl.exports.tables.plan_rows import plan_tables
from drillctl.exports.tables.roster_rows import roster_table
from drillctl.exports.tables.text import text_table
from drillctl.exports.tables.workbook import table_workbook
from drillctl.language import use
from drillctl.model.plan import EmptySeats, NotHeld

NOT_HELD = PLAN + 'not_held: [{id: "boats#2", why: ["no boat", "no lake, or =1+1"]}]\n'


def asked(folder):
    """A county and its plan, with whatever is awkward in a cell."""
    known = problem(folder)
    made = plan(folder, NOT_HELD)
    first = made.sessions[0]
    why = ("seated in this session: 李伟 (p1)", '=HYPERLINK("x")', "of 6: 2 left by 'certified'")
    odd = replace(first, empty=(EmptySeats("chair", 1, why), EmptySeats("seat", 2)))
    members = known.roster.members
    named = replace(members["p2"], name="=cmd|'/c calc'!A1", email="mail-p2", phone="PHONE-p2")
    roster = replace(known.roster, members={**members, "p2": named})
    flood = replace(known.scenarios["flood"], title='+Hochwasser, "groß"\n洪水')
    scenarios = {**known.scenarios, "flood": flood}
    return replace(known, roster=roster, scenarios=scenarios), replace(
        made, sessions=(odd, *made.sessions[1:])
    )


def texts(tables, encoding="utf-8-sig"):
    return {table.name: text_table(table, encoding) for table in tables}


def test_a_workbook_keeps_everything(tmp_path):
    known, made = asked(tmp_path)
    data = table_workbook(plan_tables(known, made), "plan")
    assert rebuilt(from_workbook(data)) == told(known, made)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-8", "utf-16"])
def test_text_keeps_everything(tmp_path, encoding):
    known, made = asked(tmp_path)
    files = texts(plan_tables(known, made), encoding)
    assert rebuilt(from_text(files, encoding)) == told(known, made)
    whole = files["people"].decode(encoding)
    assert len(whole.split("\r\n")) == 1 + len(plan_tables(known, made)[1].rows) + 1
    if encoding == "utf-8-sig":
        assert files["people"].startswith(b"\xef\xbb\xbf")


def test_times_are_local_and_real(tmp_path):
    known, made = asked(tmp_path)
    page = load_workbook(BytesIO(table_workbook(plan_tables(known, made), "plan")))["Sessions"]
    head = [cell.value for cell in page[1]]
    start = page.cell(3, head.index("start") + 1)
    assert start.value == datetime(2027, 3, 6, 9, 0)
    assert start.number_format == "yyyy-mm-dd hh:mm"
    assert page.cell(3, head.index("hours") + 1).value == 4


def test_a_sheet_can_be_filtered_read_and_printed(tmp_path):
    known, made = asked(tmp_path)
    book = load_workbook(BytesIO(table_workbook(plan_tables(known, made), "Plan & more")))
    assert book.sheetnames == ["Sessions", "People", "Equipment", "Gaps"]
    for page in book.worksheets:
        assert page.auto_filter.ref == f"A1:{page.cell(page.max_row, page.max_column).coordinate}"
        assert page.freeze_panes == "B2"
        assert page.print_title_rows == "$1:$1"
        assert page.page_setup.orientation == "landscape"
        assert (page.page_setup.fitToWidth, page.page_setup.fitToHeight) == (1, 0)
        assert page.sheet_properties.pageSetUpPr.fitToPage
        assert page.oddHeader.left.text == "Plan && more"
        assert page.oddFooter.center.text == "page &P of &N"
    people = book["People"]
    names = next(n for n, cell in enumerate(people[1], 1) if cell.value == "name")
    letter = people.cell(1, names).column_letter
    assert people.column_dimensions[letter].width >= len("=cmd|'/c calc'!A1")
    (marked,) = book["Gaps"].conditional_formatting
    assert marked.rules[0].formula == ["N($G2)>0"]
    (marked,) = book["Sessions"].conditional_formatting
    assert marked.rules[0].formula == ["N($L2)>0"]


def test_wide_characters_get_wide_columns(tmp_path):
    known, made = asked(tmp_path)
    members = known.roster.members
    named = replace(members["p1"], name="欧阳" * 6)
    known = replace(known, roster=replace(known.roster, members={**members, "p1": named}))
    page = load_workbook(BytesIO(table_workbook(plan_tables(known, made), "plan")))["People"]
    letter = next(cell.column_letter for cell in page[1] if cell.value == "name")
    assert page.column_dimensions[letter].width >= 24


def test_no_cell_is_a_formula(tmp_path):
    known, made = asked(tmp_path)
    data = table_workbook(plan_tables(known, made), "plan")
    for page in load_workbook(BytesIO(data)).worksheets:
        for row in page.iter_rows():
            assert all(cell.data_type != "f" for cell in row)
    with zipfile.ZipFile(BytesIO(data)) as archive:
        sheets = [
            archive.read(n) for n in archive.namelist() if n.startswith("xl/worksheets/sheet")
        ]
    assert all(b"<f>" not in sheet for sheet in sheets)
    rows = texts(plan_tables(known, made))["people"].decode("utf-8-sig")
    assert "\"'=cmd" in rows or ",'=cmd" in rows


@pytest.mark.parametrize("redact", [False, True])
def test_nothing_private_is_shown(tmp_path, redact):
    known, made = asked(tmp_path)
    tables = plan_tables(known, made, redact=redact)
    whole = b"".join(texts(tables).values()).decode("utf-8-sig", "replace")
    with zipfile.ZipFile(BytesIO(table_workbook(tables, "plan"))) as archive:
        whole += "".join(
            archive.read(name).decode("utf-8", "replace") for name in archive.namelist()
        )
    assert "mail-p2" not in whole
    assert "PHONE-p2" not in whole
    for member in known.roster.members.values():
        assert (f">{member.id}<" in whole or f",{member.id}," in whole) is not redact
    assert ("seated in this session" in whole) is not redact
    assert "2 left by" in whole


def test_equal_plans_give_equal_bytes(tmp_path, monkeypatch):
    known, made = asked(tmp_path)
    first = table_workbook(plan_tables(known, made), "plan")
    import openpyxl.packaging.core as core

    later = datetime(2040, 1, 1)
    monkeypatch.setattr(
        core.datetime,
        "datetime",
        type("Later", (datetime,), {"now": staticmethod(lambda tz=None: later)}),
    )
    assert table_workbook(plan_tables(known, made), "plan") == first


def test_an_empty_plan_has_headings(tmp_path):
    known, made = asked(tmp_path)
    nothing = replace(made, sessions=(), not_held=())
    book = load_workbook(BytesIO(table_workbook(plan_tables(known, nothing), "plan")))
    assert [page.max_row for page in book.worksheets] == [1, 1, 1, 1]
    assert all(len(t.splitlines()) == 1 for t in texts(plan_tables(known, nothing)).values())


def test_headings_in_chinese_where_there_is_a_catalogue(tmp_path):
    known, made = asked(tmp_path)
    use("zh")
    try:
        data = table_workbook(plan_tables(known, made), "计划")
    finally:
        use("en")
    with zipfile.ZipFile(BytesIO(data)) as archive:
        core = archive.read("docProps/core.xml").decode()
    assert "zh-CN" in core
    assert "<dc:title>计划</dc:title>" in core


def test_a_session_not_held_is_a_gap_of_all_its_seats(tmp_path):
    known, made = asked(tmp_path)
    alone = replace(made, sessions=(), not_held=(NotHeld("flood#1", ()),))
    (row,) = from_workbook(table_workbook(plan_tables(known, alone), "p"))["gaps"]
    assert (row["state"], row["empty seats"], row["start"], row["why"]) == (
        "not held",
        5,
        None,
        None,
    )


@pytest.mark.skipif(
    shutil.which("soffice") is None and os.environ.get("DRILLCTL_REQUIRE_CLIENTS") != "1",
    reason="needs LibreOffice",
)
def test_libreoffice_saves_it_anew_and_nothing_is_lost(tmp_path):
    known, made = asked(tmp_path)
    (tmp_path / "plan.xlsx").write_bytes(table_workbook(plan_tables(known, made), "plan"))
    command = ["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless"]
    command += ["--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(tmp_path / "out")]
    subprocess.run(
        [*command, str(tmp_path / "plan.xlsx")], check=True, capture_output=True, timeout=120
    )
    data = (tmp_path / "out" / "plan.xlsx").read_bytes()
    assert rebuilt(from_workbook(data)) == told(known, made)
    for page in load_workbook(BytesIO(data)).worksheets:
        assert page.auto_filter.ref
        assert page.page_setup.orientation == "landscape"


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_a_roster_goes_out_and_comes_back(tmp_path, suffix):
    from files.roster_import.sheets import imported

    known = problem(tmp_path)
    before = (tmp_path / "roster.yaml").read_bytes()
    table = roster_table(known.roster, contacts=True)
    path = tmp_path / f"members{suffix}"
    path.write_bytes(table_workbook([table], "members") if suffix == ".xlsx" else text_table(table))
    same = imported(tmp_path, path, roster=before, timezone="", team="")
    assert same.merged is not None, same.problems
    assert same.merged.text.encode() == before
    fresh = imported(tmp_path, path, into="new.yaml")
    assert fresh.merged is not None, fresh.problems
    (tmp_path / "new.yaml").write_text(fresh.merged.text, encoding="utf-8")
    from drillctl.files.rosters_alone import read_rosters

    again = read_rosters({"new.yaml": fresh.merged.text.encode()}).roster
    assert text_table(roster_table(again, contacts=True)) == text_table(table)


def test_contacts_go_out_only_when_asked_for(tmp_path):
    known = asked(tmp_path)[0]
    assert b"mail-p2" not in text_table(roster_table(known.roster))
    assert b"mail-p2" in text_table(roster_table(known.roster, contacts=True))
