"""Problems as GitLab's code quality report, which its merge requests show.

A subset of Code Climate's issues (GitLab documentation, Code Quality, "Code Quality report
format"): description, check_name, fingerprint, severity, location.
"""

import json
from collections import Counter
from hashlib import sha256
from pathlib import PurePath

from drillctl.exports.diagnostics.findings import Findings
from drillctl.files.diagnostics import Diagnostic, Severity
from drillctl.files.source_lines import lines_of

SEVERITIES = {Severity.ERROR: "major", Severity.WARNING: "minor"}


def as_gitlab(findings: Findings) -> str:
    """The report. Fingerprints stay when lines above a problem come or go, and never repeat."""
    seen: Counter[str] = Counter()
    lines = {path: lines_of(text) for path, text in findings.texts.items()}
    issues = []
    for problem in findings.problems:
        print_of = _identity(problem, lines.get(problem.path, []))
        seen[print_of] += 1
        text = f"{print_of}\0{seen[print_of]}"
        severity = SEVERITIES[findings.severity(problem)]
        issues.append(
            {
                "description": f"{problem.code}: {problem.said}",
                "check_name": problem.code,
                "fingerprint": sha256(text.encode("utf-8", "surrogatepass")).hexdigest(),
                "severity": "critical" if problem.code[0] in "FY" else severity,
                "location": {
                    "path": PurePath(str.__str__(problem.path)).as_posix().removeprefix("./"),
                    "lines": {"begin": max(1, problem.line)},
                },
            }
        )
    return json.dumps(issues, ensure_ascii=False, indent=2) + "\n"


def _identity(problem: Diagnostic, lines: list[str]) -> str:
    """What the problem is, without the number of its line: the line's text says which it is."""
    known = 1 <= problem.line <= len(lines)
    line = lines[problem.line - 1].strip() if known else ""
    return "\0".join((problem.path, problem.code, problem.message, line))
