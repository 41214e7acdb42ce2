"""Workbooks as people hand them in: other languages, orders, programs, and accidents."""

import shutil
import subprocess
import time
import zipfile

import pytest
from county import problem
from openpyxl.comments import Comment
from written_forms import HEAD, people, workbook

from drillctl.files.form_workbook import read_workbook
from drillctl.files.typed_names import Names
from drillctl.files.workbook_cells import WorkbookError


@pytest.fixture
def read(tmp_path):
    folder = tmp_path / "county"
    folder.mkdir()
    known = problem(folder)

    def reading(path):
        names = Names(known, known.scenarios["flood"])
        return read_workbook(path.name, path.read_bytes(), lambda _: names, lambda _: (), {})

    return reading


def values(form):
    return {s.where: s.value for s in form.said if s.value is not None}


TYPED = people(v1={"status": "late", "hours": 3}, p3={"status": "substitute", "for": "Maria"})
MEANT = {
    ("attendance", "v1", "status"): "late",
    ("attendance", "v1", "hours"): 180,
    ("attendance", "p3", "for"): "v2",
    ("attendance", "p2", "position"): "leader",
}


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("shuffle", [None, reversed], ids=["in-order", "reversed"])
def test_any_language_and_order_of_columns(read, tmp_path, lang, shuffle):
    order = (lambda columns: list(reversed(columns))) if shuffle else None
    form = read(workbook(tmp_path / "a.xlsx", {"attendance": TYPED}, lang=lang, shuffle=order))
    assert form.session == "flood#1"
    assert MEANT.items() <= values(form).items()
    assert (form.strays, form.problems) == ([], [])


@pytest.mark.skipif(shutil.which("soffice") is None, reason="needs LibreOffice")
def test_saved_by_libreoffice(read, tmp_path):
    path = workbook(tmp_path / "a.xlsx", {"attendance": TYPED, "actions": []}, lang="zh")
    command = ["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless"]
    command += ["--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(tmp_path / "out")]
    subprocess.run([*command, str(path)], check=True, capture_output=True, timeout=120)
    form = read(tmp_path / "out" / "a.xlsx")
    assert MEANT.items() <= values(form).items()
    assert form.strays == []


def test_nothing_outside_of_the_table_is_lost(read, tmp_path):
    def change(book):
        sheet = book["Sign-in"]
        sheet["C2"] = "rained all day"
        sheet["L8"] = "left arm hurt"
        sheet["K7"] = "Vest size"
        sheet["K9"] = "XL"
        sheet["B20"] = "张工"
        sheet["A10"].comment = Comment("came by bus", "chief")
        sheet.row_dimensions[9].hidden = True
        sheet.merge_cells("A22:D22")
        sheet["A22"] = "thanks to all"
        sheet["G8"] = "=3+0.5"
        extra = book.create_sheet("Weather")
        extra.append(["wind", 7, "m/s"])

    form = read(workbook(tmp_path / "a.xlsx", {"attendance": TYPED}, change=change))
    kept = {stray.at.place: stray.text for stray in form.strays}
    assert kept == {
        "Sign-in!C2": "rained all day",
        "Sign-in!L8": "left arm hurt",
        "Sign-in!K9": "Vest size: XL",
        "Sign-in!B20": "Name: 张工",
        "Sign-in!A10": "came by bus",
        "Sign-in!A22": "Member ID: thanks to all",
        "Sign-in!G8": "=3+0.5",
        "Weather!A1": "wind | 7 | m/s",
    }
    assert {(d.code, d.path) for d in form.problems} >= {
        ("A015", "a.xlsx!Sign-in!K9"),
        ("A008", "a.xlsx!Sign-in!B20"),
    }
    assert values(form)["attendance", "v1", "status"] == "late", "hidden rows count"


def test_people_by_id_by_name_and_guests(read, tmp_path):
    rows = [
        {"member": " P1 ", "status": "x"},
        {"name": "王 芳", "team": "sky", "status": "√"},
        {"name": "Tom", "signature": "Tom"},
        {"name": "老张", "team": "红十字会", "status": "到场", "hours": 4, "note": "cook"},
        {"member": "p2", "name": "Tom", "status": "present"},
        {"member": "p9", "name": "", "status": "present"},
        {"name": "张民", "status": "absent"},
    ]
    form = read(workbook(tmp_path / "a.xlsx", {"attendance": rows}))
    found = values(form)
    for member in ("p1", "v1", "p3"):
        assert found["attendance", member, "status"] == "present"
    assert found["guests", "老张", "organisation"] == "红十字会"
    assert found["guests", "老张", "hours"] == 240
    assert ("attendance", "p2", "status") not in found
    assert [d.code for d in form.problems] == ["A013", "A008", "A008"]
    assert "the ID is that of p2, the name that of p3" in form.problems[0].message
    assert "did you mean v3 (张敏)?" in form.problems[2].hint


def test_an_evaluators_rows(read, tmp_path):
    sheets = {
        "ratings": [
            {"objective": "o1", "rating": "ｓ", "evaluator": "Bob", "observed": "fine"},
            {"task": "Size-up", "rating": "M", "evaluator": "Eve"},
        ],
        "areas": [{"id": "A1", "text": "Late"}, {"text": "Loud"}, {"id": "a3"}],
        "actions": [{"id": "c1", "owner": "李伟", "area": "a1", "due": "2027年3月31日"}],
    }
    found = values(read(workbook(tmp_path / "a.xlsx", sheets)))
    assert found["ratings", "o1", "rating"] == "S"
    assert found["ratings", "o1", "tasks", "Size-up", "rating"] == "M", "merged or left out above"
    assert found["ratings", "o1", "evaluator"] == "Bob, Eve"
    assert found["areas", "a1", "text"] == "Late"
    assert found["areas", "a2", "text"] == "Loud"
    assert ("areas", "a3", "id") not in found
    assert found["actions", "c1", "owner"] == "p1"


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "not a workbook"),
        (b"PK\x03\x04 broken", "not a workbook"),
        (b"\xd0\xcf\x11\xe0 old", "old .xls"),
    ],
)
def test_what_is_no_workbook(read, tmp_path, data, says):
    path = tmp_path / "a.xlsx"
    path.write_bytes(data)
    with pytest.raises(WorkbookError, match=says):
        read(path)


