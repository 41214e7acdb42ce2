"""A problem in a file as a value: where, which sort, what, and how to mend it.

Codes are in groups by their letter: F files, Y YAML, S structure, V values, R references,
C coherence, I calendars, E expectations, T templates, D imported tables, A records; W is advice
about what is legal and unwise, L the layout of a file. W and L are warnings, all others errors.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum

from drillctl.language import joined, tr

GROUPS = {
    "F": tr("files"),
    "Y": tr("YAML"),
    "S": tr("structure"),
    "V": tr("values"),
    "R": tr("references"),
    "C": tr("coherence"),
    "I": tr("calendars"),
    "E": tr("expectations"),
    "T": tr("templates"),
    "D": tr("imported tables"),
    "A": tr("records"),
    "W": tr("advice"),
    "L": tr("layout"),
}

CODES = {
    "F001": tr("file can't be read"),
    "F002": tr("file is not UTF-8 text"),
    "F003": tr("nothing to plan: no roster or no scenario"),
    "Y001": tr("YAML syntax"),
    "Y002": tr("key given twice"),
    "Y003": tr("nested too deeply"),
    "Y004": tr("merge keys and tags are not supported"),
    "Y005": tr("aliases in a circle, or that stand for too much"),
    "S001": tr("unknown key"),
    "S002": tr("missing key"),
    "S003": tr("wrong type of value"),
    "S004": tr("value is not one of those allowed"),
    "S005": tr("number out of range"),
    "S006": tr("not an id"),
    "S007": tr("control characters in text"),
    "S008": tr("unknown kind of document"),
    "S009": tr("unsupported version"),
    "S010": tr("characters that turn the direction of text"),
    "V001": tr("not a date or local time"),
    "V002": tr("not a duration"),
    "V003": tr("not weekdays and hours"),
    "V004": tr("not a recurrence rule"),
    "V005": tr("unknown time zone"),
    "V006": tr("unknown country for holidays"),
    "V007": tr("not an e-mail address"),
    "V008": tr("not a public key"),
    "R001": tr("refers to something that no file defines"),
    "R002": tr("id given twice"),
    "R003": tr("circle of `includes`"),
    "R004": tr("circle of `after`"),
    "R005": tr("no time zone, or two"),
    "R006": tr("more than one policy"),
    "C001": tr("certificate expires before it is issued"),
    "C002": tr("ends before it begins"),
    "C003": tr("window holds no permitted day"),
    "C004": tr("nobody in the roster can ever hold this position"),
    "C005": tr("session is longer than its allowed hours or window"),
    "C006": tr("minimum is larger than the count"),
    "C007": tr("fixed start is not permitted"),
    "C008": tr("no venue fits"),
    "C009": tr("more equipment than there is"),
    "C010": tr("inject lies outside the session"),
    "C011": tr("joint demand can't be met by the roster or the positions"),
    "C012": tr("no planning period"),
    "C013": tr("history of a corrective action runs backwards"),
    "I001": tr("not a calendar, or one that breaks off"),
    "I002": tr("calendar entry that can't be read"),
    "I003": tr("calendar entry that recurs without bounds"),
    "I004": tr("time zone that the calendar does not define"),
    "I005": tr("not an answer to an invitation"),
    "E001": tr("unknown check among expectations"),
    "E002": tr("value that a check can't take"),
    "E003": tr("check that can't be asked here"),
    "T001": tr("template is not a Word document"),
    "T002": tr("template can't be filled in"),
    "T003": tr("template asks for something unknown"),
    "T004": tr("template is named after no document"),
    "D001": tr("table without a row of headings"),
    "D002": tr("table that can't be read"),
    "D003": tr("column that is not told apart"),
    "D004": tr("cell that is no date, or may be two"),
    "D005": tr("cell that is no telephone number"),
    "D006": tr("cell that is no e-mail address"),
    "D007": tr("cell that is no id"),
    "D008": tr("row without a name or a team"),
    "D009": tr("team that is not told apart, or whose kind is not known"),
    "D010": tr("certification that is not told apart"),
    "D011": tr("cell without a value: a formula or an error"),
    "D012": tr("rows about the same person that differ"),
    "D013": tr("certificate whose dates don't fit together"),
    "D014": tr("member of another file than the one imported into"),
    "D015": tr("availability that the roster does not have"),
    "A001": tr("attendance not filled in"),
    "A002": tr("objective or task without a rating"),
    "A003": tr("corrective action without an owner"),
    "A004": tr("corrective action without a due date"),
    "A005": tr("area for improvement or corrective action without a text"),
    "A006": tr("owner who is no member"),
    "A007": tr("area for improvement without an analysis"),
    "A008": tr("person who is not in the roster"),
    "A009": tr("substitute without whose seat it was"),
    "A010": tr("record of a session that no plan and no scenario knows"),
    "A011": tr("follow-up of an earlier action not decided"),
    "A012": tr("session that has ended and has no record"),
    "A013": tr("forms, or a form and the record, that differ"),
    "A014": tr("typed text that can't be read"),
    "A015": tr("typed text that has no place in a record"),
    "A016": tr("form that can't be read"),
    "A017": tr("refers to something that neither the record nor its scenario has"),
    "A018": tr("forms of a session that has taken place, and nothing filled in"),
    "W001": tr("certificate lapses, and nobody else holds it then"),
    "W002": tr("one person is the only holder of several positions of a session"),
    "W003": tr("volunteer asked for more than half of the weekends"),
    "W004": tr("part of a window in which a position can't be staffed"),
    "W005": tr("no joint block makes the scenario joint"),
    "W006": tr("sessions and spacing do not fit into the window"),
    "W007": tr("policy wants a capability practised that no scenario practises"),
    "W008": tr("two members with one e-mail address"),
    "L001": tr("blanks at the end of a line"),
    "L002": tr("tab between words"),
    "L003": tr("no line break at the end of the file"),
    "L004": tr("keys out of order"),
    "L005": tr("ignore comment that silences nothing"),
    "L006": tr("ignore comment that can't be read"),
}


_LONGEST = 100
"""Characters of a word that is compared with others."""
MOST_PROBLEMS = 10_000
"""So many of one file are shown, and kept; who has more does not read them one by one."""


class Severity(StrEnum):
    """How bad a problem is: with an error nothing can be planned."""

    ERROR = "error"
    WARNING = "warning"


def severity(code: str) -> Severity:
    """The severity of all problems with a code."""
    return Severity.WARNING if code[:1] in ("W", "L") else Severity.ERROR


@dataclass(frozen=True, slots=True, order=True)
class Diagnostic:
    """One problem. `line` and `column` count from 1; 0 where the whole file is meant.

    Of a cell, `path` is ``file.xlsx!Sheet!D17``. `end_line`, `end_column`: the place just after
    what is meant; 0 where that is not known. `instead`: what ``check --fix`` writes in its place.
    `mendable`: it mends it otherwise.
    """

    path: str
    line: int
    column: int
    code: str
    message: str
    hint: str = ""
    end_line: int = 0
    end_column: int = 0
    instead: str = ""
    mendable: bool = False

    @property
    def severity(self) -> Severity:
        """By its code."""
        return severity(self.code)

    @property
    def fixable(self) -> bool:
        """Whether ``check --fix`` mends it."""
        return self.mendable or bool(self.instead)

    @property
    def place(self) -> str:
        """``file:line:column``, or the cell."""
        cell = "!" in self.path and not self.line
        return self.path if cell else f"{self.path}:{self.line}:{self.column}"

    @property
    def said(self) -> str:
        """What is wrong and how to mend it, on one line."""
        if not self.hint:
            return self.message
        return tr("{message} ({hint})", message=self.message, hint=self.hint)

    def __str__(self) -> str:
        return tr("{place}: {code} {said}", place=self.place, code=self.code, said=self.said)


def too_many(path: str, code: str) -> Diagnostic:
    """Stands for those beyond `MOST_PROBLEMS`, the first of which has this code."""
    message = tr("more than {n:,} problems", n=MOST_PROBLEMS)
    return Diagnostic(path, 0, 0, code, message, tr("mend those that are shown first"))


def no_such(sort: str, name: str, where: str, known: Iterable[str]) -> str:
    """``no member 'p9' in the files (did you mean 'p1'?)``."""
    hint = did_you_mean(name, known)
    said = tr("no {sort} {name!r} in {where}", sort=sort, name=name, where=where)
    return tr("{said} ({hint})", said=said, hint=hint) if hint else said


def code_meant(typed: str) -> str:
    """What to write for a code that is unknown: the nearest, or where to find them."""
    code = typed.upper()
    near = get_close_matches(code, CODES, n=1, cutoff=0.6)
    group = [known for known in CODES if known[0] == code[:1]]
    if near:
        return tr("did you mean {word!r}?", word=near[0])
    if group:
        return tr("known: {first} to {last}", first=group[0], last=group[-1])
    return tr("drillctl explain-code lists them")


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """``did you mean 'x'?`` for the known word nearest to `word`, else the choice of words."""
    words = sorted(known)
    near = get_close_matches(word, words, n=1, cutoff=0.6) if len(word) <= _LONGEST else ()
    if near:
        return tr("did you mean {word!r}?", word=near[0])
    if words and len(words) <= 12:
        return tr("known: {words}", words=joined(", ", words))
    return ""
