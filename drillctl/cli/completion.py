"""What a shell offers at the cursor: commands, options, their values, and ids from the files.

The scripts of `completion_scripts` run drillctl with DRILLCTL_COMPLETE set to their shell and the
words before the cursor, the last of them unfinished. The answer is a line for each candidate: the
whole word, and, for shells that show it, a tab and what it stands for. No answer: file names.
"""

import os
import sys
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from drillctl.cli.command import tree
from drillctl.cli.defaults import SESSION
from drillctl.cli.names_at_hand import Names, names_at_hand
from drillctl.cli.reader_language import reader_language
from drillctl.language import use

Found = dict[str, str]


def main(arguments: Sequence[str]) -> None:
    """Prints the candidates; whatever goes wrong, nothing is printed."""
    # Into a shell's line nothing may be written but candidates.
    sys.stderr = open(os.devnull, "w")  # noqa: SIM115
    try:
        shell = os.environ["DRILLCTL_COMPLETE"]
        words = _split(arguments[0])[1:] if shell == "bash" else list(arguments)
        # PowerShell before 7.3 can't hand over an empty word: a blank stands for it.
        words = [word if word != " " else "" for word in words]
        use(reader_language())
        text = "".join(f"{line}\n" for line in _lines(shell, words or [""]))
    except Exception:
        return
    sys.stdout.buffer.write(text.encode())
    sys.stdout.flush()


def _lines(shell: str, words: list[str]) -> Iterable[str]:
    found = candidates(words[:-1], words[-1])
    if shell != "bash":
        for word, text in found.items():
            text = " ".join(text.split())
            yield f"{word}\t{text}" if text else word
        return
    # To bash a word ends at these: it replaces only what follows the last of them.
    typed = words[-1]
    ends = max(typed.rfind(mark) for mark in ":=") + 1
    for word in found:
        yield word[ends:]


def _split(line: str) -> list[str]:
    """The words of a line that need not be finished."""
    import shlex

    for closing in ("", "'", '"'):
        try:
            words = shlex.split(line + closing)
        except ValueError:
            continue
        return [*words, ""] if line[-1:].isspace() and not closing else words
    return line.split()


def candidates(before: Sequence[str], typed: str) -> Found:
    """Each whole word that may stand where `typed` stands, with what it means.

    `before`: the words before it, without ``drillctl``.
    """
    command, path, given = _command(before)
    option = _awaiting(command, before)
    if option is None and "=" in typed and typed.startswith("--"):
        name, _, rest = typed.partition("=")
        option = _option(command, name)
        if option is not None and not option.is_flag:
            found = _of_option(option, path, rest, given)
            return {f"{name}={word}": text for word, text in _starting(found, rest).items()}
    if option is not None:
        found = _of_option(option, path, typed, given)
    elif typed.startswith("-"):
        found = _options(command, before)
    elif getattr(command, "commands", None) is not None:
        from drillctl.cli.help_page import first_sentence, said

        found = {name: said(first_sentence(below)) for name, below in command.commands.items()}
    else:
        found = _argument(command, path, typed, given)
    return _starting(found, typed)


def _starting(found: Found, typed: str) -> Found:
    return {word: text for word, text in found.items() if word.startswith(typed)}


def _command(before: Sequence[str]) -> tuple[Any, str, list[str]]:
    """The command that the words have come to, its path, and its arguments so far."""
    command: Any = tree()
    path: list[str] = []
    given: list[str] = []
    skip = False
    for word in before:
        below = getattr(command, "commands", {})
        if skip:
            skip = False
        elif word.startswith("-") and word != "-":
            option = _option(command, word)
            skip = option is not None and not option.is_flag
        elif word in below:
            command = below[word]
            path.append(word)
        elif not below:
            given.append(word)
    return command, " ".join(path), given


def _option(command: Any, name: str) -> Any:
    return next(
        (p for p in command.params if p.param_type_name == "option" and name in p.opts), None
    )


def _awaiting(command: Any, before: Sequence[str]) -> Any:
    option = _option(command, before[-1]) if before else None
    return option if option is not None and not option.is_flag else None


def _options(command: Any, before: Sequence[str]) -> Found:
    from drillctl.cli.help_page import said

    return {
        name: said(param.help or "")
        for param in command.params
        if param.param_type_name == "option" and not param.hidden
        and (param.multiple or not set(param.opts) & set(before))
        for name in (*param.opts, *param.secondary_opts)
        if name.startswith("--")
    }  # fmt: skip


def _of_option(option: Any, path: str, typed: str, given: Sequence[str]) -> Found:
    described = option.type_descriptor
    if described.is_choice and described.choices:
        return {str(choice.value): "" for choice in described.choices}
    name = max(option.opts, key=len)
    make = _VALUES.get((path, name)) or _VALUES.get(("", name))
    return make(_names(path, given), typed) if make is not None else {}


