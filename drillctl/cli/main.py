"""The one edge at which a program run ends: exit status, interruption, the unexpected.

Exit status: 0 fine, 1 problems found, 2 wrong use, 130 interrupted, 3 a defect of drillctl (a
report is saved), 141 nobody reads on, 143 ended by SIGTERM, 129 by SIGHUP. Results go to stdout,
everything else to stderr.
"""

import os
import sys
from contextlib import suppress

INTERRUPTED = 130
STDOUT = "<stdout>"


def main() -> None:
    """Entry point of the ``drillctl`` command."""
    try:
        status = _run(sys.argv[1:])
        # Here, not at the interpreter's end, so that a reader who has gone is met in silence.
        if sys.stdout is not None:
            sys.stdout.flush()
    except KeyboardInterrupt:
        from drillctl.language import tr

        _note(tr("interrupted; nothing was written"))
        os._exit(INTERRUPTED)
    except BrokenPipeError:
        _leave_stdout()
        sys.exit(141)
    except OSError as error:
        from drillctl.files.system_errors import system_error
        from drillctl.language import tr

        name = _failed(error)
        _note(tr("error{name}: {what}", name=name, what=system_error(error)))
        sys.exit(1)
    except Exception as error:
        report_defect(error)
        sys.exit(3)
    if status is not None:
        sys.exit(status)


def _run(arguments: list[str]) -> int | None:
    """The exit status; None where that is left to the interpreter's end."""
    if arguments == ["--version"]:
        from drillctl import __version__

        print(f"drillctl {__version__}")
        return None
    if os.environ.get("DRILLCTL_COMPLETE"):
        from drillctl.cli.completion import main as complete

        complete(arguments)
        return None
    if arguments == ["--help"] and _columns() >= 80:
        from drillctl.cli.reader_language import reader_language

        kept = {"en": "help.txt", "zh": "help.zh.txt"}[reader_language()]
        with open(os.path.join(os.path.dirname(__file__), kept), encoding="utf-8") as file:
            print(file.read(), end="")
        return None
    from drillctl.cli.ending import Ended, exit_at_once, heed

    heed()
    try:
        from drillctl.cli.command import run

        return run(arguments)
    except Ended as end:
        from drillctl.language import tr

        _note(tr("ended by the system; every file is as it was, or new and whole"))
        exit_at_once(end.number)
        raise


def _note(text: str) -> None:
    """The last words, on stderr; where nobody can hear them (a full disk) there are none."""
    from drillctl.cli.terminal import note

    try:
        note(text)
        sys.stderr.flush()
    except (OSError, AttributeError):
        pass


def _failed(error: OSError) -> str:
    """What the error is about, with a colon before it: a file, or standard output, if known."""
    import errno

    try:
        if sys.stdout is not None:
            sys.stdout.flush()
    except OSError:
        _leave_stdout()
    if error.filename:
        return f": {error.filename}"
    # Whatever is written to a file is said with its name.
    return f": {STDOUT}" if error.errno in (errno.ENOSPC, errno.EIO, errno.EFBIG) else ""


def _leave_stdout() -> None:
    """Lets what is still to be printed go nowhere, or the interpreter's end would say it fails."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


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
