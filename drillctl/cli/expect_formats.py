"""How the verdicts of ``drillctl test`` are shown: text, JSON, JUnit XML, GitHub annotations."""

import json
from collections.abc import Callable, Mapping, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any

from drillctl.exports.github import annotation
from drillctl.exports.junit import Case, junit
from drillctl.language import in_language, joined, tr
from drillctl.language.width import padded

if TYPE_CHECKING:
    from drillctl.cli.expect import Judged

_SLOW = 0.1
"""Seconds from which on a time is worth telling."""


def suite(one: "Judged") -> str:
    """The scenario, or ``plan`` for what concerns all of it."""
    return one.expectation.scenario or "plan"


def text(judged: "Sequence[Judged]", *, timed: bool) -> str:
    """For a terminal: pass or fail of each check, with the figures; where it fails, its place."""
    lines: list[str] = []
    for name, group in groupby(judged, key=suite):
        lines.append(name)
        for one in group:
            seconds = one.seconds if timed and one.seconds >= _SLOW else None
            lines += _lines(one, seconds)
    return joined("\n", lines)


def _lines(one: "Judged", seconds: float | None) -> list[str]:
    verdict, expectation = one.verdict, one.expectation
    word = padded(in_language(tr("ok") if verdict.passed else tr("FAIL")), 4)
    time = f" [{seconds:.1f} s]" if seconds is not None else ""
    head = tr(
        "  {word} {check} - {said}{time}",
        word=word,
        check=expectation.text,
        said=verdict.said,
        time=time,
    )
    if verdict.passed:
        return [head]
    lines: list[str] = [head]
    lines += [tr("         {detail}", detail=detail) for detail in verdict.details]
    return [*lines, tr("       at {place}", place=place(one))]


def place(one: "Judged") -> str:
    """``file:line:column`` of the check."""
    expectation = one.expectation
    return f"{expectation.path}:{expectation.line}:{expectation.column}"


def data(judged: "Sequence[Judged]") -> dict[str, Any]:
    """For programs: ids, places, the English text."""
    return {
        "passed": sum(one.verdict.passed for one in judged),
        "failed": sum(not one.verdict.passed for one in judged),
        "checks": [
            {
                "scenario": one.expectation.scenario,
                "check": one.expectation.check,
                "text": one.expectation.text,
                "path": one.expectation.path,
                "line": one.expectation.line,
                "column": one.expectation.column,
                "passed": one.verdict.passed,
                "message": one.verdict.said,
                "details": list(one.verdict.details),
            }
            for one in judged
        ],
    }


def _json(judged: "Sequence[Judged]") -> str:
    return json.dumps(data(judged), ensure_ascii=False, indent=2)


def _junit(judged: "Sequence[Judged]") -> str:
    """One suite for each scenario; no times, so that equal inputs give equal bytes."""
    cases = (
        Case(
            suite(one),
            one.expectation.text,
            None if one.verdict.passed else one.verdict.said,
            "\n".join((one.verdict.said, *one.verdict.details, place(one))),
            one.expectation.path,
            one.expectation.line,
        )
        for one in judged
    )
    return junit("drillctl test", cases).rstrip("\n")


def _github(judged: "Sequence[Judged]") -> str:
    """An error at the line of each check that fails."""
    return "\n".join(
        annotation(
            "error",
            "\n".join((one.verdict.said, *one.verdict.details)),
            one.expectation.path,
            one.expectation.line,
            one.expectation.column,
            one.expectation.text,
        )
        for one in judged
        if not one.verdict.passed
    )


FORMATS: "Mapping[str, Callable[[Sequence[Judged]], str]]" = {
    "json": _json,
    "junit": _junit,
    "github": _github,
}
