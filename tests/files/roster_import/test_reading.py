"""What people's spreadsheets say, whatever they look like."""

from datetime import date, datetime

import pytest
from files.roster_import.sheets import Silent, book, csv, held, imported, members, problems
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from drillctl.files.roster_import import Wanted, import_roster

CHINESE = """\
姓名,工号,所属队伍,手机,证书,发证日期,有效期至,备注
李伟,001,蓝天志愿队,13800000000,水域救援一级,2025年4月1日,2028/3/31,队长
王芳,002,蓝天志愿队,13900000000,急救员,2025-04-01,长期,
"""


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"]
)
def test_every_encoding_is_found(tmp_path, encoding):
    result = imported(tmp_path, csv(tmp_path, CHINESE, encoding=encoding))
    assert [m["name"] for m in members(result).values()] == ["李伟", "王芳"]
    assert held(result, "001") == {"shui-yu-jiu-yuan-yi-ji": ("2025-04-01", "2028-03-31")}
    assert held(result, "002") == {"ji-jiu-yuan": ("2025-04-01", "")}


def test_western_text_is_not_taken_for_chinese(tmp_path):
    data = "Name;Team\nJürgen Müller;fire\nÅsa Öberg;fire\n".encode("cp1252")
    result = imported(tmp_path, csv(tmp_path, data))
    assert problems(result) == [("m.csv", "D002")]
    assert "--encoding" in result.problems[0].hint
    result = imported(tmp_path, csv(tmp_path, data), encoding="cp1252")
    assert [m["name"] for m in members(result).values()] == ["Jürgen Müller", "Åsa Öberg"]
    assert list(members(result)) == ["jurgen-muller", "asa-oberg"]


def test_bytes_of_no_encoding(tmp_path):
    assert problems(imported(tmp_path, csv(tmp_path, b"name,team\nLi,\xff\xff\xff\n"))) == [
        ("m.csv:2:1", "D002")
    ]
    assert problems(imported(tmp_path, csv(tmp_path, "name\nLi\n"), encoding="klingon")) == [
        ("m.csv", "D002")
    ]


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_separators(tmp_path, mark):
    text = f"name{mark}team\nLi Wei{mark}fire\n"
    assert list(members(imported(tmp_path, csv(tmp_path, text)))) == ["li-wei"]
    said = "sep=" + mark + "\r\n" + text
    assert list(members(imported(tmp_path, csv(tmp_path, said)))) == ["li-wei"]


def test_an_open_quotation_mark_is_named(tmp_path):
    result = imported(tmp_path, csv(tmp_path, 'name,team\nTom,fire\n"Anna,fire\nEva,fire\n'))
    assert problems(result) == [("m.csv:3:1", "D002")]


def test_title_totals_footer_and_blank_rows_are_no_people(tmp_path):
    rows = [
        ["某县救援队伍花名册"],
        [],
        ["序号", "姓名", "队伍", "电话"],
        [1, "李伟", "蓝天志愿队", 13800000000.0],
        [],
        [2, "王 芳", "蓝天志愿队", 13900000001],
        ["合计", 2],
        ["制表人：张三  2026年1月1日"],
    ]
    path = book(tmp_path, rows, change=lambda b: b["Sheet1"].merge_cells("A1:D1"))
    result = imported(tmp_path, path)
    assert {m["name"]: m["phone"] for m in members(result).values()} == {
        "李伟": "13800000000",
        "王芳": "13900000001",
    }
    assert sum("passed over" in note for note in result.notes) == 2
    assert any(c.heading == "序号" and c.target == "-" for c in result.layouts[0].columns)


