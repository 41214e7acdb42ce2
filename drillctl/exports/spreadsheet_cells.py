"""Text in a spreadsheet's cell that stays text."""

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def neutral(text: str) -> str:
    """`text`, with an apostrophe before what a spreadsheet would take for a formula (CWE-1236)."""
    return f"'{text}" if text.startswith(_FORMULA) else text
