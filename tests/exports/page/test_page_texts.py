"""The page's fixed words: what the scripts and the page ask for by key, and nothing else."""

import re
from importlib.resources import files

from drillctl.exports.page.texts import TEXTS

ASSETS = files("drillctl.exports.page") / "assets"
MADE = {
    "exercise_": ("seminar", "workshop", "tabletop", "game", "drill", "functional", "full_scale"),
    "theme_": ("auto", "light", "dark"),
    "only_": ("professional", "volunteer"),
}
"""Keys that a script puts together: beginning, ends."""


def sources() -> str:
    own = (one for one in ASSETS.iterdir() if one.name.endswith((".js", ".html")))
    return "\n".join(one.read_text(encoding="utf-8") for one in own)


def asked(source: str) -> set[str]:
    """Keys that stand alone in a call of ``t`` or in a ``data-`` attribute."""
    called = re.findall(r'\bt\(\s*"(\w+)"\s*[,)]', source)
    named = re.findall(r'data-(?:text|label|placeholder)="(\w+)"', source)
    return {*called, *named}


def test_every_word_that_is_asked_for_is_there():
    found = asked(sources())
    assert {"title", "joint", "seats_empty", "skip"} <= found
    assert found <= TEXTS.keys()
    assert {start + end for start, ends in MADE.items() for end in ends} <= TEXTS.keys()


def test_placeholders_are_plain_names():
    for key, text in TEXTS.items():
        braces = re.sub(r"\{[a-z]+\}", "", text)
        assert "{" not in braces, key
        assert "}" not in braces, key


def test_a_text_for_one_stands_beside_the_one_for_many():
    ones = {key for key in TEXTS if key.endswith("_one")}
    assert ones
    assert {key.removesuffix("_one") for key in ones} <= TEXTS.keys()


def test_no_word_is_there_for_nothing():
    source = sources()
    begun = tuple(re.findall(r'["`](\w+_)(?:"|\$\{)', source))
    assert {"exercise_", "theme_", "only_"} <= set(begun)
    unused = {
        key
        for key in TEXTS
        if not key.startswith(begun)
        and not re.search(rf'["\' ]{key.removesuffix("_one")}["\' :]', source)
    }
    assert not unused