def test_real_dates_serials_and_both_date_systems(tmp_path):
    rows = [
        ["name", "team", "certificate", "issued", "expires"],
        ["Li", "fire", "Rope", datetime(2025, 4, 1), 46843],
        ["Wu", "fire", "Rope", "2025/4/1", "1.4.2028"],
        ["Xi", "fire", "Rope", "20250401", "April 1, 2028"],
    ]
    result = imported(tmp_path, book(tmp_path, rows))
    assert held(result, "li") == {"rope": ("2025-04-01", "2028-03-31")}
    assert held(result, "wu") == held(result, "xi") == {"rope": ("2025-04-01", "2028-04-01")}

    def mac(made):
        made.epoch = CALENDAR_MAC_1904
        made["Sheet1"]["E2"] = (date(2028, 3, 31) - date(1904, 1, 1)).days

    result = imported(tmp_path, book(tmp_path, rows, change=mac))
    assert held(result, "li") == {"rope": ("2025-04-01", "2028-03-31")}


def test_one_date_settles_the_order_of_its_column(tmp_path):
    text = "name,team,certificate,issued\nLi,f,Rope,4/1/2025\nWu,f,Rope,{}\n"
    assert held(imported(tmp_path, csv(tmp_path, text.format("25/1/2025"))), "li") == {
        "rope": ("2025-01-04", "")
    }
    assert held(imported(tmp_path, csv(tmp_path, text.format("1/25/2025"))), "li") == {
        "rope": ("2025-04-01", "")
    }
    doubtful = csv(tmp_path, text.format("4/2/2025"))
    result = imported(tmp_path, doubtful)
    assert problems(result) == [("m.csv:2:4", "D004"), ("m.csv:3:4", "D004")]
    assert "4/1/2025" in result.problems[0].message
    assert "--date-order" in result.problems[0].hint
    for order, issued in (("dmy", "2025-01-04"), ("mdy", "2025-04-01")):
        assert held(imported(tmp_path, doubtful, order=order), "li")["rope"][0] == issued
    both = csv(tmp_path, text.format("25/1/2025") + "Xi,f,Rope,1/25/2025\n")
    result = imported(tmp_path, both)
    assert problems(result) == [("m.csv:2:4", "D004")]
    assert "m.csv:3:4 has the day first" in result.problems[0].message


@pytest.mark.parametrize(
    ("typed", "hint"),
    [
        ("soon", "2027-03-31"),
        ("2025-02-30", "2027-03-31"),
        ("2025-04", "the day too"),
        ("1.4.25", "four digits"),
        ("31/4/2025", "2027-03-31"),
    ],
)
def test_what_is_no_date_is_named(tmp_path, typed, hint):
    result = imported(tmp_path, csv(tmp_path, f"name,team,cert,issued\nLi,f,Rope,{typed}\n"))
    assert problems(result) == [("m.csv:2:4", "D004")]
    assert typed in result.problems[0].message
    assert hint in result.problems[0].hint


def test_two_digit_years_where_the_order_is_said(tmp_path):
    path = csv(tmp_path, "name,team,cert,issued\nLi,f,Rope,25/4/1\n")
    done = imported(tmp_path, path)
    assert problems(done) == [("m.csv:2:4", "D004")]
    wanted = Wanted(
        [str(path)], str(tmp_path / "r.yaml"), order="ymd", timezone="UTC", kind="volunteer"
    )
    assert held(import_roster(wanted, Silent()), "li") == {"rope": ("2025-04-01", "")}


SEVERAL = [
    ("Rope I 2025-04-01~2028-03-31; First aid", {"rope-i": ("2025-04-01", "2028-03-31"), "first-aid": ("", "")}),
    ("Rope I（2025年4月1日至2028年3月31日）、First aid（长期）", {"rope-i": ("2025-04-01", "2028-03-31"), "first-aid": ("", "")}),
    ("Rope I (2025-04-01 - 2028-03-31)\nFirst aid until 2028-05-01", {"rope-i": ("2025-04-01", "2028-03-31"), "first-aid": ("", "2028-05-01")}),
    ("Rope I, 2025-04-01, 2028-03-31，First aid", {"rope-i": ("2025-04-01", "2028-03-31"), "first-aid": ("", "")}),
    ("Rope I issued 2025-04-01 expires 2028-03-31", {"rope-i": ("2025-04-01", "2028-03-31")}),
    ("Rope I 有效期至2028.3.31", {"rope-i": ("", "2028-03-31")}),
    ("Rope I 2025-04-01~", {"rope-i": ("2025-04-01", "")}),
    ("无", {}),
]  # fmt: skip


