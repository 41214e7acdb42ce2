"""Runs inputs through a harness one by one, counts them, and keeps what went wrong.

Little is done for each input, so that most of the time goes into the parsers.
"""

import gc
import json
import os
import resource
import signal
import sys
import time
import traceback
from collections.abc import Callable
from pathlib import Path

LONGEST = 5.0
"""Seconds of processor time for one input."""
MEMORY = 500
"""MB above what the process has before the first input."""
_COLLECT = 1000
_SAY = 5000


class HangError(BaseException):
    """No `except Exception` of the product is to swallow it."""


class Watch:
    """Keeps one input for each different finding, and the slowest one.

    Parameters
    ----------
    about
        What the figures say besides: the target, how it is fuzzed.
    folder
        Where inputs are kept.
    runs, seconds
        So often, or so long; the process ends then.
    log
        A file to which the figures are added now and then; the last ones of a run count.
    """

    def __init__(
        self,
        one: Callable[[bytes], None],
        about: dict[str, object],
        folder: Path,
        runs: int,
        seconds: float,
        log: Path | None = None,
    ) -> None:
        self.one, self.about, self.folder = one, about, folder
        self.runs, self.seconds, self.log = runs, seconds, log
        self.count = 0
        self.began, self.cpu_began = time.monotonic(), time.process_time()
        self.findings: dict[str, str] = {}
        self.slowest = 0.0
        self.input_began = float("inf")
        # One timer for all: to set it anew for each input would cost as much as some inputs do.
        signal.signal(signal.SIGVTALRM, self._look)
        signal.setitimer(signal.ITIMER_VIRTUAL, 1, 1)
        gc.disable()

    def _look(self, *_: object) -> None:
        if time.process_time() - self.input_began > LONGEST:
            self.input_began = float("inf")
            raise HangError

    def __call__(self, data: bytes) -> None:
        """One input."""
        self.count += 1
        self.input_began = began = time.process_time()
        try:
            self.one(data)
        except (HangError, Exception) as error:
            self._note(error, data)
        self.input_began = float("inf")
        took = time.process_time() - began
        if took > self.slowest:
            self.slowest = took
            (self.folder / "slowest").write_bytes(data)
        if self.count % _COLLECT == 0:
            gc.unfreeze()
            gc.collect()
        over = self.count >= self.runs or time.monotonic() - self.began >= self.seconds
        if over or self.count % _SAY == 0:
            self.say(sys.stdout if over else sys.stderr)
        if over:
            os._exit(1 if self.findings else 0)

    def say(self, out) -> None:
        """Prints the figures, and adds them to the log."""
        line = json.dumps(self.figures)
        print(line, file=out, flush=True)
        if self.log is not None:
            with self.log.open("a", encoding="utf-8") as log:
                log.write(f"{line}\n")

    def _note(self, error: BaseException, data: bytes) -> None:
        frames = traceback.extract_tb(error.__traceback__)
        ours = [f for f in frames if "drillctl" in f.filename and "/tests/" not in f.filename]
        where = (ours or frames)[-1]
        key = f"{type(error).__name__} {Path(where.filename).name}:{where.lineno}"
        if key in self.findings:
            return
        file = self.folder / f"finding-{len(self.findings) + 1}"
        file.write_bytes(data)
        self.findings[key] = str(file)
        text = "".join(traceback.format_exception(error))
        print(f"{key}: {file}\n{text}", file=sys.stderr, flush=True)

    @property
    def figures(self) -> dict[str, object]:
        """What the run came to so far."""
        return {
            **self.about,
            "executions": self.count,
            "seconds": round(time.monotonic() - self.began, 1),
            "cpu_s": round(time.process_time() - self.cpu_began, 1),
            "slowest_s": round(self.slowest, 2),
            "memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
            "findings": self.findings,
        }
