"""The kept texts of `drillctl --help`; `python tests/cli/kept_help.py` writes them anew."""

from pathlib import Path

import drillctl.cli
from drillctl.cli.command import tree
from drillctl.cli.help_page import page
from drillctl.language import current, use

FILES = {"en": "help.txt", "zh": "help.zh.txt"}
FOLDER = Path(drillctl.cli.__file__).parent


def real(language):
    """The page as it is laid out when nothing is kept."""
    before = current()
    use(language)
    try:
        return page(tree(), "", 80)
    finally:
        use(before)


def kept(language):
    return (FOLDER / FILES[language]).read_text(encoding="utf-8")


if __name__ == "__main__":
    for language, name in FILES.items():
        (FOLDER / name).write_text(real(language), encoding="utf-8")
