"""Which practice lapses within the period, and how much the goal `currency` makes of it."""

from datetime import date

from drillctl.model.policy import Weighting
from drillctl.model.problem import Problem
from drillctl.model.record import latest_ratings


def due(problem: Problem) -> tuple[dict[str, int], dict[tuple[str, str], int]]:
    """Weights of capabilities, and of (member, capability) pairs, that are due in the period.

    `currency` of the policy names the capabilities to be kept current, by whom and for how long.
    Where the policy weighs what is weak first, a capability last rated below P is due whether or
    not it has lapsed, and weighs 1 and its weakness (S 1, M 2, U 3); so do its members' practices.
    """
    last: dict[tuple[str | None, str], date] = {}
    for record in problem.records:
        day = record.start.date()
        for capability in record.practised:
            for key in (None, *record.present):
                last[key, capability] = max(day, last.get((key, capability), day))
    end = problem.period.last
    weak: dict[str, int] = {}
    if problem.policy.weighting is Weighting.WEAK_FIRST:
        weak = {c: rating.weakness for c, (_, rating) in latest_ratings(problem.records).items()}

    def lapsed(member: str | None, capability: str) -> bool:
        day = last.get((member, capability))
        return day is None or problem.policy.currency[capability].after(day) <= end

    capabilities = {c for c in problem.policy.currency if lapsed(None, c)}
    capabilities |= {c for c, weakness in weak.items() if weakness}
    members = {
        (m, c): 1 + weak.get(c, 0)
        for c in problem.policy.currency
        for m in sorted(problem.must_practise(c))
        if lapsed(m, c)
    }
    return {c: 1 + weak.get(c, 0) for c in sorted(capabilities)}, members
