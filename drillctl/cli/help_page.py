"""A command's manual page: synopsis, what it does, options, examples, exit status, files.

Laid out here, not by the command-line library, since its pages have no examples, and count a wide
character as one column. Texts are looked up whole in the catalogue of messages.
"""

import inspect
from collections.abc import Iterable, Mapping
from shutil import get_terminal_size
from typing import Any

from typer.core import TyperGroup, TyperOption

from drillctl.cli.defaults import needed
from drillctl.cli.examples import MANUALS, Manual
from drillctl.language import in_language, tr
from drillctl.language.cells import cells, is_wide

LINE = 80
LONGEST = 44
"""So many characters of choices are shown as an option's value; more, as a list."""
HEADINGS = {
    "usage": "Usage:",
    "arguments": "Arguments:",
    "options": "Options:",
    "commands": "Commands:",
    "examples": "Examples:",
    "status": "Exit status:",
    "files": "Files:",
    "see": "See also:",
}
WORDS = ("required", "default: {default}", "{least} to {most}", "{least} or more", "one of {words}")
WORKSPACE = "What this and the commands beside it work on where no PLAN or PATH is given."
CALL_TOPICS = "drillctl help COMMAND says more, drillctl help TOPIC tells of {topics}."
STATUS = {0: "fine", 1: "problems found", 2: "wrong use"}


def columns(environment: Mapping[str, str]) -> int:
    """Width of the terminal, at most `LINE`."""
    try:
        wide = int(environment.get("COLUMNS", ""))
    except ValueError:
        wide = get_terminal_size((LINE, 24)).columns
    return max(40, min(wide, LINE))


def page(command: Any, path: str, width: int = LINE) -> str:
    """The page of a command; `path`: its name below ``drillctl``, "" for drillctl itself."""
    manual = MANUALS.get(path, Manual())
    lines = [f"{said(HEADINGS['usage'])} {synopsis(command, path)}", ""]
    lines += wrapped(said(inspect.cleandoc(command.help or "")), width, "  ")
    params = [param for param in command.params if not getattr(param, "hidden", False)]
    arguments = [p for p in params if p.param_type_name == "argument"]
    options = [p for p in params if p.param_type_name == "option"]
    lines += _section("arguments", [_argument(p, path) for p in arguments], width)
    lines += _section("options", [_option(p) for p in options], width)
    if isinstance(command, TyperGroup):
        below = [(name, said(first_sentence(one))) for name, one in command.commands.items()
                 if not one.hidden]  # fmt: skip
        lines += _section("commands", below, width)
    if not path:
        from drillctl.cli.topics import TOPICS

        known = ", ".join(TOPICS)
        lines += ["", *wrapped(in_language(tr(CALL_TOPICS, topics=known)), width, "")]
    lines += _examples(manual, width)
    if not isinstance(command, TyperGroup):
        status = [(str(n), said(text)) for n, text in (STATUS | dict(manual.status)).items()]
        lines += _section("status", status, width)
        if any(p.name in ("paths", "plan_file", "papers") for p in params):
            lines += _section("files", [("drillctl.yaml", said(WORKSPACE))], width)
        if manual.see:
            more = ", ".join(f"drillctl {name}" for name in manual.see)
            lines += ["", said(HEADINGS["see"]), *wrapped(more, width, "  ")]
    return "\n".join(lines) + "\n"


def synopsis(command: Any, path: str) -> str:
    """How the command is typed, without the options that need not be given."""
    words = ["drillctl", *path.split()]
    must = [p for p in command.params if isinstance(p, TyperOption) and p.required]
    for param in command.params:
        if param.param_type_name == "argument":
            name = _argument_name(param)
            plural = param.nargs == -1 and "..." not in name
            name += "..." * plural
            words.append(name if param.required or needed(path, param.name) else f"[{name}]")
    words += [f"{max(p.opts, key=len)} {_value(p)}" for p in must]
    words += ["[OPTIONS]"]
    words += ["COMMAND [ARGS]..."] if isinstance(command, TyperGroup) else []
    return " ".join(words)


def said(text: str) -> str:
    """A help text in the reader's language."""
    return in_language(tr(text)) if text else ""


