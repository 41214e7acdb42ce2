"""Nobody is asked for more: ``hours_per_week: {max: 12, kind: volunteer}``.

A week is any seven consecutive local days, as in the rule about limits; hours count by the day on
which a session starts, in plans of the context too. In a scenario's list the weeks are looked at
in which one of its sessions lies. ``hours_per_week: 12`` is the short form.
"""

from datetime import date

from drillctl.expectations.question import Question, Verdict
from drillctl.language import tr, trn
from drillctl.model.expectation import Form, Sort
from drillctl.model.plan import PlannedSession

TITLE = "Hours of a member in a week"
FORM = Form({"max": Sort.HOURS, "kind": Sort.KIND}, required=("max",), short="max")
_WEEK = 7


def judge(question: Question) -> Verdict:
    """Each member's fullest week against the most allowed."""
    most, kind = question.value("max"), question.value("kind")
    members = question.problem.roster.members
    sessions_of: dict[str, list[PlannedSession]] = {}
    for session in (*question.plan.sessions, *question.problem.held_elsewhere()):
        for _, member in session.members():
            if member in members and kind in (None, members[member].kind):
                sessions_of.setdefault(member, []).append(session)
    above, fullest = [], 0.0
    for member, sessions in sorted(sessions_of.items()):
        worst = _fullest_week(question, sessions)
        if worst is None:
            continue
        hours, first, among = worst
        fullest = max(fullest, hours)
        if hours > most:
            above.append(
                tr(
                    "{who}: {hours:g} h from {first} to {last} ({sessions})",
                    who=question.who(member),
                    hours=round(hours, 2),
                    first=first,
                    last=date.fromordinal(first.toordinal() + _WEEK - 1),
                    sessions=", ".join(session.id for session in among),
                )
            )
    if not above:
        said = tr("at most {hours:g} h, allowed are {most:g} h", hours=round(fullest, 2), most=most)
        return Verdict(True, said)
    said = trn(
        "{n} member has more than {most:g} h in a week",
        "{n} members have more than {most:g} h in a week",
        len(above),
        most=most,
    )
    return Verdict(False, said, tuple(above))


def _fullest_week(
    question: Question, sessions: list[PlannedSession]
) -> tuple[float, date, list[PlannedSession]] | None:
    """(hours, first day, sessions) of the fullest week with a session of which the check speaks."""
    days = sorted((question.day(s.start).toordinal(), s.id, s) for s in sessions)
    best: tuple[float, date, list[PlannedSession]] | None = None
    for first, _, _ in days:
        among = [s for day, _, s in days if first <= day < first + _WEEK]
        if any(question.concerns(s.id) for s in among):
            hours = sum((s.end - s.start).total_seconds() for s in among) / 3600
            if best is None or hours > best[0]:
                best = (hours, date.fromordinal(first), among)
    return best
