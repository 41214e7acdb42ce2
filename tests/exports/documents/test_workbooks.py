"""The spreadsheets are laid out as `files.forms` says."""

from io import BytesIO

import pytest
from exports.documents.samples import crowd, empty, full
from openpyxl import load_workbook

from drillctl.exports.documents.workbook import EMPTY_ROWS, WORKBOOKS, workbook
from drillctl.files.forms import HEAD


def read(known, kind):
    return load_workbook(BytesIO(workbook(known, kind)))


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("kind", WORKBOOKS)
def test_sheets_heads_and_columns_are_those_of_the_forms(kind, language, tmp_path):
    known = full(tmp_path, language=language)
    book = read(known, kind)
    assert book.sheetnames == [sheet.title[language] for sheet in WORKBOOKS[kind]]
    for sheet in WORKBOOKS[kind]:
        page = book[sheet.title[language]]
        labels = [page.cell(row, 1).value for row in range(1, len(HEAD) + 1)]
        assert labels == [words[language] for words in HEAD.values()]
        assert page["B1"].value == "flood#1"
        heading = [page.cell(len(HEAD) + 1, n).value for n in range(1, len(sheet.columns) + 1)]
        assert heading == [column.heading[language] for column in sheet.columns]
        offered = {str(rule.sqref): rule.formula1 for rule in page.data_validations.dataValidation}
        for place, column in enumerate(sheet.columns):
            if column.choices:
                words = ",".join(words[language] for words in column.choices.values())
                found = [
                    f for ref, f in offered.items() if ref.startswith(f"{'ABCDEFGHIJK'[place]}7:")
                ]
                assert found == [f'"{words}"'], column.key
        assert page.freeze_panes == "A7"
        assert page.print_title_rows == "$6:$6"
        assert page.page_setup.orientation == "landscape"
        assert page.sheet_properties.pageSetUpPr.fitToPage
        widths = [page.column_dimensions["ABCDEFGHIJK"[n]].width for n in range(len(sheet.columns))]
        assert widths == [column.width for column in sheet.columns]


def rows(page):
    return [
        [cell or "" for cell in row]
        for row in page.iter_rows(min_row=7, values_only=True)
        if any(row)
    ]


def test_what_is_known_is_filled_in(tmp_path):
    known = full(tmp_path)
    people = rows(read(known, "sign-in")["Sign-in"])
    assert [row[:2] for row in people] == [
        ["p2", "Anna"],
        ["p3", "Tom"],
        ["p1", "李伟"],
        ["v2", "Maria"],
        ["v1", "王芳"],
    ]
    assert people[2][3:5] == ["crew", "standby"]
    book = read(known, "evaluation-guide")
    assert [row[:3] for row in rows(book["Ratings"])] == [
        ["o1", "water", ""],
        ["o1", "water", "Size-up"],
        ["o1", "water", "Safety first"],
        ["o2", "", ""],
    ]
    assert [row[:2] for row in rows(book["Events"])] == [[2, "09:15 (+0:15)"], [1, "10:30 (+1:30)"]]
    assert rows(book["Strengths"]) == []


def test_earlier_actions_are_those_that_the_session_can_answer(tmp_path):
    known = full(tmp_path)
    assert [owed.id for owed in known.earlier] == ["boats#9/c7"]
    page = read(known, "evaluation-guide")["Earlier actions"]
    assert rows(page)[0][:2] == ["boats#9/c7", "Drill the tow"]


def test_there_is_room_for_more(tmp_path):
    page = read(crowd(full(tmp_path), 80), "sign-in")["Sign-in"]
    assert page.max_row == 6 + 81 + EMPTY_ROWS
    assert page.cell(page.max_row, 6).border.left.style == "thin"
    assert len(rows(page)) == 81


def test_no_text_becomes_a_formula(tmp_path):
    known = full(tmp_path, title="=1+1", injects=())
    page = read(known, "sign-in")["Sign-in"]
    assert page["B2"].value == "=1+1"
    assert page["B2"].data_type == "s"
    assert page["B2"].quotePrefix
    assert b"<f>" not in workbook(known, "sign-in")


def test_an_empty_session_is_an_empty_form(tmp_path):
    book = read(empty(tmp_path), "evaluation-guide")
    assert all(rows(page) == [] for page in book)
    assert book["Ratings"]["B5"].value is None
