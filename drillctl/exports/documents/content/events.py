"""The Master Scenario Events List, for controllers and evaluators only."""

from collections.abc import Iterator

from drillctl.exports.documents.blocks import Block, Paragraph, Table
from drillctl.exports.documents.facts import Facts

_SPARE = 6
_HEADS = ("number", "time", "from", "recipient", "event", "expected", "objective", "done")
_WIDTHS = (2, 4, 4, 4, 9, 9, 3, 2)


def injects(facts: Facts) -> Iterator[Block]:
    """Every inject with what is expected of whom."""
    if not facts.scenario.injects:
        yield Paragraph(facts.word("none_planned"))
        return
    rows = [
        (
            str(number),
            facts.clock(inject),
            inject.sender,
            inject.recipient,
            inject.text,
            inject.expect,
            inject.objective or "",
            "",
        )
        for number, inject in facts.injects()
    ]
    yield Table(facts.words(_HEADS), rows, _WIDTHS, lines=1)


def spare_injects(facts: Facts) -> Iterator[Block]:
    """Rows for what control makes up on the day, where the scenario plans nothing."""
    if not facts.scenario.injects:
        yield Table(facts.words(_HEADS), [("",) * len(_HEADS)] * _SPARE, _WIDTHS, lines=1)


def injects_happened(facts: Facts) -> Iterator[Block]:
    """Every inject, when it was given and what became of it."""
    if not facts.scenario.injects:
        yield Paragraph(facts.word("none_planned"))
        return
    runs = {run.number: run for run in facts.record.injects} if facts.record else {}
    rows = []
    for number, inject in facts.injects():
        run = runs.get(number)
        done = "" if run is None or run.done is None else facts.word(_done(run.done))
        rows.append(
            (
                str(number),
                facts.clock(inject),
                inject.text,
                inject.expect,
                done,
                run.at if run else "",
                run.note if run else "",
            )
        )
    heads = ("number", "time", "event", "expected", "done", "actual", "note")
    yield Table(facts.words(heads), rows, (2, 4, 8, 8, 2, 3, 6), lines=0 if facts.record else 1)


def _done(done: bool) -> str:
    return "done_yes" if done else "done_no"


def controllers(facts: Facts) -> Iterator[Block]:
    """Who gives which inject, by whom it comes from in the play."""
    senders = dict.fromkeys(inject.sender for _, inject in facts.injects() if inject.sender)
    rows = [(sender, "", "") for sender in senders] or [("", "", "")] * 2
    heads = facts.words(("from", "controller", "reach_by"))
    yield Table(heads, rows, (4, 4, 4), lines=1)


CONTENT = {
    "injects": injects,
    "spare_injects": spare_injects,
    "injects_happened": injects_happened,
    "controllers": controllers,
}
