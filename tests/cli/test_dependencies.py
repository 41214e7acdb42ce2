"""The table of `drillctl help dependencies` is what pyproject.toml asks for and the source uses."""

import ast
import re
import sys
import tomllib
from importlib.metadata import PackageNotFoundError, metadata, packages_distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

import drillctl
from drillctl.cli.dependencies import DEPENDENCIES
from drillctl.cli.topics import topic_page

SOURCE = Path(drillctl.__file__).parent
ROOT = SOURCE.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
NAMED_OTHERWISE = {
    "Apache-2.0": {"Apache 2.0", "Apache Software License"},
    "Apache-2.0 OR BSD-3-Clause": {"Dual License", "BSD License Apache Software License"},
    "Apache-2.0 OR GPL-3.0-or-later": {"GPL-3.0-or-later OR Apache-2.0"},
    "BSD-3-Clause": {"BSD License", "BSD-3-Clause AND 0BSD AND MIT AND Zlib AND CC0-1.0"},
    "MIT": {"MIT License"},
    "PSF-2.0": {"Python Software Foundation License"},
}
"""How packages say a licence that have no SPDX expression, or say more of what they bundle."""


def asked():
    """Extra and requirement of everything in pyproject.toml; "" is the core."""
    project = PROJECT["project"]
    groups = {"": project["dependencies"], **project["optional-dependencies"]}
    return {(extra, text) for extra, texts in groups.items() for text in texts}


def imported():
    """Every third-party package that the source imports, anywhere in it."""
    found = set()
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                found |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.level == 0:
                found.add((node.module or "").partition(".")[0])
    return found - sys.stdlib_module_names - {"drillctl"}


def test_the_table_and_pyproject_ask_for_the_same():
    assert {(d.extra, f"{d.name}{d.bounds}") for d in DEPENDENCIES} == asked()
    assert len(DEPENDENCIES) == len(asked())


def test_the_source_imports_what_is_asked_for_and_nothing_else():
    assert imported() == {module for d in DEPENDENCIES for module in d.modules}


def test_each_has_a_lower_bound_and_a_reason():
    for dependency in DEPENDENCIES:
        bounds = SpecifierSet(dependency.bounds)
        assert any(bound.operator == ">=" for bound in bounds), dependency.name
        assert dependency.why.endswith("."), dependency.name


def test_the_order_is_the_cores_first_then_by_extra_and_name():
    order = [(d.extra, d.name) for d in DEPENDENCIES]
    assert order == sorted(order)


@pytest.mark.parametrize("dependency", DEPENDENCIES, ids=lambda d: d.name)
def test_the_package_says_that_licence_and_brings_these_modules(dependency):
    try:
        found = metadata(dependency.name)
    except PackageNotFoundError:
        # Only a desktop has a keyring; tests put their own in its place.
        assert dependency.name == "keyring"
        return
    assert SpecifierSet(dependency.bounds).contains(found["Version"], prereleases=True)
    kinds = [
        text.rpartition(" :: ")[2]
        for text in found.get_all("Classifier") or ()
        if text.startswith("License ::")
    ]
    said = {found["License-Expression"], found["License"], " ".join(kinds)}
    known = {dependency.licence} | NAMED_OTHERWISE.get(dependency.licence, set())
    assert said & known, said
    brought = packages_distributions()
    for module in dependency.modules:
        assert canonicalize_name(dependency.name) in map(canonicalize_name, brought[module])


def test_developers_have_all_extras_but_the_keyring():
    dev = {Requirement(text).name for text in PROJECT["dependency-groups"]["dev"]}
    assert {d.name for d in DEPENDENCIES if d.extra} - dev == {"keyring"}


def test_the_lock_has_a_version_within_the_bounds_of_each():
    lines = (ROOT / "requirements.lock").read_text(encoding="utf-8").splitlines()
    locked = dict(line.split("==") for line in lines if "==" in line and line[0] != "#")
    for dependency in DEPENDENCIES:
        if dependency.name != "keyring":
            assert SpecifierSet(dependency.bounds).contains(locked[dependency.name]), dependency


def test_the_topic_names_each_package_with_bounds_and_licence():
    page = re.sub(r"\s+", " ", topic_page("dependencies", 80))
    for dependency in DEPENDENCIES:
        assert f"{dependency.why} ({dependency.bounds}; {dependency.licence})" in page
        if dependency.extra:
            assert f"pip install 'drillctl[{dependency.extra}]'" in page
