"""Problems as annotations of a GitHub workflow."""

from drillctl.exports.diagnostics.findings import Findings
from drillctl.exports.github import annotation


def as_github(findings: Findings) -> str:
    """One workflow command for each problem."""
    return "".join(
        annotation(findings.severity(d).value, d.said, d.path, d.line, d.column, d.code) + "\n"
        for d in findings.problems
    )
