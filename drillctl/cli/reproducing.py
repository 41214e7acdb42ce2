"""Planning anew what a plan says that it was made from, to see whether the same plan comes out.

Hashes in a plan can be typed by anybody; but the same files, effort, seed, versions and earlier
plan give the same bytes (with any number of workers), so that only a plan that was really made
from them is made from them again. What is missing for that is found before any work is done.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from drillctl.cli.reproduction_means import (
    Asked,
    Means,
    in_the_way,
    later_files,
    means_of,
    needed,
)
from drillctl.language import Message, joined, tr, trn

if TYPE_CHECKING:
    from drillctl.cli.audit_inputs import Inputs
    from drillctl.explain.difference import Difference
    from drillctl.files.document_changes import DocumentChange
    from drillctl.files.loading import Loaded
    from drillctl.model.plan import Absence, Plan, PlannedSession

REPRODUCED, DIFFERS, UNPROVEN = VERDICTS = ("reproduced", "differs", "unproven")
_FORGOTTEN = re.compile(r"former-\d+")
"""Ids that `drillctl forget` gives."""
_TOLD_BY_PEOPLE = ("start", "end", "venue", "assigned", "standby")
"""Keys of a session that the difference between two plans tells of."""


@dataclass(frozen=True, slots=True)
class Reproduction:
    """What came of it. `why`: what is in the way of a proof. `install`: versions that would do.

    `rests_on`: what the plan came from beside the files. `since`: what was added to it later, and
    no planning makes. `difference`: from the plan made anew to the one at hand, `parts` what else
    they say otherwise; where both are empty it is the layout alone.
    """

    verdict: str
    why: tuple[Message, ...] = ()
    install: tuple[str, ...] = ()
    where: str = ""
    rests_on: tuple[Message, ...] = ()
    since: tuple[Message, ...] = ()
    difference: "Difference | None" = None
    parts: "tuple[DocumentChange, ...]" = ()


def reproduced(asked: Asked, loaded: "Loaded", inputs: "Inputs") -> Reproduction:
    """Plans anew and compares, where all that it takes is there.

    Raises
    ------
    KeyboardInterrupt
        Ctrl-C: half a search proves nothing.
    ClusterError
        The cluster can't be used.
    """
    from drillctl.files.loading import files_below

    why = [*in_the_way(asked, loaded, inputs)]
    means = means_of(asked)
    if isinstance(means, Message):
        return Reproduction(UNPROVEN, (*why, means), needed(asked.plan))
    if why:
        return Reproduction(UNPROVEN, tuple(why), needed(asked.plan), means.where)
    later = later_files(asked, loaded, inputs)
    anew = _planned(asked, means, [file for file in files_below(asked.paths) if file not in later])
    if isinstance(anew, Message):
        return Reproduction(UNPROVEN, (anew,), where=means.where)
    return _compared(asked, means, anew)


def _planned(asked: Asked, means: Means, files: "Sequence[Path]") -> "Plan | Message":
    """The plan made anew from these files; or why it can't be made."""
    from drillctl.cli.plan import audited_plan
    from drillctl.cli.whatif_changes import changed, read
    from drillctl.files.loading import load
    from drillctl.model.changes import also_away, with_absences
    from drillctl.planning.plan import INTERRUPTED
    from drillctl.planning.search import Effort, Options

    made, baseline = asked.plan.made, means.baseline
    # Not as audit reads them: it knows the sessions of the plan itself in people's calendars.
    loaded = load(files, context=asked.context, plans=[baseline] if baseline else [])
    problem = loaded.problem
    if problem is None or sorted(loaded.inputs.values()) != sorted(made.inputs.values()):
        return tr("the files have changed meanwhile")
    if baseline is not None:
        problem = with_absences(replace(problem, baseline=baseline, as_of=made.as_of))
        problem = also_away(problem, _told_since(asked.plan, baseline))
    options = read(made.whatif)
    problem, rules, wrong = changed(problem, options or ())
    if options is None or wrong:
        return tr("what it says that whatif was asked, {asked}, can't be asked",
                  asked=joined(", ", made.whatif))  # fmt: skip
    # Names are relative to what was named on the command line: the bytes are the same.
    loaded = replace(loaded, inputs=dict(made.inputs), context=dict(made.context),
                     baseline=made.baseline)  # fmt: skip
    work = Options(Effort(made.effort), workers=asked.workers, cluster=asked.cluster)
    anew = audited_plan(problem, work, loaded, rules)
    if anew is None:
        return tr("the plan made anew breaks a rule")
    if INTERRUPTED in anew.made.note:
        raise KeyboardInterrupt
    return replace(anew, made=replace(anew.made, whatif=made.whatif))


