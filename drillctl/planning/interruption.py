"""The wish to stop, here and in the tasks that run in other processes.

Ctrl-C and the end of a wall-clock limit end a search with the best plan found so far. A task
elsewhere on this machine learns of Ctrl-C by a file that appears; on another machine it learns
of the limit alone.
"""

import os
import signal
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from drillctl.planning.search import Stop


def never() -> bool:
    """No wish to stop."""
    return False


@dataclass(frozen=True)
class Elsewhere:
    """The wish to stop as a task sees it. `flag`: a file; `until`: seconds since the epoch."""

    flag: str
    until: float | None

    def __call__(self) -> bool:
        """Whether to stop now."""
        return os.path.exists(self.flag) or (self.until is not None and time.time() > self.until)


def elsewhere(stop: Stop) -> Stop:
    """What a task can be given in place of `stop`."""
    return stop.elsewhere() if isinstance(stop, Interrupt) else never


class Interrupt:
    """Turns Ctrl-C, and the end of a wall-clock limit, into a wish to stop; a second one stops.

    As a context manager it takes the signal over for that time, where this is the main thread.
    `noted`: called at the first Ctrl-C, amid whatever goes on, so that it can do but little.
    """

    def __init__(self, seconds: float | None, noted: Callable[[], None] = lambda: None) -> None:
        now = time.monotonic()
        self._deadline = None if seconds is None else now + seconds
        self._third = None if seconds is None else now + seconds / 3
        self.interrupted = False
        self._noted = noted
        self._before: Any = None
        self._folder: tempfile.TemporaryDirectory[str] | None = None

    def __enter__(self) -> "Interrupt":
        self._folder = tempfile.TemporaryDirectory(prefix="drillctl-")
        if threading.current_thread() is threading.main_thread():
            self._before = signal.signal(signal.SIGINT, self._note)
        return self

    def __exit__(self, *_: object) -> None:
        if self._before is not None:
            signal.signal(signal.SIGINT, self._before)
        if self._folder is not None:
            self._folder.cleanup()

    @property
    def _flag(self) -> str:
        return os.path.join(self._folder.name if self._folder else "", "stop")

    def _note(self, *_: object) -> None:
        if self.interrupted:
            raise KeyboardInterrupt
        self.interrupted = True
        self._noted()
        if self._folder is not None:
            os.close(os.open(self._flag, os.O_CREAT))

    def __call__(self) -> bool:
        """Whether to stop: at Ctrl-C, or when a third of the time is spent."""
        return self.interrupted or (self._third is not None and time.monotonic() > self._third)

    def elsewhere(self) -> Elsewhere:
        """The same wish for a task in another process."""
        if self._third is None:
            return Elsewhere(self._flag, None)
        return Elsewhere(self._flag, time.time() + self._third - time.monotonic())

    def left(self) -> float | None:
        """Seconds left of the limit."""
        return None if self._deadline is None else max(0.1, self._deadline - time.monotonic())
