"""Any number of files and folders in; one problem, or all that is wrong with them, out."""

import sys
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

import yaml

from drillctl.files.coherence import check_circles, check_references, check_scenarios
from drillctl.files.diagnostics import Diagnostic, did_you_mean
from drillctl.files.documents import documents
from drillctl.files.nodes import Node, Reference, Source, what
from drillctl.files.places import Places, PolicyPlaces, policy_places
from drillctl.files.policy_file import read_policy
from drillctl.files.record_file import check_records, completed, read_record
from drillctl.files.roster_file import RosterParts, merged, read_roster
from drillctl.files.scenario_file import ScenarioParts, read_scenario
from drillctl.model.changes import with_absences
from drillctl.model.plan import Plan
from drillctl.model.policy import Policy
from drillctl.model.problem import Problem
from drillctl.model.record import Record

KINDS = ("roster", "scenario", "policy", "plan", "record", "workspace")


@dataclass(frozen=True)
class Loaded:
    """What the files say. `problem` is None where anything is wrong.

    `inputs`: file name, relative to the folder that was named, to ``sha256:...``. `texts`: the
    files' text by the name that diagnostics use, for excerpts. `context`: the plans elsewhere, as
    `inputs`. `places`: where everything stands.
    """

    problem: Problem | None
    plans: tuple[Plan, ...]
    diagnostics: tuple[Diagnostic, ...]
    inputs: dict[str, str]
    texts: dict[str, str] = field(default_factory=dict)
    context: dict[str, str] = field(default_factory=dict)
    places: Places = field(default_factory=Places)


@dataclass
class _Reading:
    """What has been read so far."""

    diagnostics: list[Diagnostic] = field(default_factory=list)
    references: list[Reference] = field(default_factory=list)
    roster: RosterParts = field(default_factory=RosterParts)
    rosters: int = 0
    scenarios: ScenarioParts = field(default_factory=ScenarioParts)
    policy: Policy | None = None
    policy_place: str = ""
    policy_places: PolicyPlaces = field(default_factory=dict)
    records: list[tuple[Record, Source, Node]] = field(default_factory=list)
    plans: list[Plan] = field(default_factory=list)
    inputs: dict[str, str] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    root: Source | None = None
    kinds: Collection[str] = KINDS


def load(
    paths: Sequence[str | Path],
    baseline: Path | None = None,
    instead: Sequence[str | Path] = (),
    context: Sequence[str | Path] = (),
    plans: Sequence[Plan] = (),
    kinds: Collection[str] = KINDS,
) -> Loaded:
    """Reads all files below `paths` (``-`` is standard input) as one problem.

    `instead`: files, each read in place of those of its name, or besides where there is none.
    `context`: plans that stay as they are, whose sessions occupy people, venues and equipment.
    `plans`: plans already read, whose sessions in a member's calendar keep nobody from them.
    `kinds`: documents of other kinds are passed over.
    Every problem in every file is reported, none raised.
    """
    reading = _Reading(kinds=kinds)
    edited = {Path(file).name for file in instead}
    for shown, name, path in _found(paths, reading.diagnostics):
        if path is None or path.name not in edited:
            _read_file(shown, name, path, reading)
    for shown, name, path in _found(instead, reading.diagnostics):
        _read_file(shown, name, path, reading)
    roster = merged(reading.roster)
    _check_zones(reading)
    elsewhere, hashes = _read_context(context, reading.diagnostics)
    foreign = {s.scenario for plan in elsewhere for s in plan.sessions}
    check_references(reading.references, roster, reading.roster, reading.scenarios, foreign)
    check_circles(reading.roster, reading.scenarios)
    check_records(reading.records)
    policy = reading.policy or Policy()
    earlier: Plan | None = None
    if baseline is not None:
        from drillctl.files.plan_file import read_plan

        earlier, problems = read_plan(baseline)
        reading.diagnostics += problems
    designs = dict(sorted(reading.scenarios.scenarios.items()))
    records = [completed(record, designs) for record, _, _ in reading.records]
    problem = Problem(
        roster,
        designs,
        policy,
        tuple(sorted(records, key=lambda r: (r.start, r.session))),
        earlier,
        elsewhere=elsewhere,
    )
    if roster.members and problem.scenarios:
        check_scenarios(problem, reading.scenarios, policy.period)
        _check_period(problem, reading)
        if elsewhere and next(problem.sessions(), None) is None:
            message = "every session is in a plan of the context: nothing is left to plan"
            hint = "an earlier version of the same plan is a --baseline"
            reading.diagnostics.append(Diagnostic(str(context[0]), 0, 0, "F003", message, hint))
    elif not reading.diagnostics:
        missing = "no member" if not roster.members else "no scenario"
        shown = str(paths[0]) if paths else "-"
        message = f"{missing} in {', '.join(str(path) for path in paths)}"
        hint = "name a folder with a roster and scenarios"
        reading.diagnostics.append(Diagnostic(shown, 0, 0, "F003", message, hint))
    if reading.roster.calendars:
        from drillctl.files.member_calendars import with_busy_calendars

        known = [*plans, *reading.plans, *elsewhere, *([earlier] if earlier is not None else [])]
        problem = with_busy_calendars(problem, reading.roster.calendars, known, reading)
    found = tuple(sorted(set(reading.diagnostics)))
    return Loaded(
        None if found else with_absences(problem),
        tuple(reading.plans),
        found,
        reading.inputs,
        reading.texts,
        hashes,
        Places(
            reading.roster.places,
            reading.roster.member_places,
            reading.scenarios.places,
            reading.policy_places,
        ),
    )


