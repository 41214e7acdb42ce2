"""One check put to one plan, and the answer: what every check's `judge` is given and gives."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from drillctl.language import Message, tr, trn
from drillctl.model.expectation import Expectation
from drillctl.model.plan import Plan, PlannedSession
from drillctl.model.problem import Problem
from drillctl.model.zone import zone_of

RunAll = Callable[[Callable[..., Any], Sequence[tuple[Any, ...]]], list[Any]]
"""(task, arguments of each call) -> results in their order, perhaps from other processes."""


def _here(task: Callable[..., Any], arguments: Sequence[tuple[Any, ...]]) -> list[Any]:
    return [task(*given) for given in arguments]


@dataclass(frozen=True, slots=True)
class Means:
    """How to judge. `update`: snapshots are rewritten, not compared."""

    run_all: RunAll = _here
    update: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """Whether `plan`, a plan of `problem`, meets the expectation.

    `planned`: the plan as it was before something was taken away from it, to which a check that
    is part of another one may compare; else the same as `plan`.
    """

    expectation: Expectation
    problem: Problem
    plan: Plan
    planned: Plan
    means: Means = field(default_factory=Means)

    def value(self, key: str, default: Any = None) -> Any:
        """The value that the check was written with."""
        return self.expectation.values.get(key, default)

    def concerns(self, session: str) -> bool:
        """Whether a session (its id) is among those of which the check speaks."""
        scenario = self.expectation.scenario
        return scenario is None or session.rpartition("#")[0] == scenario

    def sessions(self) -> Iterator[PlannedSession]:
        """The held sessions of which the check speaks, in order of start."""
        return (session for session in self.plan.sessions if self.concerns(session.id))

    def asked(self) -> list[str]:
        """The ids of all sessions asked for of which the check speaks."""
        return [str(s) for s in self.problem.sessions() if self.concerns(str(s))]

    def day(self, moment: datetime) -> date:
        """The local date."""
        return moment.astimezone(zone_of(self.problem.roster.timezone)).date()

    def who(self, member: str) -> str:
        """A member as people know them, with the id."""
        known = self.problem.roster.members.get(member)
        return f"{known.name} ({member})" if known is not None else member

    def where(self, session: PlannedSession) -> str:
        """The session and its local date."""
        return f"{session.id} ({self.day(session.start)})"


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer. `said`: it with the figures, in a line; `details`: each thing that is wrong."""

    passed: bool
    said: Message
    details: tuple[str, ...] = ()


def judge(question: Question) -> Verdict:
    """Puts the question to its check."""
    from drillctl.expectations import all_checks

    verdict: Verdict = all_checks()[question.expectation.check].judge(question)
    return verdict


def out_of(count: int, total: int) -> Message:
    """``2 of 3 sessions``."""
    return trn("{count} of {n} session", "{count} of {n} sessions", total, count=count)


def nothing_asked() -> Verdict:
    """The answer where no session is left that the check could speak of."""
    return Verdict(False, tr("no session is asked for here"))
