"""The prepared folder, made once for each module that works on it."""

import os
from pathlib import Path

import pytest
from cli.prepared import prepare


@pytest.fixture(scope="module")
def original(tmp_path_factory):
    folder = tmp_path_factory.mktemp("prepared")
    before = Path.cwd()
    os.chdir(folder)
    try:
        return prepare(folder)
    finally:
        os.chdir(before)
