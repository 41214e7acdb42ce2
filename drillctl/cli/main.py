"""The one edge at which a program run ends: exit status, interruption, the unexpected.

Exit status: 0 fine, 1 problems found, 2 wrong use, 130 interrupted, 3 a defect of drillctl (a
report is saved). Results go to stdout, everything else to stderr.
"""

import os
import sys

INTERRUPTED = 130


def main() -> None:
    """Entry point of the ``drillctl`` command."""
    if sys.argv[1:] == ["--version"]:
        from drillctl import __version__

        print(f"drillctl {__version__}")
        return
    if sys.argv[1:] == ["--help"] and _columns() >= 80:
        with open(os.path.join(os.path.dirname(__file__), "help.txt"), encoding="utf-8") as file:
            print(file.read(), end="")
        return
    try:
        from drillctl.cli.app import app

        app()
    except (KeyboardInterrupt, SystemExit) as end:
        if not _interrupted(end):
            raise
        print("interrupted; nothing was written", file=sys.stderr)
        sys.stderr.flush()
        os._exit(INTERRUPTED)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(141)
    except OSError as error:
        name = f": {error.filename}" if error.filename else ""
        print(f"error{name}: {error.strerror or error}", file=sys.stderr)
        sys.exit(1)
    except Exception as error:
        _report(error)
        sys.exit(3)


def _interrupted(end: BaseException | None) -> bool:
    """Whether an interruption lies behind it: the command-line library makes it its own exit."""
    while end is not None and not isinstance(end, KeyboardInterrupt):
        end = end.__cause__ or end.__context__
    return end is not None


def _columns() -> int:
    """Width of the terminal. The help is kept as text, 80 columns wide, so that it is instant."""
    try:
        return int(os.environ.get("COLUMNS") or os.get_terminal_size().columns)
    except (OSError, ValueError):
        return 80


def _report(error: Exception) -> None:
    """Saves what a defect report needs, and says where."""
    import platform
    import tempfile
    import traceback
    from pathlib import Path

    from drillctl import __version__

    text = f"drillctl {__version__}, Python {platform.python_version()}, {platform.platform()}\n\n"
    text += "".join(traceback.format_exception(error))
    with tempfile.NamedTemporaryFile(
        "w", prefix="drillctl-", suffix=".log", delete=False, encoding="utf-8"
    ) as file:
        file.write(text)
    print(
        f"drillctl met a defect of its own ({type(error).__name__}); "
        f"please report it with {Path(file.name)}",
        file=sys.stderr,
    )
