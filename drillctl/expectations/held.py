"""Sessions are held: ``held: all``, ``held: 2`` (at least so many), ``held: still``.

``still`` compares with the plan from which something was taken away: what it holds is held in
spite of that. Asked of a plan itself it says nothing.
"""

from drillctl.expectations.question import Question, Verdict, nothing_asked, out_of
from drillctl.language import joined, tr, trn
from drillctl.language.recognition import reason
from drillctl.model.expectation import Form, Sort

TITLE = "Sessions held"
FORM = Form({"sessions": Sort.HELD}, required=("sessions",), short="sessions")


def judge(question: Question) -> Verdict:
    """The sessions held against those wanted."""
    asked = question.asked()
    if not asked:
        return nothing_asked()
    held = {session.id for session in question.sessions()}
    wanted = question.value("sessions")
    if isinstance(wanted, int):
        said = tr(
            "{held} held, asked for are {wanted}", held=out_of(len(held), len(asked)), wanted=wanted
        )
        return Verdict(len(held) >= wanted, said, _reasons(question) if len(held) < wanted else ())
    needed = _needed(question)
    missing = [session for session in needed if session not in held]
    if not missing:
        return Verdict(True, tr("{held} held", held=out_of(len(held), len(asked))))
    said = trn(
        "{sessions} is not held",
        "{sessions} are not held",
        len(missing),
        sessions=joined(", ", missing),
    )
    return Verdict(False, said, _reasons(question))


def _needed(question: Question) -> list[str]:
    if question.value("sessions") == "all":
        return question.asked()
    return [session.id for session in question.planned.sessions if question.concerns(session.id)]


def _reasons(question: Question) -> tuple[str, ...]:
    return tuple(
        tr("{session}: {why}", session=absent.id, why=reason(why))
        for absent in question.plan.not_held
        if question.concerns(absent.id)
        for why in absent.why
    )


def must_hold(question: Question) -> tuple[tuple[str, ...], int]:
    """Of which sessions how many must be held at least."""
    wanted = question.value("sessions")
    if isinstance(wanted, int):
        return tuple(question.asked()), wanted
    needed = tuple(_needed(question))
    return needed, len(needed)