def wrapped(text: str, width: int, indent: str, first: str | None = None) -> list[str]:
    """Lines of `text`, paragraphs kept apart; wide characters take two columns."""
    lines: list[str] = []
    for paragraph in text.split("\n\n"):
        if lines:
            lines.append("")
        line = indent if first is None or lines else first
        empty = True
        for word in _words(paragraph):
            glued = line.rstrip() if word.isspace() else line + word
            if not empty and cells(glued.rstrip()) > width:
                lines.append(line.rstrip())
                line, empty = indent, True
            if not (empty and word.isspace()):
                line += word
                empty = False
        lines.append(line.rstrip())
    return lines


def _words(text: str) -> Iterable[str]:
    """Words and the blanks between them; each wide character is a word, but for closing marks."""
    word = ""
    for letter in " ".join(text.split()):
        wide = is_wide(letter)
        if letter == " ":
            yield from (word, " ") if word else (" ",)
            word = ""
        elif wide and letter not in "，。、；：？！）》”":
            if word:
                yield word
            word = letter
        elif not wide and word and is_wide(word[-1]):
            yield word
            word = letter
        else:
            word += letter
    if word:
        yield word


def _section(heading: str, rows: list[tuple[str, str]], width: int) -> list[str]:
    return ["", said(HEADINGS[heading]), *term_list(rows, width)] if rows else []


def term_list(rows: list[tuple[str, str]], width: int) -> list[str]:
    """Terms, each with its explanation beside it, or below where the term is long."""
    fits = [cells(term) for term, _ in rows if cells(term) <= 24]
    column = max(fits, default=24) + 4
    lines: list[str] = []
    for term, text in rows:
        pad = column - 2 - cells(term)
        if pad >= 2:
            lines += wrapped(text, width, " " * column, "  " + term + " " * pad)
        else:
            lines += [f"  {term}", *wrapped(text, width, " " * column)]
    return lines


def _examples(manual: Manual, width: int) -> list[str]:
    lines = ["", said(HEADINGS["examples"])] if manual.examples else []
    for number, example in enumerate(manual.examples):
        lines += [""] * (number > 0) + wrapped(said(example.why), width, "  ")
        lines += [f"    {example.line}"]
    return lines


def first_sentence(command: Any) -> str:
    """The first paragraph of what a command says of itself, on one line."""
    return inspect.cleandoc(command.help or "").split("\n\n")[0].replace("\n", " ")


def _argument_name(param: Any) -> str:
    plain = {"paths": "PATH", "given": "PATH"}
    return str(param.metavar or plain.get(param.name, param.name.upper()))


def _argument(param: Any, path: str) -> tuple[str, str]:
    extra = [said("required")] if param.required or needed(path, param.name) else []
    extra += _default(param)
    return _argument_name(param), _with(said(param.help or ""), extra)


def _option(param: Any) -> tuple[str, str]:
    names = ", ".join(sorted(param.opts, key=len))
    names += "".join(f" / {name}" for name in param.secondary_opts)
    term = names if param.is_flag else f"{names} {_value(param)}"
    extra = _default(param)
    least, most = getattr(param, "min", None), getattr(param, "max", None)
    if least is not None:
        most_text = tr("{least} to {most}", least=least, most=most)
        extra.append(in_language(tr("{least} or more", least=least) if most is None else most_text))
    if not param.metavar and len("|".join(_choices(param))) > LONGEST:
        extra.append(in_language(tr("one of {words}", words=", ".join(_choices(param)))))
    extra += [said("required")] if param.required else []
    return term, _with(said(param.help or ""), extra)


def _value(param: Any) -> str:
    if param.metavar:
        return str(param.metavar)
    words = "|".join(_choices(param))
    if words and len(words) <= LONGEST:
        return words
    plain = {int: "N", float: "SECONDS"}
    return plain.get(param.type_descriptor.annotation) or str(param.name).upper().strip("_")


def _choices(param: Any) -> list[str]:
    described = param.type_descriptor
    return [str(c.value) for c in described.choices or ()] if described.is_choice else []


def _default(param: Any) -> list[str]:
    default = param.default
    if default in (None, False, [], ()) or not param.show_default or callable(default):
        return []
    if default is True and param.secondary_opts:
        default = param.opts[0].lstrip("-")
    return [in_language(tr("default: {default}", default=getattr(default, "value", default)))]


def _with(text: str, extra: list[str]) -> str:
    return f"{text}  [{'; '.join(extra)}]".strip() if extra else text
