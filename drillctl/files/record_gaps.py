"""What a session's record still lacks, each gap with the place to fill it in."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from drillctl.files.diagnostics import Diagnostic
from drillctl.files.record_merge import Merged
from drillctl.files.said import Where, problem
from drillctl.files.typed_names import Names, sort_shown, tight
from drillctl.language import tr, trn
from drillctl.model.plan import Plan, PlannedSession


@dataclass
class Gaps:
    """`found` are problems; `notes` are allowed, and worth a look."""

    found: list[Diagnostic] = field(default_factory=list)
    notes: list[Diagnostic] = field(default_factory=list)


def record_gaps(
    record: Merged, names: Names, plan: Plan | None, raised: Collection[str], session: str
) -> Gaps:
    """All that is missing, or can't be meant. `raised`: earlier actions, ``SESSION/ID``."""
    gaps = Gaps()
    planned = next((s for s in plan.sessions if s.id == session), None) if plan else None
    gaps.found += _unknown_session(record, names, plan, session)
    for at, text in record.waiting:
        hint = tr("enter it where it belongs, then delete this line")
        message = tr("{text!r} is still under unread", text=text)
        gaps.found.append(problem(at, "A015", message, hint))
    if record.get("held") is False:
        return gaps
    gaps.found += _attendance(record, names, planned)
    _guests(record, names, gaps)
    gaps.found += _ratings(record, names)
    gaps.found += _areas(record)
    gaps.found += _actions(record)
    _owners(record, names, gaps)
    gaps.found += _follow_up(record, raised)
    gaps.found += _references(record, names)
    return gaps


def _unknown_session(
    record: Merged, names: Names, plan: Plan | None, session: str
) -> Iterator[Diagnostic]:
    scenario, _, number = session.rpartition("#")
    if plan is not None and session in set(plan.listed()):
        return
    known = names.problem.scenarios.get(scenario)
    if known is None:
        hint = names.near("scenario", scenario)
        message = tr(
            "no scenario {scenario!r} for session {session!r}", scenario=scenario, session=session
        )
        yield problem(record.at("session"), "A010", message, hint)
    elif int(number) > known.schedule.sessions:
        message = trn(
            "{scenario} has {n} session, which is not {session!r}",
            "{scenario} has {n} sessions, none is {session!r}",
            known.schedule.sessions, scenario=scenario, session=session,
        )  # fmt: skip
        yield problem(record.at("session"), "A010", message)


def _attendance(
    record: Merged, names: Names, planned: PlannedSession | None
) -> Iterator[Diagnostic]:
    """A standby of whom nothing is said was not called."""
    members = names.known("member")
    listed = record.below("attendance")
    standbys = {m for _, m in planned.standbys()} if planned is not None else set()
    standbys |= record.standbys
    for member in listed:
        where = ("attendance", member)
        at = record.at(*where)
        called = _called(member, names)
        if member not in members:
            hint = names.near("member", member)
            yield problem(at, "A008", tr("{name!r} is nobody of the roster", name=member), hint)
        status, instead_of = record.get(*where, "status"), record.get(*where, "for")
        if status is None and member not in standbys:
            at = record.at(*where, "status")
            hint = tr("present, late, absent or substitute")
            message = tr("whether {member} came is not filled in", member=called)
            yield problem(at, "A001", message, hint)
        if status == "substitute" and not instead_of:
            message = tr("whose seat {member} took is not filled in", member=called)
            yield problem(record.at(*where, "for"), "A009", message, tr("write the member's id"))
        if instead_of and instead_of not in members and instead_of not in listed:
            hint = names.near("member", str(instead_of))
            message = tr("{name!r} is nobody of the roster", name=instead_of)
            yield problem(record.at(*where, "for"), "A008", message, hint)
    for _, member in planned.members() if planned is not None else ():
        if member not in listed:
            message = tr(
                "whether {member} came, who was planned, is not filled in",
                member=_called(member, names),
            )
            yield problem(record.base.at, "A001", message)


def _guests(record: Merged, names: Names, gaps: Gaps) -> None:
    """Guests who may be members; those of another organisation are only noted."""
    for name in record.below("guests"):
        at = record.at("guests", name, "name")
        organisation = record.get("guests", name, "organisation")
        inside = not organisation or names.find("team", str(organisation)) is not None
        near = names.near("member", name)
        if inside and near:
            hint = tr("{near} of a guest, fill in another organisation", near=near)
            message = tr("guest {name!r} may be a member", name=name)
            gaps.found.append(problem(at, "A008", message, hint))
        else:
            message = tr("{name!r} is in no roster: kept as a guest", name=name)
            gaps.notes.append(problem(at, "A008", message))


