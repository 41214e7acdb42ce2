"""In every session somebody has the position: ``never_empty: incident-commander``.

One member in it is enough; that all its seats are taken is ``filled: {share: all, position: X}``.
A session that is not held counts as one in which it is empty. Sessions of scenarios without such
a position say nothing.
"""

from drillctl.expectations.question import Question, Verdict, nothing_asked
from drillctl.language import tr, trn
from drillctl.model.expectation import Form, Sort

TITLE = "Position with somebody in it in every session"
FORM = Form({"position": Sort.POSITIONS}, required=("position",), short="position")


def judge(question: Question) -> Verdict:
    """Sessions in which nobody has the position."""
    held = {session.id: session for session in question.sessions()}
    empty, looked_at = [], 0
    for name, position in _places(question):
        looked_at += 1
        session = held.get(name)
        if session is None:
            empty.append(tr("{session}/{position}: not held", session=name, position=position))
        elif not session.assigned.get(position):
            where = question.where(session)
            empty.append(tr("{session}/{position}: nobody", session=where, position=position))
    if not looked_at:
        return nothing_asked()
    if not empty:
        said = trn("somebody in {n} place", "somebody in all {n} places", looked_at)
        return Verdict(True, said)
    said = trn(
        "nobody in {n} place of {all}", "nobody in {n} places of {all}", len(empty), all=looked_at
    )
    return Verdict(False, said, tuple(empty))


def demands(question: Question) -> list[tuple[tuple[str, ...], tuple[str, ...] | None, int]]:
    """One seat at least in each place."""
    return [((session,), (position,), 1) for session, position in _places(question)]


def _places(question: Question) -> list[tuple[str, str]]:
    """Every session asked for with every such position that it has."""
    return [
        (session, position)
        for session in question.asked()
        for position in question.value("position")
        if question.problem.scenarios[session.rpartition("#")[0]].position(position) is not None
    ]
