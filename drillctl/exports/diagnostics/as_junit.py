"""Problems as JUnit XML: a suite for each file, a failed case for each problem.

A file without an error has one case that passes; its warnings stand there, since JUnit knows
failures only.
"""

from collections.abc import Iterator

from drillctl.exports.diagnostics.findings import Findings
from drillctl.exports.junit import Case, junit
from drillctl.files.diagnostics import Severity


def as_junit(findings: Findings) -> str:
    """The document; files in order of name."""
    return junit("drillctl check", _cases(findings))


def _cases(findings: Findings) -> Iterator[Case]:
    paths = {*findings.texts, *(problem.path for problem in findings.problems)}
    for path in sorted(paths):
        failed = [
            problem
            for problem in findings.problems
            if problem.path == path and findings.severity(problem) is Severity.ERROR
        ]
        if not failed:
            yield Case(path, "check", file=path)
        for problem in failed:
            name = f"{problem.code} {problem.line}:{problem.column}"
            yield Case(path, name, problem.said, str(problem), path, problem.line)
