"""The plan survives the loss of any one venue: ``without_any_venue: {held: 20}``.

For each single venue at which the plan holds a session, closed throughout: there is a plan in
which the nested checks hold; without any they are ``held: still``. ``except`` names venues that
are known to have no substitute.
"""

from drillctl.expectations.absences import Gone, judge_without
from drillctl.expectations.question import Question, Verdict
from drillctl.language import Message, trn
from drillctl.model.expectation import Form, Sort

TITLE = "Works without any one venue"
FORM = Form({"checks": Sort.CHECKS, "except": Sort.VENUES}, short="checks", open=True)
NESTED = False


def judge(question: Question) -> Verdict:
    """Every venue in use, closed in turn: without one that is not, the plan stays as it is."""
    used = {session.venue for session in question.plan.sessions}
    spared = set(question.value("except", ()))
    venues = [v for v in question.problem.roster.venues if v in used and v not in spared]
    return judge_without(question, [Gone(v, venue=True) for v in venues], _lacking)


def _lacking(missed: int, of: int) -> Message:
    return trn(
        "does not work without {n} venue of {all}",
        "does not work without any one of {n} venues of {all}",
        missed,
        all=of,
    )
