"""Ids made of names."""

import pytest

from drillctl.files.name_ids import id_of_name, id_of_title


@pytest.mark.parametrize(
    ("name", "made"),
    [
        ("李伟", "li-wei"),
        ("李 伟", "li-wei"),
        ("曾国藩", "zeng-guofan"),
        ("单雄信", "shan-xiongxin"),
        ("欧阳娜娜", "ouyang-nana"),
        ("司马", "si-ma"),
        ("吕布", "lv-bu"),
        ("Anna Berger", "anna-berger"),
        ("Ａｎｎａ　Ｂｅｒｇｅｒ", "anna-berger"),
        ("José Ñuñez O'Neil", "jose-nunez-oneil"),
        ("Groß", "gross"),
        ("阿卜杜拉·买买提", "a-bo-du-la-mai-mai-ti"),
        ("؟", "member-001"),
        ("x" * 200, "x" * 56),
    ],
)
def test_names(name, made):
    assert id_of_name(name, ()) == made


def test_taken_ids_are_numbered():
    assert id_of_name("李伟", {"li-wei", "li-wei-2"}) == "li-wei-3"
    assert id_of_title("؟", {"team-001"}, "team") == "team-002"
    assert id_of_title("水域救援 I", (), "certification") == "shui-yu-jiu-yuan-i"
