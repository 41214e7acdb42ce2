"""The one edge at which a program run ends: exit status, interruption, the unexpected.

Exit status: 0 fine, 1 problems found, 2 wrong use, 130 interrupted, 3 a defect of drillctl (a
report is saved). Results go to stdout, everything else to stderr.
"""

import os
import sys

INTERRUPTED = 130


def main() -> None:
    """Entry point of the ``drillctl`` command."""
    arguments = sys.argv[1:]
    if arguments == ["--version"]:
        from drillctl import __version__

        print(f"drillctl {__version__}")
        return
    if os.environ.get("DRILLCTL_COMPLETE"):
        from drillctl.cli.completion import main as complete

        complete(arguments)
        return
    if arguments == ["--help"] and _columns() >= 80:
        from drillctl.cli.reader_language import reader_language

        kept = {"en": "help.txt", "zh": "help.zh.txt"}[reader_language()]
        with open(os.path.join(os.path.dirname(__file__), kept), encoding="utf-8") as file:
            print(file.read(), end="")
        return
    try:
        from drillctl.cli.command import run

        status = run(arguments)
        # Here, not at the interpreter's end, so that a reader who has gone is met in silence.
        sys.stdout.flush()
    except KeyboardInterrupt:
        from drillctl.cli.terminal import note
        from drillctl.language import tr

        note(tr("interrupted; nothing was written"))
        sys.stderr.flush()
        os._exit(INTERRUPTED)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(141)
    except OSError as error:
        from drillctl.cli.terminal import note
        from drillctl.files.system_errors import system_error
        from drillctl.language import tr

        name = f": {error.filename}" if error.filename else ""
        note(tr("error{name}: {what}", name=name, what=system_error(error)))
        sys.exit(1)
    except Exception as error:
        report_defect(error)
        sys.exit(3)
    sys.exit(status)


def _columns() -> int:
    """Width of the terminal. The help is kept as text, 80 columns wide, so that it is instant."""
    try:
        return int(os.environ.get("COLUMNS") or os.get_terminal_size().columns)
    except (OSError, ValueError):
        return 80


def report_defect(error: Exception) -> None:
    """Saves what a defect report needs, and says where.

    Code and kinds of errors only: what an error says, and what variables hold, may be somebody's
    name or a password.
    """
    import platform
    import tempfile
    from pathlib import Path

    from drillctl import __version__
    from drillctl.cli.terminal import note
    from drillctl.language import tr

    text = f"drillctl {__version__}, Python {platform.python_version()}, {platform.platform()}\n\n"
    text += _traceback(error)
    with tempfile.NamedTemporaryFile(
        "w", prefix="drillctl-", suffix=".log", delete=False, encoding="utf-8"
    ) as file:
        file.write(text)
    kind = type(error).__name__
    note(
        tr(
            "drillctl met a defect of its own ({kind}); please report it with {file}",
            kind=kind,
            file=Path(file.name),
        )
    )


def _traceback(error: BaseException) -> str:
    """Where it went wrong, causes first, without what the errors say."""
    import traceback

    chain: list[BaseException] = []
    one: BaseException | None = error
    while one is not None and one not in chain:
        chain.append(one)
        one = one.__cause__ or (None if one.__suppress_context__ else one.__context__)
    return "\n".join(
        "".join(traceback.format_tb(each.__traceback__)) + f"{type(each).__qualname__}\n"
        for each in reversed(chain)
    )
