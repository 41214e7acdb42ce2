"""The Chinese catalogue says every message of the source, and says it soundly."""

import io
import json
import subprocess
import sys
from gettext import GNUTranslations

import catalogue_files
import pytest
import update_catalogue
from catalogue_files import MO, PO, mo_bytes, po_text, read_catalogue
from source_messages import ROOT, Found, placeholders, source_messages, with_help_texts
from translation_checks import problems_of


@pytest.fixture(scope="module")
def source():
    found, _ = source_messages()
    return with_help_texts(found)


@pytest.fixture(scope="module")
def catalogue():
    return read_catalogue(PO.read_text(encoding="utf-8"))


def test_every_call_can_be_extracted_and_is_given_its_values():
    _, problems = source_messages()
    assert problems == []


def test_every_message_is_translated(source, catalogue):
    said, fuzzy, _ = catalogue
    missing = [name for name in source if not said.get(name) or name in fuzzy]
    assert not missing, f"{len(missing)} of {len(source)}, the first: {missing[:10]}"


def test_nothing_else_is_in_the_catalogue(source, catalogue):
    said, _, obsolete = catalogue
    assert sorted(set(said) - set(source)) == []
    assert sorted(obsolete) == []


def test_every_translation_is_sound(source, catalogue):
    said, _, _ = catalogue
    wrong = [
        f"{name!r}: {said[name]!r} {problem}"
        for name, message in source.items()
        if said.get(name)
        for problem in problems_of(message, said[name])
    ]
    assert wrong == []


def test_the_compiled_catalogue_is_what_it_compiles_to():
    assert MO.read_bytes() == mo_bytes(PO.read_text(encoding="utf-8"))


def test_the_catalogue_is_written_as_the_tool_writes_it(source, catalogue):
    assert PO.read_text(encoding="utf-8") == po_text(source, catalogue[0])


def extracted(tmp_path, text):
    (tmp_path / "drillctl").mkdir(exist_ok=True)
    (tmp_path / "drillctl" / "some.py").write_text(text)
    return source_messages(tmp_path)


def test_extraction(tmp_path):
    found, problems = extracted(
        tmp_path,
        'tr("plain")\nlanguage.tr("two " "parts {a!r}", a=1)\n'
        'trn("{n} seat", "{n} seats", 3)\ntr("yes" if x else "no")\ntr("write {from, to}")\n',
    )
    assert problems == []
    assert {name: (f.plural, f.formatted) for name, f in found.items()} == {
        "plain": (None, False),
        "two parts {a!r}": (None, True),
        "{n} seat": ("{n} seats", True),
        "yes": (None, False),
        "no": (None, False),
        "write {from, to}": (None, False),
    }
    assert found["plain"].where == {"drillctl/some.py"}


@pytest.mark.parametrize(
    ("call", "said"),
    [
        ('tr(f"no {x}")', "not literal"),
        ("tr(x)", "not literal"),
        ('tr("a" + x)', "not literal"),
        ('tr("a", b)', "a template and"),
        ('tr("{a} {b}", a=1)', "is not given 'b'"),
        ('tr("{a}", a=1, b=2)', "has no use for 'b'"),
        ('tr("{a", a=1)', "is no template"),
        ('trn("{n} of {m}", "{n} of {m}", 2)', "is not given 'm'"),
        ('trn("{n} a", "{n} b", 2)\ntrn("{n} a", "{n} c", 2)', "another plural"),
    ],
)
def test_a_call_that_can_not_be_translated_is_a_problem(tmp_path, call, said):
    _, problems = extracted(tmp_path, call)
    assert len(problems) == 1
    assert problems[0].startswith("drillctl/some.py:")
    assert said in problems[0]


FORMATTED = Found("{a!r} of {n:>5} in {b.c} {{x}}", formatted=True)


