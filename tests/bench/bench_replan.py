"""How fast, how small and how proven the repair of a plan is after one drop-out.

``python tests/bench/bench_replan.py FOLDER PLAN [-n 12] [--effort E] [--json FILE]`` drops one seated member
after the other from a session of theirs, each from the same plan, and prints for each the time
against that of the load, what changed, and the distance of fill and stability from their bounds.
"""

import argparse
import json
import time
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from random import Random

from drillctl.audit.audit import audit
from drillctl.explain.difference import difference
from drillctl.files.loading import load
from drillctl.model.changes import absent
from drillctl.model.plan import Absence
from drillctl.model.policy import Goal
from drillctl.planning.plan import make_plan
from drillctl.planning.search import Effort, Options


def measured(folder: Path, plan: Path, count: int, seed: int, options: Options) -> list[dict]:
    """One row for each drop-out."""
    began = time.perf_counter()
    problem = load([folder], baseline=plan).problem
    loading = time.perf_counter() - began
    random, rows = Random(seed), []
    seats = [(s, m) for s in problem.baseline.sessions for _, m in s.members()]
    for session, member in random.sample(seats, count):
        start, end = (t.replace(tzinfo=None) for t in (session.start, session.end))
        asked = replace(absent(problem, Absence(member, start, end)), as_of=datetime(2020, 1, 1))
        began = time.perf_counter()
        made = make_plan(asked, options)
        seconds = time.perf_counter() - began
        assert audit(asked, made) == ()
        changed = difference(problem.baseline, made)
        goals = {goal.id: goal for goal in made.goals}
        rows.append(
            {
                "member": member, "session": session.id, "seconds": round(seconds, 2),
                "per_load": round(seconds / loading, 1), "sessions": len(changed.sessions),
                "people": len(changed.people),
                "fill_open": goals[Goal.FILL].bound - goals[Goal.FILL].value,
                "stability_open": goals[Goal.STABILITY].bound - goals[Goal.STABILITY].value,
            }
        )  # fmt: skip
        print("  ".join(f"{key} {value}" for key, value in rows[-1].items()), flush=True)
    return rows


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("plan", type=Path)
    parser.add_argument("-n", type=int, default=12)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--effort", choices=list(Effort), default=Effort.QUICK)
    parser.add_argument("--json", type=Path)
    given = parser.parse_args()
    options = Options(Effort(given.effort))
    found = measured(given.folder, given.plan, given.n, given.seed, options)
    if given.json:
        given.json.write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")
