"""Hostile inputs in a process of their own with little memory: ``child.py FOLDER TARGET...``.

A segmentation fault, or memory without end, is then the end of that process alone. The file in work is
printed first. FOLDER holds a folder of files for each target.
"""

import resource
import sys
from pathlib import Path

FOLDER = Path(__file__).parent
MEMORY = 500 << 20
"""Bytes above what the process has before it reads the input."""


def main() -> None:
    """Runs each target's harness on its files; an exception ends it with the exit status 1."""
    sys.path.insert(0, str(FOLDER))
    from targets import corpus, harness

    for target in sys.argv[2:]:
        one = harness(target)
        # What is imported when first needed is no cost of the input.
        one(corpus(target)[0][1])
    _limit()
    for target in sys.argv[2:]:
        one = harness(target)
        for file in sorted((Path(sys.argv[1]) / target).iterdir()):
            print(file, flush=True)
            one(file.read_bytes())


def _limit() -> None:
    if hasattr(resource, "RLIMIT_AS") and Path("/proc/self/statm").exists():
        pages = int(Path("/proc/self/statm").read_text().split()[0])
        most = pages * resource.getpagesize() + MEMORY
        resource.setrlimit(resource.RLIMIT_AS, (most, most))


if __name__ == "__main__":
    main()
