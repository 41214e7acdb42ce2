"""JUnit XML, as continuous integration servers read it.

The dialect is that of the Jenkins xUnit plugin's schema, which GitLab and GitHub actions read too.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from xml.etree import ElementTree


@dataclass(frozen=True, slots=True)
class Case:
    """One check. `failure`: what is wrong, in a line; None where it passed. `details`: in full.

    `seconds`: None where the time is not known, or is not to be in the file.
    """

    suite: str
    name: str
    failure: str | None = None
    details: str = ""
    file: str = ""
    line: int = 0
    seconds: float | None = None


def junit(name: str, cases: Iterable[Case]) -> str:
    """The document, one suite for each `Case.suite` in order of appearance."""
    suites: dict[str, list[Case]] = {}
    for case in cases:
        suites.setdefault(case.suite, []).append(case)
    every = [case for found in suites.values() for case in found]
    root = ElementTree.Element("testsuites", {"name": _legal(name), **_counts(every)})
    for suite, found in suites.items():
        head = {"name": _legal(suite), **_counts(found)}
        element = ElementTree.SubElement(root, "testsuite", head)
        for case in found:
            _case(element, case)
    ElementTree.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ElementTree.tostring(root, "unicode") + "\n"


def _case(suite: ElementTree.Element, case: Case) -> None:
    attributes = {"classname": _legal(case.suite), "name": _legal(case.name)}
    if case.file:
        attributes |= {"file": _legal(case.file)}
    if case.line:
        attributes |= {"line": str(case.line)}
    if case.seconds is not None:
        attributes |= {"time": f"{case.seconds:.3f}"}
    element = ElementTree.SubElement(suite, "testcase", attributes)
    if case.failure is not None:
        failure = ElementTree.SubElement(element, "failure", {"message": _legal(case.failure)})
        failure.text = _legal(case.details or case.failure)


def _counts(cases: list[Case]) -> dict[str, str]:
    failures = sum(case.failure is not None for case in cases)
    return {"tests": str(len(cases)), "failures": str(failures), "errors": "0"}


def _legal(text: str) -> str:
    """Without the characters that XML 1.0 has no way to write."""
    return "".join(
        c
        if c in "\t\n\r" or " " <= c <= "\ud7ff" or "\ue000" <= c <= "\ufffd" or c > "\uffff"
        else "\N{REPLACEMENT CHARACTER}"
        for c in text
    )
