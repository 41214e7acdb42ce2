"""``drillctl export png`` and ``svg``: pictures of a plan."""

import logging
import sys
from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from drillctl.cli.reading import read_planned
from drillctl.cli.replanning import given_day
from drillctl.cli.terminal import note, say
from drillctl.language import tr, trn

NEEDED = (3, 11)
SHOWN = 20
"""So many characters without a font are named."""


def export_pictures(
    plan_path: str,
    paths: list[str],
    *,
    form: str,
    out: str,
    by: str,
    only: Sequence[str],
    size: str,
    as_of: str | None,
    redact: bool,
    text: bool = False,
) -> int:
    """Writes the pictures below `out`; returns the exit status."""
    if not _matplotlib_there():
        what = tr("pictures need the matplotlib package: pip install 'drillctl[pictures]'")
        note(tr("error: {what}", what=what))
        return 2
    from drillctl.exports.pictures.size import size_of

    drawn_at, day = size_of(size), given_day(as_of)
    if drawn_at is None:
        note(
            tr(
                "error: --size {size!r} is no size: write slide, a4, or pixels such as 1920x1080 "
                "(each from 640 to 10000)",
                size=size,
            )
        )
        return 2
    if as_of is not None and day is None:
        return 2
    read = read_planned(plan_path, paths)
    if read is None:
        return 1
    problem, plan = read
    # It tells of caches and of fonts that it looks for; what matters of it is said below.
    logging.getLogger("matplotlib").setLevel(logging.CRITICAL)
    from drillctl.exports.overview.rows import Axis
    from drillctl.exports.pictures.pictures import Form, Picture, pictures, stale
    from drillctl.files.atomic import write_all

    drawn = pictures(
        problem,
        plan,
        form=Form(form),
        by=Axis(by),
        size=drawn_at,
        as_of=day or problem.today,
        only=[Picture(name) for name in only] or list(Picture),
        redact=redact,
        text=text,
        watch=_progress,
    )
    _progress(0)
    folder = Path(out)
    folder.mkdir(parents=True, exist_ok=True)
    written = write_all((folder / name, data) for name, data in drawn.files)
    say(
        trn(
            "{n} picture written to {folder}",
            "{n} pictures written to {folder}",
            len(written),
            folder=out,
        )
    )
    _note_missing(drawn.missing)
    left = stale(folder, written)
    if left:
        shown = ", ".join(path.name for path in left[:3]) + (", ..." if len(left) > 3 else "")
        note(tr("note: of earlier exports, and left as they are: {names}", names=shown))
    return 0


def _matplotlib_there() -> bool:
    """Whether it is, in a version that tells the faces of a font collection apart."""
    try:
        found = version("matplotlib")
    except PackageNotFoundError:
        return False
    return tuple(map(int, found.split(".")[:2])) >= NEEDED


def _progress(number: int) -> None:
    """How many are drawn, on a terminal and where it takes time; 0 wipes it away."""
    if sys.stderr.isatty() and number % 10 == 0:
        blank = "\r" + " " * 40 + "\r"
        note(blank + trn("{n} picture drawn", "{n} pictures drawn", number) if number else blank,
             end="")  # fmt: skip


def _note_missing(missing: tuple[str, ...]) -> None:
    if not missing:
        return
    from drillctl.exports.pictures.fonts import packages_for

    shown = " ".join(missing[:SHOWN]) + (" ..." if len(missing) > SHOWN else "")
    note(
        tr(
            "note: no font of this machine has {characters}; ids, or English, stand in for what "
            "has them. Install fonts, on Debian {packages}, and export again",
            characters=shown,
            packages=packages_for(missing),
        )
    )
