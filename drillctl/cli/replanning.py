"""What the commands that make a plan again share: reading, planning, auditing, calling people."""

import json
import sys
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from drillctl.cli.difference import Members, name, told_where
from drillctl.cli.reading import note_context
from drillctl.cli.terminal import note, say
from drillctl.language import joined, tr, trn

if TYPE_CHECKING:
    from drillctl.cli.saving import Act
    from drillctl.explain.difference import Difference
    from drillctl.files.loading import Loaded
    from drillctl.model.plan import Absence
    from drillctl.model.problem import Problem
    from drillctl.model.roster import Member


def now_there(problem: "Problem") -> datetime:
    """The wall clock in the roster's zone, to the minute."""
    there = datetime.now(ZoneInfo(problem.roster.timezone))
    return there.replace(second=0, microsecond=0, tzinfo=None)


def bad_moment(option: str, value: str | None) -> bool:
    """Whether an option is given that is neither a date nor a local time; says so."""
    from drillctl.files.values import parse_moment

    if value is None or parse_moment(value) is not None:
        return False
    note(
        tr(
            "error: {option} {value!r} is neither a date nor a local time: write 2027-03-01 or "
            "2027-03-01T09:00",
            option=option,
            value=value,
        )
    )
    return True


def given_day(value: str | None) -> date | None:
    """The date that ``--as-of`` gives; None where none is, or it is no date: which is said."""
    from drillctl.files.values import parse_moment

    moment = parse_moment(value)
    if value is not None and (moment is None or "T" in value):
        note(tr("error: --as-of {value!r} is not a date: write 2027-03-01", value=value))
        return None
    return moment.date() if moment is not None else None


def read_with_baseline(
    plan: str,
    paths: list[str],
    as_of: str | None,
    context: Sequence[str],
    instead: Sequence[str] = (),
) -> "tuple[Loaded, Problem] | None":
    """The files as one problem with `plan` as baseline, as of that time or now; None: printed.

    `instead`: files that take the place of those of the same name below `paths`. `context`: plans
    that stay as they are.
    """
    from drillctl.files.loading import load
    from drillctl.files.values import parse_moment

    loaded = load(paths, baseline=Path(plan), instead=instead, context=context)
    for diagnostic in loaded.diagnostics:
        note(str(diagnostic))
    if loaded.problem is None:
        note(
            trn(
                "{n} problem found; nothing was changed",
                "{n} problems found; nothing was changed",
                len(loaded.diagnostics),
            )
        )
        return None
    note_context(loaded, loaded.problem.baseline)
    moment = parse_moment(as_of) or now_there(loaded.problem)
    return loaded, replace(loaded.problem, as_of=moment)


def mend(
    loaded: "Loaded",
    problem: "Problem",
    absences: "Sequence[Absence]",
    output: str,
    effort: str,
    act: "Act",
    format: str = "text",
    more: Mapping[str, Any] = MappingProxyType({}),
) -> bool:
    """Plans again without these members in these times; writes the plan, prints whom to call.

    `more`: for JSON, what goes before it in the same document. False where the plan would break
    a rule, which is a defect: printed, and nothing written.
    """
    from drillctl.cli.difference import difference_text
    from drillctl.cli.plan import audited_plan
    from drillctl.cli.saving import save_plan
    from drillctl.explain.difference import difference
    from drillctl.model.changes import absent
    from drillctl.planning.search import Effort, Options

    baseline = problem.baseline
    assert baseline is not None
    for absence in absences:
        problem = absent(problem, absence)
    away = tuple(dict.fromkeys((*baseline.away, *absences)))
    problem = replace(problem, baseline=replace(baseline, away=away))
    made = audited_plan(problem, Options(Effort(effort)), loaded)
    if made is None:
        return False
    save_plan(made, output, act)
    if output != "-":
        found = difference(baseline, made)
        members = problem.roster.members
        # Who is away still needs a call about a session that moved to when they are not.
        informed = {
            absence.member
            for absence in absences
            if all(change.now is None for change in found.people.get(absence.member, ()))
        }
        if format == "json":
            data = {**more, **calls_data(found, members, informed, output)}
            say(json.dumps(data, ensure_ascii=False, indent=2))
        else:
            say(difference_text(found, members))
            say()
            print_calls(found, members, informed)
        note(tr("written to {file}", file=output))
    return True


def print_calls(found: "Difference", members: Members, informed: Collection[str] = ()) -> None:
    """Whom to call, in order; phone and e-mail only where a person looks on, at a terminal."""
    from drillctl.explain.calls import calls

    listed = calls(found, informed)
    if not listed:
        say(tr("nobody needs a call"))
        return
    say(tr("to call, in this order"))
    for place, call in enumerate(listed, start=1):
        contact = _contact(members.get(call.member)) if sys.stdout.isatty() else ""
        say(joined("", (f"{place:>3}. ", name(call.member, members), contact)))
        for change in call.told:
            say("     " + told_where(found, change))


def calls_data(
    found: "Difference", members: Members, informed: Collection[str], output: str
) -> dict[str, Any]:
    """The same for programs."""
    from drillctl.cli.difference import difference_data
    from drillctl.explain.calls import calls

    return {
        "difference": difference_data(found, members),
        "calls": [
            {
                "member": call.member,
                "name": members[call.member].name if call.member in members else None,
                "told": [told_where(found, change) for change in call.told],
            }
            for call in calls(found, informed)
        ],
        "written": output,
    }


def _contact(member: "Member | None") -> str:
    known = [value for value in (member.phone, member.email) if value] if member else []
    return f", {', '.join(known)}" if known else tr(", no phone or e-mail in the roster")
