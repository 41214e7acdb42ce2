"""``python -m tests.fuzz.run TARGET --runs N [--seconds S]``: one parser of outside data, fuzzed.

By atheris where it is installed (``pip install atheris``; coverage-guided), else by seeded
mutations of the corpus. A finding is an exception, more than 5 s of processor time, or more than
500 MB: it is noted once for each place in the code, its input is kept in the folder that is
printed, and the run goes on. Figures are printed as JSON.
"""

import argparse
import gc
import json
import os
import resource
import signal
import sys
import tempfile
import time
import traceback
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from mutations import WORDS, mutated
from targets import CORPUS, TARGETS, corpus, harness

LONGEST = 5.0
"""Seconds of processor time for one input."""
MEMORY = 500
"""MB above what the process has before the first input."""


class HangError(BaseException):
    """No `except Exception` of the product is to swallow it."""


class Watch:
    """Runs inputs one by one and counts; keeps one input for each different finding."""

    def __init__(self, target: str, folder: Path, runs: int, seconds: float) -> None:
        self.target, self.folder = target, folder
        self.one = harness(target)
        self.runs, self.seconds = runs, seconds
        self.count = 0
        self.began = time.monotonic()
        self.findings: dict[str, str] = {}
        self.slowest = 0.0
        signal.signal(signal.SIGVTALRM, self._too_long)

    def _too_long(self, *_: object) -> None:
        raise HangError

    def __call__(self, data: bytes) -> None:
        """One input."""
        self.count += 1
        before = time.process_time()
        signal.setitimer(signal.ITIMER_VIRTUAL, LONGEST)
        try:
            self.one(data)
        except (HangError, Exception) as error:
            signal.setitimer(signal.ITIMER_VIRTUAL, 0)
            self._note(error, data)
        finally:
            signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        self.slowest = max(self.slowest, time.process_time() - before)
        if self.count % 500 == 0:
            gc.unfreeze()
            gc.collect()
        if self.count % 20_000 == 0:
            print(json.dumps(self.figures), file=sys.stderr, flush=True)
        if self.over:
            print(json.dumps(self.figures), flush=True)
            sys.stderr.flush()
            os._exit(1 if self.findings else 0)

    @property
    def over(self) -> bool:
        """Whether it has run as often or as long as it should."""
        return self.count >= self.runs or time.monotonic() - self.began >= self.seconds

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
        print(f"{self.target}: {key}: {file}\n{text}", file=sys.stderr, flush=True)

    @property
    def figures(self) -> dict[str, object]:
        """What the run came to so far."""
        return {
            "target": self.target,
            "executions": self.count,
            "seconds": round(time.monotonic() - self.began, 1),
            "slowest_s": round(self.slowest, 2),
            "memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
            "findings": self.findings,
        }


def main() -> None:
    """Fuzzes the target that was named."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("target", choices=TARGETS)
    parser.add_argument("--runs", type=int, default=1_000_000)
    parser.add_argument("--seconds", type=float, default=float("inf"))
    parser.add_argument("--seeded", action="store_true", help="mutations only, without atheris")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix=f"fuzz-{given.target}-"))
    try:
        import atheris
    except ImportError:
        atheris = None
    if atheris is None or given.seeded:
        watch = Watch(given.target, folder, given.runs, given.seconds)
        seeds = [data for _, data in corpus(given.target)]
        for data in seeds:
            watch(data)
        while True:
            for data in mutated(seeds, 10_000, given.seed):
                watch(data)
            given.seed += 1
    with atheris.instrument_imports(include=["drillctl"]):
        watch = Watch(given.target, folder, given.runs, given.seconds)
        for _, data in corpus(given.target):
            watch(data)
    found = folder / "corpus"
    found.mkdir()
    words = folder / "words"
    quoted = ("".join(f"\\x{byte:02x}" for byte in word[:60]) for word in WORDS)
    words.write_text("".join(f'"{word}"\n' for word in quoted))
    options = [
        sys.argv[0], f"-seed={given.seed}", f"-dict={words}", "-max_len=20000", "-timeout=60",
        f"-rss_limit_mb={MEMORY + 300}", f"-artifact_prefix={folder}/", "-print_final_stats=0",
        "-verbosity=0", str(found), str(CORPUS / given.target),
    ]  # fmt: skip
    atheris.Setup(options, watch)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
