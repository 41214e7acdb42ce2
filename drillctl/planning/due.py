"""Which practice lapses within the period, so that the goal `currency` counts it."""

from datetime import date

from drillctl.model.problem import Problem


def due(problem: Problem) -> tuple[set[str], set[tuple[str, str]]]:
    """Capabilities, and (member, capability) pairs, whose practice lapses within the period.

    `currency` of the policy names the capabilities to be kept current and for how long.
    """
    last: dict[tuple[str | None, str], date] = {}
    for record in problem.records:
        day = record.start.date()
        for capability in record.practised:
            for key in (None, *record.present):
                last[key, capability] = max(day, last.get((key, capability), day))
    end = problem.period.last

    def lapsed(member: str | None, capability: str) -> bool:
        day = last.get((member, capability))
        return day is None or problem.policy.currency[capability].after(day) <= end

    capabilities = {c for c in problem.policy.currency if lapsed(None, c)}
    members = {
        (m, c) for c in problem.policy.currency for m in problem.roster.members if lapsed(m, c)
    }
    return capabilities, members
