"""A problem in a file as a value: where, which sort, what, and how to mend it."""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches

CODES = {
    "F001": "file can't be read",
    "F002": "file is not UTF-8 text",
    "F003": "nothing to plan: no roster or no scenario",
    "Y001": "YAML syntax",
    "Y002": "key given twice",
    "Y003": "nested too deeply",
    "Y004": "merge keys and tags are not supported",
    "S001": "unknown key",
    "S002": "missing key",
    "S003": "wrong type of value",
    "S004": "value is not one of those allowed",
    "S005": "number out of range",
    "S006": "not an id",
    "S007": "control characters in text",
    "S008": "unknown kind of document",
    "S009": "unsupported version",
    "V001": "not a date or local time",
    "V002": "not a duration",
    "V003": "not weekdays and hours",
    "V004": "not a recurrence rule",
    "V005": "unknown time zone",
    "V006": "unknown country for holidays",
    "V007": "not an e-mail address",
    "R001": "refers to something that no file defines",
    "R002": "id given twice",
    "R003": "circle of `includes`",
    "R004": "circle of `after`",
    "R005": "no time zone, or two",
    "R006": "more than one policy",
    "C001": "certificate expires before it is issued",
    "C002": "ends before it begins",
    "C003": "window holds no permitted day",
    "C004": "nobody in the roster can ever hold this position",
    "C005": "session is longer than its allowed hours or window",
    "C006": "minimum is larger than the count",
    "C007": "fixed start is not permitted",
    "C008": "no venue fits",
    "C009": "more equipment than there is",
    "C010": "inject lies outside the session",
    "C011": "joint demand can't be met by the roster or the positions",
    "C012": "no planning period",
    "C013": "history of a corrective action runs backwards",
    "I001": "not a calendar, or one that breaks off",
    "I002": "calendar entry that can't be read",
    "I003": "calendar entry that recurs without bounds",
    "I004": "time zone that the calendar does not define",
    "I005": "not an answer to an invitation",
    "E001": "unknown check among expectations",
    "E002": "value that a check can't take",
    "E003": "check that can't be asked here",
    "T001": "template is not a Word document",
    "T002": "template can't be filled in",
    "T003": "template asks for something unknown",
    "T004": "template is named after no document",
    "D001": "table without a row of headings",
    "D002": "table that can't be read",
    "D003": "column that is not told apart",
    "D004": "cell that is no date, or may be two",
    "D005": "cell that is no telephone number",
    "D006": "cell that is no e-mail address",
    "D007": "cell that is no id",
    "D008": "row without a name or a team",
    "D009": "team that is not told apart, or whose kind is not known",
    "D010": "certification that is not told apart",
    "D011": "cell without a value: a formula or an error",
    "D012": "rows about the same person that differ",
    "D013": "certificate whose dates don't fit together",
    "D014": "member of another file than the one imported into",
    "D015": "availability that the roster does not have",
    "A001": "attendance not filled in",
    "A002": "objective or task without a rating",
    "A003": "corrective action without an owner",
    "A004": "corrective action without a due date",
    "A005": "area for improvement or corrective action without a text",
    "A006": "owner who is no member",
    "A007": "area for improvement without an analysis",
    "A008": "person who is not in the roster",
    "A009": "substitute without whose seat it was",
    "A010": "record of a session that no plan and no scenario knows",
    "A011": "follow-up of an earlier action not decided",
    "A012": "session that has ended and has no record",
    "A013": "forms, or a form and the record, that differ",
    "A014": "typed text that can't be read",
    "A015": "typed text that has no place in a record",
    "A016": "form that can't be read",
    "A017": "refers to something that neither the record nor its scenario has",
    "A018": "forms of a session that has taken place, and nothing filled in",
}


@dataclass(frozen=True, slots=True, order=True)
class Diagnostic:
    """One problem. `line` and `column` count from 1; 0 where the whole file is meant.

    Of a cell, `path` is ``file.xlsx!Sheet!D17``.
    """

    path: str
    line: int
    column: int
    code: str
    message: str
    hint: str = ""

    def __str__(self) -> str:
        hint = f" ({self.hint})" if self.hint else ""
        cell = "!" in self.path and not self.line
        place = self.path if cell else f"{self.path}:{self.line}:{self.column}"
        return f"{place}: {self.code} {self.message}{hint}"


def no_such(sort: str, name: str, where: str, known: Iterable[str]) -> str:
    """``no member 'p9' in the files (did you mean 'p1'?)``."""
    hint = did_you_mean(name, known)
    return f"no {sort} {name!r} in {where}" + (f" ({hint})" if hint else "")


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """``did you mean 'x'?`` for the known word nearest to `word`, else the choice of words."""
    words = sorted(known)
    near = get_close_matches(word, words, n=1, cutoff=0.6)
    if near:
        return f"did you mean {near[0]!r}?"
    if words and len(words) <= 12:
        return f"known: {', '.join(words)}"
    return ""
