"""What `drillctl audit --reproduce` says: the same plan again, another, or why nobody knows."""

import shlex
from typing import TYPE_CHECKING, Any

from drillctl.cli.audit_inputs import change_data, say_changes
from drillctl.cli.difference import Members, difference_data, difference_text
from drillctl.cli.reproducing import REPRODUCED, UNPROVEN
from drillctl.cli.terminal import note, say
from drillctl.language import joined, tr, trn

if TYPE_CHECKING:
    from drillctl.cli.reproducing import Reproduction
    from drillctl.model.plan import Plan


def reproduction_data(found: "Reproduction", members: Members) -> dict[str, Any]:
    """For programs."""
    return {
        "verdict": found.verdict,
        "why": [str(text) for text in found.why],
        "install": list(found.install),
        "baseline": str(found.where) or None,
        "rests_on": [str(text) for text in found.rests_on],
        "since": [str(text) for text in found.since],
        "difference": found.difference and difference_data(found.difference, members),
        "parts": [change_data(change) for change in found.parts],
    }


def say_reproduction(found: "Reproduction", plan: "Plan", members: Members) -> None:
    """For people: the verdict first, then what differs or what to do."""
    if found.verdict == REPRODUCED:
        files = trn("this {n} file", "these {n} files", len(plan.made.inputs))
        if not found.rests_on:
            say(tr("reproduced: planning anew from {files} gives this very plan", files=files))
        else:
            say(tr("reproduced: planning anew from {files} and what else it rests on gives this "
                   "very plan", files=files))  # fmt: skip
            for text in found.rests_on:
                say(tr("  it rests on {what}", what=text))
            note(tr("note: the proof is of this one step; of the plan before, ask likewise"))
        if found.since:
            say(tr("  written into it since, and not planned: {what}",
                   what=joined(", ", found.since)))  # fmt: skip
        return
    if found.verdict == UNPROVEN:
        for text in found.why:
            say(tr("not proven: {why}", why=text))
        if found.install:
            command = shlex.join(["pip", "install", *found.install])
            note(tr("to prove it, in an environment of its own: {command}", command=command))
    else:
        say(tr("not reproduced: planning anew gives another plan than this"))
        note(tr("note: on another sort of processor a search can end otherwise: before you blame "
                "anybody, ask where it was made"))  # fmt: skip
    if found.difference is not None:
        say(tr("from the plan made anew to this one:"))
        say(difference_text(found.difference, members))
    elif found.verdict != UNPROVEN and not found.parts:
        say(tr("  they say the same: comments, spacing or order were changed by hand"))
    if found.parts:
        say(tr("in its other parts, from the plan made anew to this one:"))
        say_changes(found.parts)
