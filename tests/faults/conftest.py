"""A loaded interpreter, and the small folder that its commands run in."""

import shutil
import sys
from pathlib import Path

import pytest

# The folder is built with what the tests of the commands use.
sys.path.append(str(Path(__file__).parents[1] / "cli"))


@pytest.fixture(scope="session")
def interpreter():
    from faults.killing import Interpreter
    from publishing.radicale_server import PASSWORD

    loaded = Interpreter(
        {"DRILLCTL_CALDAV_PASSWORD": PASSWORD, "NO_PROXY": "127.0.0.1", "DRILLCTL_WAIT": "0"}
    )
    yield loaded
    loaded.close()


@pytest.fixture(scope="session")
def base(tmp_path_factory):
    from faults.fault_cases import prepared

    return prepared(tmp_path_factory.mktemp("faults") / "base")


@pytest.fixture
def folder(base, tmp_path):
    """A copy of the folder to spoil."""
    return Path(shutil.copytree(base, tmp_path / "folder"))
