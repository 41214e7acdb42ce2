"""What a document is made of, whatever it is printed as."""

from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; level 1 is a section of the document. `landscape`: a wide section begins here."""

    text: str
    level: int = 1
    landscape: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Plain text; its line breaks are kept. `note`: printed small, as an aside."""

    text: str
    note: bool = False


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list without numbers."""

    items: Sequence[str]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under headings. `widths`: shares of the page, equal where left out.

    `lines`: every row has room for so many lines written by hand. `labels`: the first column holds
    labels.
    """

    heads: Sequence[str]
    rows: Sequence[Sequence[str]]
    widths: Sequence[int] = ()
    lines: int = 0
    labels: bool = False


@dataclass(frozen=True, slots=True)
class Lines:
    """So many empty lines to write on."""

    count: int = 4


Block = Heading | Paragraph | Bullets | Table | Lines


@dataclass(frozen=True, slots=True)
class Document:
    """A document ready to be printed. `language`: ``en`` or ``zh``.

    `running` stands at the head of every page, `pages` at its foot: ``{page}`` and ``{pages}``.
    `contents`: the heading of its table of contents; "" for none.
    """

    title: str
    subtitle: str
    running: str
    pages: str
    language: str
    blocks: Sequence[Block] = field(default_factory=tuple)
    contents: str = ""
