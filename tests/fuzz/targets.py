"""The parsers of outside data: a name for each, and its harness."""

from collections.abc import Callable
from importlib import import_module
from pathlib import Path

TARGETS = ("yaml", "plan", "calendar", "reply", "table", "workbook", "form", "caldav")
CORPUS = Path(__file__).parent / "corpus"


def harness(name: str) -> Callable[[bytes], None]:
    """Its function of the bytes that come from outside."""
    return import_module(f"fuzz_{name}").one


def corpus(name: str) -> list[tuple[str, bytes]]:
    """(file name, bytes) of each input that is kept."""
    return [(path.name, path.read_bytes()) for path in sorted((CORPUS / name).iterdir())]
