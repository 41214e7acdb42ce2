"""The plan survives the loss of any one venue: ``without_any_venue: {held: 20}``.

For each single venue at which the plan holds a session, closed throughout: there is a plan in
which the nested checks hold; without any they are ``held: still``. ``except`` names venues that
are known to have no substitute.
"""

from drillctl.expectations.absences import Gone, fails_anyway, nested, outcomes
from drillctl.expectations.question import Question, Verdict
from drillctl.language import tr, trn
from drillctl.model.expectation import Form, Sort

TITLE = "Works without any one venue"
FORM = Form({"checks": Sort.CHECKS, "except": Sort.VENUES}, short="checks", open=True)
NESTED = False


def judge(question: Question) -> Verdict:
    """Every venue in use, closed in turn: without one that is not, the plan stays as it is."""
    checks = nested(question)
    failed = fails_anyway(question, checks)
    if failed is not None:
        return failed
    used = {session.venue for session in question.plan.sessions}
    spared = set(question.value("except", ()))
    venues = [v for v in question.problem.roster.venues if v in used and v not in spared]
    found = outcomes(question, checks, [Gone(venue, venue=True) for venue in venues])
    missed = [outcome for outcome in found if not outcome.passed]
    if not missed:
        said = trn("works without the one", "works without any one of {n}", len(found))
        return Verdict(True, said)
    said = trn(
        "does not work without {n} venue of {all}",
        "does not work without any one of {n} venues of {all}",
        len(missed),
        all=len(found),
    )
    return Verdict(
        False, said, tuple(tr("{venue}: {why}", venue=o.gone.id, why=o.why) for o in missed)
    )
