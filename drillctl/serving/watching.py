"""Notices that files change, and reads them anew, in a thread beside the server.

What the system tells of (inotify and its like, through `watchfiles`) only says when to look; what
is looked at are the files' times, sizes and numbers. Folders are watched, never files, since
editors put a new file in an old one's place, and every few seconds it is looked without being
told, for network folders that tell nothing.
"""

import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from threading import Event, Thread

from watchfiles import watch

from drillctl.language import tr
from drillctl.serving.edition import Broken, Edition, Sources, read_edition

STEP = 100
"""Milliseconds without a change after which files are read: an editor may write several."""
LONGEST = 1600
"""Milliseconds after which they are read though they go on changing."""
TURN = 500
"""Milliseconds of waiting after which the watch comes back though it has nothing to tell."""
UNTOLD = 10
"""So many turns, and it is looked without being told."""
_READ = (".yaml", ".yml", ".ics")

Stamps = dict[str, tuple[int, int, int]]


class Watcher(Thread):
    """Calls `publish`, in its own thread, for each state of the files that follows `first`."""

    def __init__(
        self,
        sources: Sources,
        first: Edition,
        before: Stamps,
        publish: Callable[[Edition | Broken], None],
    ) -> None:
        """`before`: the `stamps` taken before `first` was read."""
        super().__init__(name="drillctl-watcher", daemon=True)
        self._sources, self._publish = sources, publish
        self._named: tuple[Path, ...] = first.calendars_named
        self._known = before
        self._stopped = Event()

    def stop(self) -> None:
        """Ends the thread soon; a page being made is not waited for."""
        self._stopped.set()

    def run(self) -> None:
        while not self._stopped.is_set():
            watched = folders(self._sources, self._named)
            self._look()
            if not watched:
                self._stopped.wait(TURN / 1000)
                continue
            try:
                self._watch(watched)
            except FileNotFoundError:
                # A folder went just now.
                self._stopped.wait(STEP / 1000)

    def _watch(self, watched: frozenset[str]) -> None:
        """Until the folders are others."""
        told = watch(
            *sorted(watched),
            watch_filter=None,
            debounce=LONGEST,
            step=STEP,
            stop_event=self._stopped,
            rust_timeout=TURN,
            yield_on_timeout=True,
            raise_interrupt=False,
            recursive=False,
            ignore_permission_denied=True,
        )
        for turn, changes in enumerate(told):
            if self._stopped.is_set():
                return
            # After the first, for what changed before the watch had begun.
            if not changes and turn % UNTOLD:
                continue
            self._look()
            if folders(self._sources, self._named) != watched:
                return

    def _look(self) -> None:
        now = stamps(self._sources, self._named)
        if now == self._known:
            return
        self._known = now
        made: Edition | Broken
        try:
            made = read_edition(self._sources)
        except Exception as error:
            made = Broken(more=(tr("drillctl met a defect of its own"),), defect=error)
        if isinstance(made, Edition) and made.calendars_named != self._named:
            self._named = made.calendars_named
            self._known = stamps(self._sources, self._named)
        if not self._stopped.is_set():
            self._publish(made)


def stamps(sources: Sources, named: Iterable[Path] = ()) -> Stamps:
    """Time, size and number of each file that may be read, by its path."""
    found: Stamps = {}
    for path in _files(sources, named):
        try:
            about = os.stat(path)
        except OSError:
            continue
        found[path] = (about.st_mtime_ns, about.st_size, about.st_ino)
    return found


def folders(sources: Sources, named: Iterable[Path] = ()) -> frozenset[str]:
    """The folders in which such files lie or may come to lie."""
    found: set[str] = set()
    for place in _places(sources, named):
        if os.path.isdir(place):
            found.update(below for below, _ in _walk(place))
        else:
            found.add(os.path.dirname(place) or ".")
    return frozenset(folder for folder in found if os.path.isdir(folder))


def _places(sources: Sources, named: Iterable[Path]) -> tuple[str, ...]:
    return (sources.plan, *sources.paths, *map(str, named))


def _files(sources: Sources, named: Iterable[Path]) -> Iterator[str]:
    for place in _places(sources, named):
        if os.path.isdir(place):
            yield from (os.path.join(folder, name) for folder, files in _walk(place)
                        for name in files if name.lower().endswith(_READ))  # fmt: skip
        else:
            yield place


def _walk(top: str) -> Iterator[tuple[str, list[str]]]:
    """Folders and their files; hidden ones are left out, as in reading."""
    for folder, below, files in os.walk(top):
        below[:] = sorted(name for name in below if not name.startswith("."))
        yield folder, [name for name in files if not name.startswith(".")]
