"""Plan, bounds and audit beside an oracle that tries every plan, on tiny random problems.

Few by default. With ``DRILLCTL_ORACLE_CASES=5000``, ``pytest tests/oracle -s -o
faulthandler_timeout=0`` makes about so many plans, spoils four times as many, for half an hour or
more, and prints what it saw.
"""

import os
from collections import Counter
from pathlib import Path
from random import Random

import pytest
from oracle.compared import against_the_best, as_problem, audited, read
from oracle.corruption import as_document, corrupted
from oracle.documents import Facts, Question
from oracle.enumeration import Enumeration, NotTinyError
from oracle.questions import asked_again, changed_since, pinned, question
from oracle.rule_book import breaches

from drillctl.audit.audit import audit
from drillctl.model.problem import Problem
from drillctl.planning import plan as front_door
from drillctl.planning.plan import make_plan
from drillctl.planning.search import Effort, Options

CASES = int(os.environ.get("DRILLCTL_ORACLE_CASES", "0"))
SORTS = ("first", "again", "changed", "promised")
SPOILT = 10
"""Spoilt plans of each question."""
RULES = {
    "certified", "available", "one-seat", "rest", "limits", "lead", "kind", "joint", "venue",
    "equipment", "schedule", "run-or-not", "frozen", "elsewhere", "goals", "findings",
}  # fmt: skip


def asked(sort: str, seed: int, *, waiting: bool = False) -> tuple[Question, Enumeration] | None:
    """The question of that seed, and all plans of it; None where it has too many.

    `waiting`: with standbys even where they are no goal. `sort`: ``first`` plan; ``again``, with
    a plan that people know; ``changed``, the same of files that are others since; ``promised``, with a pin.
    """
    try:
        found, every = some_question(seed, waiting=waiting or sort == "again")
        if sort != "first":
            random = Random(f"known {seed}")
            known = as_document(every.facts, every.some_plan(random))
            if sort == "promised":
                if not known["sessions"]:
                    return None
                found = pinned(found, random.choice(known["sessions"]), seed)
            else:
                found = (asked_again if sort == "again" else changed_since)(found, known, seed)
            every = Enumeration(Facts(found), waiting=waiting)
    except NotTinyError:
        return None
    return found, every


def some_question(seed: int, *, waiting: bool) -> tuple[Question, Enumeration]:
    """Mostly one in which each session can be held, seen by itself."""
    for attempt in range(1 if seed % 5 == 0 else 8):
        found = question(seed + 1_000_000 * attempt, small=seed % 4 != 0)
        every = Enumeration(Facts(found), waiting=waiting)
        if all(every.options.values()):
            break
    return found, every


def cases(default: int) -> int:
    """How many of each sort, and of each way to plan."""
    return CASES // (2 * len(SORTS)) or default


def told(capsys: pytest.CaptureFixture, sort: str, counted: Counter) -> None:
    if CASES:
        with capsys.disabled():
            print(f"\n{sort}: {dict(sorted(counted.items()))}")


@pytest.mark.parametrize("exact", [True, False], ids=["exact", "relaxed"])
@pytest.mark.parametrize("sort", SORTS)
def test_plan_and_bounds(sort, exact, tmp_path, monkeypatch, capsys):
    """Relaxed: as where a problem is too large for the exact program."""
    if not exact:
        monkeypatch.setattr(front_door, "EXACT", -1)
        monkeypatch.setattr(front_door, "EXACT_FIXED", -1)
    counted: Counter[str] = Counter()
    for seed in range(cases(8)):
        if (found := asked(sort, seed)) is None:
            counted["too many plans"] += 1
            continue
        try:
            best, held = found[1].best()
        except NotTinyError:
            counted["too many plans"] += 1
            continue
        problem = as_problem(found[0], tmp_path)
        if problem is None:
            counted["refused"] += 1
            continue
        plan = make_plan(problem, Options(effort=Effort.QUICK))
        assert audit(problem, plan) == (), seed
        try:
            counted += against_the_best(found[1].facts, plan, best)
        except AssertionError as difference:
            raise AssertionError(sort, seed, *difference.args) from difference
        counted["plans"] += 1
        counted["sessions held"] += len(held)
        counted["sessions"] += len(found[1].options)
        counted.update(f"goal {goal.id}" for goal in plan.goals)
    told(capsys, f"{sort}, {'exact' if exact else 'relaxed'}", counted)
    assert counted["sessions held"] > 0
    assert counted["proven"] >= 0.3 * counted["goals"]
    if counted["plans"] >= 50:
        assert counted["sessions held"] >= 0.3 * counted["sessions"]
        assert counted["best"] >= (0.95 if exact else 0.8) * counted["goals"]


@pytest.mark.parametrize("sort", SORTS)
def test_spoilt_plans(sort, tmp_path, capsys):
    """The audit finds what the oracle finds in a spoilt plan, and nothing else."""
    counted: Counter[str] = Counter()
    for seed in range(cases(20)):
        if (found := asked(sort, seed, waiting=True)) is None:
            counted["too many plans"] += 1
            continue
        problem = as_problem(found[0], tmp_path)
        if problem is None:
            counted["refused"] += 1
            continue
        counted += spoilt_plans(problem, found[1], seed, tmp_path)
    told(capsys, f"{sort}, spoilt", counted)
    assert counted["spoilt"] > counted["broken"] > counted["spoilt"] / 3
    if CASES >= 1000:
        frozen = {"frozen"} if sort in ("first", "changed") else set()
        assert {f"rule {rule}" for rule in RULES - frozen} <= counted.keys()


def spoilt_plans(problem: Problem, every: Enumeration, seed: int, folder: Path) -> Counter:
    counted: Counter[str] = Counter()
    random = Random(f"spoilt {seed}")
    for _ in range(3):
        whole = as_document(every.facts, every.some_plan(random))
        assert breaches(every.facts, whole) == set(), seed
        assert audited(problem, read(whole, folder)) == set(), seed
        for _ in range(SPOILT // 3):
            plan, how = corrupted(every.facts, whole, random)
            ours = breaches(every.facts, plan)
            theirs = audited(problem, read(plan, folder))
            assert ours == theirs, (seed, how, ours - theirs, theirs - ours)
            counted["spoilt"] += 1
            counted["broken"] += bool(ours)
            counted.update({f"rule {breach[0]}" for breach in ours})
    return counted
