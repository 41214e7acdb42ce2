"""What the tables of a plan say: sessions, people, equipment, gaps.

No table shows an e-mail address or a telephone number. Redacted they name nobody.
"""

from datetime import datetime

from drillctl.exports.overview.reasons import personal_names, reasons_shown
from drillctl.exports.tables.table import Column, Sort, Table, Value
from drillctl.language import joined, tr
from drillctl.model.plan import Plan, PlannedSession
from drillctl.model.problem import Problem
from drillctl.model.zone import zone_of

_PERSONAL = ("member", "name")


def plan_tables(problem: Problem, plan: Plan, *, redact: bool = False) -> list[Table]:
    """The four tables, rows in the plan's order."""
    tables = [
        _sessions(problem, plan),
        _people(problem, plan),
        _equipment(problem, plan),
        _gaps(problem, plan, redact=redact),
    ]
    return [table.without(*_PERSONAL) for table in tables] if redact else tables


def _sessions(problem: Problem, plan: Plan) -> Table:
    columns = (
        Column("session", tr("session")),
        Column("title", tr("title")),
        Column("hazard", tr("hazard")),
        Column("exercise", tr("exercise type")),
        Column("start", tr("start"), Sort.TIME),
        Column("end", tr("end"), Sort.TIME),
        Column("hours", tr("hours"), Sort.HOURS),
        Column("venue", tr("venue id")),
        Column("venue_title", tr("venue")),
        Column("seats", tr("seats"), Sort.WHOLE),
        Column("filled", tr("filled"), Sort.WHOLE),
        Column("empty", tr("empty"), Sort.WHOLE),
        Column("standbys", tr("standbys"), Sort.WHOLE),
        Column("professional", tr("professionals"), Sort.WHOLE),
        Column("volunteer", tr("volunteers"), Sort.WHOLE),
        Column("sequence", tr("change number"), Sort.WHOLE),
        Column("uid", tr("uid")),
    )
    members = problem.roster.members
    rows: list[list[Value]] = []
    for session in plan.sessions:
        scenario = problem.scenarios[session.scenario]
        filled = [member for _, member in session.members()]
        kinds = [str(members[member].kind) for member in filled]
        empty = sum(gap.seats for gap in session.empty)
        rows.append(
            [
                session.id,
                scenario.title,
                scenario.hazard,
                str(scenario.exercise),
                *_when(problem, session),
                session.venue,
                _venue(problem, session),
                scenario.seats,
                len(filled),
                empty,
                sum(1 for _ in session.standbys()),
                kinds.count("professional"),
                kinds.count("volunteer"),
                session.sequence,
                session.uid,
            ]
        )
    return Table("sessions", tr("Sessions"), columns, rows, ("empty",))


def _people(problem: Problem, plan: Plan) -> Table:
    columns = (
        Column("session", tr("session")),
        Column("title", tr("title")),
        Column("start", tr("start"), Sort.TIME),
        Column("end", tr("end"), Sort.TIME),
        Column("hours", tr("hours"), Sort.HOURS),
        Column("venue_title", tr("venue")),
        Column("team", tr("team id")),
        Column("team_title", tr("team")),
        Column("kind", tr("kind")),
        Column("member", tr("member id")),
        Column("name", tr("name")),
        Column("position", tr("position")),
        Column("position_title", tr("position title")),
        Column("standby", tr("seat or standby")),
    )
    roster = problem.roster
    rows: list[list[Value]] = []
    for session in plan.sessions:
        scenario = problem.scenarios[session.scenario]
        seated = [(p, m, "assigned") for p, m in session.members()]
        for position, name, how in [*seated, *((p, m, "standby") for p, m in session.standbys())]:
            member, wanted = roster.members[name], scenario.position(position)
            start, end, hours = _when(problem, session)
            rows.append(
                [
                    session.id,
                    scenario.title,
                    start,
                    end,
                    # A standby is kept free, which counts for no limit.
                    hours if how == "assigned" else 0.0,
                    _venue(problem, session),
                    member.team,
                    roster.teams[member.team].title,
                    str(member.kind),
                    member.id,
                    member.name,
                    position,
                    wanted.title if wanted else position,
                    how,
                ]
            )
    return Table("people", tr("People"), columns, rows)


def _equipment(problem: Problem, plan: Plan) -> Table:
    columns = (
        Column("session", tr("session")),
        Column("start", tr("start"), Sort.TIME),
        Column("end", tr("end"), Sort.TIME),
        Column("venue_title", tr("venue")),
        Column("item", tr("item id")),
        Column("item_title", tr("item")),
        Column("number", tr("number"), Sort.WHOLE),
        Column("count", tr("of"), Sort.WHOLE),
    )
    known = problem.roster.equipment
    rows: list[list[Value]] = []
    for session in plan.sessions:
        start, end, _ = _when(problem, session)
        held = session.equipment or problem.scenarios[session.scenario].equipment
        for item, number in held.items():
            one = known.get(item)
            rows.append(
                [
                    session.id,
                    start,
                    end,
                    _venue(problem, session),
                    item,
                    one.title if one else item,
                    number,
                    one.count if one else None,
                ]
            )
    return Table("equipment", tr("Equipment"), columns, rows)


def _gaps(problem: Problem, plan: Plan, *, redact: bool) -> Table:
    columns = (
        Column("session", tr("session")),
        Column("title", tr("title")),
        Column("state", tr("state")),
        Column("start", tr("start"), Sort.TIME),
        Column("position", tr("position")),
        Column("position_title", tr("position title")),
        Column("seats", tr("empty seats"), Sort.WHOLE),
        Column("why", tr("why"), Sort.LONG),
    )
    personal = personal_names(problem) if redact else ()
    rows: list[list[Value]] = []
    for session in plan.sessions:
        scenario = problem.scenarios[session.scenario]
        for gap in session.empty:
            wanted = scenario.position(gap.position)
            rows.append(
                [
                    session.id,
                    scenario.title,
                    "empty",
                    _when(problem, session)[0],
                    gap.position,
                    wanted.title if wanted else gap.position,
                    gap.seats,
                    _why(gap.why, personal),
                ]
            )
    for absent in plan.not_held:
        scenario = problem.scenarios[absent.id.rpartition("#")[0]]
        why = _why(absent.why, personal)
        rows.append([absent.id, scenario.title, "not held", None, None, None, scenario.seats, why])
    return Table("gaps", tr("Gaps"), columns, rows, ("seats",))


def _when(problem: Problem, session: PlannedSession) -> tuple[datetime, datetime, float]:
    """Local start and end, and the hours that really pass between them."""
    hours = (session.end - session.start).total_seconds() / 3600
    zone = zone_of(problem.roster.timezone)
    start, end = (
        moment.astimezone(zone).replace(tzinfo=None) for moment in (session.start, session.end)
    )
    return start, end, round(hours, 2)


def _venue(problem: Problem, session: PlannedSession) -> str | None:
    venue = problem.roster.venues.get(session.venue or "")
    return venue.title if venue else session.venue


def _why(reasons: tuple[str, ...], personal: tuple[str, ...]) -> str | None:
    """The reasons, one a line."""
    shown = reasons_shown(reasons, personal)
    return joined("\n", shown) if shown else None
