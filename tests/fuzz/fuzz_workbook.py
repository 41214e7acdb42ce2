"""Lists of people in workbooks (.xlsx) into a roster."""

import fuzz_table
from archives import packed
from empty_workbooks import spare

spare()


def one(data: bytes) -> None:
    """Imports it into a new roster, or says what is wrong."""
    fuzz_table.one(packed(data), "any.xlsx")
