"""How large a picture is, on the screen and on paper."""

import re
from dataclasses import dataclass

SLIDE = 40 / 3
"""Inches of a slide's longer side (16:9, 13.333 x 7.5 inches)."""
LEAST, MOST = 640, 10_000
"""Pixels of a side."""
_COARSEST = 96
_PIXELS = re.compile(r"([0-9]{1,6})x([0-9]{1,6})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Size:
    """`width` and `height` in pixels, `dpi` of them to an inch of paper."""

    width: int
    height: int
    dpi: float

    @property
    def inches(self) -> tuple[float, float]:
        """Width and height on paper."""
        return self.width / self.dpi, self.height / self.dpi


NAMED = {"slide": Size(1920, 1080, 1920 / SLIDE), "a4": Size(2339, 1654, 200)}
"""A slide, and a sheet of A4 across (ISO 216: 297 x 210 mm)."""


def size_of(text: str) -> Size | None:
    """``slide``, ``a4`` or pixels such as ``1920x1080``; None for anything else.

    Pixels are meant to fill a slide, so that more of them make a sharper picture, not smaller
    letters; with few of them it is a smaller one.
    """
    named = NAMED.get(text.lower())
    if named is not None:
        return named
    pixels = _PIXELS.fullmatch(text)
    if pixels is None:
        return None
    width, height = int(pixels[1]), int(pixels[2])
    if not (min(width, height) >= LEAST and max(width, height) <= MOST):
        return None
    return Size(width, height, max(_COARSEST, max(width, height) / SLIDE))
