"""A document out of a doctrine's design and a session's facts."""

from collections.abc import Iterator

from drillctl.exports.documents.blocks import Block, Document, Heading, Paragraph, Table
from drillctl.exports.documents.content import CONTENT
from drillctl.exports.documents.doctrine import Design
from drillctl.exports.documents.facts import Facts


def compose(facts: Facts, kind: str) -> Document:
    """The document of that kind, one of the doctrine's, with sections numbered from 1."""
    design = facts.doctrine.documents[kind]
    language = facts.language
    return Document(
        title=design.title[language],
        subtitle=f"{facts.scenario.title}\n{facts.when}\n{design.intro[language]}",
        running=f"{facts.scenario.title} · {facts.session.id}",
        pages=facts.word("page"),
        language=language,
        blocks=tuple(_blocks(facts, design)),
        contents=facts.word("contents") if design.contents else "",
    )


def _blocks(facts: Facts, design: Design) -> Iterator[Block]:
    wide = False
    for number, section in enumerate(design.sections, 1):
        filled = [block for name in section.blocks for block in CONTENT[name](facts)]
        # Only a table needs a page turned for it.
        wide = section.landscape and any(isinstance(block, Table) for block in filled)
        title = f"{number}. {section.title[facts.language]}"
        yield Heading(title, 1, design.landscape or wide)
        if section.text:
            yield Paragraph(section.text[facts.language])
        yield from filled
    yield from _followed(facts, design, design.landscape or wide)


def _followed(facts: Facts, design: Design, wide: bool) -> Iterator[Block]:
    """Which edition and clauses the document follows, and what of them was checked."""
    language = facts.language
    names = dict.fromkeys(name for section in design.sections for name in section.clauses)
    yield Heading(facts.word("doctrine_note"), 1, wide)
    yield Paragraph(facts.doctrine.edition[language], note=True)
    places: dict[tuple[str, str], list[str]] = {}
    for name in names:
        clause = facts.doctrine.clauses[name]
        state = facts.word("verified" if clause.verified else "unverified")
        check = f"{state}: {clause.check[language]}"
        places.setdefault((clause.standard, check), []).append(clause.place[language])
    for (standard, check), found in places.items():
        yield Paragraph(f"{standard}: {'; '.join(found)}. [{check}]", note=True)
