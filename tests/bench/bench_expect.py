"""What `drillctl test` costs where members and venues are gone one by one (n-1), in plans.

``python tests/bench/bench_expect.py [FOLDER] [--plan PLAN] [--workers N] [--json FILE]`` plans the
folder, by default the shipped county, then judges the n-1 checks of that plan in the same
processes, and prints each one's time as a multiple of the plan's. With ``--plan`` the plan is read
and the times are compared with ``--plan-seconds``.
"""

import argparse
import json
import time
from fractions import Fraction
from pathlib import Path

from drillctl.cli.expect import _means
from drillctl.expectations.question import Means, Question, judge
from drillctl.files.loading import load
from drillctl.files.plan_file import read_plan
from drillctl.model.expectation import Expectation
from drillctl.planning.plan import make_plan
from drillctl.planning.search import Options

SHIPPED = Path(__file__).parents[2] / "scenarios"
CHECKS = (
    Expectation("without_any_member", {}, text="without_any_member"),
    Expectation(
        "without_any_member",
        {"checks": (Expectation("filled", {"share": Fraction(9, 10)}, text="filled: >= 90%"),)},
        text="without_any_member: {filled: >= 90%}",
    ),
    Expectation("without_any_venue", {}, text="without_any_venue"),
)


def measured(folder: Path, plan: Path | None, seconds: float | None, workers: int) -> list[dict]:
    """One row for the plan, then one for each check."""
    problem = load([folder]).problem
    began = time.perf_counter()
    made = read_plan(plan)[0] if plan else make_plan(problem, Options(workers=workers))
    planning = seconds or time.perf_counter() - began
    rows = [{"what": "plan", "seconds": round(planning, 2), "plans": 1.0}]
    for check in CHECKS:
        began = time.perf_counter()
        with _means(workers, Means, False) as means:
            verdict = judge(Question(check, problem, made, made, means))
        spent = time.perf_counter() - began
        rows.append(
            {
                "what": check.text, "seconds": round(spent, 2), "plans": round(spent / planning, 3),
                "said": str(verdict.said), "open": sum("not proven" in d for d in verdict.details),
            }
        )  # fmt: skip
    return rows


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?", default=SHIPPED)
    parser.add_argument("--plan", type=Path)
    parser.add_argument("--plan-seconds", type=float)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--json", type=Path)
    given = parser.parse_args()
    found = measured(given.folder, given.plan, given.plan_seconds, given.workers)
    for row in found:
        print("  ".join(f"{key} {value}" for key, value in row.items()), flush=True)
    if given.json:
        given.json.write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")
