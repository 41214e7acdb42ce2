"""What each code means, why it matters, a wrong and a right example, in each language.

The texts are data, a file for each group beside this module, in both languages: they are long, and
belong together with their examples.
"""

from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

_LANGUAGES = ("en", "zh")


class Shown(StrEnum):
    """How the examples can be tried: beside other files, alone, or not at all."""

    BESIDE = "beside"
    ALONE = "alone"
    TOLD = "told"


@dataclass(frozen=True, slots=True)
class Explanation:
    """Of one code, in one language; `wrong` and `right` are documents unless only told."""

    means: str
    why: str
    wrong: str
    right: str
    shown: Shown


def explanation(code: str, language: str) -> Explanation:
    """What is known of a code in ``en`` or ``zh``.

    Raises
    ------
    KeyError
        There is no such code.
    """
    told = _group(code[0])[code]
    at = _LANGUAGES.index(language)

    def text(key: str) -> str:
        given = told[key]
        return str(given if isinstance(given, str) else given[at])

    shown = Shown(told.get("shown", Shown.BESIDE))
    return Explanation(text("means"), text("why"), text("wrong"), text("right"), shown)


@cache
def _group(letter: str) -> dict[str, Any]:
    source = files("drillctl.files").joinpath("explanations", f"{letter}.yaml")
    if not source.is_file():
        return {}
    found: dict[str, Any] = yaml.safe_load(source.read_text(encoding="utf-8"))
    return found
