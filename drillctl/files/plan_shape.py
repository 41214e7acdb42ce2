"""What a ``kind: plan`` document may hold: one source for reading it and for its schema."""

from dataclasses import replace

from drillctl.files.shapes import Anything, Constant, Fields, ListOf, MapOf, Scalar, Sort
from drillctl.files.shared_shapes import PIN, SEATED, SESSION_ID, count, default_of, name, text
from drillctl.language import tr
from drillctl.model.plan import ParticipationStatus, Plan
from drillctl.model.policy import Goal
from drillctl.model.record import Rating

HUGE = 10.0**15
_WHY = ListOf(Scalar(Sort.AS_WRITTEN, tr("A reason.")), tr("The reasons."))

MADE = Fields(
    {
        "by": Scalar(Sort.AS_WRITTEN, tr("The program and its version.")),
        "seed": count(tr("The seed of the search."), 0, 2**31),
        "effort": Scalar(Sort.AS_WRITTEN, tr("How much work was spent on it.")),
        "baseline": Scalar(Sort.AS_WRITTEN, tr("Hash of the plan that it was made from.")),
        "as_of": Scalar(Sort.LOCAL_TIME, tr("The time of that, in the roster's zone.")),
        "inputs": Anything(tr("The files that were read, and their hashes.")),
        "context": Anything(tr("The plans that it was made around, and their hashes.")),
        "note": Scalar(Sort.AS_WRITTEN, tr("What a reader must know about it.")),
    },
    tr("How the plan came to be."),
)
GOAL = Fields(
    {
        "id": Scalar(Sort.WORD, tr("The goal."), Goal),
        "value": Scalar(Sort.NUMBER, tr("What the plan reaches."), low=-HUGE, high=HUGE),
        "bound": Scalar(
            Sort.NUMBER, tr("What no plan can better, as proven."), low=-HUGE, high=HUGE
        ),
    },
    tr("A goal's value and its bound."),
    required=("id", "value", "bound"),
)
EMPTY = Fields(
    {
        "position": name(tr("The position."), "position"),
        "seats": count(tr("How many of its seats."), 0),
        "why": _WHY,
    },
    tr("Seats that nobody holds."),
    required=("position", "seats"),
)
ANSWER = Fields(
    {
        "status": Scalar(
            Sort.WORD, tr("What they said (RFC 5545, PARTSTAT)."), ParticipationStatus
        ),
        "at": Scalar(Sort.INSTANT, tr("When they said it.")),
    },
    tr("An answer to the invitation."),
    required=("status",),
    short="status",
)
_UID = text(tr("Stable over revisions: the event's UID in every calendar."))
_SEQUENCE = count(tr("One more where time, place or people change (RFC 5545)."), 0)
SESSION = Fields(
    {
        "id": SESSION_ID,
        "uid": _UID,
        "sequence": _SEQUENCE,
        "start": Scalar(Sort.INSTANT, tr("When it starts.")),
        "end": Scalar(Sort.INSTANT, tr("When it ends.")),
        "venue": name(tr("Where it is."), "venue"),
        "equipment": MapOf(
            count(tr("How many."), 1), tr("What is held for the session."), "equipment"
        ),
        "assigned": replace(SEATED, about=tr("Positions, and the members in their seats.")),
        "standby": replace(SEATED, about=tr("Positions, and the members who stand by for them.")),
        "empty": ListOf(EMPTY, tr("Seats that nobody holds, and why.")),
        "answers": MapOf(ANSWER, tr("What members said to the invitation."), "member"),
    },
    tr("A session that is held."),
    required=("id", "uid", "start", "end", "assigned"),
    identity="id",
)
NOT_HELD = Fields(
    {"id": SESSION_ID, "why": _WHY},
    tr("A session that can't be held."),
    required=("id",),
    identity="id",
)
CANCELLED = Fields(
    {"id": SESSION_ID, "uid": _UID, "sequence": _SEQUENCE},
    tr("A session of an earlier revision that fell away."),
    required=("id", "uid", "sequence"),
    identity="id",
)
AWAY = Fields(
    {
        "member": name(tr("Who is away."), "member"),
        "from": Scalar(Sort.LOCAL_TIME, tr("From when on, in the roster's zone.")),
        "to": Scalar(Sort.LOCAL_TIME, tr("Up to, not including, when.")),
        "why": text(tr("The reason, for people.")),
    },
    tr("A member who has said so is away."),
    required=("member", "from", "to"),
)
FINDING = Fields(
    {
        "action": text(tr("The corrective action that demands a retest, SESSION/ID.")),
        "capability": name(tr("Else the capability that needs practice."), "capability"),
        "rated": Scalar(Sort.WORD, tr("How it was last rated."), Rating),
        "rated_on": Scalar(Sort.DAY, tr("When it was rated so.")),
        "by": Scalar(Sort.DAY, tr("The day by which it is due.")),
        "sessions": ListOf(SESSION_ID, tr("The sessions that answer it.")),
        "why": _WHY,
    },
    tr("What earlier sessions showed, and which of the plan's sessions answer it."),
)
PLAN = Fields(
    {
        "kind": Constant("plan", tr("What drillctl plans.")),
        "version": Constant(1, tr("Version of the file format.")),
        "revision": count(tr("One more at each replan."), 1, default=default_of(Plan, "revision")),
        "made": MADE,
        "goals": ListOf(GOAL, tr("The goals' values, in the policy's order.")),
        "sessions": ListOf(SESSION, tr("The sessions that are held, in order of start.")),
        "not_held": ListOf(NOT_HELD, tr("The sessions that can't be held.")),
        "cancelled": ListOf(CANCELLED, tr("Sessions of earlier revisions that fell away.")),
        "pin": ListOf(PIN, tr("What every replan must keep.")),
        "away": ListOf(AWAY, tr("Who has said so is away.")),
        "findings": ListOf(FINDING, tr("What of earlier sessions it answers, and what not.")),
    },
    tr("The plan that drillctl writes: sessions with start, venue and people."),
    required=("sessions",),
)
