"""Messages are English text to the program, and the reader's language at the edge."""

import pickle

import pytest

from drillctl.language import catalogue, from_environment, in_language, joined, tr, trn


class _Doubled:
    """A catalogue that says every template twice, in capitals where a name allows it."""

    def gettext(self, template: str) -> str:
        return f"<{template}>"

    def ngettext(self, one: str, many: str, number: int) -> str:
        return f"<{one}>" if number == 1 else f"<{many}>"


@pytest.fixture
def foreign(monkeypatch):
    monkeypatch.setattr(catalogue, "_translations", _Doubled())


def test_is_its_english_text():
    message = tr("no {sort} {name!r}", sort=tr("member"), name="p1")
    assert message == "no member 'p1'"
    assert {message: 1}["no member 'p1'"] == 1
    assert trn("{n} seat", "{n} seats", 1) == "1 seat"
    assert trn("{n} seat of {of}", "{n} seats of {of}", 2, of=3) == "2 seats of 3"
    assert tr("write {from, to}") == "write {from, to}"


def test_is_shown_in_the_language_with_the_messages_in_it(foreign):
    assert (
        in_language(tr("no {sort} {name!r}", sort=tr("member"), name="p1")) == "<no <member> 'p1'>"
    )
    assert in_language(trn("{n} seat", "{n} seats", 2)) == "<2 seats>"
    assert in_language("data") == "data"


def test_put_together_it_is_still_shown_part_by_part(foreign):
    both = tr("first") + "; " + tr("second")
    assert both == "first; second"
    assert in_language(both) == "<first>; <second>"
    assert in_language("a: " + tr("b")) == "a: <b>"
    assert in_language(joined(", ", [tr("b"), "c", tr("d")])) == "<b>, c, <d>"
    assert in_language(joined(", ", [])) == ""


def test_survives_exceptions_and_processes(foreign):
    message = tr("bad {value}", value=trn("{n} seat", "{n} seats", 3))
    assert in_language(str(ValueError(message))) == "<bad <3 seats>>"
    assert in_language(pickle.loads(pickle.dumps(message))) == "<bad <3 seats>>"


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({}, "en"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "zh"}, "zh"),
        ({"LANG": "zha_CN"}, "en"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "C"}, "en"),
        ({"LANG": "zh_CN.UTF-8", "LC_MESSAGES": "en_GB.UTF-8"}, "en"),
        ({"LANG": "de_DE.UTF-8", "LANGUAGE": "fr:zh_CN:en"}, "zh"),
        ({"LANG": "C", "LANGUAGE": "zh"}, "en"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
    ],
)
def test_language_is_taken_from_the_environment_as_gettext_does(environment, language):
    assert from_environment(environment) == language


def test_unknown_language_is_refused():
    with pytest.raises(ValueError, match="tlh"):
        catalogue.use("tlh")
