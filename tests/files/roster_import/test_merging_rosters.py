"""Sheets into a roster that people have written: what does not change stays byte for byte."""

import string
from datetime import date

import pytest
from files.roster_import.sheets import Silent, book, csv, held, imported, members, problems
from hypothesis import given, settings
from hypothesis import strategies as st

from drillctl.files.roster_import import Wanted, import_roster

ROSTER = """\
# Who we are.
kind: roster
timezone: Asia/Shanghai   # all of us
certifications:
  rope-1: {title: Rope rescue I, valid_for: 3y}
  aid: {title: 急救员}
teams:
  - {id: fire, title: 县消防 County fire brigade, kind: professional}
  - {id: sky, title: 蓝天救援队, kind: volunteer}
members:
  # the chief
  - name: 李伟   # since 2001
    id: li-wei
    team: fire
    certifications:
      - {id: rope-1, issued: 2025-04-01}   # renewed
      - aid

  - {id: anna, name: Anna, team: sky, certifications: [{id: aid, expires: 2027-01-01}]}   # new
  - id: tom
    name: "Tom"
    team: sky
    limits: {hours_per_7d: 8}
# The end.
"""
SAME = """\
id,name,team,certificate,issued,expires
li-wei,李伟,County fire brigade,Rope rescue I,2025-04-01,2028-03-31
anna,Anna,蓝天救援队,急救员,,2027-01-01
,Tom,sky,,,
"""


def lines(text):
    return text.splitlines()


def test_the_same_again_changes_nothing(tmp_path):
    result = imported(tmp_path, csv(tmp_path, SAME), roster=ROSTER)
    assert result.merged.text == ROSTER
    assert (result.merged.new, result.merged.changes, result.merged.missing) == ([], [], [])
    assert result.merged.kept == [("li-wei", "aid")]


def test_only_lines_that_change_are_touched(tmp_path):
    text = """\
id,name,team,phone,email,certificates
li-wei,李伟,fire,13800000000,li@example.org,Rope rescue I 2026-04-01~2029-03-31; Radio
anna,Anna Berger,fire,,,急救员 至2028-01-01
,Eva,sky,,,Rope rescue I 2026-01-01~
"""
    result = imported(tmp_path, csv(tmp_path, text), roster=ROSTER)
    before, after = lines(ROSTER), lines(result.merged.text)
    assert [line for line in after if line not in before] == [
        "  radio: {title: Radio}",
        '    email: "li@example.org"',
        '    phone: "13800000000"',
        "      - {id: rope-1, issued: 2026-04-01, expires: 2029-03-31}   # renewed",
        "      - radio",
        "  - {id: anna, name: Anna Berger, team: fire, certifications: [{id: aid, expires: 2028-01-01}]}   # new",
        "  - id: eva",
        "    name: Eva",
        "    certifications: [{id: rope-1, issued: 2026-01-01}]",
    ]
    gone = [line for line in before if line not in after]
    assert len(gone) == 2
    assert [line for line in before if "#" in line and line not in gone] == [
        line for line in after if "#" in line and line in before
    ]
    assert result.merged.missing == ["tom"]
    again = imported(tmp_path, csv(tmp_path, text), roster=result.merged.text)
    assert again.merged.text == result.merged.text


def test_windows_line_ends_and_a_mark_stay(tmp_path):
    roster = b"\xef\xbb\xbf" + ROSTER.replace("\n", "\r\n").encode()
    result = imported(tmp_path, csv(tmp_path, "id,name,phone\ntom,Tom,12345\n"), roster=roster)
    after = result.merged.text.encode()
    assert after.startswith(b"\xef\xbb\xbf#")
    assert after.replace(b'    phone: "12345"\r\n', b"") == roster


def test_members_are_removed_only_when_told(tmp_path):
    path = csv(tmp_path, "id,name\nli-wei,李伟\ntom,Tom\n")
    assert imported(tmp_path, path, roster=ROSTER).merged.text == ROSTER
    result = imported(tmp_path, path, roster=ROSTER, remove_missing=True)
    assert result.merged.removed == ["anna"]
    anna = next(line for line in lines(ROSTER) if "id: anna" in line)
    assert result.merged.text == ROSTER.replace(anna + "\n", "")


@pytest.mark.parametrize("gone", [["b"], ["c"], ["a", "b"], ["b", "c"], ["a", "c"], ["a"]])
def test_members_in_brackets_are_removed(tmp_path, gone):
    listed = ", ".join(f"{{id: {i}, name: N{i}, team: sky}}" for i in "abc")
    roster = "kind: roster\ntimezone: UTC\nteams: [{id: sky, kind: volunteer}]\n"
    roster += f"members: [{listed}]\n"
    rows = "".join(f"{i},N{i}\n" for i in "abc" if i not in gone)
    result = imported(
        tmp_path, csv(tmp_path, f"id,name\n{rows}"), roster=roster, remove_missing=True
    )
    assert set(members(result)) == {"a", "b", "c"} - set(gone)


