"""``python -m tests.fuzz.long_run FOLDER [TARGET...]``: each parser until a million executions.

Run after run of `run`, each with another seed: by atheris first, with inputs that grow longer, then
most by mutations of all that atheris kept, which know words and structure where atheris knows
bytes. FOLDER keeps `log.jsonl`, the inputs that were found (`corpus/`) and the output of each
run; begun again it goes on where it was. ``--totals`` only prints the figures.
"""

import argparse
import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from code_hash import code_hash
from targets import TARGETS

CHUNK = 100_000
GUIDED = 5
"""Every fifth input is by atheris, which needs twice the time for one."""
LENGTHS = (1_000, 4_000, 20_000)


def entries(folder: Path) -> list[dict]:
    """The last figures of each run."""
    log = folder / "log.jsonl"
    last: dict[tuple[object, ...], dict] = {}
    for line in log.read_text(encoding="utf-8").splitlines() if log.exists() else ():
        figures = json.loads(line)
        key = tuple(figures[name] for name in ("target", "by", "seed", "process", "code"))
        last[key] = figures
    return list(last.values())


def total(folder: Path, target: str, code: str, by: str = "") -> int:
    """Executions of this code."""
    return sum(
        one["executions"]
        for one in entries(folder)
        if one["target"] == target and one["code"] == code and by in one["by"]
    )


def table(folder: Path) -> str:
    """A row for each target and code."""
    rows = [
        "target     code          atheris  mutations  executions  per cpu-s  peak MB  slowest s  findings"
    ]
    groups: dict[tuple[str, str], list[dict]] = {}
    for one in entries(folder):
        groups.setdefault((one["target"], one["code"]), []).append(one)
    for (target, code), runs in sorted(groups.items()):
        count = sum(one["executions"] for one in runs)
        guided = sum(one["executions"] for one in runs if one["by"] == "atheris")
        found = {key for one in runs for key in one["findings"]}
        rows.append(
            f"{target:<10} {code} {guided:>8} {count - guided:>10} {count:>11} "
            f"{count / max(1, sum(one['cpu_s'] for one in runs)):>8.0f} "
            f"{max(one['memory_mb'] for one in runs):>8} "
            f"{max(one['slowest_s'] for one in runs):>10} {len(found):>9}"
        )
        rows += [f"  {key}" for key in sorted(found)]
    return "\n".join(rows)


def fuzz(folder: Path, target: str, runs: int) -> None:
    """Runs until the target has been executed so often."""
    code = code_hash()
    while (done := total(folder, target, code)) < runs:
        known = [one for one in entries(folder) if one["target"] == target]
        number = len(known)
        guided = total(folder, target, code, "atheris") <= done / GUIDED
        longest = LENGTHS[min(len(LENGTHS) - 1, sum(one["by"] == "atheris" for one in known))]
        command = [
            sys.executable, "-m", "tests.fuzz.run", target, "--runs", str(min(CHUNK, runs - done)),
            "--seed", str(number + 1), "--longest", str(longest), "--corpus",
            str(folder / "corpus" / target), "--log", str(folder / "log.jsonl"),
        ]  # fmt: skip
        with (folder / f"{target}-{number + 1}.txt").open("w") as out:
            subprocess.run(command + ([] if guided else ["--seeded"]), stdout=out, stderr=out)
        if total(folder, target, code) == done:
            print(f"{target}: a run counted nothing", file=sys.stderr)
            return


def main(given: Sequence[str] | None = None) -> None:
    """Fuzzes, or prints the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("targets", nargs="*", choices=[[], *TARGETS], metavar="TARGET")
    parser.add_argument("--runs", type=int, default=1_000_000)
    parser.add_argument("--totals", action="store_true")
    asked = parser.parse_intermixed_args(given)
    if not asked.totals:
        asked.folder.mkdir(parents=True, exist_ok=True)
        for target in asked.targets or TARGETS:
            fuzz(asked.folder, target, asked.runs)
    print(table(asked.folder))


if __name__ == "__main__":
    main()
