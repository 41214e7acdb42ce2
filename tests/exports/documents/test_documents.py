"""Documents hold what is known, show every value literally, and tell nobody what is not theirs."""

import pytest
from county import plan, problem
from exports.documents.samples import RECORD, crowd, empty, full, text_of

from drillctl.exports.documents.archive import untouched
from drillctl.exports.documents.compose import compose
from drillctl.exports.documents.doctrine import DOCTRINES, read_doctrine
from drillctl.exports.documents.facts import without_address
from drillctl.exports.documents.files import Wanted, session_files, write_documents
from drillctl.exports.documents.kinds import KINDS
from drillctl.exports.documents.markdown import markdown
from drillctl.exports.documents.word import word

doctrines = pytest.mark.parametrize("doctrine", DOCTRINES)
languages = pytest.mark.parametrize("language", ["en", "zh"])
PRINTED = [kind for kind, formats in KINDS.items() if "docx" in formats]
TO_PLAYERS = ("exercise-plan", "player-brief", "sign-in", "hot-wash")


def both(known, kind) -> tuple[str, str]:
    """A document's text as Markdown and as Word."""
    document = compose(known, kind)
    return markdown(document), text_of(word(document))


@doctrines
@languages
def test_every_document_of_a_doctrine_is_there_and_says_what_it_follows(
    doctrine, language, tmp_path
):
    known = full(tmp_path, doctrine=doctrine, language=language)
    assert list(known.doctrine.documents) == PRINTED
    for kind in PRINTED:
        for text in both(known, kind):
            assert known.doctrine.documents[kind].title[language] in text.replace("\\", "")
            assert known.word("doctrine_note") in text
            assert known.word("unverified") in text or known.word("verified") in text


@doctrines
def test_what_is_known_is_filled_in(doctrine, tmp_path):
    known = full(tmp_path, doctrine=doctrine)
    for text in both(known, "after-action-report"):
        for value in ("2027-03-06 09:00 to 13:00 (Asia/Shanghai)", "王芳", "Rescue people"):
            assert value in text, value
        for value in ("Size-up", "water", "lake", "Owner", "Training office", "Engine fails"):
            assert value in text, value
        assert text.index("09:15 (+0:15)") < text.index("10:30 (+1:30)")
    assert "| shore | 1 |  |" in both(known, "after-action-report")[0]
    for text in both(known, "msel"):
        for value in ("control", "leader", "Task the boat", "Tow", "o1"):
            assert value in text
    for text in both(known, "evaluation-guide"):
        assert "Safety first" in text
        assert "Drill the tow" in text
    for text in both(known, "player-brief"):
        assert "The river rises." in text
        assert "No water above 2 m/s" in text


@doctrines
def test_a_record_fills_the_report(doctrine, tmp_path):
    known = full(tmp_path, doctrine=doctrine, record=RECORD)
    for text in both(known, "after-action-report"):
        for value in (
            "2027-03-06 09:10 to 13:00",
            "pond",
            "2.5",
            "Traffic",
            "Old Zhang",
            "Too slow.",
            "12 minutes",
            "10:35",
            "Two channels in use",
            "Good radio discipline",
            "Warm food",
            "Boats came late",
            "SOP 4",
            "One trailer",
            "Buy a second trailer",
            "equipment",
            "fire",
            "2027-04-01",
            "2027-05-31",
            "2027-09-30",
            "李伟",
            "Mr Li",
        ):
            assert value in text, value
        assert "substitute (for Maria)" in text
        assert "example.org" not in text
        assert "139" not in text


def test_a_blank_record_fills_nothing(tmp_path):
    from dataclasses import replace

    from drillctl.model.record import Attended

    blank = replace(RECORD, attendance={"p1": Attended()})
    assert full(tmp_path, record=blank).record is None


@doctrines
@languages
def test_players_see_neither_injects_nor_what_is_expected_nor_how_they_are_rated(
    doctrine, language, tmp_path
):
    known = full(tmp_path, doctrine=doctrine, language=language)
    for kind in TO_PLAYERS:
        for text in both(known, kind):
            for secret in ("Engine", "ford", "Tow", "Task the boat", "Size-up", "Safety first"):
                assert secret not in text, (kind, secret)
            for rating in known.doctrine.ratings.values():
                assert rating.meaning[language] not in text


