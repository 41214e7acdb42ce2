"""What the command-line library says of wrong use, in drillctl's words.

Its own texts are English only; what it found is told by the kind of its exception.
"""

import sys
from difflib import get_close_matches
from typing import TYPE_CHECKING

import typer
from typer._click.exceptions import (
    BadOptionUsage,
    BadParameter,
    ClickException,
    MissingParameter,
    NoSuchOption,
    UsageError,
)

from drillctl.cli.terminal import note
from drillctl.language import tr

if TYPE_CHECKING:
    from typer._click.core import Context
    from typer.core import TyperGroup


def print_wrong_use(error: typer.TyperException, root: "TyperGroup") -> None:
    """Says on stderr what is wrong, and where to read how it is right."""
    sys.stdout.flush()
    note(tr("drillctl: error: {what}", what=_what(error, root)))
    context = getattr(error, "ctx", None)
    command = context.command_path if context is not None else "drillctl"
    note(tr("how to use it: {command} --help", command=command))


def _what(error: typer.TyperException, root: "TyperGroup") -> str:
    context: Context | None = getattr(error, "ctx", None)
    match error:
        case NoSuchOption():
            near = list(error.possibilities or ())
            return _near(tr("there is no option {option}", option=error.option_name), near)
        case MissingParameter() if error.param is not None:
            name = _name(error)
            if error.param.param_type_name == "option":
                return tr("option {option} is missing", option=name)
            return tr("argument {argument} is missing", argument=name)
        case BadParameter():
            return _bad_value(error)
        case BadOptionUsage() if "does not take a value" in error.message:
            return tr("option {option} takes no value", option=error.option_name)
        case BadOptionUsage():
            return tr("option {option} needs a value", option=error.option_name)
        case UsageError() if context is not None:
            return _usage(error, context, root)
        case ClickException():
            return tr("{what}", what=error.format_message())
    return tr("{what}", what=error.message)


def _usage(error: UsageError, context: "Context", root: "TyperGroup") -> str:
    commands = getattr(context.command, "commands", None)
    if commands is not None:
        if "No such command" not in error.message:
            return tr("name a command: {commands}", commands=", ".join(commands))
        word = error.message.split("'")[1] if "'" in error.message else ""
        what = tr("there is no command {command!r}", command=word)
        known = [f"{name} {below}" for name, group in root.commands.items()
                 for below in getattr(group, "commands", ())]  # fmt: skip
        near = get_close_matches(word, commands, n=3)
        near = near or [path for path in known if path.split()[1] == word]
        return _near(what, near)
    if error.message.startswith("Got unexpected"):
        extra = error.message.partition("(s) (")[2].rstrip(")")
        return tr("too many arguments: {extra}", extra=extra)
    return tr("{what}", what=error.message)


def _bad_value(error: BadParameter) -> str:
    name = _name(error)
    described = getattr(error.param, "type_descriptor", None)
    value = error.message.split("'")[1] if error.message.count("'") > 1 else None
    choices = [getattr(c, "value", c) for c in getattr(described, "choices", None) or ()]
    if choices and value is not None:
        what = tr("{value!r} is not allowed for {option}", value=value, option=name)
        return _near(what, get_close_matches(value, choices, n=1), choices)
    least, most = getattr(error.param, "min", None), getattr(error.param, "max", None)
    if least is not None and most is not None:
        return tr("{option} takes a number from {least} to {most}", option=name, least=least,
                  most=most)  # fmt: skip
    if least is not None:
        return tr("{option} takes a number from {least} on", option=name, least=least)
    return tr("{option}: {what}", option=name, what=error.message)


def _name(error: BadParameter) -> str:
    param = error.param
    if param is None:
        return str(error.param_hint or "")
    if param.param_type_name == "option":
        return max(param.opts, key=len)
    return (param.metavar or param.name).upper()


def _near(what: str, near: list[str], known: list[str] | None = None) -> str:
    if near:
        words = ", ".join(repr(word) for word in near)
        return tr("{what} (did you mean {words}?)", what=what, words=words)
    if known:
        return tr("{what} (known: {words})", what=what, words=", ".join(known))
    return what
