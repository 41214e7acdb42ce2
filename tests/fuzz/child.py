"""Hostile inputs in a process of their own with little memory: ``child.py TARGET FILE...``.

A segmentation fault, or memory without end, is then the end of that process alone. The file in work is
printed first.
"""

import resource
import sys
from pathlib import Path

FOLDER = Path(__file__).parent
MEMORY = 500 << 20
"""Bytes above what the process has before it reads the input."""


def main() -> None:
    """Runs the target's harness on each file; an exception ends it with the exit status 1."""
    sys.path.insert(0, str(FOLDER))
    from targets import corpus, harness

    one = harness(sys.argv[1])
    # What is imported when first needed is no cost of the input.
    one(corpus(sys.argv[1])[0][1])
    if hasattr(resource, "RLIMIT_AS") and Path("/proc/self/statm").exists():
        pages = int(Path("/proc/self/statm").read_text().split()[0])
        most = pages * resource.getpagesize() + MEMORY
        resource.setrlimit(resource.RLIMIT_AS, (most, most))
    for name in sys.argv[2:]:
        print(name, flush=True)
        one(Path(name).read_bytes())


if __name__ == "__main__":
    main()
