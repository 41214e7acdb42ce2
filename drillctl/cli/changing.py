"""Commands that change a file in place: one at a time, from reading it to writing it."""

import os
from collections.abc import Callable, Iterable
from contextlib import ExitStack, suppress
from functools import wraps
from inspect import signature
from pathlib import Path
from typing import Any, ParamSpec

from drillctl.cli.terminal import note
from drillctl.language import Message, tr

P = ParamSpec("P")
WAIT = "DRILLCTL_WAIT"
_PATIENCE = 10.0


def changing(
    command: str,
    targets: Callable[[dict[str, Any]], Iterable[str | None]],
    *,
    folders: bool = False,
) -> Callable[[Callable[P, int]], Callable[P, int]]:
    """A decorator: the command holds the locks of what it changes while it runs.

    `targets` gives them, outermost first, by the command's arguments; None and "-" are none, and
    one may be given twice. Where somebody else holds one for longer than DRILLCTL_WAIT seconds
    (10), the command says who, and returns 1 without having begun. `folders`: they are folders,
    made where they are missing, so that two who make one meet in it; one that stays empty goes
    again.
    """

    def around(run: Callable[P, int]) -> Callable[P, int]:
        known = signature(run)

        @wraps(run)
        def call(*args: P.args, **kwargs: P.kwargs) -> int:
            from drillctl.files.lock import HeldError

            bound = known.bind(*args, **kwargs)
            bound.apply_defaults()
            patience = _patience()
            if patience is None:
                return 2
            with ExitStack() as held:
                seen = set[str]()
                for target in targets(bound.arguments):
                    if target in (None, "-") or os.path.realpath(str(target)) in seen:
                        continue
                    seen.add(os.path.realpath(str(target)))
                    if folders:
                        _make(held, Path(str(target)))
                    try:
                        _hold(held, Path(str(target)), command, patience)
                    except HeldError as error:
                        note(tr("error: {what}; nothing was changed: try again when it is done",
                                what=_said(str(target), error.holder)))  # fmt: skip
                        return 1
                return run(*args, **kwargs)

        return call

    return around


def _make(held: ExitStack, folder: Path) -> None:
    """Makes the folder, and what it lies in, for as long as something is put into it."""
    missing = [place for place in (folder, *folder.parents) if not place.exists()]

    def tidy() -> None:
        with suppress(OSError):
            for place in missing:
                place.rmdir()

    # Where it can't be made the command says so itself.
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
    held.callback(tidy)


def _patience() -> float | None:
    given = os.environ.get(WAIT, "")
    try:
        seconds = float(given or _PATIENCE)
    except ValueError:
        seconds = -1
    if 0 <= seconds < float("inf"):
        return seconds
    note(tr("error: {variable} {value!r} is no number of seconds", variable=WAIT, value=given))
    return None


def _hold(held: ExitStack, target: Path, command: str, patience: float) -> None:
    import errno

    from drillctl.files.lock import NoLocksError, locked
    from drillctl.files.system_errors import system_error

    def waiting(holder: Any) -> None:
        note(tr("waiting: {what}", what=_said(str(target), holder)))

    if target.exists() and not (target.is_file() or target.is_dir()):
        return  # A pipe or a device is written to, not changed.
    try:
        held.enter_context(locked(target, command, patience, waiting))
    except NoLocksError as error:
        # Where nothing can be written the command says so itself, when it comes to that.
        cannot = (errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOENT, errno.ENOTDIR, errno.ENOSPC)
        if error.error.errno not in cannot:
            note(
                tr(
                    "note: {file} can't be locked here ({why}): see that nobody else changes it "
                    "meanwhile",
                    file=str(target),
                    why=system_error(error.error),
                )
            )


def _said(target: str, holder: Any) -> Message:
    from drillctl.files.lock import elsewhere

    if holder.process is None:
        return tr("another drillctl is changing {file}", file=target)
    if elsewhere(holder):
        return tr(
            "{file} is being changed by {command} (process {process} on {host}, since {since})",
            file=target,
            command=holder.command,
            process=holder.process,
            host=holder.host,
            since=holder.since,
        )
    return tr(
        "{file} is being changed by {command} (process {process}, since {since})",
        file=target,
        command=holder.command,
        process=holder.process,
        since=holder.since,
    )
