"""What can only be checked once all files are read: references, circles, impossible demands."""

from collections.abc import Iterable, Mapping
from datetime import timedelta

from drillctl.files.diagnostics import did_you_mean, no_such
from drillctl.files.nodes import Node, Reference, Source
from drillctl.files.roster_file import RosterParts
from drillctl.files.scenario_file import ScenarioParts
from drillctl.model.duration import Duration
from drillctl.model.problem import Problem
from drillctl.model.roster import Kind, Roster
from drillctl.model.scenario import Position, Scenario, Window


def check_references(
    references: Iterable[Reference],
    roster: Roster,
    parts: RosterParts,
    scenarios: ScenarioParts,
    foreign: Iterable[str] = (),
) -> None:
    """Every name that a file uses is defined in some file.

    `foreign`: scenarios that plans elsewhere hold sessions of, known by their ids alone.
    """
    known: dict[str, Iterable[str]] = {
        "certification": roster.certifications,
        "team": roster.teams,
        "member": roster.members,
        "venue": roster.venues,
        "equipment": roster.equipment,
        "availability": parts.patterns,
        "scenario": {*scenarios.scenarios, *foreign},
        "capability": {c for s in scenarios.scenarios.values() for c in s.capabilities},
        "position": {p.id for s in scenarios.scenarios.values() for p in s.positions},
    }
    for scenario in scenarios.scenarios.values():
        known[f"position of {scenario.id}"] = {p.id for p in scenario.positions}
    for reference in references:
        names = known.get(reference.sort)
        if names is not None and reference.name not in names:
            message = f"no {reference.sort} {reference.name!r} is defined in any file"
            hint = did_you_mean(reference.name, names)
            reference.source.problem(reference.node, "R001", message, hint)


def check_circles(parts: RosterParts, scenarios: ScenarioParts) -> None:
    """Neither `includes` nor `after` leads back to where it began."""
    includes = {c.id: c.includes for c in parts.certifications.values()}
    for name, circle in _circles(includes):
        source, node = parts.places["certification", name]
        source.problem(node, "R003", f"includes itself: {' -> '.join(circle)}")
    follows = {
        s.id: tuple(after.scenario for after in s.schedule.after)
        for s in scenarios.scenarios.values()
    }
    for name, circle in _circles(follows):
        source, node = scenarios.place(name, "schedule", "after")
        source.problem(node, "R004", f"comes after itself: {' -> '.join(circle)}")


def _circles(edges: Mapping[str, tuple[str, ...]]) -> Iterable[tuple[str, list[str]]]:
    """Each circle once, from its first name, as the names along it."""
    done: set[str] = set()
    for first in sorted(edges):
        path: list[str] = [first]
        steps = [iter(edges.get(first, ()))]
        seen = {first}
        while steps:
            step = next(steps[-1], None)
            if step is None:
                steps.pop()
                path.pop()
            elif step == first:
                if first not in done:
                    done.update(path)
                    yield first, [*path, first]
                break
            elif step not in seen:
                seen.add(step)
                path.append(step)
                steps.append(iter(edges.get(step, ())))


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
                where = f"the objectives of {scenario.id!r}"
                source.problem(
                    node, "R001", no_such("objective", inject.objective, where, objectives)
                )
            if inject.at > scenario.duration:
                message = f"inject at {Duration(minutes=inject.at)} lies after the session's end"
                source.problem(node, "C010", message, f"it lasts {_length(scenario)}")


def _length(scenario: Scenario) -> Duration:
    return Duration(minutes=scenario.duration)


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
    who = f"no {kind} member" if kind else "nobody in the roster"
    missing = [
        n for n in position.needs if not any(n in held[k] for k in held if kind in (None, k))
    ]
    if not fitting:
        what = f"the roster has no {kind or 'member'}"
    elif missing:
        what = f"{who} holds {', '.join(missing)}"
    else:
        what = f"{who} holds all of {', '.join(position.needs)} together"
    hint = "certify somebody, or ask for less"
    source.problem(node, "C004", f"nobody can ever be {position.id!r}: {what}", hint)


def _check_time(
    problem: Problem, scenario: Scenario, scenarios: ScenarioParts, period: Window | None
) -> None:
    schedule = scenario.schedule
    window = schedule.window or period
    if schedule.hours is not None:
        source, node = scenarios.place(scenario.id, "schedule", "hours")
        if scenario.duration > schedule.hours[1] - schedule.hours[0]:
            message = f"a session of {_length(scenario)} does not fit into its hours"
            source.problem(node, "C005", message, "widen `hours` or shorten `duration`")
    if len(schedule.fixed) > schedule.sessions:
        source, node = scenarios.place(scenario.id, "schedule", "fixed")
        message = f"{len(schedule.fixed)} fixed starts for {schedule.sessions} session(s)"
        source.problem(node, "C007", message, "raise `sessions` or drop a start")
    if window is None:
        return
    source, node = scenarios.place(scenario.id, "schedule", "window")
    days = (window.last - window.first).days + 1
    if scenario.duration > days * 1440 + 180:
        message = f"a session of {_length(scenario)} does not fit into its window of {days} day(s)"
        source.problem(node, "C005", message)
    elif schedule.weekdays is not None and days < 7:
        found = {(window.first + timedelta(days=n)).weekday() for n in range(days)}
        if not found & schedule.weekdays:
            message = f"no permitted weekday lies in {window.first} to {window.last}"
            source.problem(node, "C003", message, "widen the window or the days")
    if period is not None and (window.first > period.last or window.last < period.first):
        message = f"the window {window.first} to {window.last} lies outside the policy's period "
        source.problem(node, "C003", message + f"{period.first} to {period.last}")
    for start in schedule.fixed:
        source, node = scenarios.place(scenario.id, "schedule", "fixed")
        minute = start.hour * 60 + start.minute
        problem_text = ""
        if minute % problem.policy.granularity:
            problem_text = f"is not on the grid of {problem.policy.granularity} minutes"
        elif not window.first <= start.date() <= window.last:
            problem_text = f"is outside the window {window.first} to {window.last}"
        elif schedule.weekdays is not None and start.weekday() not in schedule.weekdays:
            problem_text = f"is a {start:%A}, which `days` leaves out"
        elif schedule.hours is not None and not (
            schedule.hours[0] <= minute <= schedule.hours[1] - scenario.duration
        ):
            problem_text = "does not lie within `hours`"
        if problem_text:
            source.problem(node, "C007", f"the fixed start {start:%Y-%m-%dT%H:%M} {problem_text}")


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
            needs = ", ".join(sorted(wish.features)) or "its wish"
            source.problem(node, "C008", f"no venue has {needs}", hint)
    for item, count in scenario.equipment.items():
        if item in roster.equipment and count > roster.equipment[item].count:
            source, node = scenarios.place(scenario.id, "equipment")
            message = f"{count} {item} are asked for, but there are {roster.equipment[item].count}"
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
            message = f"{minimum} {kind} members are demanded, but only {open_to[kind]} seats "
            source.problem(node, "C011", message + "are open to them")
    if joint.teams_min > len(roster.teams):
        message = f"{joint.teams_min} teams are demanded, but there are {len(roster.teams)}"
        source.problem(node, "C011", message)
