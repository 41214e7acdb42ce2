"""Demands of scenarios that no plan could meet, whatever the dates."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta

from drillctl.files.diagnostics import Diagnostic, did_you_mean, no_such
from drillctl.files.nodes import Node, Source
from drillctl.files.scenario_file import ScenarioParts
from drillctl.language import tr, trn
from drillctl.model.duration import Duration
from drillctl.model.problem import Problem
from drillctl.model.roster import Kind, Roster
from drillctl.model.scenario import Position, Scenario, Window
from drillctl.model.zone import zone_of

_WEEKDAYS = (
    tr("Monday"),
    tr("Tuesday"),
    tr("Wednesday"),
    tr("Thursday"),
    tr("Friday"),
    tr("Saturday"),
    tr("Sunday"),
)


def check_period(
    problem: Problem, scenarios: ScenarioParts, diagnostics: Sequence[Diagnostic]
) -> None:
    """There is a period to plan, and what relies on it can be met in it."""
    try:
        _ = problem.period
    except ValueError as error:
        # A window that could not be read is reported already, and may be the only one.
        if not diagnostics:
            source, node = scenarios.place(next(iter(problem.scenarios)))
            source.problem(node, "C012", str(error), tr("give the policy a period"))
        return
    for scenario in problem.scenarios.values():
        if scenario.schedule.window is None and problem.policy.period is None:
            _check_without_window(problem, scenarios)
            return


def _check_without_window(problem: Problem, scenarios: ScenarioParts) -> None:
    """Scenarios that rely on the hull of the others' windows are checked against it."""
    only = {k: s for k, s in problem.scenarios.items() if s.schedule.window is None}
    part = Problem(problem.roster, only, problem.policy)
    check_scenarios(part, scenarios, problem.period)


def check_scenarios(problem: Problem, scenarios: ScenarioParts, period: Window | None) -> None:
    """Demands that no plan could meet, whatever the dates."""
    held = {
        kind: frozenset(
            covered
            for member in problem.roster.members.values()
            if member.kind is kind
            for certification in member.certifications
            for covered in problem.roster.covers(certification.id)
        )
        for kind in Kind
    }
    holders = _holders(problem.roster)
    for scenario in problem.scenarios.values():
        _check_time(problem, scenario, scenarios, period)
        _check_means(problem.roster, scenario, scenarios)
        for position in scenario.positions:
            source, node = scenarios.place(scenario.id, "position", position.id)
            _check_position(source, node, position, holders, held)
        source, node = scenarios.place(scenario.id, "joint")
        _check_joint(source, node, problem.roster, scenario)
        objectives = [objective.id for objective in scenario.objectives]
        for index, inject in enumerate(scenario.injects):
            source, node = scenarios.place(scenario.id, "inject", str(index))
            if inject.objective is not None and inject.objective not in objectives:
                where = tr("the objectives of {scenario!r}", scenario=scenario.id)
                message = no_such(tr("objective"), inject.objective, where, objectives)
                source.problem(node, "R001", message)
            if inject.at > scenario.duration:
                message = tr(
                    "inject at {at} lies after the session's end",
                    at=str(Duration(minutes=inject.at)),
                )
                hint = tr("it lasts {length}", length=_length(scenario))
                source.problem(node, "C010", message, hint)


def _length(scenario: Scenario) -> str:
    return str(Duration(minutes=scenario.duration))


def _holders(roster: Roster) -> list[tuple[Kind, frozenset[str]]]:
    """(kind, certifications covered) of each member, each distinct pair once."""
    found = {
        (
            member.kind,
            frozenset(c for held in member.certifications for c in roster.covers(held.id)),
        )
        for member in roster.members.values()
    }
    return sorted(found, key=lambda pair: (pair[0], sorted(pair[1])))


