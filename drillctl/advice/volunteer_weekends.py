"""A volunteer is asked for more than half of the weekends.

From rosters and scenarios: sessions on weekends that need this volunteer, as the only one who can
take a position, against the weekends of their windows. From a plan among the files: weekends with
a seat, against those of the period.
"""

from math import ceil

from drillctl.advice.subject import Found, Subject, called, weekend_of, weekends
from drillctl.language import tr, trn
from drillctl.model.roster import Kind

CODE = "W003"
TITLE = tr("Volunteer asked for more than half of the weekends")
_WEEK = 7 * 1440
_FEWEST = 2
"""A single weekend is never too much to ask."""


def found(subject: Subject) -> Found:
    """Each such volunteer, at their entry."""
    yield from _needed(subject)
    yield from _planned(subject)


def _needed(subject: Subject) -> Found:
    asked: dict[str, int] = {}
    possible: dict[str, set[object]] = {}
    for scenario in subject.problem.scenarios.values():
        schedule = scenario.schedule
        if schedule.weekdays is None or not schedule.weekdays <= {5, 6}:
            continue
        holders = {
            member.id
            for position in scenario.positions
            if position.minimum and (member := subject.only_holder(scenario, position)) is not None
        }
        apart = schedule.spacing.elapsed_minutes >= _WEEK - 2 * 1440
        least = schedule.sessions if apart else ceil(schedule.sessions / 2)
        for name in holders:
            asked[name] = asked.get(name, 0) + least
            possible.setdefault(name, set()).update(weekends(subject.problem.window(scenario)))
    for name, count in sorted(asked.items()):
        member, whole = subject.problem.roster.members[name], len(possible[name])
        if member.kind is Kind.VOLUNTEER and count >= _FEWEST and 2 * count > whole:
            message = trn(
                "volunteer {who} is asked for {count} of {n} weekend: nobody else can step in",
                "volunteer {who} is asked for {count} of {n} weekends: nobody else can step in",
                whole,
                who=called(member),
                count=count,
            )
            hint = tr("certify somebody else, or widen the windows")
            yield subject.places.of_roster("member", name), message, hint


def _planned(subject: Subject) -> Found:
    whole = len(weekends(subject.problem.period))
    for plan in subject.plans:
        taken: dict[str, set[object]] = {}
        for session in plan.sessions:
            weekend = weekend_of(session.start.date())
            if weekend is not None:
                for _, name in session.members():
                    taken.setdefault(name, set()).add(weekend)
        for name, days in sorted(taken.items()):
            member = subject.problem.roster.members.get(name)
            if member is None or member.kind is not Kind.VOLUNTEER:
                continue
            if len(days) >= _FEWEST and 2 * len(days) > whole:
                message = trn(
                    "the plan takes {count} of {n} weekend from volunteer {who}",
                    "the plan takes {count} of {n} weekends from volunteer {who}",
                    whole,
                    who=called(member),
                    count=len(days),
                )
                hint = tr("give them `limits`, or raise `fairness` among the policy's goals")
                yield subject.places.of_roster("member", name), message, hint