def test_ids_are_stable_and_unique(tmp_path):
    text = "姓名,队伍\n李伟,fire\n李伟,sky\n李巍,sky\n欧阳娜娜,sky\n单雄信,sky\nJosé Ñuñez,sky\n؟؟,sky\n"
    result = imported(tmp_path, csv(tmp_path, text))
    assert list(members(result)) == [
        "li-wei",
        "li-wei-2",
        "li-wei-3",
        "ouyang-nana",
        "shan-xiongxin",
        "jose-nunez",
        "member-001",
    ]
    turned = text.split("\n")
    turned = "\n".join([turned[0], *reversed(turned[1:-1])]) + "\n"
    again = imported(tmp_path, csv(tmp_path, turned), roster=result.merged.text)
    assert again.merged.text == result.merged.text


def test_one_name_that_two_have(tmp_path):
    roster = ROSTER.replace("id: anna, name: Anna", "id: anna, name: Tom")
    result = imported(tmp_path, csv(tmp_path, "name,team\nTom,sky\n"), roster=roster)
    assert problems(result) == [("m.csv:2:1", "D012")]
    assert "anna, tom" in result.problems[0].message


def test_an_id_of_elsewhere_is_the_member_of_that_name(tmp_path):
    result = imported(tmp_path, csv(tmp_path, "id,name,team\n0042,李 伟,fire\n"), roster=ROSTER)
    assert result.merged.text == ROSTER
    assert "li-wei" in result.notes[0]


def test_titles_that_nearly_match_are_asked_for(tmp_path):
    path = csv(
        tmp_path, "name,team,certificates\nEva,蓝天救援,Rope rescue 1\nUte,sky,Rope rescue I.\n"
    )
    result = imported(tmp_path, path, roster=ROSTER)
    assert problems(result) == [("m.csv:2:2", "D009"), ("m.csv:3:3", "D010")]
    assert "--alias 蓝天救援=sky" in result.problems[0].hint
    taken = imported(tmp_path, path, roster=ROSTER, yes=True)
    assert members(taken)["eva"]["team"] == "sky"
    assert held(taken, "ute") == {"rope-1": ("", "")}
    # Another number is another certificate.
    assert held(taken, "eva") == {"rope-rescue-1": ("", "")}
    aliases = {"蓝天救援": "+", "Rope rescue I.": "rope-1", "Rope rescue 1": "rope-1"}
    told = imported(tmp_path, path, roster=ROSTER, aliases=aliases)
    assert members(told)["eva"]["team"] == "lan-tian-jiu-yuan"
    assert held(told, "eva") == held(told, "ute") == {"rope-1": ("", "")}


def test_a_new_team_needs_a_kind(tmp_path):
    path = csv(tmp_path, "name,team\nEva,Red Cross\n")
    result = imported(tmp_path, path, roster=ROSTER, kind="")
    assert problems(result) == [("m.csv:2:2", "D009")]
    path = csv(tmp_path, "name,team,kind\nEva,Red Cross,志愿者\nUwe,警队,专职\nKai,志愿服务队,\n")
    result = imported(tmp_path, path, roster=ROSTER, kind="")
    kinds = [
        line for line in lines(result.merged.text) if line not in lines(ROSTER) and "kind" in line
    ]
    assert [line.rpartition("kind: ")[2] for line in kinds] == [
        "volunteer}",
        "professional}",
        "volunteer}",
    ]


def test_dates_that_run_backwards(tmp_path):
    text = "id,certificate,issued,expires\ntom,Rope rescue I,2026-01-02,2026-01-01\n"
    assert problems(imported(tmp_path, csv(tmp_path, text), roster=ROSTER)) == [
        ("m.csv:2:2", "D013")
    ]
    text = "id,certificate,expires\nli-wei,Rope rescue I,2024-01-01\n"
    assert problems(imported(tmp_path, csv(tmp_path, text), roster=ROSTER)) == [
        ("m.csv:2:2", "D013")
    ]


def test_what_never_expires(tmp_path):
    text = (
        "id,certificate,issued,expires\nli-wei,Rope rescue I,2025-04-01,永久\nanna,急救员,,never\n"
    )
    result = imported(tmp_path, csv(tmp_path, text), roster=ROSTER)
    # The certification is valid for three years, unless an entry says more.
    assert held(result, "li-wei")["rope-1"] == ("2025-04-01", "2200-12-31")
    assert held(result, "anna") == {"aid": ("", "")}
    again = imported(tmp_path, csv(tmp_path, text), roster=result.merged.text)
    assert again.merged.text == result.merged.text


