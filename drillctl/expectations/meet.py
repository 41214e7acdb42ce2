"""Teams train together: ``meet: {teams: [county-fire, blue-sky], by: 2027-05-01}``.

Some session has a member of each of the teams in a seat, and ends on that local date or before;
without ``by`` at any time. ``meet: [county-fire, blue-sky]`` is the short form.
"""

from drillctl.expectations.question import Question, Verdict
from drillctl.language import joined, tr
from drillctl.model.expectation import Form, Sort

TITLE = "Teams that meet in a session"
FORM = Form({"teams": Sort.TEAMS, "by": Sort.DAY}, required=("teams",), short="teams")


def judge(question: Question) -> Verdict:
    """The first session that brings all of the teams together."""
    members = question.problem.roster.members
    teams, by = question.value("teams"), question.value("by")
    named = joined(", ", teams)
    nearest: list[str] = []
    for session in question.sessions():
        there = {members[m].team for _, m in session.members() if m in members}
        absent = [team for team in teams if team not in there]
        where = question.where(session)
        if not absent and (by is None or question.day(session.end) <= by):
            return Verdict(True, tr("{teams} meet in {session}", teams=named, session=where))
        if not absent:
            said = tr(
                "{teams} first meet in {session}, not by {by}", teams=named, session=where, by=by
            )
            return Verdict(False, said, tuple(nearest))
        if len(absent) < len(teams):
            nearest.append(
                tr("{session}: nobody of {teams}", session=where, teams=joined(", ", absent))
            )
    return Verdict(False, tr("{teams} never meet", teams=named), tuple(nearest))