@pytest.mark.parametrize(
    ("message", "translation", "said"),
    [
        (FORMATTED, "{n:>5}（{b.c}）里的{a!r} {{x}}", None),
        (FORMATTED, "{n:>5}（{b.c}）里的{a}", "has the placeholders"),
        (FORMATTED, "{n}（{b.c}）里的{a!r}", "has the placeholders"),
        (FORMATTED, "{n:>5}里的{a!r}", "has the placeholders"),
        (FORMATTED, "{n:>5}{n:>5}{b.c}{a!r}", "has the placeholders"),
        (FORMATTED, "{n:>5}{b.c}{a!r", "is no template"),
        (Found("one seat", "{n} seats", formatted=True), "{n} 个席位", None),
        (Found("one seat", "{n} seats", formatted=True), "个席位", "has the placeholders"),
        (Found("write {from, to}"), "写成 {from, to}", None),
        (Found("write {from, to}"), "写成 from", "has the placeholders"),
        (Found("a"), "", "not translated"),
        (Found("a: "), "甲：", "ends with ''"),
        (Found("a\n"), "甲\n", None),
        (Found("  a"), "甲", "begins with ''"),
        (Found("a (b)"), "甲（乙)", "has 1 （ and 0 ）"),
        (Found("a) b"), "甲) 乙", None),
        (Found("a 'b'"), "甲“乙", "has 1 “ and 0 ”"),
        (Found("a 'b'"), "甲'乙", "odd number of '"),
        (Found("don't"), "不要", None),
        (Found('a "b"'), '甲"乙', 'odd number of "'),
    ],
)
def test_what_is_wrong_with_a_translation(message, translation, said):
    problems = problems_of(message, translation)
    assert (problems == []) if said is None else any(said in problem for problem in problems)


def test_placeholders_are_compared_with_conversion_and_format():
    assert placeholders("{b:>5} {a!r} {c!s:x}", formatted=True) == ["{a!r}", "{b:>5}", "{c!s:x}"]


def test_the_files_are_the_same_whenever_made():
    found = {
        name: Found(name, None if name < "b" else name + "s", {"drillctl/x.py"}) for name in "acb"
    }
    text = po_text(found, {"a": "甲", "b": "乙", "gone": "丙"})
    assert text == po_text(dict(reversed(found.items())), {"b": "乙", "a": "甲"})
    assert "Date" not in text
    assert "gone" not in text
    assert read_catalogue(text) == ({"a": "甲", "b": "乙", "c": ""}, set(), set())
    compiled = GNUTranslations(io.BytesIO(mo_bytes(text)))
    assert compiled.gettext("a") == "甲"
    assert compiled.ngettext("b", "bs", 7) == "乙"
    assert compiled.gettext("c") == "c"
    assert mo_bytes(text) == mo_bytes(text)


def test_translations_are_taken_in_bulk(tmp_path, monkeypatch, capsys):
    po = tmp_path / "drillctl.po"
    po.write_text(po_text({"gone": Found("gone")}, {"gone": "没了"}))
    monkeypatch.setattr(update_catalogue, "PO", po)
    monkeypatch.setattr(
        update_catalogue,
        "write_both",
        lambda text: catalogue_files.write_both(text, po, po.with_suffix(".mo")),
    )
    found = {
        "{n} seat": Found("{n} seat", "{n} seats", {"drillctl/x.py"}, formatted=True),
        "no": Found("no", None, {"drillctl/x.py"}),
    }
    monkeypatch.setattr(update_catalogue, "source_messages", lambda: (dict(found), []))
    monkeypatch.setattr(update_catalogue, "with_help_texts", lambda found: found)
    listed = tmp_path / "open.json"
    assert update_catalogue.main(["--missing", str(listed)]) == 0
    entries = json.loads(listed.read_text())
    assert entries == [
        {"id": "no", "where": ["drillctl/x.py"], "zh": ""},
        {"id": "{n} seat", "plural": "{n} seats", "where": ["drillctl/x.py"], "zh": ""},
    ]
    entries[0]["zh"], entries[1]["zh"] = "否", "{m} 个席位"
    listed.write_text(json.dumps([*entries, {"id": "never", "zh": "从不"}]))
    assert update_catalogue.main(["--fill", str(listed), "--missing", "-"]) == 1
    shown = capsys.readouterr()
    assert "has the placeholders ['{m}'], not ['{n}']" in shown.err
    assert "'never': no such message" in shown.err
    assert [entry["id"] for entry in json.loads(shown.out)] == ["{n} seat"]
    assert read_catalogue(po.read_text())[0] == {"no": "否", "{n} seat": ""}
    assert po.with_suffix(".mo").read_bytes() == mo_bytes(po.read_text())


@pytest.mark.parametrize(
    "way", [["tests/language/update_catalogue.py"], ["-m", "tests.language.update_catalogue"]]
)
def test_the_tool_runs_by_path_and_as_a_module(way):
    made = subprocess.run(
        [sys.executable, *way, "--help"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert "--missing" in made.stdout