def _read_context(
    files: Sequence[str | Path], diagnostics: list[Diagnostic]
) -> tuple[tuple[Plan, ...], dict[str, str]]:
    """The plans of the context, and file name to hash; a session may be in one of them only."""
    from drillctl.files.plan_file import read_plan

    plans: list[Plan] = []
    hashes: dict[str, str] = {}
    holder: dict[str, str] = {}
    for file in dict.fromkeys(str(file) for file in files):
        if file == "-":
            message, hint = "a plan of the context can't be standard input", "name its file"
            diagnostics.append(Diagnostic("<stdin>", 0, 0, "F001", message, hint))
            continue
        plan, problems = read_plan(file)
        diagnostics += problems
        if plan is None:
            continue
        plans.append(plan)
        name = Path(file).name
        digest = sha256(Path(file).read_bytes()).hexdigest()
        hashes[name if name not in hashes else file] = f"sha256:{digest}"
        for session in plan.listed():
            other = holder.setdefault(session, file)
            if other != file:
                message = f"session {session!r} is in {other} too"
                hint = "give one plan of the context for each session"
                diagnostics.append(Diagnostic(file, 0, 0, "R002", message, hint))
    return tuple(plans), hashes


def load_records(
    paths: Sequence[str | Path],
) -> tuple[tuple[Record, ...], tuple[Diagnostic, ...]]:
    """The records below `paths` by themselves; what they refer to need not be there."""
    reading = _Reading()
    for shown, name, path in _found(paths, reading.diagnostics):
        _read_file(shown, name, path, reading)
    return tuple(record for record, _, _ in reading.records), tuple(sorted(reading.diagnostics))


def files_below(paths: Sequence[str | Path]) -> Iterator[Path]:
    """The YAML files below `paths`, in the order in which they are read."""
    return (path for _, _, path in _found(paths, []) if path is not None)


def _found(
    paths: Sequence[str | Path], diagnostics: list[Diagnostic]
) -> Iterator[tuple[str, str, Path | None]]:
    """(name for messages, name in plans, path) of each file; None is standard input."""
    seen: set[Path] = set()
    for given in paths:
        if str(given) == "-":
            yield "<stdin>", "-", None
            continue
        top = Path(given)
        if top.is_dir():
            files = sorted(
                file
                for suffix in ("*.yaml", "*.yml")
                for file in top.rglob(suffix)
                if not any(part.startswith(".") for part in file.relative_to(top).parts)
            )
        elif top.exists():
            files = [top]
        else:
            hint = "check the spelling" if top.suffix else "name a file or a folder"
            diagnostics.append(Diagnostic(str(given), 0, 0, "F001", "no such file or folder", hint))
            continue
        for file in files:
            if file.resolve() not in seen:
                seen.add(file.resolve())
                name = file.relative_to(top).as_posix() if top.is_dir() else file.name
                yield file.as_posix(), name, file


