"""Problems as SARIF 2.1.0 (OASIS standard, 27 March 2020), which code hosts and editors read.

Columns count UTF-16 code units, as the log declares (3.14.17); lines end where YAML's do
(3.14.25). Places are relative references with percent-encoding (3.4.3, RFC 3986).
"""

import json
from pathlib import PurePath
from typing import Any
from urllib.parse import quote

from drillctl import __version__
from drillctl.exports.diagnostics.findings import Findings
from drillctl.files.code_explanations import explanation
from drillctl.files.diagnostics import CODES, Diagnostic, severity
from drillctl.files.source_lines import BREAKS, lines_of

SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)


def as_sarif(findings: Findings) -> str:
    """The log, of one run, with a rule for each code that occurs."""
    codes = sorted({problem.code for problem in findings.problems})
    lines = {path: lines_of(text) for path, text in findings.texts.items()}
    run = {
        "tool": {
            "driver": {
                "name": "drillctl",
                "version": __version__,
                "rules": [_rule(code) for code in codes],
            }
        },
        "columnKind": "utf16CodeUnits",
        "newlineSequences": list(BREAKS),
        "results": [
            _result(findings, problem, codes, lines.get(problem.path, []))
            for problem in findings.problems
        ],
    }
    log = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(log, ensure_ascii=False, indent=2) + "\n"


def _rule(code: str) -> dict[str, Any]:
    told = explanation(code, "en")
    return {
        "id": code,
        "shortDescription": {"text": str.__str__(CODES[code])},
        "fullDescription": {"text": told.means},
        "help": {"text": f"{told.means}\n\n{told.why}"},
        "defaultConfiguration": {"level": severity(code).value},
    }


def _result(
    findings: Findings, problem: Diagnostic, codes: list[str], lines: list[str]
) -> dict[str, Any]:
    place: dict[str, Any] = {"artifactLocation": {"uri": _uri(problem.path)}}
    if problem.line:
        place["region"] = _region(problem, lines)
    return {
        "ruleId": problem.code,
        "ruleIndex": codes.index(problem.code),
        "level": findings.severity(problem).value,
        "message": {"text": str.__str__(problem.said)},
        "locations": [{"physicalLocation": place}],
    }


def _uri(path: str) -> str:
    """A relative reference, or the URI of an absolute path; the cell of a workbook left out."""
    pure = PurePath(str.__str__(path).partition("!")[0])
    if pure.is_absolute():
        return pure.as_uri()
    # A colon in the first segment would read as a scheme (RFC 3986, 4.2): it is escaped too.
    return quote(pure.as_posix(), safe="/")


def _region(problem: Diagnostic, lines: list[str]) -> dict[str, int]:
    region = {"startLine": problem.line, "startColumn": _units(problem.line, problem.column, lines)}
    if problem.end_line:
        region |= {
            "endLine": problem.end_line,
            "endColumn": _units(problem.end_line, problem.end_column, lines),
        }
    return region


def _units(line: int, column: int, lines: list[str]) -> int:
    """A column in characters as one in UTF-16 code units, both from 1."""
    text = lines[line - 1][: column - 1] if 1 <= line <= len(lines) else ""
    beyond = sum(character > "\uffff" for character in text)
    return max(1, column) + beyond
