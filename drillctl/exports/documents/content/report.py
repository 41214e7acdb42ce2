"""What the after-action report says: ratings, strengths, areas for improvement, actions."""

from collections.abc import Iterator

from drillctl.exports.documents.blocks import Block, Bullets, Heading, Lines, Paragraph, Table
from drillctl.exports.documents.facts import Facts, iso
from drillctl.model.action import CorrectiveAction
from drillctl.model.record import Area, Finding, ObjectiveRating

_BLANK_ACTIONS = 5


def rated(facts: Facts) -> Iterator[Block]:
    """Each objective with the rating it got; a form of it without a record."""
    if not facts.scenario.objectives and not _ratings(facts):
        yield Paragraph(facts.word("none_planned"))
        return
    rows = []
    for name in _objectives(facts):
        given = _ratings(facts).get(name, ObjectiveRating())
        capability = given.capability or _capability(facts, name) or ""
        rating = given.rating
        level = facts.doctrine.ratings[rating].label[facts.language] if rating else ""
        shown = f"{rating}: {level}" if rating and facts.doctrine.id == "hseep" else level
        rows.append((facts.objective(name), capability, shown))
    heads = facts.words(("objective", "capability", "rating"))
    yield Table(heads, rows, (6, 3, 4), lines=0 if _ratings(facts) else 1)


def _ratings(facts: Facts) -> dict[str, ObjectiveRating]:
    return dict(facts.record.ratings) if facts.record else {}


def _objectives(facts: Facts) -> list[str]:
    """Ids of the scenario's objectives, then those that only the record rates."""
    planned = [objective.id for objective in facts.scenario.objectives]
    return list(dict.fromkeys([*planned, *_ratings(facts)]))


def _capability(facts: Facts, objective: str) -> str | None:
    found = (o.capability for o in facts.scenario.objectives if o.id == objective)
    return next(found, None)


def analysed(facts: Facts) -> Iterator[Block]:
    """By objective: tasks, strengths, areas; then what belongs to none."""
    for name in _objectives(facts):
        yield Heading(facts.objective(name), 2)
        yield from _tasks(facts, name)
        yield from _findings(facts, name)
    left = _loose(facts)
    if left or not _objectives(facts):
        yield Heading(facts.word("notes"), 2)
        yield from _findings(facts, None)


def _loose(facts: Facts) -> bool:
    """Whether something found belongs to no objective."""
    record = facts.record
    if record is None:
        return False
    known = _objectives(facts)
    found = [f.objective for f in (*record.strengths, *record.observations)]
    found += [area.objective for area in record.areas]
    return any(objective not in known for objective in found)


def _tasks(facts: Facts, name: str) -> Iterator[Block]:
    given = _ratings(facts).get(name)
    if given is not None and given.note:
        yield Paragraph(given.note)
    if given is not None and given.tasks:
        rows = [(t.task, t.rating or "", t.observed) for t in given.tasks]
    else:
        planned = [t for o in facts.scenario.objectives if o.id == name for t in o.critical_tasks]
        rows = [(task, "", "") for task in planned]
    if rows:
        yield Table(facts.words(("task", "rating", "observed")), rows, (6, 2, 8))


def _findings(facts: Facts, name: str | None) -> Iterator[Block]:
    """What was found of that objective; `None`: of none that is known."""
    record = facts.record
    known = _objectives(facts)

    def here(objective: str | None) -> bool:
        return objective == name if name is not None else objective not in known

    if record is None:
        yield Heading(facts.word("strengths"), 3)
        yield Lines(2)
        yield Heading(facts.word("areas"), 3)
        heads = facts.words(("area", "reference", "analysis"))
        yield Table(heads, [("", "", "")] * 2, (5, 3, 5), lines=2)
        return
    seen = [_said(facts, o) for o in record.observations if here(o.objective)]
    strengths = [_said(facts, s) for s in record.strengths if here(s.objective)]
    areas = [_area(a) for a in record.areas if here(a.objective)]
    for title, items in (("observations", seen), ("strengths", strengths)):
        if items or title == "strengths":
            yield Heading(facts.word(title), 3)
            yield Bullets(items) if items else Paragraph(facts.word("none"))
    yield Heading(facts.word("areas"), 3)
    if areas:
        yield Table(facts.words(("number", "area", "reference", "analysis")), areas, (2, 5, 3, 5))
    else:
        yield Paragraph(facts.word("none"))


def _said(facts: Facts, finding: Finding) -> str:
    about = f"{finding.capability}: " if finding.capability else ""
    return about + finding.text + (f" ({facts.name(finding.by)})" if finding.by else "")


def _area(area: Area) -> tuple[str, str, str, str]:
    return area.id, area.text, area.reference, area.analysis


def improvement(facts: Facts) -> Iterator[Block]:
    """Every corrective action with its owner and dates; empty rows without a record."""
    record = facts.record
    heads = facts.words(
        (
            "number",
            "area",
            "action",
            "element",
            "responsible",
            "owner",
            "action_contact",
            "start_date",
            "completion_date",
        )
    )
    if record is None:
        rows = [("",) * len(heads)] * _BLANK_ACTIONS
    else:
        areas = {area.id: area.text for area in record.areas}
        rows = [_action(facts, action, areas) for action in record.actions]
    if rows:
        yield Table(heads, rows, (2, 5, 6, 3, 4, 3, 3, 3, 3), lines=2 if record is None else 0)
    else:
        yield Paragraph(facts.word("none"))


def _action(facts: Facts, action: CorrectiveAction, areas: dict[str, str]) -> tuple[str, ...]:
    due = iso(action.due)
    if action.retest is not None:
        due += f"\n({facts.word('retest')} {iso(action.retest.by)})"
    area = action.area or ""
    return (
        action.id,
        f"{area}. {areas[area]}" if area in areas else area,
        action.text,
        facts.element(action.element),
        facts.team(action.team) if action.team else "",
        facts.name(action.owner),
        facts.contact(action.contact),
        iso(action.start),
        due.strip(),
    )


def followed_up(facts: Facts) -> Iterator[Block]:
    """What this session showed of earlier actions."""
    record = facts.record
    seen = [f for f in record.follow_up if f.state is not None] if record else []
    if not seen and not facts.earlier:
        return
    yield Heading(facts.word("earlier_actions"), 2)
    texts = {owed.id: owed.action.text for owed in facts.earlier}
    if seen:
        rows = [
            (
                f.action,
                texts.get(f.action, ""),
                facts.word(f.state),
                facts.name(f.verified_by),
                f.note,
            )
            for f in seen
            if f.state is not None
        ]
    else:
        rows = [(owed.id, owed.action.text, "", "", "") for owed in facts.earlier]
    heads = facts.words(("number", "action", "state", "verified_by", "note"))
    yield Table(heads, rows, (4, 7, 2, 3, 5))


def conclusion(facts: Facts) -> Iterator[Block]:
    """Room for the overall judgement, which people give."""
    levels = "   ".join(f"☐ {r.label[facts.language]}" for r in facts.doctrine.ratings.values())
    yield Paragraph(levels)
    yield Lines(4)


CONTENT = {
    "rated": rated,
    "analysed": analysed,
    "improvement": improvement,
    "followed_up": followed_up,
    "conclusion": conclusion,
}
