"""A sheet of paper to draw on, in inches from its upper left corner; a PNG or an SVG in the end.

The same drawing gives the same bytes. In an SVG every group has its id and may have a title,
which a screen reader reads and a pointer shows.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from io import BytesIO
from types import MappingProxyType
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

from drillctl.exports.pictures import style
from drillctl.exports.pictures.fonts import Lettering, one_line
from drillctl.exports.pictures.size import Size
from drillctl.language import in_language

if TYPE_CHECKING:
    from matplotlib.artist import Artist

_SETTINGS: dict[Any, Any] = {
    "hatch.linewidth": 0.7,
    "svg.hashsalt": "drillctl",
    "path.simplify": False,
    # Widths are measured without hints, too.
    "text.hinting": "none",
}
MARGIN = 0.45
"""Inches kept free around everything."""
_GROUP = re.compile(r'<g id="([^"]*)">')
_NO_ID = re.compile(r"[^A-Za-z0-9._@#-]")
_ROOT = re.compile(r"<svg [^>]*>")


class Sheet:
    """One picture. Everything is drawn in the order of the calls.

    `title` and `about`: what it shows; not drawn, but told to who can't see it.
    """

    def __init__(self, size: Size, letters: Lettering, title: str, about: str) -> None:
        from matplotlib.figure import Figure

        self.letters = letters
        self.title, self.about = one_line(in_language(title)), one_line(in_language(about))
        self.width, self.height = size.inches
        self._size = size
        self._figure = Figure(figsize=size.inches, dpi=size.dpi, facecolor=style.PAPER)
        self._groups: list[tuple[str, list[Artist]]] = [("", [])]
        self._ids: set[str] = set()
        self._told: dict[str, str] = {}

    @contextmanager
    def group(self, name: str, told: str = "") -> Iterator[None]:
        """What is drawn meanwhile is one group of that id, and of the title `told`."""
        name = _NO_ID.sub("_", name)
        unique, number = name, 1
        while unique in self._ids:
            number += 1
            unique = f"{name}.{number}"
        self._ids.add(unique)
        if told:
            self._told[unique] = one_line(in_language(told))
        self._groups.append((unique, []))
        yield
        gid, artists = self._groups.pop()
        self._groups[-1][1].append(_group_class()(gid, artists))

    def box(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        fill: str,
        *,
        edge: str | None = None,
        line: float = 0.6,
        hatch: str = "",
        dashed: bool = False,
        round_: float = 0.0,
    ) -> None:
        """A rectangle; `line` in points, `round_` the radius of its corners in inches."""
        from matplotlib.patches import FancyBboxPatch, Patch, Rectangle

        shape: Patch
        corner = (x, self.height - y - height)
        if round_:
            rounded = f"round,pad=0,rounding_size={min(round_, width / 2, height / 2)}"
            shape = FancyBboxPatch(corner, width, height, boxstyle=rounded)
        else:
            shape = Rectangle(corner, width, height)
        shape.set(facecolor=fill, edgecolor=edge or "none", linewidth=line if edge else 0)
        if hatch:
            shape.set(hatch=hatch, hatchcolor=edge or style.INK)
        if dashed:
            shape.set_linestyle((0, (2.2, 1.4)))
        self._add(shape)

    def line(
        self, x: float, y: float, x2: float, y2: float, colour: str, width: float = 0.8
    ) -> None:
        """A straight line, `width` in points."""
        from matplotlib.lines import Line2D

        height = self.height
        drawn = Line2D([x, x2], [height - y, height - y2], color=colour, linewidth=width)
        drawn.set_solid_capstyle("butt")
        self._add(drawn)

    def mark(
        self,
        x: float,
        y: float,
        shape: str,
        points: float,
        fill: str,
        edge: str | None = None,
        line: float = 0.8,
    ) -> None:
        """One of matplotlib's markers around a place."""
        from matplotlib.lines import Line2D

        drawn = Line2D([x], [self.height - y], marker=shape, markersize=points, linestyle="none")
        drawn.set(markerfacecolor=fill, markeredgecolor=edge or "none", markeredgewidth=line)
        self._add(drawn)

    def write(
        self,
        x: float,
        y: float,
        text: str,
        points: float = style.TEXT,
        *,
        colour: str = style.INK,
        bold: bool = False,
        across: str = "left",
        along: str = "middle",
        turned: float = 0.0,
    ) -> None:
        """A text that was `shown`, in the middle of the height `y` or, `along` "base", upon it."""
        from matplotlib.text import Text

        drawn = Text(x, self.height - y, text, parse_math=False, color=colour, fontsize=points)
        drawn.set(fontfamily=list(self.letters.families), fontweight=700 if bold else 400)
        # The middle of capitals and digits, whatever hangs below the line.
        offset = 0.36 * points / 72 if along == "middle" and not turned else 0.0
        drawn.set(horizontalalignment=across, verticalalignment="baseline")
        drawn.set_position((x, self.height - y - offset))
        if turned:
            drawn.set(rotation=turned, rotation_mode="anchor")
        self._add(drawn)

    def png(self) -> bytes:
        """As Portable Network Graphics, with its title and its size on paper."""
        from matplotlib.backends.backend_agg import FigureCanvasAgg

        data = BytesIO()
        about = {"Title": self.title, "Description": self.about, "Software": "drillctl"}
        with own_settings():
            self._finish()
            canvas: Any = FigureCanvasAgg(self._figure)
            canvas.print_png(data, metadata=about)
        return data.getvalue()

    def svg(self, *, text: bool = False) -> bytes:
        """As Scalable Vector Graphics 1.1; `text`: as text, which looks as the viewer's fonts do.

        Otherwise letters are outlines, the same everywhere.
        """
        from matplotlib.backends.backend_svg import FigureCanvasSVG

        data = BytesIO()
        about = {"Creator": "drillctl", "Date": None}
        with own_settings({"svg.fonttype": "none" if text else "path"}):
            self._finish()
            canvas: Any = FigureCanvasSVG(self._figure)
            canvas.print_svg(data, metadata=about)
        return self._described(data.getvalue().decode()).encode()

    def _described(self, svg: str) -> str:
        """With title and description of the whole, and the titles of its groups."""

        def root(found: re.Match[str]) -> str:
            title, about = escape(self.title), escape(self.about)
            return f'{found[0][:-1]} role="img">\n <title>{title}</title>\n <desc>{about}</desc>'

        def group(found: re.Match[str]) -> str:
            told = self._told.get(found[1])
            return found[0] + (f"<title>{escape(told)}</title>" if told else "")

        return _GROUP.sub(group, _ROOT.sub(root, svg, count=1))

    def _add(self, drawn: "Artist") -> None:
        drawn.set_transform(self._figure.dpi_scale_trans)
        drawn.set_figure(self._figure)
        self._groups[-1][1].append(drawn)

    def _finish(self) -> None:
        if not self._figure.artists:
            self._figure.add_artist(_group_class()("picture", self._groups[0][1]))


@cache
def _group_class() -> "Callable[[str, list[Artist]], Artist]":
    """A class made once, since matplotlib is imported only where it is used."""
    from matplotlib.artist import Artist
    from matplotlib.backend_bases import RendererBase

    class Group(Artist):
        def __init__(self, gid: str, drawn: list[Artist]) -> None:
            super().__init__()
            self.set_gid(gid)
            self._drawn = drawn

        def draw(self, renderer: RendererBase) -> None:
            renderer.open_group("group", self.get_gid())
            for artist in self._drawn:
                artist.draw(renderer)
            renderer.close_group("group")

    return Group


@contextmanager
def own_settings(more: Mapping[Any, Any] = MappingProxyType({})) -> Iterator[None]:
    """matplotlib's own defaults and ours, whatever the reader's matplotlibrc says.

    They hold where a sheet is drawn on as well as where it is written.
    """
    import matplotlib

    with matplotlib.rc_context():
        matplotlib.rcdefaults()
        matplotlib.rcParams.update({**_SETTINGS, **more})
        yield
