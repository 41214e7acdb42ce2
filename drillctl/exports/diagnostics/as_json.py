"""Problems as JSON, for programs: a list of objects whose fields stay as they are.

``path``, ``line``, ``column`` (from 1, in characters; 0: the whole file), ``end_line`` and
``end_column`` (just after what is meant; 0: not known), ``code``, ``severity`` (``error`` or
``warning``), ``message``, ``hint`` (English, may be empty), ``fixable``.
"""

import json

from drillctl.exports.diagnostics.findings import Findings
from drillctl.files.diagnostics import Diagnostic


def as_json(findings: Findings) -> str:
    """The list."""
    data = [
        problem_data(problem) | {"severity": findings.severity(problem).value}
        for problem in findings.problems
    ]
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def problem_data(problem: Diagnostic) -> dict[str, str | int | bool]:
    """A problem as plain data."""
    return {
        "path": problem.path,
        "line": problem.line,
        "column": problem.column,
        "end_line": problem.end_line,
        "end_column": problem.end_column,
        "code": problem.code,
        "severity": problem.severity.value,
        "message": str.__str__(problem.message),
        "hint": str.__str__(problem.hint),
        "fixable": problem.fixable,
    }
