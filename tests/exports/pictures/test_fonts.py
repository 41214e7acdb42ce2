"""Letters come from a font that has them, Chinese ones in their simplified forms."""

import os
import re
from datetime import date

import pytest
from county import ROSTER
from exports.pictures.drawing import drawn, groups, told, words
from matplotlib.font_manager import FontProperties, fontManager, get_font
from matplotlib.ft2font import LoadFlags

from drillctl.exports.overview.rows import Axis
from drillctl.exports.pictures import fonts
from drillctl.exports.pictures.fonts import LATIN, Lettering, lettering, one_line, packages_for
from drillctl.exports.pictures.sheet import Sheet
from drillctl.exports.pictures.size import NAMED
from drillctl.exports.pictures.time_axis import TimeAxis, draw_axis
from drillctl.language import tr, use

FORMS = "门骨直"
"""Characters whose outlines are not the same in Japan."""
FACES = {"sc": "Noto Sans CJK SC", "jp": "Noto Sans CJK JP"}
noto = pytest.mark.skipif(
    not set(FACES.values()) <= {entry.name for entry in fontManager.ttflist}
    and os.environ.get("DRILLCTL_REQUIRE_CLIENTS") != "1",
    reason="needs fonts-noto-cjk",
)


@pytest.fixture(autouse=True)
def english():
    yield
    use("en")


def outline(family, character):
    """The numbers of an outline, in the units of an SVG's glyphs."""
    font = get_font([fontManager.findfont(FontProperties(family=[family]))])
    font.set_size(100, 72)
    font.load_char(ord(character), flags=LoadFlags.NO_HINTING)
    return [round(n) for n in (font.get_path()[0] * 64).flatten()]


def outlines(svg):
    """The outlines of the glyphs that an SVG defines, in its order."""
    found = re.findall(r'<path id="(Noto[^"]*)" d="([^"]*)"', svg)
    return {name: [round(float(n)) for n in re.findall(r"-?[0-9.]+", d)] for name, d in found}


@noto
@pytest.mark.parametrize("chinese", [False, True])
def test_glyphs_are_those_of_simplified_chinese(chinese):
    for character in FORMS:
        letters = lettering([character], chinese=chinese)
        sheet = Sheet(NAMED["slide"], letters, "", "")
        sheet.write(1, 1, letters.shown(character))
        (drawn_as,) = outlines(sheet.svg().decode()).values()
        wanted, other = (outline(family, character) for family in FACES.values())
        assert wanted != other
        assert is_part(drawn_as, wanted)
        assert not is_part(drawn_as, other)


def is_part(drawn_as, whole):
    """An SVG leaves out the points by which outlines are closed."""
    whole = list(zip(whole[::2], whole[1::2], strict=True))
    return set(zip(drawn_as[::2], drawn_as[1::2], strict=True)) <= set(whole) and len(drawn_as) > 10


@noto
def test_latin_letters_follow_the_language():
    assert lettering(["门"], chinese=False).families == (LATIN, FACES["sc"])
    assert lettering(["门"], chinese=True).families == (FACES["sc"], LATIN)
    assert lettering(["Flood"], chinese=False).families == (LATIN,)


@pytest.fixture
def latin_only(monkeypatch):
    latin = [entry for entry in fontManager.ttflist if entry.name == LATIN]
    monkeypatch.setattr(fonts, "_entries", lambda **_: latin)


def test_without_a_font_ids_stand_in_and_the_characters_are_told(tmp_path, latin_only):
    files, missing = drawn(tmp_path, by=Axis.PERSON, text_kept=True)
    shown = words(files["timeline-person"])
    assert {"p1", "v1", "v3", "Anna", "Tom"} <= set(shown)
    assert missing == tuple(sorted("李伟王芳张敏"))
    assert not any("\u4e00" <= c <= "\u9fff" for text in shown for c in text)
    # What is not drawn but told needs no font.
    roster = ROSTER.replace("id: lake,", "id: lake, title: 北湖,")
    files, _ = drawn(tmp_path, roster=roster)
    assert "北湖" in told(groups(files["timeline-team"])["bar-flood#1@fire"])


def test_without_a_font_chinese_is_shown_in_english(latin_only):
    use("zh")
    letters = lettering([], chinese=True)
    assert letters.shown(tr("never")) == "never"
    assert letters.missing
    assert letters.shown("北 lake") == "? lake"


def test_a_font_installed_meanwhile_is_found(monkeypatch):
    latin = [entry for entry in fontManager.ttflist if entry.name == LATIN]
    asked = []

    def entries(*, anew=False):
        asked.append(anew)
        return fontManager.ttflist if anew else latin

    monkeypatch.setattr(fonts, "_entries", entries)
    lettering(["Flood"], chinese=False)
    assert asked == [False]
    lettering(["门"], chinese=False)
    assert asked == [False, False, True]


def test_another_script_is_looked_for(monkeypatch):
    # DejaVu Sans Mono stands for the font of some script that the usual ones lack.
    monkeypatch.setattr(fonts, "_has", lambda names, c: c != "ꙮ" or "DejaVu Sans Mono" in names)
    assert lettering(["ꙮ"], chinese=False).families[-1] == "DejaVu Sans Mono"


@pytest.mark.parametrize(("text", "shown"), [
    ("a\nb\t c", "a b c"), ("\u202eevil\u202c", "evil"), ("x\u200by", "xy"), ("\ufeffa\uffff", "a"), ("", ""),
])  # fmt: skip
def test_what_has_no_glyph_is_not_drawn(text, shown):
    assert one_line(text) == shown


def test_cutting():
    letters = Lettering((LATIN,))
    whole = "Joint swift-water rescue"
    width = letters.width(whole, 10)
    assert letters.cut(whole, width, 10) == whole
    cut = letters.cut(whole, width * 0.6, 10)
    assert cut.endswith("…")
    assert whole.startswith(cut[:-1])
    assert letters.width(cut, 10) <= width * 0.6
    assert letters.cut(whole, 0, 10) == "…"


def test_packages():
    assert packages_for("门") == "fonts-noto-cjk"
    assert packages_for("门ཀ𠀀") == "fonts-hanazono, fonts-noto-cjk, fonts-noto-core"


@pytest.mark.parametrize(("days", "some"), [
    (14, {"Mar 2027", "Mon 1", "Sun 14"}), (31, {"Mar 2027", "1", "31"}), (184, {"Mar 2027", "Aug 2027", "8"}),
    (365, {"2027", "Mar", "Dec", "Jan"}), (1400, {"2028", "Q1", "Q4"}), (9000, {"2030"}),
])  # fmt: skip
def test_the_axis_has_the_labels_that_there_is_room_for(days, some):
    sheet = Sheet(NAMED["slide"], Lettering((LATIN,)), "", "")
    first = date(2027, 3, 1)
    last = date.fromordinal(first.toordinal() + days - 1)
    draw_axis(sheet, TimeAxis(first, last, 2.5, 10.3), 1, 2)
    shown = words(sheet.svg(text=True))
    assert some <= set(shown)
    assert len(shown) < 60