def test_a_workbook_cut_short_anywhere(read, tmp_path):
    whole = workbook(tmp_path / "a.xlsx", {"attendance": TYPED}).read_bytes()
    for size in range(0, len(whole), 997):
        (tmp_path / "cut.xlsx").write_bytes(whole[:size])
        with pytest.raises(WorkbookError):
            read(tmp_path / "cut.xlsx")
    with zipfile.ZipFile(tmp_path / "cut.xlsx", "w") as archive:
        archive.writestr("readme.txt", "hello")
    with pytest.raises(WorkbookError):
        read(tmp_path / "cut.xlsx")


def test_of_which_session_it_is(read, tmp_path):
    no_head = {**HEAD, "session": None}
    path = workbook(tmp_path / "flood-2-sign-in.xlsx", {"attendance": TYPED}, head=no_head)
    assert read(path).session == "flood#2", "by its name"
    path = workbook(tmp_path / "mine.xlsx", {"attendance": TYPED}, head=no_head)
    with pytest.raises(WorkbookError, match="of which session"):
        read(path)
    sheets = {"attendance": TYPED, "areas": []}

    def change(book):
        book["Areas for improvement"]["B1"] = "flood#2"

    with pytest.raises(WorkbookError, match=r"flood#1 .* and flood#2"):
        read(workbook(tmp_path / "mine.xlsx", sheets, change=change))


def test_ten_thousand_rows_stay_fast(read, tmp_path):
    rows = [{"name": f"Guest {n}", "team": "Red Cross", "status": "x"} for n in range(10_000)]
    path = workbook(tmp_path / "a.xlsx", {"attendance": rows})
    begin = time.perf_counter()
    form = read(path)
    assert time.perf_counter() - begin < 12
    assert sum(s.where[0] == "guests" and s.where[-1] == "name" for s in form.said) == 10_000
