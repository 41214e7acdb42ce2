"""Whether a plan works without one thing or other: what `without_any_*` share.

For each single thing that is gone throughout (a member, a venue) the question is whether there is
a plan, audited, in which the nested checks hold. Cheap answers are tried first: the plan as it is
without the thing; then each session that lost something staffed anew or moved, all others as they
are; then the planner's own repair of the plan; then planning again around it; then the constraint
program, which finds a plan, or proves that there is none. Where none of them decides, the answer
is *not proven*, and counts as a failure.

Whoever has no seat is not looked at. Proof: strike a member who only stands by, or does not occur,
from the plan. No rule asks for standbys (they only ever bar people from other commitments), so it
is a plan of the problem without the member; and no check that may be nested looks at standbys, so
each has the same answer for it as for the plan itself, which is judged first.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from drillctl.expectations.question import Question, Verdict, judge
from drillctl.language import Message, joined, tr, trn
from drillctl.model.expectation import Expectation
from drillctl.model.plan import Absence, Plan
from drillctl.model.problem import Problem

if TYPE_CHECKING:
    from drillctl.planning.decide import Demand

STILL_HELD = Expectation("held", {"sessions": "still"}, text="held: still")
"""What is asked where nothing else is: the sessions of the plan are still held."""


@dataclass(frozen=True, slots=True)
class Gone:
    """What is not there throughout: a member or a venue."""

    id: str
    venue: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """Whether the checks hold without it; `why` says what fails, with the proof or its lack."""

    gone: Gone
    passed: bool
    why: str = ""


def judge_without(
    question: Question, gone: Sequence[Gone], lacking: Callable[[int, int], Message]
) -> Verdict:
    """Whether the nested checks hold without each single thing in turn.

    `lacking`: says that it does not work without so many of so many.
    """
    checks = _nested(question)
    failed = _fails_anyway(question, checks)
    if failed is not None:
        return failed
    found = _outcomes(question, checks, gone)
    missed = [outcome for outcome in found if not outcome.passed]
    if not missed:
        said = trn("works without the one", "works without any one of {n}", len(found))
        return Verdict(True, said)
    told = tuple(tr("{who}: {why}", who=_named(question, o.gone), why=o.why) for o in missed)
    return Verdict(False, lacking(len(missed), len(found)), told)


def _named(question: Question, gone: Gone) -> str:
    return gone.id if gone.venue else question.who(gone.id)


def _nested(question: Question) -> tuple[Expectation, ...]:
    """The checks to ask of each plan, of the sessions of which the outer check speaks."""
    checks = question.value("checks") or (STILL_HELD,)
    return tuple(replace(check, scenario=question.expectation.scenario) for check in checks)


def _fails_anyway(question: Question, checks: Sequence[Expectation]) -> Verdict | None:
    """The failure of a nested check with everything there, where there is one."""
    for check in checks:
        verdict = judge(replace(question, expectation=check))
        if not verdict.passed:
            said = tr("{check} fails already: {why}", check=check.text, why=verdict.said)
            return Verdict(False, said, verdict.details)
    return None


def _outcomes(
    question: Question, checks: tuple[Expectation, ...], gone: Sequence[Gone]
) -> list[Outcome]:
    """The outcome for each, in their order, wherever they are worked out."""
    arguments = [(question.problem, question.plan, checks, one) for one in gone]
    return question.means.run_all(outcome, arguments)


def outcome(problem: Problem, plan: Plan, checks: tuple[Expectation, ...], gone: Gone) -> Outcome:
    """Whether some plan of the problem without it meets the checks."""
    from drillctl.planning.decide import decide, impossible
    from drillctl.rules import all_rules

    changed = without(_promised(problem, plan), gone)
    failing: list[tuple[Expectation, Verdict]] = []
    demands = [demand for check in checks for demand in _demands(changed, plan, check)]
    for stage, found in enumerate(_plans(changed, plan, gone)):
        if stage == 2:
            # Before the costly stages: a session that could not be held even if it were alone.
            alone = impossible(changed, _each_needed(demands), all_rules())
            if alone is not None:
                said = tr("{session} can't be held, even if it were the only one", session=alone)
                return Outcome(gone, False, tr("{why} (proven: in every plan)", why=said))
        if _kept(changed, found):
            failing = _failing(changed, found, plan, checks)
            if not failing:
                return Outcome(gone, True)
    why = joined("; ", (tr("{check}: {why}", check=c.text, why=v.said) for c, v in failing))
    if any(not _provable(check) for check in checks):
        return Outcome(gone, False, tr("{why} (not proven: there may be a plan)", why=why))
    decision = decide(changed, demands, all_rules())
    if decision.proven:
        return Outcome(gone, False, tr("{why} (proven: in every plan)", why=why))
    if decision.plan is not None:
        found = _counted(changed, decision.plan)
        if _kept(changed, found) and not _failing(changed, found, plan, checks):
            return Outcome(gone, True)
    return Outcome(gone, False, tr("{why} (not proven: there may be a plan)", why=why))


def _promised(problem: Problem, plan: Plan) -> Problem:
    """The problem without a baseline, but with the absences and pins that the plan remembers."""
    from drillctl.model.changes import with_absences

    known = with_absences(replace(problem, baseline=plan))
    policy = replace(problem.policy, pins=(*problem.policy.pins, *plan.pins))
    return replace(known, baseline=None, as_of=None, policy=policy)


def without(problem: Problem, gone: Gone) -> Problem:
    """The problem with it away, or closed, for the whole period and a year on both sides."""
    from drillctl.model.changes import absent, without_venue

    if gone.venue:
        return without_venue(problem, gone.id)
    year = timedelta(days=366)
    first, last = problem.period.first - year, problem.period.last + year
    span = (datetime.combine(first, time()), datetime.combine(last, time()))
    return absent(problem, Absence(gone.id, *span))


def _plans(problem: Problem, plan: Plan, gone: Gone) -> Iterator[Plan]:
    """Plans of the problem without it, each dearer and better than the one before."""
    from drillctl.planning.candidates import find_candidates
    from drillctl.planning.plan import make_plan, mended
    from drillctl.planning.search import Effort, Options
    from drillctl.planning.stand_in import called_off, restaffed, struck
    from drillctl.rules import all_rules
    from drillctl.rules.rule import Context
    from drillctl.timeline.timeline import Timeline

    rules = all_rules()
    left = plan if gone.venue else struck(problem, plan, {gone.id})
    lost = [session.id for session in plan.sessions if _touches(gone, session.venue, session)]
    broken = {breach.session for breach in _breaches(problem, left)} & set(lost)
    yield called_off(left, sorted(name for name in broken if name is not None))
    yield restaffed(problem, left, lost, rules, venue=not gone.venue)
    around = replace(problem, baseline=plan)
    context = Context(around, Timeline(around))
    yield _counted(problem, mended(context, find_candidates(context, rules), rules))
    again = make_plan(around, Options(Effort.QUICK))
    if again.made.note:
        raise KeyboardInterrupt
    yield again


def _touches(gone: Gone, venue: str | None, session: Any) -> bool:
    if gone.venue:
        return venue == gone.id
    return any(member == gone.id for _, member in session.members())


def _kept(problem: Problem, plan: Plan) -> bool:
    """Whether the plan keeps every rule."""
    return not _breaches(problem, plan)


def _breaches(problem: Problem, plan: Plan) -> list[Any]:
    from drillctl.rules import all_rules
    from drillctl.rules.rule import Context
    from drillctl.timeline.timeline import Timeline

    context = Context(problem, Timeline(problem))
    return [breach for rule in all_rules() for breach in rule.breaches(context, plan)]


def _counted(problem: Problem, plan: Plan) -> Plan:
    from drillctl.planning.stand_in import counted

    return counted(problem, plan)


def _failing(
    problem: Problem, plan: Plan, planned: Plan, checks: tuple[Expectation, ...]
) -> list[tuple[Expectation, Verdict]]:
    verdicts = ((check, judge(Question(check, problem, plan, planned))) for check in checks)
    return [(check, verdict) for check, verdict in verdicts if not verdict.passed]


def _module(check: Expectation) -> Any:
    from drillctl.expectations import all_checks

    return all_checks()[check.check]


def _provable(check: Expectation) -> bool:
    """Whether what the check asks can be put to the constraint program."""
    return hasattr(_module(check), "demands") or hasattr(_module(check), "must_hold")


def _demands(problem: Problem, plan: Plan, check: Expectation) -> "list[Demand]":
    from drillctl.planning.decide import MustFill, MustHold

    module, question = _module(check), Question(check, problem, plan, plan)
    if hasattr(module, "must_hold"):
        return [MustHold(*module.must_hold(question))]
    if hasattr(module, "demands"):
        return [MustFill(*demand) for demand in module.demands(question)]
    return []


def _each_needed(demands: "Sequence[Demand]") -> list[str]:
    """The sessions each of which must be held for the demands to be met."""
    from drillctl.planning.decide import MustHold

    return [
        session
        for demand in demands
        if (isinstance(demand, MustHold) and demand.number == len(demand.sessions))
        or (not isinstance(demand, MustHold) and len(demand.sessions) == 1 and demand.number > 0)
        for session in demand.sessions
    ]
