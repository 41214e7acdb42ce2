"""drillctl and its peers on the same instances, under the same audit: a table and JSON.

``python tests/bench/bench_plan.py S S-tight M --seconds 60 --json bench.json``. Every planner
runs in a process of its own, so that peak memory is its own. The gap is to drillctl's bound, times
and memory are ratios to drillctl's.
Timefold needs the package `timefold` and a Java 17; where they lack, its row says so.
"""

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parent)]
PLANNERS = ("drillctl", "monolithic", "timefold", "greedy")


def run(planner: str, folder: Path, seconds: float, workers: int) -> dict:
    """Plans in this process; the figures of one cell."""
    from drillctl.audit import goals
    from drillctl.audit.audit import audit
    from drillctl.files.loading import load
    from drillctl.rules.rule import Context
    from drillctl.timeline.timeline import Timeline

    began = time.perf_counter()
    problem = load([folder]).problem
    if planner == "drillctl":
        from drillctl.planning.plan import make_plan
        from drillctl.planning.search import Options

        plan = make_plan(problem, Options(workers=workers))
    elif planner == "greedy":
        from planning.greedy import greedy

        plan = greedy(problem)
    elif planner == "monolithic":
        from peers.monolithic import plan as monolithic

        plan = monolithic(problem, seconds, workers)
    else:
        from peers.timefold import plan as timefold

        plan = timefold(problem, seconds)
    breaches = [b for b in audit(problem, plan) if b.rule != "goals"]
    context = Context(problem, Timeline(problem))
    usage = max(resource.getrusage(who).ru_maxrss for who in
                (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))  # fmt: skip
    return {
        "seconds": round(time.perf_counter() - began, 2),
        "peak_mb": round(usage / 1024),
        "breaches": len(breaches),
        "goals": {str(g): goals.value(g, context, plan) for g in problem.policy.goals},
        "bounds": {str(goal.id): goal.bound for goal in plan.goals},
    }


def cell(planner: str, folder: Path, seconds: float, workers: int, limit: float) -> dict:
    """`run` in a fresh process; what went wrong where it did not end well."""
    command = [sys.executable, __file__, "--one", planner, str(folder), "--seconds", str(seconds),
               "--workers", str(workers)]  # fmt: skip
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=limit, check=False)
    except subprocess.TimeoutExpired:
        return {"failed": f"no plan within {limit:g} s"}
    if done.returncode:
        return {"failed": done.stderr.strip().splitlines()[-1][:150] if done.stderr else "?"}
    return json.loads(done.stdout.splitlines()[-1])


def show(instance: str, row: dict[str, dict]) -> None:
    """The table of one instance."""
    own = row.get("drillctl", {})
    print(f"\n{instance:<12} {'fill':>8} {'bound':>8} {'gap':>6} {'fairness':>9} "
          f"{'earliness':>9} {'time':>6} {'memory':>6}")  # fmt: skip
    for planner, found in row.items():
        if "failed" in found:
            print(f"{planner:<12} {found['failed']}")
            continue
        fill, bound = found["goals"]["fill"], own.get("bounds", found["bounds"]).get("fill")
        gap = f"{(bound - fill) / bound:.1%}" if bound else "-"
        ratio = [found[k] / own[k] if own.get(k) else float("nan") for k in ("seconds", "peak_mb")]
        broken = f"  {found['breaches']} BREACHES" if found["breaches"] else ""
        print(f"{planner:<12} {fill:>8g} {bound or 0:>8g} {gap:>6} "
              f"{found['goals'].get('fairness', 0):>9.0f} {found['goals'].get('earliness', 0):>9g} "
              f"{ratio[0]:>5.2f}x {ratio[1]:>5.2f}x{broken}")  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("instances", nargs="*", default=["S", "S-tight"])
    parser.add_argument("--planners", nargs="*", default=PLANNERS, choices=PLANNERS)
    parser.add_argument("--seconds", type=float, default=60.0, help="for the peers")
    parser.add_argument("--limit", type=float, default=3600.0, help="after which one is killed")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--one", nargs=2, metavar=("PLANNER", "FOLDER"), help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.one:
        planner, folder = given.one
        print(json.dumps(run(planner, Path(folder), given.seconds, given.workers)))
        return
    from instances import SIZES, write

    results: dict[str, dict[str, dict]] = {}
    for name in given.instances:
        size, _, tight = name.partition("-")
        with tempfile.TemporaryDirectory() as folder:
            write(Path(folder), SIZES[size], tight=bool(tight))
            results[name] = {
                planner: cell(planner, Path(folder), given.seconds, given.workers, given.limit)
                for planner in given.planners
            }
        show(name, results[name])
    if given.json:
        given.json.write_text(json.dumps(results, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
