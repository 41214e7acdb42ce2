"""The oracle shares no code with what it judges: shown by its syntax trees."""

import ast
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
ORACLE = ["corruption", "documents", "enumeration", "goal_book", "questions", "rule_book"]

BY_NAME = ("__import__", "eval", "exec", "import_module")


def imported(source: str) -> set[str]:
    """The modules that a source text imports, at any depth, or asks for by name."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add("." * node.level + (node.module or ""))
        elif isinstance(node, ast.Name) and node.id in BY_NAME:
            found.add(node.id)
    return found


def foreign(source: str) -> set[str]:
    """What of it is neither of the standard library nor of the oracle."""
    own = {f"oracle.{name}" for name in ORACLE} | {"oracle"}
    allowed = sys.stdlib_module_names - {"importlib", "runpy", "pkgutil"}
    return {m for m in imported(source) - own if m.partition(".")[0] not in allowed}


@pytest.mark.parametrize("name", ORACLE)
def test_the_oracle_shares_no_code_with_the_product(name):
    source = (HERE / f"{name}.py").read_text(encoding="utf-8")
    assert foreign(source) == set()
    assert "drillctl" not in source


def test_every_module_that_is_no_test_is_the_oracle_or_brings_both_together():
    modules = {file.stem for file in HERE.glob("*.py") if not file.stem.startswith("test_")}
    assert modules == {*ORACLE, "compared"}


@pytest.mark.parametrize(
    "line",
    [
        "import drillctl.rules.rest",
        "from drillctl.planning import plan",
        "def f():\n    from drillctl.model.policy import Goal",
        "from oracle.compared import audited",
        "from .compared import audited",
        "import numpy",
        "import importlib; importlib.import_module(name)",
        "__import__(name)",
    ],
)
def test_shared_code_would_be_seen(line):
    assert foreign(line)
