"""``drillctl check`` as a whole process on 10,000 members, as a ratio to a bare parse of its files.

Two rosters: one as from a spreadsheet with one scenario, and a province's with 300 sessions, so
that advice has work to do. Prints JSON with wall and processor time; run as
``python tests/bench/bench_check.py``.
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from time import perf_counter

import yaml
from bench_load import HEAD, SCENARIO, best, members
from instances import Size, write

PROVINCE = Size(10_000, 300, 26)


def check(folder: Path) -> tuple[float, float]:
    """Wall and processor time of one run, in seconds."""
    begin, before = perf_counter(), os.times()
    command = [sys.executable, "-m", "drillctl", "check", str(folder)]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout[:1000]
    after = os.times()
    used = after.children_user + after.children_system
    return perf_counter() - begin, used - before.children_user - before.children_system


def measured(folder: Path) -> dict[str, float]:
    """The fastest of three runs, and the bare parse."""
    texts = [path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.yaml"))]
    bare = best(lambda: [list(yaml.load_all(text, Loader=yaml.CSafeLoader)) for text in texts])
    runs = [check(folder) for _ in range(3)]
    wall, used = min(run[0] for run in runs), min(run[1] for run in runs)
    return {
        "bare_s": round(bare, 3),
        "check_s": round(wall, 3),
        "check_cpu_s": round(used, 3),
        "ratio": round(used / bare, 2),
    }


def main() -> None:
    """Measures and prints."""
    with tempfile.TemporaryDirectory() as name:
        spreadsheet = Path(name) / "spreadsheet"
        spreadsheet.mkdir()
        text = HEAD + members(10_000) + SCENARIO
        (spreadsheet / "roster.yaml").write_text(text, encoding="utf-8")
        province = write(Path(name) / "province", PROVINCE, tight=False)
        found = {"spreadsheet": measured(spreadsheet), "province": measured(province)}
    print(json.dumps({"members": 10_000, **found}))


if __name__ == "__main__":
    main()
