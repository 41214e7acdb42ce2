"""A session's record as YAML to fill in: all that is planned, and an empty line for what is not."""

import json
import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

import yaml

from drillctl.exports.documents.facts import Facts

_PLAIN = re.compile(r"[a-z][a-z0-9._-]*")
_WORDS = frozenset({"true", "false", "yes", "no", "on", "off", "null", "y", "n"})


def record_form(facts: Facts) -> str:
    """The text of the record, which loads as it stands and is blank."""
    return "\n".join(_lines(facts)) + "\n"


def _lines(facts: Facts) -> Iterator[str]:
    scenario, session = facts.scenario, facts.session
    yield from _comment(facts, "top")
    yield from ("kind: record", "version: 1", f"session: {session.id}")
    yield f"title: {_quoted(scenario.title)}"
    yield f"start: {facts.start:%Y-%m-%dT%H:%M}"
    yield f"end: {facts.end:%Y-%m-%dT%H:%M}"
    yield f"venue: {_scalar(session.venue)}".rstrip()
    yield f"hazard: {_quoted(scenario.hazard)}"
    yield f"exercise: {scenario.exercise}"
    yield from _comment(facts, "held")
    yield from _comment(facts, "capabilities")
    yield f"capabilities: [{', '.join(_scalar(name) for name in scenario.capabilities)}]"
    yield from _attendance(facts)
    yield from _comment(facts, "guests")
    yield from ("guests:", "  - {name: , organisation: , hours: , note: }")
    yield from _ratings(facts)
    yield from _injects(facts)
    for key, entry in (
        ("observations", "{text: , objective: , capability: , by: }"),
        ("strengths", "{text: , objective: , capability: , by: }"),
    ):
        yield from _comment(facts, key)
        yield from (f"{key}:", f"  - {entry}")
    yield from _comment(facts, "areas")
    yield "areas:"
    yield from _entry(("id", "text", "objective", "capability", "reference", "analysis"))
    yield from _comment(facts, "actions")
    yield "actions:"
    yield from _entry(
        (
            "id",
            "text",
            "area",
            "capability",
            "element",
            "owner",
            "team",
            "contact",
            "start",
            "due",
            "retest",
        )
    )
    yield from _follow_up(facts)
    yield from _comment(facts, "notes")
    yield "notes:"


def _attendance(facts: Facts) -> Iterator[str]:
    yield from _comment(facts, "attendance")
    if not facts.people:
        yield "attendance: {}"
        return
    yield "attendance:"
    for member, position, standby in facts.people:
        name = facts.name(member) + (f" ({_words('standby', facts.language)})" if standby else "")
        yield f"  {_scalar(member)}:  # {_shown(name)} · {_shown(facts.team_of(member))}"
        yield f"    {{status: , hours: , position: {_scalar(position)}, for: , note: }}"


def _ratings(facts: Facts) -> Iterator[str]:
    yield from _comment(facts, "ratings")
    if not facts.scenario.objectives:
        yield "ratings: {}"
        return
    yield "ratings:"
    for objective in facts.scenario.objectives:
        yield f"  {_scalar(objective.id)}:  # {_shown(objective.text)}"
        yield "    rating:"
        yield f"    capability: {_scalar(objective.capability)}".rstrip()
        yield from ("    evaluator:", "    note:")
        if objective.critical_tasks:
            yield "    tasks:"
        for task in objective.critical_tasks:
            yield f"      - {{task: {_quoted(task)}, rating: , observed: }}"


def _injects(facts: Facts) -> Iterator[str]:
    yield from _comment(facts, "injects")
    if not facts.scenario.injects:
        yield "injects: []"
        return
    yield "injects:"
    for number, inject in facts.injects():
        what = f"{facts.clock(inject)} {inject.text}"
        yield f"  - {{number: {number}, done: , at: , note: }}  # {_shown(what)}"


def _follow_up(facts: Facts) -> Iterator[str]:
    yield from _comment(facts, "follow_up")
    yield "follow_up:"
    for owed in facts.earlier:
        about = _shown(owed.action.text)
        yield f"  - {{action: {_quoted(owed.id)}, state: , verified_by: , note: }}  # {about}"
    if not facts.earlier:
        yield "  - {action: , state: , verified_by: , note: }"


def _entry(keys: tuple[str, ...]) -> Iterator[str]:
    """One empty entry of a list, a key on each line."""
    for place, key in enumerate(keys):
        yield f"  {'- ' if place == 0 else '  '}{key}:"


def _comment(facts: Facts, key: str) -> Iterator[str]:
    for line in _words(key, facts.language).splitlines():
        yield f"# {line}"


def _scalar(value: str | None) -> str:
    """An id, quoted where it would not be read as text."""
    if value is None:
        return ""
    return value if _PLAIN.fullmatch(value) and value not in _WORDS else _quoted(value)


def _quoted(value: str) -> str:
    """A text in double quotes, with escapes for what YAML does not take as it is."""
    text = json.dumps(value, ensure_ascii=False)
    return "".join(c if c.isprintable() else f"\\U{ord(c):08X}" for c in text)


def _shown(value: str) -> str:
    """A text in a comment, on one line."""
    text = " ".join(value.split())
    return "".join(c if c.isprintable() else "?" for c in text)[:120]


def _words(key: str, language: str) -> str:
    return _comments()[key][language != "en"]


@cache
def _comments() -> dict[str, list[str]]:
    folder = files("drillctl.exports.documents").joinpath("doctrines")
    found: dict[str, list[str]] = yaml.load(
        folder.joinpath("record.yaml").read_text("utf-8"), yaml.CSafeLoader
    )
    return found
