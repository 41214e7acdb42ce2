"""``drillctl check --fix``: mends files in place, or shows what that would change."""

import codecs
from collections.abc import Iterator
from difflib import unified_diff
from functools import partial
from pathlib import Path

from drillctl.cli.terminal import note, say
from drillctl.files.atomic import write_text
from drillctl.files.checking import Checked, layout_in
from drillctl.files.limited import read_yaml
from drillctl.files.loading import without_collection
from drillctl.files.mending import mended
from drillctl.files.selection import Selection
from drillctl.language import tr, trn


def fix_files(found: Checked, shown: Selection) -> int:
    """Writes every file that can be mended; returns how many."""
    count = 0
    for path, before, after in _fixes(found, shown):
        now = read_yaml(path)
        mark = "\ufeff" if now.startswith(codecs.BOM_UTF8) else ""
        if now.decode("utf-8-sig", "replace") != before:
            note(tr("{file} has been changed meanwhile and stays: check it again", file=path))
        else:
            write_text(Path(path), mark + after)
            count += 1
    return count


def show_fixes(found: Checked, shown: Selection) -> int:
    """Prints the differences as a patch; returns 1 where there are any."""
    count = 0
    for path, before, after in _fixes(found, shown):
        lines = unified_diff(
            before.splitlines(keepends=True), after.splitlines(keepends=True), path, path, n=2
        )
        text = "".join(
            line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"
            for line in lines
        )
        say(text, end="")
        count += bool(text)
    note(trn("{n} file would be mended", "{n} files would be mended", count))
    if not count:
        note(tr("nothing was written"))
    return 1 if count else 0


def _fixes(found: Checked, shown: Selection) -> Iterator[tuple[str, str, str]]:
    """(path, text, mended text) of each file with something to mend."""
    for path in sorted({problem.path for problem in found.problems if problem.fixable}):
        here = [problem for problem in found.problems if problem.path == path and problem.fixable]
        text = found.texts[path]
        with without_collection():
            after = mended(text, here, partial(layout_in, path, shown))
        if after != text:
            yield path, text, after
