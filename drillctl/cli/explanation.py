"""How an explanation is shown: funnels, cores with the lines they stand in, fixes with costs."""

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

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
        return shown + (f" and {len(ids) - _NAMED} more" if len(ids) > _NAMED else "")

    seats = f"{found.empty} seat(s) empty" if found.empty else "every seat filled"
    lines = [f"{found.session}/{found.position}: {seats}", f"{found.of:>5}  members"]
    for step in found.steps:
        lines.append(f"{len(step.left):>5}  {step.title}")
        reasons = [stopped for stopped in step.stopped if stopped.why]
        if 0 < len(step.stopped) <= _NAMED or (len(step.left) <= _NAMED and reasons):
            for stopped in step.stopped[:_NAMED]:
                why = f": {stopped.why}" if stopped.why else ""
                lines.append(f"       - {named([stopped.member])}{why}")
        if 0 < len(step.left) <= _NAMED:
            lines.append(f"       left: {named(list(step.left))}")
    if found.empty and found.steps and found.steps[-1].left:
        lines.append("       they could sit here, at a cost to another goal or seat")
    if not found.empty or not tried:
        return lines
    return [*lines, *fixes_text(fixes, "fills it")]


def fixes_text(fixes: "tuple[Fix, ...]", helps: str) -> list[str]:
    """What helps, cheapest first. `helps`: what it does."""
    if not fixes:
        return [f"no single change that was tried {helps}"]
    lines = [f"what {helps}, each solved for, cheapest first"]
    for fix in fixes:
        lost = f"{fix.lost} seat(s) lost elsewhere, " if fix.lost else ""
        cost = f"{lost}{fix.moved} session(s) change, {fix.called} people to tell"
        lines.append(f"  - {fix.text}: fill {fix.gain:+g}; {cost}")
    return lines


def core_text(loaded: "Loaded", why: "Core") -> list[str]:
    """The demands of a core, each with the file and line that states it."""
    if why.spot is not None:
        when = f"{_local(loaded, why.spot.start):%a %Y-%m-%d %H:%M}"
        at = f" at {why.spot.venue}" if why.spot.venue else ""
        text = f"{why.session}: not held, though it could be on {when}{at}, all else as planned"
        return [text, "its seats weigh nothing, or the plan was made with less effort: plan again"]
    if not why.demands:
        return [f"{why.session}: not held, and could not be, whatever is dropped of the demands"]
    lines = [
        f"{why.session}: not held; these demands can't be met together, and any one of them "
        "dropped, the others can"
    ]
    for demand in why.demands:
        place = place_of(loaded, demand)
        lines.append(f"  - {demand.text}" + (f"  ({place})" if place else ""))
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

    shown = start.strftime("%a %Y-%m-%d %H:%M")
    lines = []
    if answer.breaches:
        lines.append(f"{session} on {shown}, with the same venue and people, breaks")
        lines += [f"  - {breach.rule}: {breach.text}" for breach in answer.breaches]
    else:
        lines.append(f"{session} on {shown}, with the same venue and people, breaks no rule")
    if answer.why_not:
        lines += ["it can't be held then at all", *(f"  - {why}" for why in answer.why_not)]
    else:
        moved = difference_text(answer.moved, problem.roster.members)
        lines += ["\nplanned again with it then", moved]
    return "\n".join(lines)
