"""Any number of files and folders in; one problem, or all that is wrong with them, out."""

import gc
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

import yaml

from drillctl.files.coherence import check_circles, check_references, check_zones
from drillctl.files.demands import check_period, check_scenarios
from drillctl.files.diagnostics import Diagnostic, did_you_mean
from drillctl.files.documents import documents
from drillctl.files.limited import read_yaml
from drillctl.files.nodes import Node, Reference, Source, what
from drillctl.files.places import Places, PolicyPlaces, policy_places
from drillctl.files.policy_file import read_policy
from drillctl.files.record_file import check_records, completed, read_record
from drillctl.files.roster_file import RosterParts, merged, read_roster
from drillctl.files.scenario_file import ScenarioParts, read_scenario
from drillctl.files.system_errors import system_error
from drillctl.files.url_passwords import without_password
from drillctl.language import tr
from drillctl.model.changes import with_absences
from drillctl.model.clock_rules import by_rules_of_now
from drillctl.model.plan import Plan
from drillctl.model.policy import Policy
from drillctl.model.problem import Problem
from drillctl.model.record import Record

KINDS = ("roster", "scenario", "policy", "plan", "record", "workspace", "subscriptions")
_OF_NO_PROBLEM = ("plan", "workspace", "subscriptions")
"""Kinds that are no part of what is planned from."""


@dataclass(frozen=True)
class Loaded:
    """What the files say. `problem` is None where anything is wrong.

    `inputs`: file name, relative to the folder that was named, to ``sha256:...``. `texts`: the
    files' text by the name that diagnostics use, for excerpts. `context`: the plans elsewhere, as
    `inputs`. `places`: where everything stands. `roots`: the files' documents, as `texts`.
    `calendars`: files and folders of calendars that rosters name.
    `baseline`: the hash of its bytes, empty where there is none. `files`: where the `inputs` lie,
    but for standard input.
    """

    problem: Problem | None
    plans: tuple[Plan, ...]
    diagnostics: tuple[Diagnostic, ...]
    inputs: dict[str, str]
    texts: dict[str, str] = field(default_factory=dict)
    context: dict[str, str] = field(default_factory=dict)
    places: Places = field(default_factory=Places)
    roots: dict[str, list[Node]] = field(default_factory=dict)
    calendars: tuple[Path, ...] = ()
    baseline: str = ""
    files: dict[str, Path] = field(default_factory=dict)


@dataclass
class _Reading:
    """What has been read so far."""

    diagnostics: list[Diagnostic] = field(default_factory=list)
    references: list[Reference] = field(default_factory=list)
    roster: RosterParts = field(default_factory=RosterParts)
    rosters: list[Source] = field(default_factory=list)
    scenarios: ScenarioParts = field(default_factory=ScenarioParts)
    policy: Policy | None = None
    policy_place: str = ""
    policy_places: PolicyPlaces = field(default_factory=dict)
    records: list[tuple[Record, Source, Node]] = field(default_factory=list)
    plans: list[Plan] = field(default_factory=list)
    inputs: dict[str, str] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    roots: dict[str, list[Node]] = field(default_factory=dict)
    files: dict[str, Path] = field(default_factory=dict)
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
    with without_collection():
        return _load(paths, baseline, instead, context, plans, kinds)


@contextmanager
def without_collection() -> Iterator[None]:
    """No search for garbage meanwhile, nor later in what is read.

    It lives as long as the command, and the search took half the time of a large roster.
    """
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        if enabled:
            gc.enable()


