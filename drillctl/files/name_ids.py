"""Ids made of names: 李伟 becomes li-wei, and the next one li-wei-2."""

import re
import unicodedata
from collections.abc import Container

_LONGEST = 56
_SURNAMES = {
    "单": "shan", "曾": "zeng", "仇": "qiu", "解": "xie", "查": "zha", "任": "ren", "盖": "ge",
    "区": "ou", "朴": "piao", "华": "hua", "翟": "zhai", "召": "shao", "折": "she", "缪": "miao",
    "宓": "mi", "员": "yun", "洗": "xian", "逄": "pang", "秘": "bi", "种": "chong", "覃": "qin",
    "尹": "yin", "黑": "he", "那": "na", "哈": "ha", "乜": "nie", "尉": "wei", "祭": "zhai",
}  # fmt: skip
"""Family names that are read unlike the character elsewhere."""
_LONG_SURNAMES = {
    "欧阳": "ouyang", "上官": "shangguan", "司马": "sima", "诸葛": "zhuge", "尉迟": "yuchi",
    "万俟": "moqi", "长孙": "zhangsun", "令狐": "linghu", "皇甫": "huangfu", "东方": "dongfang",
    "慕容": "murong", "公孙": "gongsun", "夏侯": "xiahou", "司徒": "situ", "单于": "chanyu",
    "宇文": "yuwen", "端木": "duanmu", "南宫": "nangong", "独孤": "dugu", "轩辕": "xuanyuan",
    "澹台": "tantai", "申屠": "shentu", "司空": "sikong", "呼延": "huyan", "钟离": "zhongli",
}  # fmt: skip
_CHINESE = re.compile(r"[\u3400-\u9fff\U00020000-\U0003134f]+")


def id_of_name(name: str, taken: Container[str], default: str = "member") -> str:
    """A person's id: family name first, as the name is written; Chinese in pinyin."""
    text = unicodedata.normalize("NFKC", name).replace(" ", "")
    if _CHINESE.fullmatch(text) and len(text) <= 5:
        cut = 2 if text[:2] in _LONG_SURNAMES and len(text) > 2 else 1
        first = _LONG_SURNAMES.get(text[:2]) if cut == 2 else _SURNAMES.get(text[0])
        given = "".join(_pinyin(text)[cut:])
        return free_id(f"{first or ''.join(_pinyin(text)[:cut])}-{given}", taken, default)
    return id_of_title(name, taken, default)


def id_of_title(title: str, taken: Container[str], default: str) -> str:
    """An id made of a title, its words joined by hyphens."""
    text = unicodedata.normalize("NFKC", title).replace("ß", "ss")
    text = _CHINESE.sub(lambda found: f" {' '.join(_pinyin(found[0]))} ", text)
    return free_id(unicodedata.normalize("NFKD", text), taken, default)


def free_id(text: str, taken: Container[str], default: str) -> str:
    """`text` as an id, with a number where it is taken; ``member-001`` where nothing is left."""
    plain = "".join(c for c in text.casefold() if not unicodedata.combining(c))
    plain = plain.replace("'", "").replace("’", "")
    made = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:_LONGEST].strip("-")
    number = 1
    while True:
        name = made if number == 1 else f"{made}-{number}"
        if not made:
            name = f"{default}-{number:03d}"
        if name not in taken:
            return name
        number += 1


def _pinyin(text: str) -> list[str]:
    """The reading of each character, without tones; ü is v."""
    from pypinyin import lazy_pinyin

    return [str(one) for one in lazy_pinyin(text, errors="ignore")]
