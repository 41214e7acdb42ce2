"""Whatever people read is said with `tr`, so that it can be said in their language."""

from pathlib import Path

import pytest
from bare_text import bare_texts

ROOT = Path(__file__).parents[2] / "drillctl"

ALLOWED: dict[str, dict[str, str]] = {
    "cli/check_fix.py": {"{}\n\\ No newline at end of file\n": "as diff says it"},
    "cli/app.py": {"drillctl {}": "name and version"},
    "cli/main.py": {"drillctl {}": "name and version"},
    "exports/documents/templates.py": {
        "drillctl aar new --list-placeholders": "a command to type",
    },
    "files/calendar_expansion.py": {"RRULE {}": "iCalendar's own word and the file's value"},
    "files/record_collect.py": {"session: flood#1": "what to type, as YAML"},
}
"""By file, texts that stay as they are, each with the reason."""


@pytest.mark.parametrize("path", sorted(ROOT.rglob("*.py")), ids=lambda p: str(p.relative_to(ROOT)))
def test_what_people_read_can_be_translated(path):
    name = path.relative_to(ROOT).as_posix()
    found = [bare for bare in bare_texts(path.read_text(encoding="utf-8"))
             if bare.text not in ALLOWED.get(name, {})]  # fmt: skip
    assert not found, "say it with tr(): " + "; ".join(f"{name}:{b.line} {b.text!r}" for b in found)


def test_no_text_is_allowed_that_is_not_there():
    for name, texts in ALLOWED.items():
        there = {bare.text for bare in bare_texts((ROOT / name).read_text(encoding="utf-8"))}
        assert texts.keys() <= there, name


@pytest.mark.parametrize("source", [
    'say("no such file")',
    'print(f"{n} files written", file=err)',
    'source.problem(node, "S001", f"unknown key {name!r}")',
    'message = "no such file"\nnote(message)',
    'hint = "name one" if x else tr("name two")\nproblem(at, "A001", tr("none"), hint)',
    'def f():\n    text = "too many"\n    text += "."\n    say(text)',
    'note("error: in " + tr("the file"))',
    'say(tr("{a} and {b}", a=1, b=f"{n} more of {message}"))',
    'say(tr(f"no file {name}"))',
    'say("; ".join(f"{kind} comes as {form}" for kind in kinds))',
    'raise WorkbookError("no sheet of it is a form")',
    'table.add_column("last asked")',
])  # fmt: skip
def test_a_bare_text_is_found(source):
    assert bare_texts(source)


@pytest.mark.parametrize("source", [
    'say(tr("no such file"))',
    'say(trn("{n} of the files", "{n} of all files", n))',
    'problem(at, "A001", tr("no {sort} of that name", sort=tr("member")), hint)',
    'note("\\r" + tr("{n} of {of} sessions", n=done, of=of), end="")',
    'say(f"  {path}: " + message)',
    'console.print(f"\\n[bold]{terminal_cell(title)}[/]: {text}")',
    'text = "SELECT all of it"\nrun(text)',
    'def f():\n    text = "two words"\ndef g(text):\n    say(text)',
])  # fmt: skip
def test_what_can_be_translated_is_not(source):
    assert not bare_texts(source)
