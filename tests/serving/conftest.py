"""The plan is made once, and each test has its own copy of the files, in which it works."""

import shutil

import pytest
from serving.plans import write_files


@pytest.fixture(scope="session")
def planned(tmp_path_factory):
    folder = tmp_path_factory.mktemp("served")
    write_files(folder)
    return folder


@pytest.fixture
def place(planned, tmp_path, monkeypatch):
    folder = tmp_path / "place"
    shutil.copytree(planned, folder)
    monkeypatch.chdir(folder)
    monkeypatch.setenv("DRILLCTL_LANG", "en")
    return folder
