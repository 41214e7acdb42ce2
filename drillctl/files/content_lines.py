"""iCalendar text (RFC 5545, 3.1) as a tree of components whose every line keeps its number.

The `icalendar` package reads values well but forgets lines and lets a file that breaks off pass;
so the shape of a calendar is read here, and only its values there.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from drillctl.files.diagnostics import Diagnostic
from drillctl.language import tr

_PARAM = r'"[^"]*"|[^";:,]*'
# Possessive, since there is one way to read a line: a way back kept for each parameter of a long
# line would fill the memory.
_LINE = re.compile(
    rf"([A-Za-z0-9-]+)((?:;[A-Za-z0-9-]+=(?:{_PARAM})(?:,(?:{_PARAM}))*+)*+):(.*)", re.DOTALL
)
_ONE_PARAM = re.compile(rf";([A-Za-z0-9-]+)=((?:{_PARAM})(?:,(?:{_PARAM}))*+)")
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_DEEPEST = 16


@dataclass(frozen=True, slots=True)
class ContentLine:
    """One unfolded line: NAME;parameters:value. `line` is where it begins, from 1."""

    name: str
    parameters: str
    value: str
    line: int

    def parameter(self, name: str) -> str | None:
        """The value of a parameter, without its quotes; None where it is not given."""
        for found in _ONE_PARAM.finditer(self.parameters):
            if found[1].upper() == name:
                return found[2].strip('"')
        return None


@dataclass(slots=True)
class CalendarComponent:
    """What stands between BEGIN and END. `line`: that of BEGIN."""

    name: str
    line: int
    lines: list[ContentLine] = field(default_factory=list)
    children: list["CalendarComponent"] = field(default_factory=list)

    def first(self, name: str) -> ContentLine | None:
        """The first line of that name."""
        return next((line for line in self.lines if line.name == name), None)

    def value(self, name: str) -> str:
        """Its value, empty where there is none."""
        found = self.first(name)
        return found.value if found else ""

    def text(self, name: str) -> str:
        """It as TEXT (RFC 5545, 3.3.11): without escapes, and without space around it."""
        return _ESCAPED.sub(_unescaped, self.value(name)).strip()

    def all(self, name: str) -> Iterator["CalendarComponent"]:
        """The components of that name directly within."""
        return (child for child in self.children if child.name == name)


def read_calendars(path: str, data: bytes) -> tuple[list[CalendarComponent], list[Diagnostic]]:
    """Every VCALENDAR of a file, and all that is wrong with its shape.

    A file without any is wrong as well: it must not read as a calendar in which nothing is on.
    """
    problems: list[Diagnostic] = []
    top = CalendarComponent("", 0)
    stack = [top]

    def wrong(line: int, message: str, hint: str = "") -> None:
        problems.append(Diagnostic(path, line, 1, "I001", message, hint))

    for number, raw in _unfolded(data):
        try:
            text = raw.decode()
        except UnicodeDecodeError as error:
            message = tr("byte 0x{byte:02x} is not UTF-8", byte=raw[error.start])
            hint = tr("save the file as UTF-8")
            problems.append(Diagnostic(path, number, 1, "F002", message, hint))
            continue
        match = _LINE.fullmatch(text)
        if match is None:
            if len(stack) == 1:
                page = tr("it looks like a web page: was the login missing?")
                message = tr("not a calendar: {line}", line=_cut(text))
                wrong(number, message, page if "<" in text else "")
                return [], problems
            wrong(number, tr("not a line of a calendar: {line}", line=_cut(text)))
            continue
        name, value = match[1].upper(), match[3]
        if name == "BEGIN":
            if len(stack) > _DEEPEST:
                wrong(number, tr("components nest more than {n} deep", n=_DEEPEST))
                return [], problems
            component = CalendarComponent(value.strip().upper(), number)
            stack[-1].children.append(component)
            stack.append(component)
        elif name == "END":
            if stack[-1].name != value.strip().upper() or len(stack) == 1:
                inner = stack[-1]
                opened = tr("BEGIN:{name} of line {line} is open", name=inner.name, line=inner.line)
                hint = opened if len(stack) > 1 else tr("nothing is open")
                wrong(number, tr("{line} ends nothing", line=_cut(text)), hint)
                return [], problems
            stack.pop()
        elif len(stack) == 1:
            message = tr("not a calendar: {line}", line=_cut(text))
            wrong(number, message, tr("it begins with BEGIN:VCALENDAR"))
            return [], problems
        else:
            stack[-1].lines.append(ContentLine(name, match[2], value, number))
    if len(stack) > 1:
        last = data.count(b"\n") + (not data.endswith(b"\n"))
        message = tr(
            "the file breaks off: BEGIN:{name} of line {line} has no END",
            name=stack[-1].name, line=stack[-1].line,
        )  # fmt: skip
        wrong(last, message, tr("fetch or save it again"))
    found = list(top.all("VCALENDAR"))
    if not found and not problems:
        wrong(1, tr("the file holds no calendar"), tr("it begins with BEGIN:VCALENDAR"))
    return found, problems


def _unescaped(match: re.Match[str]) -> str:
    return "\n" if match[1] in "nN" else match[1]


def _unfolded(data: bytes) -> Iterator[tuple[int, bytes]]:
    """(number, bytes) of each logical line; folds are undone before a character is decoded."""
    began = 0
    held: list[bytes] = []
    for number, raw in enumerate(data.removeprefix(b"\xef\xbb\xbf").split(b"\n"), start=1):
        line = raw.removesuffix(b"\r")
        if line[:1] in (b" ", b"\t") and began:
            held.append(line[1:])
            continue
        yield from _logical(began, held)
        began, held = number, [line]
    yield from _logical(began, held)


def _logical(began: int, pieces: list[bytes]) -> Iterator[tuple[int, bytes]]:
    """Pieces are joined once: a folded attachment has thousands."""
    whole = b"".join(pieces)
    if whole.strip():
        yield began, whole


def _cut(text: str) -> str:
    return repr(text if len(text) <= 60 else text[:57] + "...")
