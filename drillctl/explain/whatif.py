"""What if: the problem changed in memory and planned again around the plan that people have."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from drillctl.language import tr
from drillctl.model.plan import Plan
from drillctl.model.problem import SessionId
from drillctl.rules.rule import Breach, Context, Instants, Mask, Shape


@dataclass(frozen=True)
class CalledOff:
    """A rule for one question: these sessions are not held."""

    sessions: frozenset[str]
    ID: str = "called-off"
    TITLE: str = tr("Called off")
    NUMBER: int = 0
    SHAPE: Shape = Shape.ELIGIBILITY

    def candidates(
        self, _: Context, session: SessionId, _venue: str | None, starts: Instants, _ends: Instants
    ) -> Mask | None:
        """No start at all."""
        return np.zeros(len(starts), dtype=bool) if str(session) in self.sessions else None

    def breaches(self, _: Context, plan: Plan) -> Iterator[Breach]:
        """Sessions held all the same."""
        for session in plan.sessions:
            if session.id in self.sessions:
                yield Breach(self.ID, tr("{session} is held", session=session.id), session.id)