def _read_file(shown: str, name: str, path: Path | None, reading: _Reading) -> None:
    try:
        data = sys.stdin.buffer.read() if path is None else path.read_bytes()
    except OSError as error:
        message = error.strerror or str(error)
        reading.diagnostics.append(Diagnostic(shown, 0, 0, "F001", message))
        return
    source = Source(shown, reading.diagnostics, reading.references)
    apart = 0
    others = 0
    for document in documents(shown, data):
        if isinstance(document, Diagnostic):
            reading.diagnostics.append(document)
        elif document is not None:
            apart += _read_document(source, document, reading) in ("plan", "workspace")
            others += 1
    if others > apart or not others:
        key = name if name not in reading.inputs else shown
        reading.inputs[key] = f"sha256:{sha256(data).hexdigest()}"
    reading.texts[shown] = data.decode("utf-8", "replace")


def _read_document(source: Source, root: Node, reading: _Reading) -> str:
    """Reads one document by its `kind`, which it returns."""
    if not isinstance(root, yaml.MappingNode):
        if root.tag != "tag:yaml.org,2002:null":
            source.problem(root, "S003", f"a document is a mapping, not {what(root)}")
        return ""
    heads = {k.value: v for k, v in root.value if k.value in ("kind", "version")}
    kind = heads["kind"].value if "kind" in heads else None
    if kind is None:
        source.problem(root, "S002", "key 'kind' is missing", f"known: {', '.join(KINDS)}")
        return ""
    if not isinstance(kind, str) or kind not in KINDS:
        hint = did_you_mean(str(kind), KINDS)
        source.problem(heads["kind"], "S008", f"unknown kind {what(heads['kind'])}", hint)
        return ""
    if kind not in reading.kinds:
        return kind
    if "version" in heads and heads["version"].value != "1":
        message = f"version {what(heads['version'])} is not supported"
        source.problem(heads["version"], "S009", message, "write version: 1")
    match kind:
        case "roster":
            reading.rosters += 1
            reading.root = reading.root or source
            read_roster(source, root, reading.roster)
        case "scenario":
            read_scenario(source, root, reading.scenarios)
        case "policy":
            _take_policy(source, root, reading)
        case "record":
            record = read_record(source, root)
            if record is not None:
                reading.records.append((record, source, root))
        case "plan":
            from drillctl.files.plan_file import read_plan_node

            plan = read_plan_node(source, root)
            if plan is not None:
                reading.plans.append(plan)
        case "workspace":
            from drillctl.files.workspace_file import read_workspace

            read_workspace(source, root)
    return kind


def _take_policy(source: Source, root: Node, reading: _Reading) -> None:
    policy = read_policy(source, root)
    if reading.policy is None:
        reading.policy_places = policy_places(source, root)
        reading.policy = policy
        reading.policy_place = f"{source.path}:{root.start_mark.line + 1}"
    else:
        hint = f"the first is at {reading.policy_place}"
        source.problem(root, "R006", "there can only be one policy", hint)


def _check_zones(reading: _Reading) -> None:
    zones = reading.roster.timezones
    for zone, source, node in zones[1:]:
        if zone != zones[0][0]:
            message = f"time zone {zone!r} differs from {zones[0][0]!r}"
            hint = f"the other is at {zones[0][1].path}:{zones[0][2].start_mark.line + 1}"
            source.problem(node, "R005", message, hint)
    if reading.rosters and not zones and reading.root is not None:
        if any(d.code == "V005" for d in reading.diagnostics):
            return
        path = reading.root.path
        hint = "write timezone: Asia/Shanghai (an IANA name) in one roster file"
        reading.diagnostics.append(
            Diagnostic(path, 1, 1, "R005", "no roster says its time zone", hint)
        )


def _check_period(problem: Problem, reading: _Reading) -> None:
    try:
        _ = problem.period
    except ValueError as error:
        # A window that could not be read is reported already, and may be the only one.
        if not reading.diagnostics:
            source, node = reading.scenarios.place(next(iter(problem.scenarios)))
            source.problem(node, "C012", str(error), "give the policy a period")
        return
    for scenario in problem.scenarios.values():
        if scenario.schedule.window is None and problem.policy.period is None:
            _check_without_window(problem, reading)
            return


def _check_without_window(problem: Problem, reading: _Reading) -> None:
    """Scenarios that rely on the hull of the others' windows are checked against it."""
    only = {k: s for k, s in problem.scenarios.items() if s.schedule.window is None}
    part = Problem(problem.roster, only, problem.policy)
    check_scenarios(part, reading.scenarios, problem.period)
