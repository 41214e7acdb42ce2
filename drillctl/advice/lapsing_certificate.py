"""A certificate lapses in the period, and nobody else holds it on the day after.

Only what a scenario still needs then: its window reaches beyond the lapse.
"""

from datetime import date, timedelta

from drillctl.advice.subject import Found, Holding, Subject, called
from drillctl.language import joined, tr

CODE = "W001"
TITLE = tr("Certificate lapses, and nobody else holds it then")


def found(subject: Subject) -> Found:
    """Each such certificate, at its holder's certificates."""
    needed = _needed(subject)
    lapses: dict[Holding, list[str]] = {}
    for need, scenarios in sorted(needed.items()):
        holdings = subject.holdings.get(need, [])
        last = max(scenarios.values())
        for holding in holdings:
            if not subject.problem.period.first <= holding.last < last:
                continue
            after = holding.last + timedelta(days=1)
            if not any(other.first <= after <= other.last for other in holdings):
                waiting = [name for name, until in scenarios.items() if until > holding.last]
                lapses.setdefault(holding, []).extend(waiting)
    for holding, waiting in lapses.items():
        member = holding.member
        message = tr(
            "{held} of {who} lapses on {day}, and nobody else holds it then; needed by {scenarios}",
            held=holding.held,
            who=called(member),
            day=holding.last,
            scenarios=joined(", ", sorted(set(waiting))),
        )
        hint = tr("renew it, certify somebody else, or hold the sessions before")
        yield subject.places.of_member(member.id, "certifications"), message, hint


def _needed(subject: Subject) -> dict[str, dict[str, date]]:
    """By certification, the scenarios that need it and their windows' last days."""
    found: dict[str, dict[str, date]] = {}
    for scenario in subject.problem.scenarios.values():
        last = subject.problem.window(scenario).last
        for position in scenario.positions:
            for need in position.needs:
                found.setdefault(need, {})[scenario.id] = last
    return found