def _argument(command: Any, path: str, typed: str, given: Sequence[str]) -> Found:
    """Candidates for the argument at the cursor; files where that is one."""
    arguments = [p for p in command.params if p.param_type_name == "argument"]
    if not arguments:
        return {}
    if path == "help":
        return _help_words(given)
    place = len(given)
    names = [p.name for p in arguments]
    if names[0] == "plan_file" and len(names) > 1 and names[1] in ("what", "sessions"):
        # PLAN may be left out: sessions are offered wherever none is there yet.
        if names[1] == "what" and any(SESSION.fullmatch(word) for word in given):
            return {}
        return _ARGUMENTS[names[1]](_names(path, given), typed)
    param = arguments[min(place, len(arguments) - 1)]
    described = param.type_descriptor
    if described.is_choice and described.choices:
        return {str(choice.value): "" for choice in described.choices}
    make = _ARGUMENTS.get(param.name)
    return make(_names(path, given), typed) if make is not None else {}


def _names(path: str, given: Sequence[str]) -> Names:
    """Names from the files that the line names, else from the workspace's, else from here."""
    from drillctl.cli.workspace import workspace

    files = [word for word in given if os.path.exists(word)]
    here = None
    try:
        here = workspace()
    except BaseException:
        here = None
    plan = here.plan if here is not None else "plan.yaml"
    if here is not None and not any(os.path.isdir(file) for file in files):
        return names_at_hand([*files, *here.paths], plan)
    return names_at_hand(files or ["."], plan)


def _sessions(names: Names, typed: str) -> Found:
    return {**names.sessions, **{name: text for name, text in names.planned.items() if text}}


def _seats(names: Names, typed: str) -> Found:
    session, mark, _ = typed.partition("/")
    if not mark:
        return _sessions(names, typed)
    positions = names.positions.get(session.rpartition("#")[0], ())
    return {f"{session}/{position}": "" for position in positions}


def _with_sort(sorts: dict[str, Callable[[Names], Found]]) -> Callable[[Names, str], Found]:
    """Values such as ``member:ID``: first the sort, then the ids of that sort."""

    def make(names: Names, typed: str) -> Found:
        sort, mark, _ = typed.partition(":")
        if not mark or sort not in sorts:
            return {f"{sort}:": "" for sort in sorts}
        return {f"{sort}:{name}": text for name, text in sorts[sort](names).items()}

    return make


def _more(names: Names, typed: str) -> Found:
    """Of ``--with``: ``member:ID=CERTIFICATION``, ``equipment:ID=NUMBER``."""
    who, mark, _ = typed.partition("=")
    if mark and who.startswith("member:"):
        return {f"{who}={name}": text for name, text in names.certifications.items()}
    sorts = {"member": lambda n: n.members, "equipment": lambda n: n.equipment}
    found = _with_sort(sorts)(names, typed)
    return {name + "=" * (":" in typed): text for name, text in found.items()}


def _sections(names: Names, typed: str) -> Found:
    from drillctl.readiness.report import SECTIONS

    return dict.fromkeys(SECTIONS, "")


def _codes(names: Names, typed: str) -> Found:
    from drillctl.files.diagnostics import CODES

    return {code: str(title) for code, title in CODES.items()}


def _kinds(names: Names, typed: str) -> Found:
    from drillctl.files.json_schema import SHAPES

    return dict.fromkeys(SHAPES, "")


def _help_words(given: Sequence[str]) -> Found:
    from drillctl.cli.help_page import first_sentence, said
    from drillctl.cli.topics import TOPICS

    command: Any = tree()
    for word in given:
        command = getattr(command, "commands", {}).get(word)
    below = getattr(command, "commands", {})
    found = {name: said(first_sentence(one)) for name, one in below.items()}
    topics = {name: said(topic.title) for name, topic in TOPICS.items()}
    return found if given else found | topics


_SORTS: dict[str, Callable[[Names], Found]] = {
    "member": lambda names: names.members,
    "team": lambda names: names.teams,
    "venue": lambda names: names.venues,
    "equipment": lambda names: names.equipment,
}
_ARGUMENTS: dict[str, Callable[[Names, str], Found]] = {
    "what": _seats,
    "sessions": _sessions,
    "member": lambda names, typed: names.members,
    "action": lambda names, typed: names.actions,
    "code": _codes,
    "kind": _kinds,
    "subject": _with_sort({"team": lambda n: n.teams, "member": lambda n: n.members}),
}
"""By the name of an argument; others are files."""
_VALUES: dict[tuple[str, str], Callable[[Names, str], Found]] = {
    ("", "--session"): _sessions,
    ("", "--cancel"): _sessions,
    ("", "--move"): lambda names, typed: {f"{s}=": t for s, t in _sessions(names, typed).items()},
    ("", "--people"): lambda names, typed: names.members,
    ("", "--person"): lambda names, typed: names.members,
    ("", "--member"): lambda names, typed: names.members,
    ("", "--owner"): lambda names, typed: names.members,
    ("", "--team"): lambda names, typed: names.teams,
    ("", "--venue"): lambda names, typed: names.venues,
    ("", "--scenario"): lambda names, typed: names.scenarios,
    ("", "--busy"): lambda names, typed: {f"{m}:": text for m, text in names.members.items()},
    ("", "--without"): _with_sort(_SORTS),
    ("", "--with"): _more,
    ("publish", "--only"): lambda names, typed: names.teams | names.members,
    ("readiness", "--only"): _sections,
    ("", "--lang"): lambda names, typed: {"en": "", "zh": ""},
    ("", "--select"): _codes,
    ("", "--ignore"): _codes,
}
"""By command and option, or by option alone; others are files."""
