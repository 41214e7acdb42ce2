"""Which codes are shown: ``--select`` and ``--ignore``, with ruff's meaning."""

from collections.abc import Iterable
from dataclasses import dataclass

from drillctl.files.diagnostics import CODES, code_meant
from drillctl.language import tr

ALL = "ALL"


@dataclass(frozen=True, slots=True)
class Selection:
    """Codes, or how they begin, that are shown and that are not; none to select means all."""

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()

    def shows(self, code: str) -> bool:
        """Whether the longest prefix that fits is a selected one; of two alike the ignored wins."""
        chosen = _longest(self.select or (ALL,), code)
        return chosen > _longest(self.ignore, code)


def selection(select: Iterable[str], ignore: Iterable[str]) -> Selection:
    """From what was typed: codes or prefixes, several with commas between them.

    Raises
    ------
    ValueError
        No code begins like this; says which.
    """
    return Selection(_prefixes(select), _prefixes(ignore))


def _prefixes(typed: Iterable[str]) -> tuple[str, ...]:
    found = []
    for word in (part.strip() for given in typed for part in given.split(",")):
        prefix = word.upper()
        if not prefix:
            continue
        if prefix != ALL and not any(code.startswith(prefix) for code in CODES):
            hint = code_meant(prefix)
            raise ValueError(tr("unknown code {word!r}: {hint}", word=word, hint=hint))
        found.append(prefix)
    return tuple(found)


def _longest(prefixes: Iterable[str], code: str) -> int:
    fitting = (0 if p == ALL else len(p) for p in prefixes if p == ALL or code.startswith(p))
    return max(fitting, default=-1)
