"""The empty workbook that openpyxl sets out from, made once: to make it took a third of the time of
an input, and it is the same for all.
"""

from typing import Any

from openpyxl.reader import workbook as reading
from openpyxl.utils.indexed_list import IndexedList
from openpyxl.workbook import Workbook

_MADE = Workbook()


class _SetOut(Workbook):
    """Has lists of its own; the reader sets all else anew, or leaves it as it is."""

    def __init__(self) -> None:
        made = {name: _copied(value) for name, value in vars(_MADE).items()}
        self.__dict__.update(made, _sheets=[])


def _copied(value: Any) -> Any:
    if isinstance(value, IndexedList):
        own = IndexedList()
        list.extend(own, value)
        own._dict, own.clean = dict(value._dict), value.clean
        return own
    if isinstance(value, list | dict):
        return type(value)(value)
    return value


def spare() -> None:
    """Makes none any more in this process."""
    reading.Workbook = _SetOut
