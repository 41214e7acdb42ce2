"""When, where, why and how safely a session is held."""

from collections.abc import Iterator
from datetime import datetime

from drillctl.exports.documents.blocks import Block, Bullets, Heading, Lines, Paragraph, Table
from drillctl.exports.documents.content.people import team_counts
from drillctl.exports.documents.facts import Facts, hours, joined, span
from drillctl.model.record import Record

_LABELS = (2, 7)


def overview(facts: Facts) -> Iterator[Block]:
    """The exercise on one table."""
    yield Table((facts.word("item"), facts.word("planned")), planned(facts), _LABELS, labels=True)


def overview_happened(facts: Facts) -> Iterator[Block]:
    """What was planned beside what happened, as far as a record says so."""
    record = facts.record
    if record is not None and not record.held:
        yield Paragraph(facts.word("not_held"))
    happened = _happened(facts, record) if record else {}
    rows = [
        (label, value, happened.get(key, ""))
        for key, (label, value) in zip(_PLANNED, planned(facts), strict=True)
    ]
    heads = facts.words(("item", "planned", "happened"))
    yield Table(heads, rows, (2, 4, 3), labels=True)
    yield Heading(facts.word("purpose"), 2)
    yield from purpose(facts)
    if record is not None and record.notes:
        yield Heading(facts.word("notes"), 2)
        yield Paragraph(record.notes)


_PLANNED = (
    "session",
    "exercise",
    "type",
    "hazard",
    "when",
    "duration",
    "venue",
    "capabilities",
    "teams",
    "equipment",
    "contact",
)


def planned(facts: Facts) -> list[tuple[str, str]]:
    """(label, value) of everything that the plan and the scenario say."""
    scenario, session = facts.scenario, facts.session
    titles = facts.problem.roster.equipment
    gear = [
        f"{count} x {titles[item].title if item in titles else item}"
        for item, count in scenario.equipment.items()
    ]
    teams = [
        f"{team.title} ({facts.word(team.kind)}, {count})" for team, count in team_counts(facts)
    ]
    values = (
        session.id,
        scenario.title,
        facts.word(scenario.exercise),
        scenario.hazard or facts.word("none_stated"),
        facts.when,
        facts.duration,
        facts.venue or facts.word("none"),
        joined(facts.capabilities, facts.word("none_stated")),
        joined(teams, facts.word("none")),
        joined(gear, facts.word("none")),
        facts.organizer,
    )
    return list(zip(facts.words(_PLANNED), values, strict=True))


def _happened(facts: Facts, record: Record) -> dict[str, str]:
    venues = facts.problem.roster.venues
    venue = record.venue or ""
    came = len(record.present) + len(record.guests)
    return {
        "when": span(record.start, record.end, facts.word("to")),
        "venue": venues[venue].title if venue in venues else venue,
        "capabilities": ", ".join(record.practised),
        "teams": f"{facts.word('took_part_number')}: {came}",
        "duration": f"{hours(_minutes(record.start, record.end))}h" if record.end else "",
    }


def _minutes(start: datetime, end: datetime) -> int:
    return int((end - start).total_seconds() // 60)


def head(facts: Facts) -> Iterator[Block]:
    """What a form says of its session, in short."""
    rows = [row for key, row in zip(_PLANNED, planned(facts), strict=True) if key in _SHORT]
    yield Table((), rows, _LABELS, labels=True)


_SHORT = ("session", "exercise", "when", "venue")


def purpose(facts: Facts) -> Iterator[Block]:
    """What the scenario says it is for, and how far it goes."""
    if facts.scenario.purpose:
        yield Paragraph(facts.scenario.purpose)
    elif facts.scenario.objectives:
        yield Bullets([objective.text for objective in facts.scenario.objectives])
    else:
        yield Lines(3)


def narrative(facts: Facts) -> Iterator[Block]:
    """The situation at the start."""
    yield Paragraph(facts.scenario.narrative) if facts.scenario.narrative else Lines(5)


def schedule(facts: Facts) -> Iterator[Block]:
    """The steps of the day."""
    rows = [
        (facts.word("before_start"), facts.word("sign_in_step")),
        (f"{facts.start:%Y-%m-%d %H:%M}", facts.word("start_step")),
        (f"{facts.end:%Y-%m-%d %H:%M}", facts.word("end_step")),
        (facts.word("right_after"), facts.word("hot_wash_step")),
    ]
    yield Table(facts.words(("time", "step")), rows, (3, 7))


def means(facts: Facts) -> Iterator[Block]:
    """Where it is held and with what."""
    titles = facts.problem.roster.equipment
    rows = [
        (titles[item].title if item in titles else item, str(count))
        for item, count in facts.scenario.equipment.items()
    ]
    yield Table(
        (), [(facts.word("venue"), facts.venue or facts.word("none"))], _LABELS, labels=True
    )
    if rows:
        yield Table(facts.words(("equipment", "count")), rows, (7, 2))


def safety(facts: Facts) -> Iterator[Block]:
    """The scenario's rules after those that hold for every exercise."""
    yield Bullets([*facts.words(("stop", "own_limits", "sign_out")), *facts.scenario.safety])
    rows = [(facts.word("safety_officer"), "", ""), (facts.word("exercise_director"), "", "")]
    heads = facts.words(("role", "name", "reach_by"))
    yield Table(heads, rows, (3, 3, 4), lines=1)


def approval(facts: Facts) -> Iterator[Block]:
    """Who signs before."""
    yield _signatures(facts, ("exercise_director", "coordinator", "safety_officer"))


def signing(facts: Facts) -> Iterator[Block]:
    """Who signs after."""
    yield _signatures(facts, ("exercise_director", "lead_evaluator", "coordinator"))


def recorder(facts: Facts) -> Iterator[Block]:
    """Who writes."""
    yield _signatures(facts, ("coordinator",))


def _signatures(facts: Facts, roles: tuple[str, ...]) -> Table:
    heads = facts.words(("role", "name", "date", "signature"))
    return Table(heads, [(facts.word(r), "", "", "") for r in roles], (3, 3, 2, 3), lines=1)


CONTENT = {
    "overview": overview,
    "overview_happened": overview_happened,
    "head": head,
    "purpose": purpose,
    "narrative": narrative,
    "schedule": schedule,
    "means": means,
    "safety": safety,
    "approval": approval,
    "signing": signing,
    "recorder": recorder,
}