def _check_position(
    source: Source,
    node: Node,
    position: Position,
    holders: list[tuple[Kind, frozenset[str]]],
    held: Mapping[Kind, frozenset[str]],
) -> None:
    kind = position.kind or (Kind.PROFESSIONAL if position.lead else None)
    if any(covers.issuperset(position.needs) for of, covers in holders if kind in (None, of)):
        return
    fitting = [covers for of, covers in holders if kind in (None, of)]
    missing = [
        n for n in position.needs if not any(n in held[k] for k in held if kind in (None, k))
    ]
    message = tr(
        "nobody can ever be {position!r}: {why}",
        position=position.id,
        why=_why_nobody(position, kind, bool(fitting), missing),
    )
    source.problem(node, "C004", message, tr("certify somebody, or ask for less"))


def _why_nobody(position: Position, kind: Kind | None, some: bool, missing: list[str]) -> str:
    """`some`: there are members of that kind. `missing`: certifications that none of them holds."""
    if not some:
        if kind is None:
            return tr("the roster has no member")
        return tr("the roster has no {kind}", kind=kind.value)
    if kind is None:
        if missing:
            return tr("nobody in the roster holds {needs}", needs=", ".join(missing))
        needs = ", ".join(position.needs)
        return tr("nobody in the roster holds all of {needs} together", needs=needs)
    if missing:
        return tr("no {kind} member holds {needs}", kind=kind.value, needs=", ".join(missing))
    return tr(
        "no {kind} member holds all of {needs} together",
        kind=kind.value,
        needs=", ".join(position.needs),
    )


def _check_time(
    problem: Problem, scenario: Scenario, scenarios: ScenarioParts, period: Window | None
) -> None:
    schedule = scenario.schedule
    window = schedule.window or period
    if schedule.hours is not None:
        source, node = scenarios.place(scenario.id, "schedule", "hours")
        if scenario.duration > schedule.hours[1] - schedule.hours[0]:
            length = _length(scenario)
            message = tr("a session of {length} does not fit into its hours", length=length)
            source.problem(node, "C005", message, tr("widen `hours` or shorten `duration`"))
    if len(schedule.fixed) > schedule.sessions:
        source, node = scenarios.place(scenario.id, "schedule", "fixed")
        message = trn(
            "{fixed} fixed starts for {n} session",
            "{fixed} fixed starts for {n} sessions",
            schedule.sessions,
            fixed=len(schedule.fixed),
        )
        source.problem(node, "C007", message, tr("raise `sessions` or drop a start"))
    if window is None:
        return
    source, node = scenarios.place(scenario.id, "schedule", "window")
    days = (window.last - window.first).days + 1
    if scenario.duration > days * 1440 + 180:
        message = trn(
            "a session of {length} does not fit into its window of {n} day",
            "a session of {length} does not fit into its window of {n} days",
            days,
            length=_length(scenario),
        )
        source.problem(node, "C005", message)
    elif schedule.weekdays is not None and days < 7:
        found = {(window.first + timedelta(days=n)).weekday() for n in range(days)}
        if not found & schedule.weekdays:
            message = tr("no permitted weekday lies in {first} to {last}", **_dates(window))
            source.problem(node, "C003", message, tr("widen the window or the days"))
    if period is not None and (window.first > period.last or window.last < period.first):
        message = tr(
            "the window {first} to {last} lies outside the policy's period {begin} to {end}",
            **_dates(window),
            begin=period.first.isoformat(),
            end=period.last.isoformat(),
        )
        source.problem(node, "C003", message)
    for start in schedule.fixed:
        source, node = scenarios.place(scenario.id, "schedule", "fixed")
        minute = start.hour * 60 + start.minute
        at = f"{start:%Y-%m-%dT%H:%M}"
        wrong: str = ""
        if minute % problem.policy.granularity:
            wrong = trn(
                "the fixed start {at} is not on the grid of {n} minute",
                "the fixed start {at} is not on the grid of {n} minutes",
                problem.policy.granularity,
                at=at,
            )
        elif not window.first <= start.date() <= window.last:
            wrong = tr(
                "the fixed start {at} is outside the window {first} to {last}",
                at=at,
                **_dates(window),
            )
        elif schedule.weekdays is not None and start.weekday() not in schedule.weekdays:
            wrong = tr(
                "the fixed start {at} is a {weekday}, which `days` leaves out",
                at=at,
                weekday=_WEEKDAYS[start.weekday()],
            )
        elif not _exists(start, problem.roster.timezone):
            wrong = tr(
                "the fixed start {at} does not exist: the clocks of {zone} skip it",
                at=at,
                zone=problem.roster.timezone,
            )
        elif schedule.hours is not None and not (
            schedule.hours[0] <= minute
            and _until(start, scenario, problem.roster.timezone) <= schedule.hours[1]
        ):
            wrong = tr("the fixed start {at} does not lie within `hours`", at=at)
        if wrong:
            source.problem(node, "C007", wrong)


