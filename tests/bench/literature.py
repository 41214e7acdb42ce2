"""Published instances of two neighbouring problems as drillctl files.

Multi-skill project scheduling (MSPSP): DataZinc files of the MSPSP-InstLib (Young, Feydy and
Schutt, 2017); a time unit becomes an hour. Shift minimisation personnel task scheduling (SMPTSP):
``.dat`` files of the PTSP library (Krishnamoorthy, Ernst and Baatar, 2012); a unit is a minute.
"""

import re
import sys
from datetime import datetime, timedelta
from pathlib import Path

import yaml

BEGIN = datetime(2027, 1, 4)


def mspsp(text: str) -> list[dict]:
    """Documents of a DataZinc instance; the makespan in hours is the goal `finish_early`."""

    def numbers(name: str) -> list[int]:
        found = re.search(rf"^{name}\s*=\s*\[([^\]]*)\]", text, re.M)
        return [int(n) for n in re.findall(r"\d+", found[1])] if found else []

    def rows(name: str) -> list[list[str]]:
        found = re.search(rf"^{name}\s*=\s*\[\|(.*?)\|\]", text, re.M | re.S)
        assert found is not None
        return [[c.strip() for c in row.split(",") if c.strip()] for row in found[1].split("|")]

    durations = numbers("dur")
    required = [[int(n) for n in row] for row in rows("sreq") if row]
    mastery = [row for row in rows("mastery") if row]
    before: dict[int, set[int]] = {task: set() for task in range(len(durations))}
    for first, then in zip(numbers("pred"), numbers("succ"), strict=True):
        before[then - 1].add(first - 1)
    # A dummy task takes no time and nobody: its predecessors come before its successors.
    real = [t for t, hours in enumerate(durations) if hours and any(required[t])]

    def real_before(task: int) -> set[int]:
        return {p for b in before[task] for p in ({b} if b in real else real_before(b))}

    horizon = sum(durations)
    skills = range(len(required[0]))
    roster = {
        "kind": "roster", "timezone": "UTC", "certifications": {f"skill-{k}": {} for k in skills},
        "teams": [{"id": "workers", "kind": "professional"}],
        "members": [
            {"id": f"worker-{r}", "name": f"Worker {r}", "team": "workers", "availability": "always",
             "certifications": [f"skill-{k}" for k in skills if row[k] == "true"]}
            for r, row in enumerate(mastery)
        ],
    }  # fmt: skip
    last = (BEGIN + timedelta(hours=horizon)).date()
    policy = {"kind": "policy", "period": {"from": BEGIN.date(), "to": last}, "rest": "0h",
              "granularity": "60m", "goals": ["fill", "finish_early"]}  # fmt: skip
    documents = [roster, policy]
    for task in real:
        after = [{"scenario": f"task-{p}", "gap": "0h"} for p in sorted(real_before(task))]
        documents.append({
            "kind": "scenario", "id": f"task-{task}", "title": f"Task {task}", "hazard": "none",
            "exercise": "drill", "duration": f"{durations[task]}h",
            "schedule": {"after": after} if after else {},
            "positions": [
                {"id": f"skill-{k}", "count": required[task][k], "needs": [f"skill-{k}"]}
                for k in skills if required[task][k]
            ],
        })  # fmt: skip
    return documents


def smptsp(text: str) -> list[dict]:
    """Documents of a PTSP instance; the number of workers is the goal `fewest_people`."""
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    at = next(i for i, line in enumerate(lines) if line.startswith("Jobs"))
    count = int(lines[at].split("=")[1])
    jobs = [tuple(int(n) for n in line.split()[:2]) for line in lines[at + 1 : at + 1 + count]]
    at = next(i for i, line in enumerate(lines) if line.startswith("Qualifications"))
    able = [[int(n) for n in line.split(":")[1].split()] for line in lines[at + 1 :]]
    # Jobs that the same workers can do share a certification.
    who = [frozenset(w for w, jobs_of in enumerate(able) if j in jobs_of) for j in range(count)]
    kinds = {people: f"kind-{k}" for k, people in enumerate(dict.fromkeys(who))}
    roster = {
        "kind": "roster", "timezone": "UTC", "certifications": {k: {} for k in kinds.values()},
        "teams": [{"id": "workers", "kind": "professional"}],
        "members": [
            {"id": f"worker-{w}", "name": f"Worker {w}", "team": "workers",
             "certifications": [kind for people, kind in kinds.items() if w in people]}
            for w in range(len(able))
        ],
    }  # fmt: skip
    last = BEGIN + timedelta(minutes=max(end for _, end in jobs) + 1)
    policy = {"kind": "policy", "period": {"from": BEGIN.date(), "to": last.date()}, "rest": "0h",
              "granularity": "1m", "goals": ["fill", "fewest_people"]}  # fmt: skip
    documents = [roster, policy]
    for job, (start, end) in enumerate(jobs):
        fixed = BEGIN + timedelta(minutes=start)
        documents.append({
            "kind": "scenario", "id": f"job-{job}", "title": f"Job {job}", "hazard": "none",
            "exercise": "drill", "duration": f"{end - start}m",
            "schedule": {"fixed": [f"{fixed:%Y-%m-%dT%H:%M}"]},
            "positions": [{"id": "worker", "count": 1, "needs": [kinds[who[job]]]}],
        })  # fmt: skip
    return documents


def convert(source: Path, target: Path) -> None:
    """Writes the drillctl files of an instance file, by its suffix, into one YAML file."""
    text = source.read_text(encoding="utf-8")
    documents = mspsp(text) if source.suffix == ".dzn" else smptsp(text)
    with target.open("w", encoding="utf-8") as file:
        yaml.dump_all(documents, file, Dumper=yaml.CSafeDumper, sort_keys=False)


if __name__ == "__main__":
    convert(Path(sys.argv[1]), Path(sys.argv[2]))
