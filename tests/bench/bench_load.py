"""Loading and checking 10,000 members, as a ratio to a bare parse of the same file.

Prints JSON; run as ``python tests/bench/bench_load.py``.
"""

import json
import tempfile
import time
from pathlib import Path

import yaml

from drillctl.files.loading import load

HEAD = """kind: roster
timezone: Asia/Shanghai
certifications: {c0: {valid_for: 3y}, c1: {}, c2: {includes: [c1]}}
availability: {weekends: {weekly: ["sat,sun 08:00-18:00"]}}
teams: [{id: fire, kind: professional}, {id: sky, kind: volunteer, availability: weekends}]
members:
"""
SCENARIO = """---
kind: scenario
id: s
exercise: drill
duration: 2h
schedule: {window: {from: 2027-03-01, to: 2027-03-31}}
positions: [{id: p, count: 1}]
"""


def members(count: int) -> str:
    """Members as a roster from a spreadsheet has them."""
    return "".join(
        f"  - id: m{n}\n    name: 李伟 {n}\n    team: {'fire' if n % 3 == 0 else 'sky'}\n"
        f"    email: m{n}@example.org\n    certifications:\n"
        f"      - {{id: c{n % 3}, issued: 2025-{n % 12 + 1:02d}-{n % 28 + 1:02d}, expires: 2028-01-01}}\n"
        f"    busy: [{{from: 2027-03-{n % 28 + 1:02d}, to: 2027-03-{n % 28 + 1:02d}, why: leave}}]\n"
        for n in range(count)
    )


def best(action, times: int = 3) -> float:
    """Shortest of several runs, in seconds."""
    took = []
    for _ in range(times):
        begin = time.perf_counter()
        action()
        took.append(time.perf_counter() - begin)
    return min(took)


def main() -> None:
    """Measures and prints."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "roster.yaml"
        path.write_text(HEAD + members(10_000) + SCENARIO, encoding="utf-8")
        text = path.read_text(encoding="utf-8")
        assert load([path]).diagnostics == ()
        bare = best(lambda: list(yaml.load_all(text, Loader=yaml.CSafeLoader)))
        ours = best(lambda: load([path]))
    print(
        json.dumps(
            {
                "members": 10_000,
                "bare_s": round(bare, 3),
                "load_s": round(ours, 3),
                "ratio": round(ours / bare, 2),
            }
        )
    )


if __name__ == "__main__":
    main()
