"""The plan survives the loss of any one member (n-1): ``without_any_member: {filled: ">= 90%"}``.

For each single member, gone for the whole period: there is a plan in which the nested checks
hold. Without any they are ``held: still``: what the plan holds is held in spite of it. ``except``
names members who are known to be irreplaceable.
"""

from drillctl.expectations.absences import Gone, fails_anyway, nested, outcomes
from drillctl.expectations.question import Question, Verdict
from drillctl.language import tr, trn
from drillctl.model.expectation import Form, Sort

TITLE = "Works without any one member"
FORM = Form({"checks": Sort.CHECKS, "except": Sort.MEMBERS}, short="checks", open=True)
NESTED = False


def judge(question: Question) -> Verdict:
    """Every member who has a seat, gone in turn; see `absences` for why nobody else matters."""
    checks = nested(question)
    failed = fails_anyway(question, checks)
    if failed is not None:
        return failed
    members = question.problem.roster.members
    seated = {member for session in question.plan.sessions for _, member in session.members()}
    spared = set(question.value("except", ()))
    found = outcomes(question, checks, [Gone(m) for m in members if m in seated - spared])
    missed = [outcome for outcome in found if not outcome.passed]
    if not missed:
        said = trn("works without the one", "works without any one of {n}", len(found))
        return Verdict(True, said)
    said = trn(
        "does not work without {n} member of {all}",
        "does not work without any one of {n} members of {all}",
        len(missed),
        all=len(found),
    )
    told = (tr("{who}: {why}", who=question.who(o.gone.id), why=o.why) for o in missed)
    return Verdict(False, said, tuple(told))
