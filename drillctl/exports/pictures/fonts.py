"""Fonts in which every label can be drawn, with simplified forms where a character has several.

matplotlib falls back from family to family for each glyph, and since 3.11 tells the faces of a
collection (.ttc) apart: of Noto Sans CJK it is the SC face that must be asked for, since the
first one is Japanese. What no font of this machine has is collected, never drawn as a box.
"""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from drillctl.language import in_language

if TYPE_CHECKING:
    from matplotlib.font_manager import FontEntry
    from matplotlib.ft2font import FT2Font

LATIN = "DejaVu Sans"
"""It comes with matplotlib, so that it is there on every machine."""
CHINESE = (
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "Source Han Sans SC",
    "Source Han Sans CN",
    "PingFang SC",
    "Hiragino Sans GB",
    "Microsoft YaHei",
    "DengXian",
    "SimHei",
    "Heiti SC",
    "STHeiti",
    "WenQuanYi Micro Hei",
    "WenQuanYi Zen Hei",
    "Noto Serif CJK SC",
    "SimSun",
    "Songti SC",
    "Droid Sans Fallback",
)
"""Families with simplified forms, the best first."""
BOLD = 700
_NORMAL = 400
_BOXES = ("Last Resort", "Adobe Blank")
"""Families whose glyphs show that there is none."""
_KEPT = "\u200c\u200d"
"""Format characters that choose between forms of letters."""
_SETTING = 100
_CACHED = 50_000


@dataclass(frozen=True, slots=True)
class Lettering:
    """`families`: where glyphs are looked for, in this order. `missing`: those found in none."""

    families: tuple[str, ...]
    missing: set[str] = field(default_factory=set)

    def shown(self, text: str, instead: str = "") -> str:
        """`text` in the reader's language on one line, as far as there are glyphs for it.

        Where some are missing, `instead`, else the English of a message; else a question mark for
        each of them.
        """
        wanted = one_line(in_language(text))
        lacking = self._lacking(wanted)
        if not lacking:
            return wanted
        self.missing.update(lacking)
        other = one_line(instead or str.__str__(text))
        lacking = self._lacking(other)
        self.missing.update(lacking)
        return "".join("?" if character in lacking else character for character in other)

    def width(self, text: str, points: float, *, bold: bool = False) -> float:
        """Inches that a text that was `shown` takes."""
        return _width(self.families, text, bold) * points / (_SETTING * 72)

    def cut(self, text: str, width: float, points: float, *, bold: bool = False) -> str:
        """A text that was `shown`, cut with an ellipsis to so many inches."""
        if self.width(text, points, bold=bold) <= width:
            return text
        low, high = 0, len(text)
        while low < high:
            middle = (low + high + 1) // 2
            if self.width(text[:middle].rstrip() + "…", points, bold=bold) <= width:
                low = middle
            else:
                high = middle - 1
        return text[:low].rstrip() + "…"

    def _lacking(self, text: str) -> set[str]:
        return {c for c in set(text) if not c.isspace() and not _has(self.families, c)}


def lettering(texts: Iterable[str], *, chinese: bool) -> Lettering:
    """Families of this machine for the characters of `texts`.

    `chinese`: the text is Chinese, so that Latin letters and punctuation follow the same font.
    """
    wanted = {c for text in texts for c in one_line(text) if not c.isspace()}
    there = _entries()
    found = _families(there, wanted, chinese)
    if any(not _has(found, c) for c in wanted):
        # matplotlib keeps a list of the fonts that were there when it was first used.
        there = _entries(anew=True)
        found = _families(there, wanted, chinese)
    lacking = {c for c in wanted if not _has(found, c)}
    return Lettering((*found, *_others(there, lacking)))


def one_line(text: str) -> str:
    """`text` without what has no glyph of its own: line ends, direction marks, controls."""
    kept = (
        " " if character.isspace() else character
        for character in text
        if character.isspace()
        or character in _KEPT
        or unicodedata.category(character) not in ("Cc", "Cf", "Cs", "Co", "Cn")
    )
    return " ".join("".join(kept).split())


def packages_for(characters: Iterable[str]) -> str:
    """The Debian packages with fonts for these characters, as they are named there."""
    found = set()
    for character in characters:
        name = unicodedata.name(character, "")
        if not name.startswith(("CJK", "HIRAGANA", "KATAKANA", "HANGUL", "IDEOGRAPHIC", "FULLWID")):
            found.add("fonts-noto-core")
        else:
            found.add("fonts-hanazono" if ord(character) > 0xFFFF else "fonts-noto-cjk")
    return ", ".join(sorted(found))


def _families(there: "Sequence[FontEntry]", wanted: set[str], chinese: bool) -> tuple[str, ...]:
    names = {entry.name for entry in there}
    # One of them is enough, unless it lacks some of the characters.
    han: list[str] = []
    lacking = {c for c in wanted if not _has((LATIN,), c)}
    for name in CHINESE:
        if name in names and (not han or any(_has((name,), c) for c in lacking)):
            han.append(name)
            lacking = {c for c in lacking if not _has((name,), c)}
    if not han or not (chinese or any(_has(han, c) and not _has((LATIN,), c) for c in wanted)):
        return (LATIN,)
    return (*han, LATIN) if chinese else (LATIN, *han)


def _others(there: "Sequence[FontEntry]", lacking: set[str]) -> list[str]:
    """Families that have what others lack, sans serif ones first."""
    found: list[str] = []
    for name in sorted({entry.name for entry in there}, key=lambda n: ("Sans" not in n, n)):
        if not lacking:
            break
        if not name.startswith(_BOXES) and (has := {c for c in lacking if _has((name,), c)}):
            found.append(name)
            lacking = lacking - has
    return found


def _entries(*, anew: bool = False) -> "Sequence[FontEntry]":
    """The fonts that matplotlib knows; `anew`: with those installed since it last looked."""
    from matplotlib import font_manager

    manager = font_manager.fontManager
    if anew:
        known = {entry.fname for entry in manager.ttflist}
        for path in sorted(font_manager.findSystemFonts()):
            if path not in known:
                try:
                    manager.addfont(path)
                except (OSError, RuntimeError, ValueError):
                    continue
    return manager.ttflist


def _has(families: Sequence[str], character: str) -> bool:
    """Whether one of the families has a glyph for it, in bold as well."""
    return all(
        any(_face(name, weight).get_char_index(ord(character)) for name in families)
        for weight in (_NORMAL, BOLD)
    )


@lru_cache(maxsize=256)
def _face(family: str, weight: int) -> "FT2Font":
    from matplotlib.font_manager import FontProperties, fontManager, get_font

    path = fontManager.findfont(FontProperties(family=[family], weight=weight))
    return get_font([path])


@lru_cache(maxsize=64)
def _chain(families: tuple[str, ...], bold: bool) -> "FT2Font":
    from matplotlib.font_manager import FontProperties, fontManager, get_font

    weight = BOLD if bold else _NORMAL
    names = [FontProperties(family=[name], weight=weight) for name in families]
    return get_font([fontManager.findfont(name) for name in names])


@lru_cache(maxsize=_CACHED)
def _width(families: tuple[str, ...], text: str, bold: bool) -> float:
    """Points at a size of `_SETTING`."""
    from matplotlib.ft2font import LoadFlags

    font = _chain(families, bold)
    font.set_size(_SETTING, 72)
    font.set_text(text, 0.0, flags=LoadFlags.NO_HINTING)
    return float(font.get_width_height()[0]) / 64
