"""One run of the command: the language, the arguments, the command, its exit status.

What every command has alike is added here to the tree that `app` declares, so that no command
repeats it: `--help` as a manual page, `--lang`, and the workspace's defaults.
"""

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from enum import StrEnum
from functools import wraps
from typing import Annotated, Any

import typer
from typer.core import TyperCommand, TyperGroup, TyperOption

from drillctl.cli.app import app
from drillctl.cli.reader_language import reader_language
from drillctl.language import LANGUAGES, use

Command = TyperCommand | TyperGroup
MESSAGES = "Language of the messages: en or zh.  [default: the workspace's, or the terminal's]"


class MessageLanguage(StrEnum):
    en = "en"
    zh = "zh"


def run(arguments: Sequence[str]) -> int:
    """Runs ``drillctl ARGUMENTS``; returns the exit status.

    Raises
    ------
    KeyboardInterrupt, OSError
        Left to `main`, as whatever is a defect.
    """
    from typer._click.exceptions import NoArgsIsHelpError

    root = tree()
    use(reader_language(asked_language(root, arguments)))
    try:
        with root.make_context("drillctl", list(arguments)) as context:
            root.invoke(context)
    except typer.Exit as end:
        return end.exit_code
    except NoArgsIsHelpError as error:
        _print_page(error.ctx.command, error.ctx.command_path, to=sys.stderr)
        return 2
    except typer.TyperException as error:
        from drillctl.cli.wrong_use import print_wrong_use

        print_wrong_use(error, root)
        return 2
    return 0


def tree() -> TyperGroup:
    """All commands as they are run, below the root."""
    root = typer.main.get_command(app)
    assert isinstance(root, TyperGroup)
    for path, command in walk(root):
        _complete(path, command)
    return root


def walk(command: Command, path: str = "") -> Iterator[tuple[str, Command]]:
    """Every command below and with `command`, with its path such as ``aar new``; "" is the root."""
    yield path, command
    if isinstance(command, TyperGroup):
        for name, below in command.commands.items():
            assert isinstance(below, TyperCommand | TyperGroup)
            yield from walk(below, f"{path} {name}".strip())


def asked_language(root: TyperGroup, arguments: Sequence[str]) -> str | None:
    """What `--lang` asks for; it is looked for ahead, since even `--help` is shown in it.

    A command's own `--lang` is about what it writes, and not looked at.
    """
    command: Command = root
    asked: str | None = None
    words = list(arguments)
    for place, word in enumerate(words):
        if word == "--":
            break
        option, _, value = word.partition("=")
        if option == "--lang" and _has_messages_option(command):
            value = value or (words[place + 1] if place + 1 < len(words) else "")
            asked = value if value in LANGUAGES else asked
        elif isinstance(command, TyperGroup) and word in command.commands:
            below = command.commands[word]
            assert isinstance(below, TyperCommand | TyperGroup)
            command = below
    return asked


def _has_messages_option(command: Command) -> bool:
    return any(isinstance(p, TyperOption) and p.help == MESSAGES for p in command.params)


def _complete(path: str, command: Command) -> None:
    """Adds what every command has alike."""
    from drillctl.cli.defaults import optional, with_defaults

    taken = {name for param in command.params for name in param.opts}
    command.params += [param for param in _common() if not taken & set(param.opts)]
    optional(path, command)
    if command.callback is not None:
        command.callback = with_defaults(path, command, _without_common(command.callback))


def _common() -> list[TyperOption]:
    """`--lang` and `--help`, as options of any command; made anew, since each belongs to one."""

    def show(context: typer.Context, wanted: bool) -> None:
        if wanted and not context.resilient_parsing:
            _print_page(context.command, context.command_path)
            raise typer.Exit

    def common(
        message_language: Annotated[
            MessageLanguage | None,
            typer.Option("--lang", help=MESSAGES, metavar="LANG", show_default=False),
        ] = None,
        show_help: Annotated[
            bool,
            typer.Option("--help", is_eager=True, callback=show, help="Show this page and exit."),
        ] = False,
    ) -> None: ...

    made = typer.Typer(add_completion=False)
    made.command()(common)
    params = typer.main.get_command(made).params
    return [param for param in params if isinstance(param, TyperOption)]


def _without_common(callback: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(callback)
    def call(**values: Any) -> Any:
        values.pop("message_language", None)
        values.pop("show_help", None)
        return callback(**values)

    return call


def _print_page(command: Any, path: str, to: Any = None) -> None:
    from drillctl.cli.help_page import columns, page

    print(page(command, path.partition(" ")[2], columns(os.environ)), end="", file=to)
