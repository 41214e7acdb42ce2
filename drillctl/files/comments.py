"""Comments of a YAML file, told apart from text that only looks like one."""

from collections.abc import Iterator
from typing import NamedTuple

import yaml

from drillctl.files.documents import Loader
from drillctl.files.source_lines import line_starts


class Comment(NamedTuple):
    """One comment, its hash included. `line` and `column` count from 1, `alone`: on its line."""

    line: int
    column: int
    text: str
    alone: bool


def scalar_spans(text: str) -> list[tuple[int, int]]:
    """Begin and end of every value and key in the text, up to the first error of syntax."""
    spans: list[tuple[int, int]] = []
    loader = Loader(text)
    try:
        while loader.check_token():
            token = loader.get_token()
            if isinstance(token, yaml.ScalarToken):
                spans.append((token.start_mark.index, token.end_mark.index))
    except yaml.YAMLError:
        pass
    finally:
        loader.dispose()
    return spans


def comments(text: str) -> Iterator[Comment]:
    """All comments in order."""
    starts = line_starts(text)
    ends = [*starts[1:], len(text)]
    spans = iter(scalar_spans(text))
    begin, end = next(spans, (len(text), len(text)))
    for number, (start, stop) in enumerate(zip(starts, ends, strict=True), 1):
        at = text.find("#", start, stop)
        while at >= 0:
            while end <= at:
                begin, end = next(spans, (len(text), len(text) + 1))
            inside = begin <= at < end
            if not inside and (at == start or text[at - 1] in " \t"):
                alone = not text[start:at].strip()
                yield Comment(number, at - start + 1, text[at:stop].rstrip(), alone)
                break
            at = text.find("#", max(at + 1, min(end, stop)) if inside else at + 1, stop)
