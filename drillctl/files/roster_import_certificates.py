"""Several certificates in one cell: ``水域救援一级 2025-04-01~2028-03-31; 急救员（长期）``."""

import re
from dataclasses import dataclass

from drillctl.files.roster_import_dates import says_never, says_nothing
from drillctl.files.typed_values import plain, shown

_SEPARATORS = ";；，,、\n\r|"
_OPEN, _CLOSE = "(（[【", ")）]】"
_DATE = (
    r"\d{4} ?[-/.年] ?\d{1,2} ?[-/.月] ?\d{1,2} ?日?|\d{1,2} ?[-/.] ?\d{1,2} ?[-/.] ?\d{4}"
    r"|(?<!\d)(?:19|20|21)\d{6}(?!\d)"
)
_NEVER = r"长期有效|永久有效|长期|永久|终身有效|终身|无限期|never expires|no expiry|permanent|never"
_BEFORE_EXPIRY = (
    r"有效期限?至|有效至|到期日期?|到期|有效期|截止|失效|valid until|valid to|expires?|expiry"
    r"|until|exp\.?|至|到|to|[~～–—]|--|→"
)
_BEFORE_ISSUE = r"发证日期?|发证|取得日期?|取得|获证|issued on|issued|since|from|自|于"
_PIECE = re.compile(
    rf"(?P<date>{_DATE})|(?P<never>{_NEVER})|(?P<expiry>{_BEFORE_EXPIRY})|(?P<issue>{_BEFORE_ISSUE})",
    re.IGNORECASE,
)
_HELD = frozenset((
    "√", "✓", "✔", "☑", "✅", "x", "v", "y", "yes", "true", "1", "o", "是", "有", "持有",
    "已取得", "合格", "具备", "通过", "●", "○", "held", "ok", "passed",
))  # fmt: skip
_NOT_HELD = frozenset((
    "×", "✗", "✘", "✕", "❌", "n", "no", "false", "0", "否", "无", "没有", "未取得",
    "不合格", "未通过", "☐", "none",
))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Written:
    """One certificate as it is written. `single`: a date that does not say what it means."""

    title: str
    issued: str = ""
    expires: str = ""
    single: str = ""


def certificates(text: str) -> list[Written]:
    """The certificates that a cell names, each with its dates as they are typed.

    A part that holds dates only belongs to the certificate before it.
    """
    found: list[Written] = []
    for part in _parts(text):
        if says_nothing(part):
            continue
        one = _one(part)
        if not one.title and found and not (found[-1].issued or found[-1].expires):
            before = found.pop()
            if before.single and one.single:
                one = Written("", before.single, one.single)
            elif before.single:
                one = Written("", one.issued or before.single, one.expires)
            found.append(Written(before.title, one.issued, one.expires, one.single))
        else:
            found.append(one)
    return found


def dates_only(text: str) -> Written | None:
    """What a certificate's own column says: one date or two; None where there is other text."""
    one = _one(text)
    return one if not one.title and (one.issued or one.expires or one.single) else None


def held_mark(text: str) -> bool | None:
    """Whether a mark says that somebody holds it; None where it is no mark."""
    said = plain(text)
    if said in _HELD:
        return True
    return False if said in _NOT_HELD or says_nothing(text) else None


def _parts(text: str) -> list[str]:
    parts, depth = [""], 0
    for character in shown(text):
        depth += (character in _OPEN) - (character in _CLOSE and depth > 0)
        if character in _SEPARATORS and (depth == 0 or character in "\n\r"):
            parts.append("")
            depth = 0
        else:
            parts[-1] += character
    return [part.strip() for part in parts if part.strip()]


def _one(part: str) -> Written:
    """A title, and what is said of dates after it."""
    first = next((m for m in _PIECE.finditer(part) if _dated(part, m)), None)
    if first is None:
        return Written(part.strip(_OPEN + _CLOSE + " :："))
    title = part[: first.start()].strip().rstrip(_OPEN + " :：-~～").strip()
    dates: list[str] = []
    issued = expires = ""
    meaning = ""
    for piece in _PIECE.finditer(part, first.start()):
        if piece["date"] or piece["never"]:
            said = piece["date"] or piece["never"]
            if says_never(said) or meaning == "expiry":
                expires = said
            elif meaning == "issue":
                issued = said
            else:
                dates.append(said)
            meaning = ""
        else:
            meaning = "expiry" if piece["expiry"] else "issue"
    if expires and dates and not issued:
        issued = dates.pop(0)
    if len(dates) >= 2 and not issued and not expires:
        issued, expires = dates[0], dates[1]
        dates = []
    if dates and meaning == "expiry" and not issued:
        issued = dates.pop(0)
    return Written(title, issued, expires, dates[0] if dates else "")


def _dated(part: str, piece: re.Match[str]) -> bool:
    """Whether dates begin here: a date, or a word before one, not a part of the title."""
    if piece["date"]:
        return True
    after = _PIECE.search(part, piece.end())
    if piece["never"]:
        return (
            piece.start() == 0
            or not part[piece.start() - 1].isalnum()
            or part[piece.end() :].strip(_CLOSE + " ") == ""
        )
    between = part[piece.end() : after.start()] if after else ""
    return after is not None and bool(after["date"] or after["never"]) and not between.strip(" :：")
