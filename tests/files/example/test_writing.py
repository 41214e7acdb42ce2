"""The example is right whatever it is made of, and on the disk whole or not at all."""

import itertools
import json
import os
from datetime import date

import jsonschema
import pytest
import yaml

from drillctl.audit.audit import audit
from drillctl.files.example import writing
from drillctl.files.example.answers import Answers, Unit, default_units, hazards
from drillctl.files.example.writing import example_files, in_the_way, write_example
from drillctl.files.json_schema import SHAPES
from drillctl.files.loading import load
from drillctl.planning.plan import make_plan
from drillctl.planning.search import Effort, Options

# Zones whose clocks change in these months, and at odd offsets; a month into the next year.
TRIED = [
    ("en", "America/New_York", date(2027, 3, 1)),
    ("zh", "Australia/Lord_Howe", date(2026, 10, 1)),
    ("en", "Europe/Berlin", date(2028, 2, 1)),
    ("zh", "Asia/Shanghai", date(2027, 11, 1)),
    ("zh", "Africa/Casablanca", date(2030, 12, 1)),
]


class _AsText(yaml.SafeLoader):
    """Dates stay text, as for the files' own reader and editors."""


_AsText.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if not tag.endswith(":timestamp")]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def made(language="en", zone="UTC", first=date(2027, 3, 1), hazard="flood", organizer=None):
    units = default_units(language)
    return example_files(Answers(language, zone, *units, hazard, first, organizer))


@pytest.mark.parametrize(
    ("tried", "hazard"), list(zip(TRIED, hazards(), strict=True)), ids=lambda x: str(x)
)
def test_plans_in_full_at_once(tmp_path, tried, hazard):
    write_example(tmp_path / "new", made(*tried, hazard=hazard, organizer="a@example.org"))
    loaded = load([tmp_path / "new"])
    assert loaded.diagnostics == ()
    plan = make_plan(loaded.problem, Options(Effort.QUICK, None, 1, None), inputs=loaded.inputs)
    assert not audit(loaded.problem, plan)
    assert [session.id for session in plan.sessions] == [
        f"{hazard}-tabletop#1",
        f"{hazard}-full-scale#1",
        f"{hazard}-full-scale#2",
    ]
    assert not any(session.empty for session in plan.sessions)


@pytest.mark.parametrize(("language", "hazard"), list(itertools.product(("en", "zh"), hazards())))
def test_every_file_keeps_its_schema(language, hazard):
    files = made(language, hazard=hazard, organizer="a@example.org")
    for name, text in files.items():
        if name.endswith(".yaml"):
            document = yaml.load(text, _AsText)
            kind = document["kind"]
            if kind in SHAPES:
                folder = "../.drillctl" if "/" in name else ".drillctl"
                modeline = f"# yaml-language-server: $schema={folder}/{kind}.schema.json"
                assert text.splitlines()[0] == modeline
                schema = json.loads(files[f".drillctl/{kind}.schema.json"])
                jsonschema.validate(document, schema)
                with pytest.raises(jsonschema.ValidationError):
                    jsonschema.validate({**document, "unknown": 1}, schema)


def test_both_languages_say_the_same():
    """But for names, ids of volunteers, titles, comments and the workspace's language."""

    def numbers(text):
        kept = [line.partition(" #")[0] for line in text.splitlines() if not line.startswith("#")]
        return [word for word in " ".join(kept).split() if word[-1].isdigit() or "2027" in word]

    english, chinese = made("en"), made("zh")
    assert list(english) == list(chinese)
    for name in ("roster.yaml", "policy.yaml", "drillctl.yaml"):
        assert numbers(english[name]) == numbers(chinese[name])
    for name, text in chinese.items():
        if name.endswith(".yaml"):
            assert any("\u4e00" <= character <= "\u9fff" for character in text)


@pytest.mark.parametrize(
    "title", ["a: b", "[x], {y}", "'quoted'", "# no", "yes", "123", "№ 5 — 队"]
)
def test_a_title_of_any_characters_is_kept(tmp_path, title):
    units = Unit("one", title), Unit("two", title + "2")
    answers = Answers("en", "UTC", *units, "flood", date(2027, 1, 1), "o'x+y@example.org")
    write_example(tmp_path / "new", example_files(answers))
    loaded = load([tmp_path / "new"])
    assert loaded.diagnostics == ()
    assert loaded.problem.roster.teams["one"].title == title
    assert loaded.problem.policy.organizer.email == "o'x+y@example.org"


def test_the_same_answers_give_the_same_bytes():
    assert made() == made()


def test_what_is_in_the_way(tmp_path):
    assert in_the_way(tmp_path / "new") == []
    assert in_the_way(tmp_path) == []
    (tmp_path / ".git").mkdir()
    assert in_the_way(tmp_path) == []
    (tmp_path / "b").write_text("")
    (tmp_path / ".a").mkdir()
    assert in_the_way(tmp_path) == [".a", "b"]
    assert in_the_way(tmp_path / "b") == ["b"]
    (tmp_path / "dangling").symlink_to(tmp_path / "nowhere")
    assert in_the_way(tmp_path / "dangling") == ["dangling"]


@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), KeyboardInterrupt()])
def test_what_fails_leaves_nothing_behind(tmp_path, monkeypatch, error):
    replaced = []

    def replace(old, new, _replace=os.replace):
        if len(replaced) == 2:
            raise error
        replaced.append(new)
        _replace(old, new)

    monkeypatch.setattr(writing.write_all.__globals__["os"], "replace", replace)
    (tmp_path / "here").mkdir()
    with pytest.raises(type(error)):
        write_example(tmp_path / "here", made())
    assert len(replaced) == 2
    assert list((tmp_path / "here").iterdir()) == []
    replaced.clear()
    with pytest.raises(type(error)):
        write_example(tmp_path / "a" / "b", made())
    assert not (tmp_path / "a").exists()
