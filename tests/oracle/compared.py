"""Brings a question before the product and the oracle, and says where they differ."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from functools import cache
from pathlib import Path

import yaml
from oracle.documents import Facts, Question
from oracle.enumeration import Enumeration
from oracle.rule_book import breaches

from drillctl.audit.audit import audit
from drillctl.files.loading import load
from drillctl.files.plan_file import read_plan
from drillctl.files.plan_text import plan_data
from drillctl.model.plan import Plan
from drillctl.model.policy import Goal
from drillctl.model.problem import Problem

_OF_PERSON = {"certified", "available", "lead", "kind", "elsewhere"}
_OF_CALENDAR = {"one-seat", "rest", "limits"}
_OF_SESSION = {"joint", "run-or-not", "frozen"}


def written(document: dict | Sequence[dict], file: Path) -> Path:
    many = document if isinstance(document, list) else [document]
    file.write_text(yaml.dump_all(many, Dumper=yaml.CSafeDumper, sort_keys=False), encoding="utf-8")
    return file


def as_problem(asked: Question, folder: Path) -> Problem | None:
    """The question through real files; None where a demand is refused as impossible."""
    folder.mkdir(parents=True, exist_ok=True)
    documents = [asked.roster, *asked.scenarios, asked.policy, *asked.records]
    all_of_it = written(documents, folder / "all.yaml")
    context = [written(asked.elsewhere, folder / "elsewhere.txt")] if asked.elsewhere else []
    baseline = written(asked.baseline, folder / "baseline.txt") if asked.baseline else None
    loaded = load([all_of_it], baseline, context=context)
    refused = [d for d in loaded.diagnostics if d.code[0] != "C" and d.code != "F003"]
    assert not refused, refused
    if loaded.problem is None or asked.as_of is None:
        return loaded.problem
    return replace(loaded.problem, as_of=datetime.fromisoformat(asked.as_of))


def read(document: dict, folder: Path) -> Plan:
    plan, wrong = read_plan(written(document, folder / "plan.txt"))
    assert plan is not None, wrong
    return plan


def audited(problem: Problem, plan: Plan) -> set[tuple[str, ...]]:
    """The audit's breaches, named as the oracle names its own."""
    found = set()
    for breach in audit(problem, plan):
        if breach.rule in _OF_PERSON:
            found.add((breach.rule, breach.session, breach.member))
        elif breach.rule in _OF_CALENDAR:
            found.add((breach.rule, breach.member))
        elif breach.rule in _OF_SESSION:
            found.add((breach.rule, breach.session))
        else:
            found.add((breach.rule,))
    return found


@cache
def better(goal: Goal) -> int:
    return 1 if goal.maximised else -1


def against_the_best(facts: Facts, plan: Plan, best: Sequence[float]) -> Counter:
    """Fails where a plan and its bounds can't be right, given the goals' best values.

    Goal by goal: no plan is better, no bound is worse than the best, and what is proven is the
    best. Where a plan reaches less than the best, what is best next is not known.
    """
    counted: Counter[str] = Counter()
    assert breaches(facts, plan_data(plan)) == set()
    for goal, most in zip(plan.goals, best, strict=True):
        counted["goals"] += 1
        reached, bound, most = (better(goal.id) * v for v in (goal.value, goal.bound, most))
        assert reached <= most + 1e-3, ("better than the best", goal, most)
        assert bound >= most - 1e-3, ("a bound that a plan beats", goal, most)
        counted["proven"] += goal.value == goal.bound
        if reached < most - 1e-3:
            counted["short"] += 1
            break
        counted["best"] += 1
    return counted


def best_of(facts: Facts) -> list[float]:
    return Enumeration(facts).best()[0]