def _load(
    paths: Sequence[str | Path],
    baseline: Path | None,
    instead: Sequence[str | Path],
    context: Sequence[str | Path],
    plans: Sequence[Plan],
    kinds: Collection[str],
) -> Loaded:
    reading = _Reading(kinds=kinds)
    edited = {Path(file).name for file in instead}
    for shown, name, path in _found(paths, reading.diagnostics):
        if path is None or path.name not in edited:
            _read_file(shown, name, path, reading)
    for shown, name, path in _found(instead, reading.diagnostics):
        _read_file(shown, name, path, reading)
    roster = merged(reading.roster)
    check_zones(reading.roster, reading.rosters, reading.diagnostics)
    elsewhere, hashes = _context(context, reading.diagnostics)
    foreign = {s.scenario for plan in elsewhere for s in plan.sessions}
    check_references(reading.references, roster, reading.roster, reading.scenarios, foreign)
    check_circles(reading.roster, reading.scenarios)
    check_records(reading.records)
    policy = reading.policy or Policy()
    earlier: Plan | None = None
    earlier_hash = ""
    if baseline is not None:
        from drillctl.files.plan_file import read_plan_and_bytes

        earlier, data, problems = read_plan_and_bytes(baseline)
        reading.diagnostics += problems
        earlier_hash = f"sha256:{sha256(data).hexdigest()}"
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
        check_period(problem, reading.scenarios, reading.diagnostics)
        if elsewhere and next(problem.sessions(), None) is None:
            message = tr("every session is in a plan of the context: nothing is left to plan")
            hint = tr("an earlier version of the same plan is a --baseline")
            reading.diagnostics.append(Diagnostic(str(context[0]), 0, 0, "F003", message, hint))
    elif not reading.diagnostics:
        shown = str(paths[0]) if paths else "-"
        where = ", ".join(str(path) for path in paths)
        message = (
            tr("no scenario in {where}", where=where)
            if roster.members
            else tr("no member in {where}", where=where)
        )
        hint = tr("name a folder with a roster and scenarios")
        reading.diagnostics.append(Diagnostic(shown, 0, 0, "F003", message, hint))
    calendars: tuple[Path, ...] = ()
    if reading.roster.calendars:
        from drillctl.files.member_calendars import places_named, with_busy_calendars

        known = [*plans, *reading.plans, *elsewhere, *([earlier] if earlier is not None else [])]
        calendars = places_named(reading.roster.calendars)
        problem = with_busy_calendars(problem, reading.roster.calendars, known, reading)
    found = tuple(sorted(set(reading.diagnostics)))
    return Loaded(
        None if found else with_absences(problem),
        tuple(map(by_rules_of_now, reading.plans)),
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
        reading.roots,
        calendars,
        earlier_hash,
        reading.files,
    )


def _context(
    files: Sequence[str | Path], diagnostics: list[Diagnostic]
) -> tuple[tuple[Plan, ...], dict[str, str]]:
    if not files:
        return (), {}
    from drillctl.files.plan_context import read_context

    return read_context(files, diagnostics)


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
            hint = tr("check the spelling") if top.suffix else tr("name a file or a folder")
            message = tr("no such file or folder")
            shown = without_password(str(given))
            diagnostics.append(Diagnostic(shown, 0, 0, "F001", message, hint))
            continue
        for file in files:
            if file.resolve() not in seen:
                seen.add(file.resolve())
                name = file.relative_to(top).as_posix() if top.is_dir() else file.name
                yield file.as_posix(), name, file


def _read_file(shown: str, name: str, path: Path | None, reading: _Reading) -> None:
    try:
        data = read_yaml("-" if path is None else path)
    except OSError as error:
        message = system_error(error)
        reading.diagnostics.append(Diagnostic(shown, 0, 0, "F001", message))
        return
    source = Source(shown, reading.diagnostics, reading.references)
    apart = 0
    others = 0
    for document in documents(shown, data):
        if isinstance(document, Diagnostic):
            reading.diagnostics.append(document)
        elif document is not None:
            reading.roots.setdefault(shown, []).append(document)
            apart += _read_document(source, document, reading) in _OF_NO_PROBLEM
            others += 1
    if others > apart or not others:
        key = name if name not in reading.inputs else shown
        reading.inputs[key] = f"sha256:{sha256(data).hexdigest()}"
        if path is not None:
            reading.files[key] = path
    reading.texts[shown] = data.decode("utf-8-sig", "replace")


def _read_document(source: Source, root: Node, reading: _Reading) -> str:
    """Reads one document by its `kind`, which it returns."""
    if not isinstance(root, yaml.MappingNode):
        if root.tag != "tag:yaml.org,2002:null":
            message = tr("a document is a mapping, not {value}", value=what(root))
            source.problem(root, "S003", message)
        return ""
    heads = {k.value: v for k, v in root.value if k.value in ("kind", "version")}
    kind = heads["kind"].value if "kind" in heads else None
    if kind is None:
        known = tr("known: {words}", words=", ".join(KINDS))
        source.problem(root, "S002", tr("key {name!r} is missing", name="kind"), known)
        return ""
    if not isinstance(kind, str) or kind not in KINDS:
        hint = did_you_mean(str(kind), KINDS)
        message = tr("unknown kind {kind}", kind=what(heads["kind"]))
        source.problem(heads["kind"], "S008", message, hint)
        return ""
    if kind not in reading.kinds:
        return kind
    if "version" in heads and heads["version"].value != "1":
        message = tr("version {version} is not supported", version=what(heads["version"]))
        source.problem(heads["version"], "S009", message, tr("write version: 1"))
    match kind:
        case "roster":
            reading.rosters.append(source)
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
        case "subscriptions":
            from drillctl.files.subscription_file import read_subscriptions

            read_subscriptions(source, root)
    return kind


def _take_policy(source: Source, root: Node, reading: _Reading) -> None:
    policy = read_policy(source, root)
    if reading.policy is None:
        reading.policy_places = policy_places(source, root)
        reading.policy = policy
        reading.policy_place = f"{source.path}:{root.start_mark.line + 1}"
    else:
        hint = tr("the first is at {place}", place=reading.policy_place)
        source.problem(root, "R006", tr("there can only be one policy"), hint)
