"""What can be wrong with a translation, whatever it says."""

import re
from collections import Counter

from source_messages import Found, placeholders

_PAIRS = ("()", "[]", "{}", "（）", "【】", "《》", "〈〉", "「」", "『』", "“”", "‘’")
# An apostrophe within a word is no quote.
_QUOTE = re.compile(r"(?<![A-Za-z])'|'(?![A-Za-z])")


def problems_of(message: Found, translation: str) -> list[str]:
    """All that is wrong with a translation."""
    if not translation:
        return ["is not translated"]
    source = message.plural or message.id
    found: list[str] = []
    try:
        kept = placeholders(translation, formatted=message.formatted)
    except ValueError as error:
        return [f"is no template: {error}"]
    wanted = placeholders(source, formatted=message.formatted)
    if kept != wanted:
        found.append(f"has the placeholders {kept}, not {wanted}")
    for end, name in ((0, "begins"), (1, "ends")):
        if _space(source, end) != _space(translation, end):
            found.append(f"{name} with {_space(translation, end)!r}, not {_space(source, end)!r}")
    counts = Counter(translation)
    for opening, closing in _PAIRS:
        if counts[opening] != counts[closing] and source.count(opening) == source.count(closing):
            found.append(f"has {counts[opening]} {opening} and {counts[closing]} {closing}")
    if counts['"'] % 2 != source.count('"') % 2:
        found.append('has an odd number of "')
    if counts["`"] % 2 != source.count("`") % 2:
        found.append("has an odd number of `")
    if len(_QUOTE.findall(translation)) % 2:
        found.append("has an odd number of '")
    return found


def _space(text: str, end: int) -> str:
    """The white space that a text begins (0) or ends (1) with."""
    return text[: len(text) - len(text.lstrip())] if end == 0 else text[len(text.rstrip()) :]