@pytest.mark.parametrize(("cell", "meant"), SEVERAL)
def test_several_certificates_in_one_cell(tmp_path, cell, meant):
    path = book(tmp_path, [["name", "team", "certificates"], ["Li", "fire", cell]])
    assert held(imported(tmp_path, path), "li") == meant


def test_a_lone_date_must_say_what_it_is(tmp_path):
    path = book(tmp_path, [["name", "team", "certificates"], ["Li", "fire", "Rope 2027-05-01"]])
    result = imported(tmp_path, path)
    assert problems(result) == [("m.xlsx!Sheet1!C2", "D013")]
    assert held(imported(tmp_path, path, single="expires"), "li") == {"rope": ("", "2027-05-01")}
    assert held(imported(tmp_path, path, single="issued"), "li") == {"rope": ("2027-05-01", "")}


def test_a_column_for_each_certificate(tmp_path):
    rows = [
        ["姓名", "队伍", "水域救援一级到期日", "急救员", "绳索救援"],
        ["李伟", "蓝天", datetime(2028, 3, 31), "✓", "2025-04-01~2028-03-31"],
        ["王芳", "蓝天", None, "×", None],
        ["张敏", "蓝天", "长期", "是", None],
    ]
    path = book(tmp_path, rows)
    unsure = imported(tmp_path, path)
    assert {code for _, code in problems(unsure)} == {"D003"}
    assert "--map 急救员=held" in unsure.problems[1].hint
    mapping = {"水域救援一级到期日": "held:expires", "急救员": "held", "绳索救援": "held"}
    result = imported(tmp_path, path, mapping=mapping)
    assert held(result, "li-wei") == {
        "shui-yu-jiu-yuan-yi-ji": ("", "2028-03-31"),
        "ji-jiu-yuan": ("", ""),
        "sheng-suo-jiu-yuan": ("2025-04-01", "2028-03-31"),
    }
    assert held(result, "wang-fang") == {}
    assert held(result, "zhang-min") == {
        "shui-yu-jiu-yuan-yi-ji": ("", ""),
        "ji-jiu-yuan": ("", ""),
    }


def test_a_heading_that_spans_columns(tmp_path):
    rows = [
        ["姓名", "队伍", "水域救援一级", None, "急救员", None],
        ["姓名", "队伍", "发证日期", "到期日", "发证日期", "到期日"],
        ["李伟", "蓝天", "2025-04-01", "2028-03-31", "2025-05-01", "长期"],
    ]

    def merge(made):
        for cells in ("A1:A2", "B1:B2", "C1:D1", "E1:F1"):
            made["Sheet1"].merge_cells(cells)

    roster = (
        "kind: roster\ntimezone: UTC\ncertifications:\n  water-1: {title: 水域救援一级}\n"
        "  aid: {title: 急救员}\n"
    )
    result = imported(tmp_path, book(tmp_path, rows, change=merge), roster=roster)
    assert held(result, "li-wei") == {
        "water-1": ("2025-04-01", "2028-03-31"),
        "aid": ("2025-05-01", ""),
    }


@pytest.mark.parametrize("numbered", [True, False])
def test_repeated_groups_of_columns(tmp_path, numbered):
    one, two = ("1", "2") if numbered else ("", "")
    rows = [
        ["姓名", "队伍", f"证书{one}", f"发证日期{one}", f"到期日{one}", f"证书{two}", f"发证日期{two}", f"到期日{two}"],
        ["李伟", "蓝天", "Rope", "2025-04-01", "2028-03-31", "Aid", None, "2027-01-01"],
        ["王芳", "蓝天", None, None, None, "Aid", "2026-01-01", None],
    ]  # fmt: skip
    result = imported(tmp_path, book(tmp_path, rows))
    assert held(result, "li-wei") == {
        "rope": ("2025-04-01", "2028-03-31"),
        "aid": ("", "2027-01-01"),
    }
    assert held(result, "wang-fang") == {"aid": ("2026-01-01", "")}


