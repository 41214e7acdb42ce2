"""How an explanation is shown: funnels, cores with the lines they stand in, fixes with costs."""

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from drillctl.language import joined, tr, trn
from drillctl.language.dates import time_shown

if TYPE_CHECKING:
    from drillctl.explain.another_start import AnotherStart
    from drillctl.explain.core import Core
    from drillctl.explain.demands import Demand
    from drillctl.explain.fixes import Fix
    from drillctl.explain.funnel import Funnel
    from drillctl.files.loading import Loaded
    from drillctl.files.places import Place
    from drillctl.model.problem import Problem
    from drillctl.model.roster import Member

_NAMED = 6
"""Up to so many people a step names them."""


def funnel_text(
    members: "Mapping[str, Member]", found: "Funnel", fixes: "tuple[Fix, ...]", *, tried: bool
) -> list[str]:
    """A line for each step of the funnel, then the fixes."""

    def named(ids: list[str]) -> str:
        shown = ", ".join(f"{members[m].name} ({m})" for m in ids[:_NAMED])
        if len(ids) <= _NAMED:
            return shown
        return tr("{people} and {n} more", people=shown, n=len(ids) - _NAMED)

    seats = tr("every seat filled")
    if found.empty:
        seats = trn("{n} seat empty", "{n} seats empty", found.empty)
    lines: list[str] = [
        f"{found.session}/{found.position}: " + seats,
        f"{found.of:>5}  " + tr("members"),
    ]
    for step in found.steps:
        lines.append(f"{len(step.left):>5}  " + step.title)
        reasons = [stopped for stopped in step.stopped if stopped.why]
        if 0 < len(step.stopped) <= _NAMED or (len(step.left) <= _NAMED and reasons):
            for stopped in step.stopped[:_NAMED]:
                why = ": " + stopped.why if stopped.why else ""
                lines.append("       - " + named([stopped.member]) + why)
        if 0 < len(step.left) <= _NAMED:
            lines.append("       " + tr("left: {people}", people=named(list(step.left))))
    if found.empty and found.steps and found.steps[-1].left:
        text = tr("they could sit here, at a cost to another goal or seat")
        lines.append("       " + text)
    if not found.empty or not tried:
        return lines
    return [*lines, *fixes_text(fixes, fills=True)]


def fixes_text(fixes: "tuple[Fix, ...]", *, fills: bool) -> list[str]:
    """What fills the seat (`fills`), or else has the session held, cheapest first."""
    if not fixes:
        if fills:
            return [tr("no single change that was tried fills it")]
        return [tr("no single change that was tried has it held")]
    head = tr("what has it held, each solved for, cheapest first")
    if fills:
        head = tr("what fills it, each solved for, cheapest first")
    lines: list[str] = [head]
    for fix in fixes:
        cost = [
            trn("{n} session changes", "{n} sessions change", fix.moved),
            trn("{n} person to tell", "{n} people to tell", fix.called),
        ]
        if fix.lost:
            cost.insert(0, trn("{n} seat lost elsewhere", "{n} seats lost elsewhere", fix.lost))
        text = tr(
            "{fix}: fill {gain:+g}; {cost}", fix=fix.text, gain=fix.gain, cost=joined(", ", cost)
        )
        lines.append("  - " + text)
    return lines


def core_text(loaded: "Loaded", why: "Core") -> list[str]:
    """The demands of a core, each with the file and line that states it."""
    if why.spot is not None:
        spot = time_shown(_local(loaded, why.spot.start))
        if why.spot.venue:
            spot = tr("{time} at {venue}", time=spot, venue=why.spot.venue)
        return [
            tr(
                "{session}: not held, though it could be on {spot}, all else as planned",
                session=why.session,
                spot=spot,
            ),
            tr("its seats weigh nothing, or the plan was made with less effort: plan again"),
        ]
    if not why.demands:
        return [
            tr(
                "{session}: not held, and could not be, whatever is dropped of the demands",
                session=why.session,
            )
        ]
    lines: list[str] = [
        tr(
            "{session}: not held; these demands can't be met together, and any one of them "
            "dropped, the others can",
            session=why.session,
        )
    ]
    for demand in why.demands:
        place = place_of(loaded, demand)
        lines.append("  - " + demand.text + (f"  ({place})" if place else ""))
    return lines


