"""Doctrines are data: the sections of every document, their words, and the clauses they follow."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

Words = Mapping[str, str]
"""By language, ``en`` and ``zh``."""

DOCTRINES = ("hseep", "cn")


@dataclass(frozen=True, slots=True)
class Clause:
    """A part of a standard that a section follows, as the standard numbers and heads it.

    `check`: what of it was verified, or why not.
    """

    standard: str
    place: Words
    verified: bool
    check: Words


@dataclass(frozen=True, slots=True)
class Section:
    """A section of a document. `blocks`: names of the content that fills it, in order."""

    title: Words
    text: Words = field(default_factory=dict)
    blocks: tuple[str, ...] = ()
    clauses: tuple[str, ...] = ()
    landscape: bool = False


@dataclass(frozen=True, slots=True)
class Design:
    """One document of a doctrine. `intro` says under the title whom it is for."""

    title: Words
    intro: Words
    sections: tuple[Section, ...]
    contents: bool = True
    landscape: bool = False


@dataclass(frozen=True, slots=True)
class Rating:
    """A level of the scale: how the doctrine calls it, and what it means."""

    label: Words
    meaning: Words


@dataclass(frozen=True, slots=True)
class Doctrine:
    """What a doctrine says of documents. `words` replace those that all doctrines share."""

    id: str
    title: Words
    edition: Words
    ratings: Mapping[str, Rating]
    clauses: Mapping[str, Clause]
    documents: Mapping[str, Design]
    words: Mapping[str, Words]

    def word(self, key: str, language: str) -> str:
        """The word for `key`.

        Raises
        ------
        KeyError
            There is none: a defect of the data.
        """
        return (self.words.get(key) or _shared_words()[key])[language]


@cache
def read_doctrine(name: str) -> Doctrine:
    """The shipped doctrine of that name, one of `DOCTRINES`."""
    data = _data(f"{name}.yaml")
    return Doctrine(
        id=name,
        title=data["title"],
        edition=data["edition"],
        ratings={k: Rating(v["label"], v["meaning"]) for k, v in data["ratings"].items()},
        clauses={
            key: _clause(data["standards"], data["checks"], value)
            for key, value in data["clauses"].items()
        },
        documents={key: _design(value) for key, value in data["documents"].items()},
        words={key: _pair(value) for key, value in data.get("words", {}).items()},
    )


@cache
def _shared_words() -> Mapping[str, Words]:
    return {key: _pair(value) for key, value in _data("words.yaml").items()}


def _data(name: str) -> dict[str, Any]:
    text = files("drillctl.exports.documents").joinpath("doctrines", name).read_text("utf-8")
    found: dict[str, Any] = yaml.load(text, yaml.CSafeLoader)
    return found


def _pair(value: list[str]) -> Words:
    return {"en": value[0], "zh": value[1]}


def _clause(
    standards: Mapping[str, str], checks: Mapping[str, Any], data: Mapping[str, str]
) -> Clause:
    check = checks[data["check"]]
    verified = "verified" in check
    words = check["verified" if verified else "unverified"]
    place = data["place"]
    place_en = f"{place} ({data['en']})" if "en" in data else place
    return Clause(standards[data["standard"]], {"en": place_en, "zh": place}, verified, words)


def _design(data: Mapping[str, Any]) -> Design:
    sections = tuple(
        Section(
            title=section["title"],
            text=section.get("text", {}),
            blocks=tuple(section.get("blocks", ())),
            clauses=tuple(section.get("clauses", ())),
            landscape=section.get("landscape", False),
        )
        for section in data["sections"]
    )
    return Design(
        title=data["title"],
        intro=data["intro"],
        sections=sections,
        contents=data.get("contents", True),
        landscape=data.get("landscape", False),
    )
