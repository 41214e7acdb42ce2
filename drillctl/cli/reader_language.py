"""Which language the person at the terminal reads.

Nothing here may fail or take long: even `--help` and completion ask it.
"""

import os
import re
from pathlib import Path

from drillctl.language import LANGUAGES, from_environment

WORKSPACE_FILE = "drillctl.yaml"
VARIABLE = "DRILLCTL_LANG"
_READ = 1 << 16
"""Bytes within which a workspace says its language."""
_LANG = re.compile(rb"^lang:[ \t]*['\"]?([a-z]+)", re.MULTILINE)


def reader_language(asked: str | None = None) -> str:
    """`asked`, else the workspace's `lang`, else that of DRILLCTL_LANG, else the locale's."""
    for language in (asked, _workspace_language(), os.environ.get(VARIABLE)):
        if language in LANGUAGES:
            return language
    return from_environment(os.environ)


def workspace_file() -> Path | None:
    """The `drillctl.yaml` of the current folder, or of the nearest one above."""
    try:
        here = Path.cwd()
    except OSError:
        return None
    return next(
        (file for folder in (here, *here.parents) if (file := folder / WORKSPACE_FILE).is_file()),
        None,
    )


def _workspace_language() -> str | None:
    file = workspace_file()
    try:
        if file is None:
            return None
        with file.open("rb") as opened:
            found = _LANG.search(opened.read(_READ))
    except OSError:
        return None
    return found[1].decode() if found else None