def place_of(loaded: "Loaded", demand: "Demand") -> "Place | None":
    """Where the files state the demand; None for a default, and for what a plan says."""
    places = loaded.places
    match demand.place:
        case ("scenario", *key):
            return places.of_scenario(*key)
        case ("policy", key):
            return places.of_policy(key)
        case ("member", member, key):
            return places.of_member(member, key)
        case ("venue" | "equipment" as sort, name):
            return places.of_roster(sort, name)
        case _:
            return None


def funnel_data(found: "Funnel", fixes: "tuple[Fix, ...]") -> dict[str, Any]:
    """A funnel for programs."""
    return {
        "session": found.session,
        "position": found.position,
        "empty": found.empty,
        "members": found.of,
        "steps": [
            {
                "title": step.title,
                "rule": step.rule or None,
                "left": list(step.left),
                "stopped": [{"member": s.member, "why": s.why or None} for s in step.stopped],
            }
            for step in found.steps
        ],
        "fixes": _fixes_data(fixes),
    }


def core_data(loaded: "Loaded", why: "Core", fixes: "tuple[Fix, ...]") -> dict[str, Any]:
    """A core for programs."""
    demands = []
    for demand in why.demands:
        place = place_of(loaded, demand)
        at = {"file": place.path, "line": place.line, "column": place.column} if place else None
        demands.append({"sort": demand.sort, "text": demand.text, "place": at})
    possible = None
    if why.spot is not None:
        start = _local(loaded, why.spot.start).isoformat(timespec="minutes")
        possible = {"start": start, "venue": why.spot.venue}
    return {
        "session": why.session,
        "conflict": demands,
        "possible": possible,
        "fixes": _fixes_data(fixes),
    }


def _local(loaded: "Loaded", instant: int) -> datetime:
    from drillctl.timeline.timeline import Timeline

    assert loaded.problem is not None
    return Timeline(loaded.problem).local(instant)


def _fixes_data(fixes: "tuple[Fix, ...]") -> list[dict[str, Any]]:
    return [
        {
            "text": fix.text,
            "fill": fix.gain,
            "seats": fix.seats,
            "lost_elsewhere": fix.lost,
            "sessions": fix.moved,
            "people": fix.called,
        }
        for fix in fixes
    ]


def start_data(
    answer: "AnotherStart", problem: "Problem", session: str, start: datetime
) -> dict[str, Any]:
    """Why not another start, for programs."""
    from drillctl.cli.difference import difference_data

    return {
        "session": session,
        "at": start.isoformat(timespec="minutes"),
        "breaks": [{"rule": b.rule, "text": b.text} for b in answer.breaches],
        "not_held": list(answer.why_not),
        "difference": difference_data(answer.moved, problem.roster.members),
    }


def start_text(answer: "AnotherStart", problem: "Problem", session: str, start: datetime) -> str:
    """Why not another start: what it breaks, and what it would cost all the same."""
    from drillctl.cli.difference import difference_text

    shown = time_shown(start)
    lines: list[str] = []
    if answer.breaches:
        lines.append(
            tr(
                "{session} on {time}, with the same venue and people, breaks",
                session=session,
                time=shown,
            )
        )
        lines += [f"  - {breach.rule}: " + breach.text for breach in answer.breaches]
    else:
        lines.append(
            tr(
                "{session} on {time}, with the same venue and people, breaks no rule",
                session=session,
                time=shown,
            )
        )
    if answer.why_not:
        lines.append(tr("it can't be held then at all"))
        lines += ["  - " + why for why in answer.why_not]
    else:
        moved = difference_text(answer.moved, problem.roster.members)
        lines += ["", tr("planned again with it then"), moved]
    return joined("\n", lines)
