"""Objectives, critical tasks and the scale by which evaluators rate them."""

from collections.abc import Iterator

from drillctl.exports.documents.blocks import Block, Bullets, Heading, Lines, Paragraph, Table
from drillctl.exports.documents.facts import Facts, iso
from drillctl.model.scenario import Objective

_BLANK = Objective("", "")


def objectives(facts: Facts) -> Iterator[Block]:
    """What the exercise must show, without how it is rated."""
    if not facts.scenario.objectives:
        yield Paragraph(facts.word("none_planned"))
        return
    rows = [(o.id, o.text, o.capability or "") for o in facts.scenario.objectives]
    yield Table(facts.words(("number", "objective", "capability")), rows, (1, 6, 3))


def tasks(facts: Facts) -> Iterator[Block]:
    """Objectives by capability, with their critical tasks."""
    if not facts.scenario.objectives:
        yield Paragraph(facts.word("none_planned"))
    for capability, group in by_capability(facts):
        yield Heading(f"{facts.word('capability')}: {capability}", 2)
        for objective in group:
            yield Heading(f"{objective.id}. {objective.text}", 3)
            if objective.critical_tasks:
                yield Bullets(objective.critical_tasks)


def by_capability(facts: Facts) -> list[tuple[str, list[Objective]]]:
    """Objectives under the capability that they name."""
    groups: dict[str, list[Objective]] = {}
    for objective in facts.scenario.objectives:
        name = objective.capability or facts.word("no_capability")
        groups.setdefault(name, []).append(objective)
    return list(groups.items())


def scale(facts: Facts) -> Iterator[Block]:
    """The doctrine's ratings, and what they mean."""
    rows = [
        (key, rating.label[facts.language], rating.meaning[facts.language])
        for key, rating in facts.doctrine.ratings.items()
    ]
    yield Table(facts.words(("rating", "rating_name", "rating_meaning")), rows, (2, 5, 13))


def evaluator(facts: Facts) -> Iterator[Block]:
    """Who evaluates, and where they stood."""
    heads = facts.words(("evaluator", "position", "date", "signature"))
    yield Table(heads, [("", "", "", "")] * 2, (3, 3, 2, 3), lines=1)


def evaluators(facts: Facts) -> Iterator[Block]:
    """Who evaluated which objective."""
    rated = facts.record.ratings if facts.record else {}
    rows = [
        (facts.objective(o.id), facts.name(rated[o.id].evaluator) if o.id in rated else "")
        for o in facts.scenario.objectives
    ]
    heads = facts.words(("objective", "evaluator"))
    yield Table(heads, rows or [("", "")] * 2, (6, 4), lines=1)


def guide(facts: Facts) -> Iterator[Block]:
    """A form for each objective: tasks, what was observed, ratings."""
    if not facts.scenario.objectives:
        yield Paragraph(facts.word("none_planned"))
        yield from _form(facts, _BLANK)
    for capability, group in by_capability(facts):
        yield Heading(f"{facts.word('capability')}: {capability}", 2)
        for objective in group:
            yield Heading(f"{objective.id}. {objective.text}", 3)
            yield from _form(facts, objective)


def _form(facts: Facts, objective: Objective) -> Iterator[Block]:
    named = objective.critical_tasks or ("", "", "")
    heads = facts.words(("task", "observed", "rating", "evaluator"))
    yield Table(heads, [(task, "", "", "") for task in named], (6, 8, 2, 3), lines=2)
    heads = facts.words(("objective_rating", "why_rating"))
    levels = "   ".join(f"☐ {key}" for key in facts.doctrine.ratings)
    yield Table(heads, [(levels, "")], (5, 14), lines=3)


def observations(facts: Facts) -> Iterator[Block]:
    """Room for what no critical task covers."""
    heads = facts.words(("time", "observation", "observer"))
    yield Table(heads, [("", "", "")] * 5, (2, 8, 2), lines=2)


def earlier(facts: Facts) -> Iterator[Block]:
    """Open corrective actions of earlier sessions that this one can answer."""
    if not facts.earlier:
        yield Paragraph(facts.word("none"))
        return
    yield Paragraph(facts.word("earlier_actions"))
    rows = [
        (
            owed.id,
            owed.action.text,
            iso(owed.action.retest.by if owed.action.retest else None),
            "",
            "",
        )
        for owed in facts.earlier
    ]
    heads = facts.words(("number", "action", "retest", "state", "verified_by"))
    yield Table(heads, rows, (4, 7, 3, 2, 3), lines=2)


def questions(facts: Facts) -> Iterator[Block]:
    """What everybody is asked, with room for the answers."""
    for key in ("well", "better", "together", "safe", "lacked", "urgent"):
        yield Heading(facts.word(key), 2)
        yield Lines(3)


def first_actions(facts: Facts) -> Iterator[Block]:
    """Room for what the report will take up."""
    heads = facts.words(("area", "action", "owner", "due"))
    yield Table(heads, [("", "", "", "")] * 4, (5, 5, 2, 2), lines=2)


CONTENT = {
    "objectives": objectives,
    "tasks": tasks,
    "scale": scale,
    "evaluator": evaluator,
    "evaluators": evaluators,
    "guide": guide,
    "observations": observations,
    "earlier": earlier,
    "questions": questions,
    "first_actions": first_actions,
}