def test_rows_with_problems_are_left_out_only_when_told(tmp_path):
    path = csv(tmp_path, "name,team,email\nEva,sky,eva@x.org\nUwe,sky,nowhere\nKai,,\n")
    result = imported(tmp_path, path, roster=ROSTER, team="")
    assert problems(result) == [("m.csv:3:3", "D006"), ("m.csv:4:1", "D008")]
    assert result.merged is None
    result = imported(tmp_path, path, roster=ROSTER, team="", partial=True)
    assert result.merged.new == ["eva"]
    assert (result.left_out, len(result.problems)) == (2, 2)


def test_a_member_of_another_file(tmp_path):
    (tmp_path / "other.yaml").write_text(ROSTER, encoding="utf-8")
    roster = "kind: roster\nmembers:\n  - {id: eva, name: Eva, team: sky}\n"
    path = csv(tmp_path, "id,name,phone\neva,Eva,12345\n")
    assert {code for _, code in problems(imported(tmp_path, path, roster=roster))} == {"R001"}
    beside = [str(tmp_path / "other.yaml")]
    result = imported(tmp_path, path, roster=roster, beside=beside)
    assert members(result)["eva"]["phone"] == "12345"
    path = csv(tmp_path, "id,name,phone\ntom,Tom,12345\n")
    result = imported(tmp_path, path, roster=roster, beside=beside)
    assert problems(result) == [("m.csv:2:1", "D014")]


def test_a_sheet_may_be_named_after_its_team(tmp_path):
    def more(made):
        made.create_sheet("县消防").append(["name"])
        made["县消防"].append(["Uwe"])

    path = book(tmp_path, [["name"], ["Eva"]], title="蓝天救援队", change=more)
    result = imported(tmp_path, path, roster=ROSTER, team="")
    assert members(result)["eva"]["team"] == "sky"
    assert members(result)["uwe"]["team"] == "fire"


LAYOUTS = (
    ROSTER,
    "kind: roster\ntimezone: UTC\nteams: [{id: fire, kind: professional}, {id: sky, title: 蓝天救援队, kind: volunteer}]\n"
    "members:\n# first\n- {id: li-wei, name: 李伟, team: fire}\n- {id: anna, name: Anna, team: sky, certifications: []}\n"
    "certifications: {aid: {title: 急救员}}",
    "certifications:\n  aid: {valid_for: 3y}\nteams:\n- id: fire\n  kind: professional\n- id: sky\n  kind: volunteer\n"
    "kind: roster\ntimezone: UTC\nmembers:\n- id: tom\n  name: Tom\n  team: sky\n  certifications:\n  - id: aid\n    issued: 2025-01-01\n",
    "# nobody yet\nkind: roster\ntimezone: UTC\nmembers:\nteams:\n  - {id: sky, kind: volunteer}\n  - {id: fire, kind: professional}",
    "kind: roster\ntimezone: UTC\nmembers: []\nteams: []\ncertifications: {}\n---\nkind: policy\n",
)
NAMES = st.text(st.sampled_from(string.ascii_letters + " '-李伟王芳欧阳"), min_size=1, max_size=8)
DATES = st.dates(
    min_value=date(2020, 1, 1),
    max_value=date(2030, 1, 1),
)
ROWS = st.lists(
    st.tuples(
        st.sampled_from(["", "li-wei", "anna", "tom", "x1", "007"]),
        NAMES.filter(lambda n: any(c.isalpha() for c in n)),
        st.sampled_from(["fire", "sky", "蓝天救援队", "New team 7"]),
        st.sampled_from(["", "aid", "Rope rescue I", "Drone"]),
        st.none() | DATES,
        st.sampled_from(["", "never"]) | DATES,
    ),
    max_size=6,
)


@settings(deadline=None, max_examples=100)
@given(ROWS, st.sampled_from(LAYOUTS))
def test_importing_twice_changes_nothing(tmp_path_factory, rows, roster):
    folder = tmp_path_factory.mktemp("twice")
    text = "id,name,team,certificate,issued,expires\n" + "".join(
        ",".join("" if v is None else str(v) for v in row) + "\n" for row in rows
    )
    path = csv(folder, text)
    (folder / "r.yaml").write_text(roster, encoding="utf-8")
    wanted = Wanted([str(path)], str(folder / "r.yaml"), kind="volunteer")
    first = import_roster(wanted, Silent(yes=True))
    if first.merged is None:
        assert first.problems
        return
    for line in roster.splitlines():
        if line.lstrip().startswith("#"):
            assert line in first.merged.text.splitlines()
    (folder / "r.yaml").write_text(first.merged.text, encoding="utf-8")
    second = import_roster(wanted, Silent(yes=True))
    assert second.merged is not None, second.problems
    assert second.merged.text == first.merged.text