def _exists(local: datetime, zone: str) -> bool:
    """Whether the clocks show it at some time."""
    there = local.replace(tzinfo=zone_of(zone))
    return there.astimezone(UTC).astimezone(there.tzinfo).replace(tzinfo=None, fold=0) == local


def _until(start: datetime, scenario: Scenario, zone: str) -> int:
    """The local minute, of the day of the start, up to which a session lasts that starts then."""
    there = start.replace(tzinfo=zone_of(zone)).astimezone(UTC)
    last = (there + timedelta(minutes=scenario.duration - 1)).astimezone(zone_of(zone))
    days = last.date() - start.date()
    return days.days * 1440 + last.hour * 60 + last.minute + 1


def _dates(window: Window) -> dict[str, str]:
    return {"first": window.first.isoformat(), "last": window.last.isoformat()}


def _check_means(roster: Roster, scenario: Scenario, scenarios: ScenarioParts) -> None:
    wish = scenario.venue
    if wish is not None and wish.id in (None, *roster.venues):
        fitting = [
            venue
            for venue in roster.venues.values()
            if wish.features <= venue.features and wish.id in (None, venue.id)
        ]
        if not fitting:
            source, node = scenarios.place(scenario.id, "venue")
            features = sorted({f for venue in roster.venues.values() for f in venue.features})
            unknown = sorted(wish.features.difference(features))
            hint = did_you_mean(unknown[0], features) if unknown else ""
            needs = ", ".join(sorted(wish.features)) or tr("what it asks for")
            source.problem(node, "C008", tr("no venue has {needs}", needs=needs), hint)
    for item, count in scenario.equipment.items():
        if item in roster.equipment and count > roster.equipment[item].count:
            source, node = scenarios.place(scenario.id, "equipment")
            message = tr(
                "{count} {item} are asked for, but there are {there}",
                count=count,
                item=item,
                there=roster.equipment[item].count,
            )
            source.problem(node, "C009", message)


def _check_joint(source: Source, node: Node, roster: Roster, scenario: Scenario) -> None:
    joint = scenario.joint
    open_to = {
        kind: sum(
            p.count
            for p in scenario.positions
            if (p.kind or (Kind.PROFESSIONAL if p.lead else kind)) is kind
        )
        for kind in Kind
    }
    for kind, minimum in (
        (Kind.PROFESSIONAL, joint.professional_min),
        (Kind.VOLUNTEER, joint.volunteer_min),
    ):
        if minimum > open_to[kind]:
            message = tr(
                "{minimum} {kind} members are demanded, but only {seats} seats are open to them",
                minimum=minimum,
                kind=kind.value,
                seats=open_to[kind],
            )
            source.problem(node, "C011", message)
    if joint.teams_min > len(roster.teams):
        message = tr(
            "{minimum} teams are demanded, but there are {there}",
            minimum=joint.teams_min,
            there=len(roster.teams),
        )
        source.problem(node, "C011", message)
