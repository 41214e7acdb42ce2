"""The formats of problems, each read as its readers do."""

import json
import os
import re
from pathlib import Path
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree

import jsonschema
import pytest

from drillctl.exports.diagnostics.as_github import as_github
from drillctl.exports.diagnostics.as_gitlab import as_gitlab
from drillctl.exports.diagnostics.as_json import as_json
from drillctl.exports.diagnostics.as_junit import as_junit
from drillctl.exports.diagnostics.as_sarif import as_sarif
from drillctl.exports.diagnostics.as_text import as_text, summary
from drillctl.exports.diagnostics.findings import Findings
from drillctl.files.diagnostics import CODES, Diagnostic

PATH = "r o/花名册: a%.yaml"
TEXT = 'kind: roster\nteams: [{title: "🚒🚒", knd: x}]\n\tx: 1\n' + "a" * 300 + "b: c\n"
KND = Diagnostic(PATH, 2, 23, "S001", "unknown key 'knd'", "did you mean 'kind'?", 2, 26, "kind")
LATE = Diagnostic(PATH, 4, 301, "R001", "no such 100% thing,\nreally", "", 4, 302)
ADVICE = Diagnostic("b.yaml", 1, 1, "W005", "not joint")
WHOLE = Diagnostic("gone.yaml", 0, 0, "F001", "no such file")
ALL = Findings((KND, LATE, ADVICE, WHOLE), {PATH: TEXT, "b.yaml": "id: s\n", "fine.yaml": ""})


def test_json_has_its_fields():
    data = json.loads(as_json(ALL))
    assert data[0] == {
        "path": PATH, "line": 2, "column": 23, "end_line": 2, "end_column": 26, "code": "S001",
        "severity": "error", "message": "unknown key 'knd'", "hint": "did you mean 'kind'?",
        "fixable": True,
    }  # fmt: skip
    assert [row["severity"] for row in data] == ["error", "error", "warning", "error"]
    assert json.loads(as_json(Findings((ADVICE,), {}, strict=True)))[0]["severity"] == "error"
    assert as_json(Findings(())) == "[]\n"


def test_github():
    lines = as_github(ALL).splitlines()
    assert len(lines) == 4
    assert lines[0].startswith("::error file=r o/花名册%3A a%25.yaml,line=2,col=23,title=S001::")
    assert "100%25 thing,%0Areally" in lines[1]
    assert lines[2].startswith("::warning ")


