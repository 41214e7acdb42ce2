"""The plan survives the loss of any one member (n-1): ``without_any_member: {filled: ">= 90%"}``.

For each single member, gone for the whole period: there is a plan in which the nested checks
hold. Without any they are ``held: still``: what the plan holds is held in spite of it. ``except``
names members who are known to be irreplaceable.
"""

from drillctl.expectations.absences import Gone, judge_without
from drillctl.expectations.question import Question, Verdict
from drillctl.language import Message, trn
from drillctl.model.expectation import Form, Sort

TITLE = "Works without any one member"
FORM = Form({"checks": Sort.CHECKS, "except": Sort.MEMBERS}, short="checks", open=True)
NESTED = False


def judge(question: Question) -> Verdict:
    """Every member who has a seat, gone in turn; see `absences` for why nobody else matters."""
    members = question.problem.roster.members
    seated = {member for session in question.plan.sessions for _, member in session.members()}
    spared = set(question.value("except", ()))
    gone = [Gone(m) for m in members if m in seated - spared]
    return judge_without(question, gone, _lacking)


def _lacking(missed: int, of: int) -> Message:
    return trn(
        "does not work without {n} member of {all}",
        "does not work without any one of {n} members of {all}",
        missed,
        all=of,
    )