def test_a_row_for_each_certificate(tmp_path):
    rows = [
        ["姓名", "队伍", "邮箱", "证书", "到期日"],
        ["李伟", "蓝天", None, "Rope", "2028-03-31"],
        ["李伟", "蓝天", "li@example.org", "Aid", "2027-01-01"],
        [None, None, None, "Radio", "2029-01-01"],
        ["王芳", "蓝天", None, "Aid", "2027-01-01"],
        [None, None, None, "Radio", "2029-01-01"],
    ]
    expected = {"rope": ("", "2028-03-31"), "aid": ("", "2027-01-01"), "radio": ("", "2029-01-01")}
    result = imported(tmp_path, book(tmp_path, rows))
    assert held(result, "li-wei") == expected
    assert members(result)["li-wei"]["email"] == "li@example.org"
    assert set(held(result, "wang-fang")) == {"aid", "radio"}
    merged = book(tmp_path, rows, change=lambda b: b["Sheet1"].merge_cells("A5:A6"))
    assert set(held(imported(tmp_path, merged), "wang-fang")) == {"aid", "radio"}


def test_rows_about_one_person_that_differ(tmp_path):
    text = "name,team,email\nLi,fire,a@x.org\nLi,fire,b@x.org\n"
    result = imported(tmp_path, csv(tmp_path, text))
    assert problems(result) == [("m.csv:3:3", "D012")]
    assert "m.csv:2:3" in result.problems[0].message


def test_formulas_and_errors(tmp_path):
    def change(made):
        made["Sheet1"]["B2"] = '=UPPER("fire")'
        made["Sheet1"]["C3"] = "#N/A"
        made["Sheet1"]["D2"] = "=1+1"

    rows = [["name", "team", "phone", "remarks"], ["Li", "x", "12345"], ["Wu", "fire", "x"]]
    result = imported(tmp_path, book(tmp_path, rows, change=change))
    assert problems(result) == [("m.xlsx!Sheet1!B2", "D011"), ("m.xlsx!Sheet1!C3", "D011")]
    assert "=UPPER" in result.problems[0].message


def test_ids_phones_and_width(tmp_path):
    def change(made):
        made["Sheet1"]["A2"].number_format = "00000"

    rows = [
        ["工号", "姓名", "队伍", "电话"],
        [7, "李伟 ", "蓝天", "１３８-００００"],
        ["Ａ０１", " 王芳", "蓝天", "13800000000.0"],
        ["00700", "张敏", "蓝天", "+86 138 0000 0000"],
    ]
    found = members(imported(tmp_path, book(tmp_path, rows, change=change)))
    assert {i: m["phone"] for i, m in found.items()} == {
        "00007": "138-0000",
        "a01": "13800000000",
        "00700": "+86 138 0000 0000",
    }
    bad = [["id", "name", "team", "phone", "email"], ["?!", "Li", "f", "1.38E+10", "li@x"]]
    result = imported(tmp_path, book(tmp_path, bad))
    assert problems(result) == [
        ("m.xlsx!Sheet1!A2", "D007"),
        ("m.xlsx!Sheet1!D2", "D005"),
        ("m.xlsx!Sheet1!E2", "D006"),
    ]


def test_hidden_sheets_and_rows(tmp_path):
    def change(made):
        extra = made.create_sheet("Old")
        extra.append(["name", "team"])
        extra.append(["Gone", "fire"])
        extra.sheet_state = "hidden"
        made.create_sheet("Legend").append(["red", "urgent"])
        made["Sheet1"].row_dimensions[2].hidden = True

    path = book(tmp_path, [["name", "team"], ["Li", "fire"], ["Wu", "fire"]], change=change)
    result = imported(tmp_path, path)
    assert list(members(result)) == ["li", "wu"]
    said = " ".join(result.notes)
    assert "a hidden sheet" in said
    assert "1 hidden row is read too" in said
    assert "Legend: not a table of people" in said
    assert list(members(imported(tmp_path, path, sheet="Old"))) == ["gone"]
    assert problems(imported(tmp_path, path, sheet="New")) == [("m.xlsx", "D002")]