def _ratings(record: Merged, names: Names) -> Iterator[Diagnostic]:
    scenario = names.scenario
    objectives = {o.id: o.critical_tasks for o in scenario.objectives} if scenario else {}
    for objective in dict.fromkeys((*objectives, *record.below("ratings"))):
        where = ("ratings", objective)
        if record.get(*where, "rating") is None:
            at = record.at(*where, "rating")
            message = tr("objective {id} has no rating", id=objective)
            yield problem(at, "A002", message, tr("P, S, M or U"))
        rated = record.below(*where, "tasks")
        known = {tight(task) for task in rated}
        rated += [task for task in objectives.get(objective, ()) if tight(task) not in known]
        for task in rated:
            if record.get(*where, "tasks", task, "rating") is None:
                at = record.at(*where, "tasks", task, "rating")
                message = tr("task {task!r} has no rating", task=task)
                yield problem(at, "A002", message, tr("P, S, M or U"))
        if objectives and objective not in objectives:
            hint = names.near("objective", objective)
            message = tr("the scenario has no objective {id!r}", id=objective)
            yield problem(record.at(*where), "A017", message, hint)


def _areas(record: Merged) -> Iterator[Diagnostic]:
    for name, where in _filled(record, "areas"):
        if not record.get(*where, "text"):
            yield problem(record.at(*where, "text"), "A005", tr("area {id} has no text", id=name))
        if not record.get(*where, "analysis"):
            message = tr("why area {id} was so is not filled in", id=name)
            yield problem(record.at(*where, "analysis"), "A007", message)


def _actions(record: Merged) -> Iterator[Diagnostic]:
    areas = {name for name, _ in _filled(record, "areas")}
    for name, where in _filled(record, "actions"):
        if not record.get(*where, "text"):
            yield problem(record.at(*where, "text"), "A005", tr("action {id} has no text", id=name))
        if not record.get(*where, "owner"):
            message = tr("nobody answers for action {id}", id=name)
            yield problem(record.at(*where, "owner"), "A003", message, tr("name one person"))
        if record.get(*where, "due") is None:
            message = tr("action {id} has no due date", id=name)
            hint = tr("write it as 2027-03-31")
            yield problem(record.at(*where, "due"), "A004", message, hint)
        area = record.get(*where, "area")
        if area and area not in areas:
            message = tr("no area {area!r} in the record", area=area)
            known = tr("known: {names}", names=", ".join(sorted(areas)))
            yield problem(record.at(*where, "area"), "A017", message, known if areas else "")


def _owners(record: Merged, names: Names, gaps: Gaps) -> None:
    """A free name is allowed; one that nearly is a member's is more likely mistyped."""
    for name, where in _filled(record, "actions"):
        owner = record.get(*where, "owner")
        if not owner or str(owner) in names.known("member"):
            continue
        at = record.at(*where, "owner")
        message = tr("the owner of action {id}, {owner!r}, is no member", id=name, owner=str(owner))
        meant = names.find("member", str(owner))
        near = names.near("member", str(owner))
        several = names.several("member", str(owner))
        if meant is not None:
            is_one = tr("{owner!r} is member {member}", owner=owner, member=meant)
            gaps.notes.append(problem(at, "A006", is_one, tr("write the id")))
        elif several or near:
            same = tr("so are {people} called: write the id", people=", ".join(several))
            hint = same if several else near
            gaps.found.append(problem(at, "A006", message, hint))
        else:
            gaps.notes.append(problem(at, "A006", message))


def _follow_up(record: Merged, raised: Collection[str]) -> Iterator[Diagnostic]:
    for action in record.below("follow_up"):
        where = ("follow_up", action)
        at = record.at(*where, "state")
        if record.get(*where, "state") is None:
            message = tr("what became of {action} is not filled in", action=action)
            yield problem(at, "A011", message, tr("open or closed"))
        elif action not in raised:
            message = tr("no record raises {action!r}", action=action)
            hint = tr("name it SESSION/ID")
            yield problem(record.at(*where, "action"), "A017", message, hint)


def _references(record: Merged, names: Names) -> Iterator[Diagnostic]:
    """Ids that neither the roster nor the scenario has, where these are known."""
    for where, said in sorted(record.values.items()):
        of = {"position": "position", "objective": "objective", "venue": "venue", "team": "team"}
        sort = of.get(where[-1]) if len(where) != 2 or where[0] != "ratings" else None
        known = names.known(sort) if sort else {}
        if sort and known and str(said.value) not in known:
            hint = names.near(sort, str(said.value))
            message = tr("no {sort} {id!r}", sort=sort_shown(sort), id=str(said.value))
            yield problem(said.at, "A017", message, hint)


def _filled(record: Merged, key: str) -> Iterator[tuple[str, Where]]:
    """(id, place) of the areas or actions of which more than the number is filled in."""
    for name in record.below(key):
        places = (w for w in record.values if w[:2] == (key, name) and w[2:] != ("id",))
        if next(places, None) is not None:
            yield name, (key, name)


def _called(member: str, names: Names) -> str:
    name = names.known("member").get(member, "")
    return f"{member} ({name})" if name and name != member else member