# What SARIF 2.1.0 demands of the parts used here, by section of the standard.
SARIF = {
    "type": "object",
    "required": ["version", "runs"],  # 3.13
    "properties": {
        "version": {"const": "2.1.0"},
        "$schema": {"type": "string", "format": "uri"},
        "runs": {
            "type": "array",
            "minItems": 1,
            "items": {  # 3.14
                "type": "object",
                "required": ["tool", "results"],
                "properties": {
                    "columnKind": {"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
                    "newlineSequences": {"type": "array", "minItems": 1, "uniqueItems": True},
                    "tool": {
                        "required": ["driver"],
                        "properties": {
                            "driver": {  # 3.19
                                "required": ["name"],
                                "properties": {
                                    "rules": {
                                        "uniqueItems": True,
                                        "items": {"$ref": "#/$defs/rule"},
                                    }
                                },
                            }
                        },
                    },
                    "results": {"items": {"$ref": "#/$defs/result"}},
                },
            },
        },
    },
    "$defs": {
        "message": {
            "type": "object",
            "required": ["text"],
            "properties": {"text": {"type": "string", "minLength": 1}},
        },
        "rule": {  # 3.49
            "required": ["id", "shortDescription", "help"],
            "properties": {
                "shortDescription": {"$ref": "#/$defs/message"},
                "fullDescription": {"$ref": "#/$defs/message"},
                "help": {"$ref": "#/$defs/message"},
                "defaultConfiguration": {
                    "properties": {"level": {"enum": ["none", "note", "warning", "error"]}}
                },
            },
        },
        "result": {  # 3.27
            "required": ["message", "ruleId", "ruleIndex", "level", "locations"],
            "properties": {
                "message": {"$ref": "#/$defs/message"},
                "ruleIndex": {"type": "integer", "minimum": 0},
                "level": {"enum": ["none", "note", "warning", "error"]},
                "locations": {
                    "minItems": 1,
                    "items": {
                        "required": ["physicalLocation"],
                        "properties": {
                            "physicalLocation": {
                                "required": ["artifactLocation"],
                                "properties": {
                                    "artifactLocation": {"required": ["uri"]},
                                    "region": {  # 3.30
                                        "required": ["startLine"],
                                        "additionalProperties": False,
                                        "properties": {
                                            name: {"type": "integer", "minimum": 1}
                                            for name in (
                                                "startLine", "startColumn", "endLine", "endColumn",
                                            )
                                        },
                                    },
                                },
                            }
                        },
                    },
                },
            },
        },
    },
}  # fmt: skip


def test_sarif_structure():
    log = json.loads(as_sarif(ALL))
    jsonschema.Draft202012Validator(SARIF).validate(log)
    run = log["runs"][0]
    rules = run["tool"]["driver"]["rules"]
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
    assert run["columnKind"] == "utf16CodeUnits"
    every = tuple(Diagnostic("f.yaml", 1, 1, code, "m") for code in CODES)
    jsonschema.Draft202012Validator(SARIF).validate(json.loads(as_sarif(Findings(every))))


@pytest.mark.skipif("DRILLCTL_SARIF_SCHEMA" not in os.environ, reason="no copy of OASIS's schema")
def test_sarif_by_the_official_schema():
    schema = json.loads(Path(os.environ["DRILLCTL_SARIF_SCHEMA"]).read_text(encoding="utf-8"))
    jsonschema.validators.validator_for(schema)(schema).validate(json.loads(as_sarif(ALL)))


def test_sarif_places():
    results = json.loads(as_sarif(ALL))["runs"][0]["results"]
    first = results[0]["locations"][0]["physicalLocation"]
    uri = first["artifactLocation"]["uri"]
    assert re.fullmatch(r"[A-Za-z0-9\-._~%/]+", uri)
    assert not urlsplit(uri).scheme
    assert unquote(uri) == PATH
    units = TEXT.split("\n")[1].encode("utf-16-le")
    begin, end = first["region"]["startColumn"], first["region"]["endColumn"]
    assert units[2 * (begin - 1) : 2 * (end - 1)].decode("utf-16-le") == "knd"
    assert "region" not in results[3]["locations"][0]["physicalLocation"]
    assert [result["level"] for result in results] == ["error", "error", "warning", "error"]


def test_gitlab():
    issues = json.loads(as_gitlab(ALL))
    assert [issue["severity"] for issue in issues] == ["major", "major", "minor", "critical"]
    for issue in issues:
        assert issue.keys() == {"description", "check_name", "fingerprint", "severity", "location"}
        assert issue["location"]["lines"]["begin"] >= 1
    assert len({issue["fingerprint"] for issue in issues}) == 4


def test_gitlab_fingerprints_stay_when_lines_move_and_never_repeat():
    def prints(shift, copies=1):
        text = "\n" * shift + "id: x\n" * copies
        found = [Diagnostic("f", shift + n + 1, 1, "R001", "m") for n in range(copies)]
        return [
            i["fingerprint"] for i in json.loads(as_gitlab(Findings(tuple(found), {"f": text})))
        ]

    assert prints(0) == prints(7)
    assert prints(0, 3) == prints(2, 3)
    assert len(set(prints(0, 3))) == 3


def test_junit():
    root = ElementTree.fromstring(as_junit(ALL))
    cases = root.findall(".//testcase")
    assert root.get("failures") == "3"
    assert {case.get("classname") for case in cases if case.find("failure") is None} == {
        "b.yaml", "fine.yaml",
    }  # fmt: skip
    strict = ElementTree.fromstring(as_junit(Findings(ALL.problems, ALL.texts, strict=True)))
    assert strict.get("failures") == "4"


def carets(text, column, end):
    problem = Diagnostic("f", 1, column, "S001", "m", "", 1 if end else 0, end)
    _, source, caret = as_text(Findings((problem,), {"f": text})).splitlines()
    return source[4:], caret[4:]


def test_caret_stands_under_wide_combining_and_tabs():
    assert carets("name: abc", 7, 10) == ("name: abc", "      ^^^")
    assert carets("李伟: x", 5, 6) == ("李伟: x", "      ^")
    assert carets("a: 李伟", 4, 6)[1] == "   ^^^^"
    assert carets("e\u0301a: x", 5, 0)[1] == "   ^"
    assert carets("\ta: x", 2, 3) == ("        a: x", "        ^")
    assert carets("a\tb: x", 3, 4) == ("a       b: x", "        ^")
    assert carets("ａ: x", 4, 5)[1] == "    ^"
    assert carets("a: x", 5, 0)[1] == "    ^"


def test_long_lines_are_cut_around_the_problem():
    lines = as_text(Findings((LATE,), {PATH: TEXT})).splitlines()
    source, caret = lines[-2:]
    assert len(source) < 120
    assert source[caret.index("^")] == "b"


def test_colour_only_where_asked_for():
    assert "\x1b" not in as_text(ALL)
    assert "\x1b[1;31merror S001" in as_text(ALL, colour=True)
    assert "\x1b[1;33mwarning W005" in as_text(ALL, colour=True)


def test_summary():
    assert summary(ALL) == "3 errors, 1 warning in 3 files; 1 can be mended with --fix"
    assert summary(Findings((), {"f": ""})) == "no problems in 1 file"
    assert summary(Findings((), {}, silenced=2)) == "no problems in 0 files; 2 silenced by comments"