def test_columns_are_known_guessed_or_listed(tmp_path):
    result = imported(tmp_path, csv(tmp_path, "Nmae,Team,Shoe size\nLi,fire,44\n"))
    assert problems(result) == [("m.csv", "D001")]
    result = imported(tmp_path, csv(tmp_path, "Name,Taem,Shoe size\nLi,fire,44\n"))
    assert problems(result) == [("m.csv:1:2", "D003")]
    assert "--map Taem=team" in result.problems[0].hint
    result = imported(tmp_path, csv(tmp_path, "Name,Taem,Shoe size\nLi,fire,44\n"), yes=True)
    assert members(result)["li"]["team"] == "fire"
    assert result.layouts[0].columns[2].target == "-"
    result = imported(
        tmp_path,
        csv(tmp_path, "甲,乙\nLi,fire\n"),
        mapping={"甲": "name", "乙": "team", "丙": "id"},
    )
    assert problems(result) == [("m.csv", "D003")]
    assert "丙" in result.problems[0].message


def test_a_list_as_an_office_keeps_it(tmp_path):
    def change(made):
        page = made["队员名册"]
        page.merge_cells("B2:I2")
        for row in (5, 6, 7):
            page.cell(row, 4).number_format = "0000"
        page["C8"] = "=COUNTA(C5:C7)"

    rows = [
        [],
        [None, "2026年度救援队伍人员花名册（县应急局）"],
        [],
        [None, "序号", "姓名", "工 号", "所属队伍（必填）", "联系电话", "资质证书及有效期", "水域救援一级 有效期至", "备注"],
        [None, 1, "李伟", 7, "县消防", 13800000000, "绳索救援 2025.4.1-2028.3.31、急救员（有效期至2027年5月1日）", datetime(2028, 3, 31), ""],
        [None, 2, "王　芳", 12, "蓝天志愿队", 1.39e10, "无", "√", "2027年退役"],
        [None, 3, "张敏", None, "蓝天志愿队", None, None, 46843, None],
        [None, "小计"],
        [None, "注：本表每季度更新一次"],
    ]  # fmt: skip
    path = book(tmp_path, rows, title="队员名册", change=change)
    mapping = {"水域救援一级 有效期至": "held:expires"}
    result = imported(tmp_path, path, mapping=mapping)
    assert problems(result) == [("m.xlsx!队员名册!G4", "D003")]
    assert "=certifications" in result.problems[0].hint
    mapping["资质证书及有效期"] = "certifications"
    result = imported(tmp_path, path, mapping=mapping)
    assert {i: m["name"] for i, m in members(result).items()} == {
        "0007": "李伟",
        "0012": "王芳",
        "zhang-min": "张敏",
    }
    water = "shui-yu-jiu-yuan-yi-ji"
    assert held(result, "0007") == {
        "sheng-suo-jiu-yuan": ("2025-04-01", "2028-03-31"),
        "ji-jiu-yuan": ("", "2027-05-01"),
        water: ("", "2028-03-31"),
    }
    assert held(result, "0012") == {water: ("", "")}
    assert held(result, "zhang-min") == {water: ("", "2028-03-31")}


def test_broken_workbooks(tmp_path):
    assert problems(imported(tmp_path, csv(tmp_path, b"PK\x03\x04junk", "a.xlsx"))) == [
        ("a.xlsx", "D002")
    ]
    assert problems(imported(tmp_path, csv(tmp_path, b"\xd0\xcf\x11\xe0old", "a.xls"))) == [
        ("a.xls", "D002")
    ]
    assert problems(imported(tmp_path, tmp_path / "none.csv")) == [("none.csv", "F001")]
    assert problems(imported(tmp_path, csv(tmp_path, b""))) == [("m.csv", "D001")]
