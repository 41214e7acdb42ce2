"""People spared and seats filled, where the least number of people is known by construction."""

from datetime import datetime, timedelta
from random import Random

import pytest
import yaml

from drillctl.audit.audit import audit
from drillctl.files.loading import load
from drillctl.model.policy import Goal
from drillctl.planning import plan as front_door
from drillctl.planning.plan import make_plan

BEGIN = datetime(2027, 1, 4, 6)


def shifts(seed: int, workers: int, spare: int, folder):
    """Shifts cut from the days of `workers`, each with those who may take it; `spare` people more."""
    random = Random(seed)
    jobs = []
    for worker in range(workers):
        at = 0
        while at < 960:
            length = min(960 - at, random.randrange(60, 300, 15))
            able = {worker, *random.sample(range(workers + spare), (workers + spare) // 2)}
            if random.random() < 0.8:
                jobs.append((at, length, able))
            at += length
    roster = {
        "kind": "roster", "timezone": "UTC",
        "certifications": {f"job-{n}": {} for n in range(len(jobs))},
        "teams": [{"id": "crew", "kind": "professional"}],
        "members": [
            {"id": f"w{w}", "name": f"Worker {w}", "team": "crew",
             "certifications": [f"job-{n}" for n, (_, _, able) in enumerate(jobs) if w in able]}
            for w in range(workers + spare)
        ],
    }  # fmt: skip
    policy = {"kind": "policy", "period": {"from": BEGIN.date(), "to": BEGIN.date()}, "rest": "0h",
              "granularity": "1m", "goals": ["fill", "fewest_people"]}  # fmt: skip
    documents = [roster, policy]
    for number, (at, length, _) in enumerate(jobs):
        start = BEGIN + timedelta(minutes=at)
        documents.append({
            "kind": "scenario", "id": f"shift-{number}", "title": "Shift", "hazard": "none",
            "exercise": "drill", "duration": f"{length}m",
            "schedule": {"fixed": [f"{start:%Y-%m-%dT%H:%M}"]},
            "positions": [{"id": "worker", "count": 1, "needs": [f"job-{number}"]}],
        })  # fmt: skip
    (folder / "all.yaml").write_text(yaml.safe_dump_all(documents), encoding="utf-8")
    return load([folder]).problem, len(jobs)


@pytest.mark.parametrize("seed", range(6))
def test_nobody_is_used_who_can_be_spared(seed, tmp_path, monkeypatch):
    monkeypatch.setattr(front_door, "EXACT_FIXED", 0)  # no exact program behind it
    problem, jobs = shifts(seed, 12, 8, tmp_path)
    plan = make_plan(problem)
    assert audit(problem, plan) == ()
    fill, people = plan.goals
    assert (fill.value, fill.bound) == (5 * jobs, 5 * jobs)
    assert people.bound <= people.value <= 12


@pytest.mark.parametrize("seed", range(6))
def test_every_shift_is_filled_without_anybody_to_spare(seed, tmp_path, monkeypatch):
    monkeypatch.setattr(front_door, "EXACT_FIXED", 0)
    problem, jobs = shifts(100 + seed, 10, 0, tmp_path)
    plan = make_plan(problem)
    assert audit(problem, plan) == ()
    fill = next(g for g in plan.goals if g.id is Goal.FILL)
    assert fill.value == 5 * jobs
