"""Runs that need environments of their own: ``nox -f .ci/noxfile.py -l`` lists them, ``-s lowest``
runs one.

What follows ``--`` goes to pytest in place of all tests: ``nox -s lowest -- tests/files``.
"""

from pathlib import Path

import nox
from packaging.requirements import Requirement

nox.options.sessions = ["tests"]
PYTHONS = ("3.11", "3.12", "3.13", "3.14")
_ROOT = Path(__file__).parent.parent
_PROJECT = nox.project.load_toml(_ROOT / "pyproject.toml")
_EXTRAS = _PROJECT["project"]["optional-dependencies"]
_OF_EXTRAS = {Requirement(text).name for texts in _EXTRAS.values() for text in texts}
TOOLS = tuple(
    text
    for text in nox.project.dependency_groups(_PROJECT, "dev")
    if Requirement(text).name not in _OF_EXTRAS
)
"""What the tests need beside drillctl with its extras."""


@nox.session(python=PYTHONS)
def tests(session: nox.Session) -> None:
    """The tests with the locked versions, on each Python that is there."""
    session.chdir(_ROOT)
    session.install("-r", "requirements.lock", "-e", ".")
    _test(session)


@nox.session(python=PYTHONS[0])
def lowest(session: nox.Session) -> None:
    """The tests with the lowest version that pyproject.toml allows of each package."""
    session.chdir(_ROOT)
    versions = Path(session.create_tmp()) / "lowest.txt"
    session.install("uv")
    session.run(
        *("uv", "pip", "compile", "-q", "--resolution", "lowest-direct", "--all-extras"),
        *("--python-version", PYTHONS[0], "pyproject.toml", "-o", str(versions)),
    )
    session.install("-r", str(versions))
    session.install("--no-deps", "-e", ".")
    session.install("-c", str(versions), *TOOLS)
    _test(session)


@nox.session(python=PYTHONS[-1])
def newest(session: nox.Session) -> None:
    """The tests with the newest versions that pyproject.toml allows."""
    session.chdir(_ROOT)
    extras = ",".join(_EXTRAS)
    session.install("--upgrade", "--upgrade-strategy", "eager", "-e", f".[{extras}]", *TOOLS)
    _test(session)


@nox.session(python=PYTHONS[0])
def audit(session: nox.Session) -> None:
    """Known vulnerabilities of the locked versions; fails where one can't be looked up."""
    session.chdir(_ROOT)
    session.install("pip-audit")
    session.run("pip-audit", "--strict", "--no-deps", "--disable-pip", "-r", "requirements.lock")


@nox.session(python=PYTHONS[0])
def dist(session: nox.Session) -> None:
    """Builds, checks what a package index would, and installs the wheel where nothing is."""
    session.chdir(_ROOT)
    out = session.create_tmp()
    session.install("hatchling", "twine")
    session.run("python", "-m", "hatchling", "build", "-c", "-d", out)
    session.run("twine", "check", "--strict", *map(str, Path(out).iterdir()))
    session.run(".ci/installed", *map(str, Path(out).glob("*.whl")), external=True)


def _test(session: nox.Session) -> None:
    session.run("pip", "check")
    session.run("pytest", *(session.posargs or ["-n", "2", "--dist", "worksteal"]))
