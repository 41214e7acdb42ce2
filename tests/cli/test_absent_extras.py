"""Where only the core is installed: what needs an extra says so in one line; the rest works."""

import json
import subprocess
import sys
from importlib import util
from pathlib import Path
from shutil import copytree

import openpyxl
import pytest

from drillctl.cli import dependencies
from drillctl.cli.dependencies import DEPENDENCIES, absent

NEEDING = {
    "publish --caldav https://calendar.example.org/ --user anna": "caldav",
    "plan -o other.yaml --cluster tcp://127.0.0.1:9": "cluster",
    "export xlsx -o plan.xlsx": "office",
    "export roster -o members.xlsx": "office",
    "import roster people.xlsx -o people.yaml --team county-fire --yes": "office",
    "import roster people.dat -o people.yaml --team county-fire --yes": "office",
    "aar new -o documents": "office",
    "aar new -o documents --only sign-in --format xlsx": "office",
    "aar new -o documents --only hot-wash --format docx": "office",
    "aar new -o documents --format md --templates calendars": "office",
    "aar collect people.xlsx roster.yaml scenarios -o collected": "office",
    "aar check people.xlsx roster.yaml scenarios": "office",
    "export png -o pictures": "pictures",
    "export svg -o pictures": "pictures",
    "serve": "serve",
    "sign --key training.key": "sign",
    "verify --key training.key.pub": "sign",
    "key new -o another.key --no-password": "sign",
}
"""Every command that needs an extra, which it needs."""
CORE = [
    "--version", "check", "plan -o again.yaml --effort quick", "audit", "show", "readiness",
    "explain river-flood#1", "actions", "log", "help dependencies",
    "export ics -o out/ics", "export csv -o out/csv", "export html -o out/plan.html",
    "export roster -o out/members.csv", "aar new -o out/documents --format md --format yaml",
    "aar collect records roster.yaml scenarios -o out/records --as-of 2026-11-25",
    "import roster members.csv -o out/roster.yaml --timezone UTC --yes", "init new --yes",
    "import availability calendars --roster roster.yaml -o out/busy.yaml",
    "drop li-wei --from 2027-03-01 --to 2027-03-31 --as-of 2027-02-01",
    "subscriptions list", "whatif --without member:anna --as-of 2027-02-01",
]  # fmt: skip
"""What works without any."""


def everything(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() if path.is_file() else None
        for path in folder.rglob("*")
    }


@pytest.fixture(scope="module")
def ran(original, tmp_path_factory):
    """What each command came to, and the folder before and after those that need an extra."""
    place = copytree(original, tmp_path_factory.mktemp("bare") / "county")
    book = openpyxl.Workbook()
    book.active.append(["id", "name"])
    book.save(place / "people.xlsx")
    (place / "people.dat").write_bytes((place / "people.xlsx").read_bytes())
    before = everything(place)
    needing = _run(place, NEEDING)
    after = everything(place)
    (place / "out").mkdir()
    return {**needing, **_run(place, CORE)}, before, after


def _run(place, commands):
    lines = list(commands)
    script = Path(__file__).with_name("bare_install.py")
    given = json.dumps([line.split() for line in lines])
    done = subprocess.run(
        [sys.executable, script, given], cwd=place, capture_output=True, text=True, timeout=300
    )
    assert done.returncode == 0, done.stderr
    return dict(zip(lines, json.loads(done.stdout), strict=True))


@pytest.mark.parametrize("line", NEEDING)
def test_one_line_says_what_to_install(line, ran):
    came = ran[0][line]
    assert came["status"] == 2, came
    assert came["out"] == ""
    assert came["err"].count("\n") == 1, came["err"]
    assert came["err"].startswith("error: ")
    assert f"pip install 'drillctl[{NEEDING[line]}]'" in came["err"]


def test_nothing_is_written_then(ran):
    _, before, after = ran
    assert after == before


@pytest.mark.parametrize("line", CORE)
def test_the_core_works_without_any_extra(line, ran):
    came = ran[0][line]
    # `actions` and the like tell by 1 of what they found.
    assert came["status"] in (0, 1), came
    assert "Traceback" not in came["err"]
    assert "pip install" not in came["err"]


def test_every_extra_that_a_command_needs_is_tried():
    # publish works without the keyring: a password is asked for.
    assert set(NEEDING.values()) | {"keyring"} == {d.extra for d in DEPENDENCIES if d.extra}


@pytest.mark.parametrize("dependency", [d for d in DEPENDENCIES if d.extra], ids=lambda d: d.name)
def test_an_extra_lacks_what_any_of_its_packages_brings(dependency, monkeypatch):
    real, missing = util.find_spec, dependency.modules[0]
    there = object()
    monkeypatch.setattr(dependencies, "find_spec", lambda name: there)
    assert not absent(dependency.extra)
    monkeypatch.setattr(dependencies, "find_spec", lambda name: None if name == missing else there)
    assert absent(dependency.extra)
    assert real(missing) is not None or dependency.name == "keyring"
