"""The browser that the tests drive, and what to do where it, or its checker, is missing."""

import os
import shutil
from pathlib import Path

import pytest

PROGRAM = shutil.which("chromium") or "/usr/bin/chromium"
AXE = Path(os.environ.get("DRILLCTL_BROWSER", ""), "node_modules", "axe-core", "axe.min.js")
LAUNCH = {"executable_path": PROGRAM, "args": ["--no-sandbox", "--disable-gpu"]}


def need_chromium() -> None:
    """Skips the test where there is no browser; fails it where there must be one (in CI)."""
    if not Path(PROGRAM).exists():
        absent("chromium is not installed: apt-get install chromium")


def need_axe() -> str:
    """The accessibility checker's script; skips, or fails in CI, where it is not installed."""
    if not AXE.is_file():
        absent(
            "axe-core is not installed: tests/browser/install FOLDER, then DRILLCTL_BROWSER=FOLDER"
        )
    return AXE.read_text(encoding="utf-8")


def absent(why: str) -> None:
    """Skips the test, or fails it in CI, because of what is not installed."""
    if os.environ.get("DRILLCTL_REQUIRE_CLIENTS"):
        pytest.fail(why)
    pytest.skip(why)