@doctrines
def test_no_document_names_an_address_or_number(doctrine, tmp_path):
    known = full(tmp_path, doctrine=doctrine, record=RECORD)
    for kind in PRINTED:
        for text in both(known, kind):
            assert "@" not in text


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Mr Li, li@example.org", "Mr Li, (see)"),
        ("+86 139 1234 5678", "see"),
        ("(0571) 8888-1234 or 119", "or 119 (see)"),
        ("Office 2026-2027", "Office 2026-2027"),
        ("Li until 2027-04-01", "Li until 2027-04-01"),
        ("Team 3, room 12", "Team 3, room 12"),
        ("", ""),
    ],
)
def test_addresses_and_numbers_are_taken_out(text, left):
    assert without_address(text, "see") == left


def test_values_stay_text(tmp_path):
    title = "a|b <script> `x` # *y*\n## z & =1+1"
    known = full(tmp_path, title=title, narrative="- item\n# head\n1. one\n===\n<b>")
    for kind in PRINTED:
        text, printed = both(known, kind)
        assert "<script>" not in text
        assert "\n## z" not in text
        assert "a\\|b" in text
        assert "<script>" in printed
    text = both(known, "player-brief")[0]
    for literal in ("\\- item\\\n\\# head\\\n1\\. one\\\n\\===\\\n&lt;b", "&lt;b"):
        assert literal in text


@doctrines
@languages
def test_empty_parts_are_forms(doctrine, language, tmp_path):
    known = empty(tmp_path, doctrine=doctrine, language=language)
    for kind in PRINTED:
        both(known, kind)
    assert known.word("none_planned") in both(known, "msel")[0]


def test_the_same_facts_give_the_same_bytes(tmp_path):
    wanted = Wanted("cn", "zh")
    first = dict(session_files(full(tmp_path, doctrine="cn", language="zh", record=RECORD), wanted))
    again = dict(session_files(full(tmp_path, doctrine="cn", language="zh", record=RECORD), wanted))
    assert first == again
    assert len(first) == sum(len(formats) for formats in KINDS.values())
    for name, data in first.items():
        suffix = name[name.rindex(".") :]
        assert untouched(data, suffix)
        assert not untouched(data[:-40] + b"x" + data[-39:], suffix)


def test_word_files_have_styles_contents_and_page_numbers(tmp_path):
    from io import BytesIO

    from docx import Document

    known = crowd(full(tmp_path), 80)
    data = word(compose(known, "controller-brief"))
    document = Document(BytesIO(data))
    styles = {p.style.name for p in document.paragraphs}
    assert {"Title", "Heading 1", "Heading 2", "List Bullet", "TOC Heading", "toc 1"} <= styles
    assert {table.style.name for table in document.tables} == {"Table Grid"}
    xml = document.element.xml
    assert "TOC " in xml
    assert 'w:anchor="_Toc000001"' in xml
    assert 'w:name="_Toc000001"' in xml
    heads = sum(len(row._tr.xpath("w:trPr/w:tblHeader")) for t in document.tables for row in t.rows)
    assert heads >= 5
    assert all(row._tr.xpath("w:trPr/w:cantSplit") for t in document.tables for row in t.rows)
    footer = document.sections[0].footer._element.xml
    assert "NUMPAGES" in footer
    assert " PAGE " in footer
    widths = {section.page_width > section.page_height for section in document.sections}
    assert widths == {True, False}
    assert document.core_properties.title == "Controller brief"
    for number in range(80):
        assert f"欧阳 {number}" in text_of(data)


@pytest.mark.parametrize("name", DOCTRINES)
def test_every_clause_says_what_of_it_was_checked(name):
    doctrine = read_doctrine(name)
    for clause in doctrine.clauses.values():
        assert clause.standard
        assert clause.place["en"]
        assert clause.place["zh"]
        assert clause.check["en"]
        assert clause.check["zh"]
    for design in doctrine.documents.values():
        for section in design.sections:
            assert set(section.clauses) <= set(doctrine.clauses)


def test_what_is_stopped_half_way_leaves_nothing_behind(tmp_path):
    def stop(done, of):
        if done == 2:
            raise KeyboardInterrupt

    wanted = Wanted(kinds=("hot-wash",), formats=("md",))
    out = tmp_path / "out"
    out.mkdir()
    with pytest.raises(KeyboardInterrupt):
        write_documents(problem(tmp_path), plan(tmp_path), out, wanted, progress=stop)
    assert list(out.iterdir()) == []