def _told_since(plan: "Plan", baseline: "Plan") -> "tuple[Absence, ...]":
    """Who is away by the plan but not by the one before: drop or rsvp was told so."""
    return tuple(absence for absence in plan.away if absence not in baseline.away)


def _compared(asked: Asked, means: Means, anew: "Plan") -> Reproduction:
    plan = asked.plan
    if _written(anew, asked.path) == asked.data:
        since: tuple[Message, ...] = ()
    elif _written(_with_what_came(anew, plan), asked.path) == asked.data:
        since = tuple(_came(anew, plan))
    else:
        return _differing(asked, means, anew)
    return Reproduction(
        REPRODUCED, where=means.where, rests_on=tuple(_rests_on(plan, means)), since=since
    )


def _written(plan: "Plan", path: str) -> bytes:
    from drillctl.files.plan_text import plan_bytes

    return plan_bytes(plan, Path(path))


def _with_what_came(anew: "Plan", plan: "Plan") -> "Plan":
    """The plan made anew with the pins of the one at hand, and with its answers."""
    given = {session.id: session for session in plan.sessions}

    def answered(session: "PlannedSession") -> "PlannedSession":
        later = given[session.id].answers if session.id in given else {}
        return replace(session, answers={**session.answers, **later})

    return replace(anew, pins=plan.pins, sessions=tuple(map(answered, anew.sessions)))


def _came(anew: "Plan", plan: "Plan") -> Iterator[Message]:
    """What pin and rsvp have written into the plan since it was made."""
    sessions = sorted(
        {pin.session for pin in plan.pins if pin not in anew.pins}
        | {pin.session for pin in anew.pins if pin not in plan.pins}
    )
    if sessions:
        yield trn("{n} pin ({sessions})", "{n} pins ({sessions})", len(sessions),
                  sessions=joined(", ", sessions))  # fmt: skip
    known = {session.id: session.answers for session in anew.sessions}
    answers = sum(
        known[session.id].get(member) != answer
        for session in plan.sessions
        for member, answer in session.answers.items()
    )
    if answers:
        yield trn("{n} answer to an invitation", "{n} answers to invitations", answers)


def _rests_on(plan: "Plan", means: Means) -> Iterator[Message]:
    """What the plan came from that no file says."""
    if means.baseline is None:
        return
    yield tr("{file}, revision {n}, as of {as_of}", file=means.where, n=means.baseline.revision,
             as_of=str(plan.made.as_of))  # fmt: skip
    told = len(_told_since(plan, means.baseline))
    if told:
        yield trn("{n} absence that drop or rsvp was told of",
                  "{n} absences that drop or rsvp was told of", told)  # fmt: skip
    if plan.made.whatif:
        yield tr("what whatif was asked: {asked}", asked=joined(", ", plan.made.whatif))


def _differing(asked: Asked, means: Means, anew: "Plan") -> Reproduction:
    from drillctl.explain.difference import difference
    from drillctl.files.document_changes import document_changes, things
    from drillctl.files.plan_text import plan_text

    found = difference(anew, asked.plan)
    told = {session.id for session in found.sessions}
    parts = tuple(
        change
        for change in document_changes(things([plan_text(anew).encode()]), things([asked.data]))
        if change.id not in told or change.key.partition("/")[0] not in ("", *_TOLD_BY_PEOPLE)
    )
    forgotten = sorted(
        {m for session in asked.plan.sessions for _, m in (*session.members(), *session.standbys())
         if _FORGOTTEN.fullmatch(m)}
    )  # fmt: skip
    renamed = tr("{members} had another id when it was made: drillctl forget has changed the plan "
                 "and the files since", members=joined(", ", forgotten))  # fmt: skip
    return Reproduction(
        UNPROVEN if forgotten else DIFFERS,
        (renamed,) if forgotten else (),
        where=means.where,
        rests_on=tuple(_rests_on(asked.plan, means)),
        difference=found if found.sessions else None,
        parts=parts,
    )
