"""What a ``kind: record`` document may hold: one source for reading, collecting and the schema."""

from collections.abc import Iterable

from drillctl.files.shapes import Constant, Fields, ListOf, MapOf, Scalar, Shape, Sort, inner
from drillctl.language import tr
from drillctl.model.action import ActionState, Element
from drillctl.model.record import Attendance, Rating

_NOT_BLANK = {"not": {"$ref": "#/definitions/blank"}}


def _text(about: str) -> Scalar:
    return Scalar(Sort.TEXT, about)


def _id(about: str, of: str) -> Scalar:
    return Scalar(Sort.ID, about, of=of)


_OBJECTIVE = _id(tr("Id of the scenario's objective."), "objective")
_CAPABILITY = _id(tr("The capability that it is about."), "capability")
_HOURS = Scalar(Sort.HOURS, tr("3.5, or a duration such as 3h30m; left out: the whole session."))
_NOTE = _text(tr("Anything worth knowing."))

ATTENDED = Fields(
    {
        "status": Scalar(Sort.WORD, tr("How they took part."), Attendance),
        "hours": _HOURS,
        "position": _id(tr("The position held."), "position"),
        "for": _id(tr("The member whose seat a substitute took."), "member"),
        "note": _NOTE,
    },
    short="status",
)
GUEST = Fields(
    {
        "name": _text(tr("Name of somebody who is in no roster.")),
        "organisation": _text(tr("Where they come from.")),
        "hours": _HOURS,
        "note": _NOTE,
    },
    required=("name",),
    identity="name",
)
TASK = Fields(
    {
        "task": _text(tr("The critical task.")),
        "rating": Scalar(Sort.WORD, tr("HSEEP's rating."), Rating),
        "observed": _text(tr("What the evaluator saw.")),
    },
    required=("task",),
    identity="task",
)
OBJECTIVE = Fields(
    {
        "rating": Scalar(Sort.WORD, tr("HSEEP's rating."), Rating),
        "capability": _CAPABILITY,
        "evaluator": _text(tr("Who rated it.")),
        "note": _NOTE,
        "tasks": ListOf(TASK, tr("Its critical tasks.")),
    },
    short="rating",
    lines=True,
)
INJECT = Fields(
    {
        "number": Scalar(Sort.WHOLE, tr("Number of the inject in the scenario, from 1.")),
        "done": Scalar(Sort.YES_NO, tr("Whether what was expected was done.")),
        "at": _text(tr("When it was given.")),
        "note": _NOTE,
    },
    required=("number",),
    identity="number",
)
FINDING = Fields(
    {
        "text": _text(tr("What was seen.")),
        "objective": _OBJECTIVE,
        "capability": _CAPABILITY,
        "by": _text(tr("Who saw it.")),
    },
    required=("text",),
    short="text",
    identity="text",
)
AREA = Fields(
    {
        "id": _id(tr("Id within the record."), "area"),
        "text": _text(tr("What is to be improved.")),
        "objective": _OBJECTIVE,
        "capability": _CAPABILITY,
        "reference": _text(tr("The plan, procedure or standard that it is measured by.")),
        "analysis": _text(tr("Why it was so.")),
    },
    required=("id",),
    identity="id",
    lines=True,
)
RETEST = Fields(
    {
        "by": Scalar(Sort.DAY, tr("A session practises it again by this date."), prefix="by"),
        "scenario": _id(tr("That scenario; left out: any of the capability."), "scenario"),
    },
    tr("What is to be practised again, and by when."),
    required=("by",),
    short="by",
)
ENTRY = Fields(
    {
        "on": Scalar(Sort.DAY, tr("The date of the line; lines never run backwards.")),
        "by": _text(tr("Who says so; of a closing, who verified it.")),
        "state": Scalar(Sort.WORD, tr("What it is from then on."), ActionState),
        "session": Scalar(Sort.SESSION, tr("The session that verified it.")),
        "due": Scalar(Sort.DAY, tr("The due date from then on.")),
        "owner": _text(tr("The owner from then on.")),
        "note": _NOTE,
    },
    required=("on", "by"),
    also={
        "if": {"properties": {"state": {"const": "closed"}}, "required": ["state"]},
        "then": {"required": ["session"], "properties": {"session": _NOT_BLANK}},
    },
)
ACTION = Fields(
    {
        "id": _id(tr("Id within the record."), "action"),
        "text": _text(tr("What is to be done.")),
        "area": _id(tr("The area for improvement that it answers."), "area"),
        "capability": _CAPABILITY,
        "element": Scalar(Sort.WORD, tr("HSEEP's capability element."), Element),
        "owner": Scalar(Sort.PERSON, tr("The named person who answers for it: member id or name.")),
        "team": _id(tr("The primary responsible organisation."), "team"),
        "contact": _text(tr("How to reach the owner.")),
        "start": Scalar(Sort.DAY, tr("When work on it begins.")),
        "due": Scalar(Sort.DAY, tr("The last day on which it is in time.")),
        "retest": RETEST,
        "history": ListOf(ENTRY, tr("What became of it; it only grows."), blank_rows=False),
    },
    required=("id",),
    identity="id",
    also={
        "if": {
            "required": ["retest"],
            "properties": {
                "retest": {
                    "allOf": [_NOT_BLANK],
                    "not": {
                        "type": "object",
                        "required": ["scenario"],
                        "properties": {"scenario": _NOT_BLANK},
                    },
                }
            },
        },
        "then": {
            "anyOf": [
                {"required": [key], "properties": {key: _NOT_BLANK}}
                for key in ("capability", "area")
            ]
        },
    },
    lines=True,
)
FOLLOW_UP = Fields(
    {
        "action": _text(tr("The earlier action, SESSION/ID.")),
        "state": Scalar(Sort.WORD, tr("What this session showed of it."), ActionState),
        "verified_by": _text(tr("Who saw it.")),
        "note": _NOTE,
    },
    required=("action",),
    identity="action",
    also={
        "if": {"properties": {"state": {"const": "closed"}}, "required": ["state"]},
        "then": {"required": ["verified_by"], "properties": {"verified_by": _NOT_BLANK}},
    },
)
UNREAD = Fields(
    {
        "file": _text(tr("The form that it was typed into.")),
        "place": _text(tr("Its cell, or line:column.")),
        "text": _text(tr("What was typed.")),
    },
    required=("text",),
)
RECORD = Fields(
    {
        "kind": Constant("record", tr("What really happened at a session.")),
        "version": Constant(1, tr("Version of the file format.")),
        "session": Scalar(Sort.SESSION, tr("SCENARIO#N.")),
        "title": _text(tr("Title of the exercise.")),
        "start": Scalar(Sort.LOCAL_TIME, tr("When it really began, in the roster's zone.")),
        "end": Scalar(Sort.LOCAL_TIME, tr("When it really ended.")),
        "venue": _id(tr("Where it was."), "venue"),
        "hazard": _text(tr("The hazard exercised.")),
        "exercise": _text(tr("The exercise type.")),
        "held": Scalar(Sort.YES_NO, tr("false: it did not take place after all.")),
        "capabilities": ListOf(
            _id(tr("A capability that was practised."), "capability"), tr("What was practised.")
        ),
        "attendance": MapOf(ATTENDED, tr("Who came, by member id."), "member"),
        "guests": ListOf(GUEST, tr("Who took part and is in no roster.")),
        "ratings": MapOf(OBJECTIVE, tr("Ratings by the scenario's objectives."), "objective"),
        "injects": ListOf(INJECT, tr("What became of the injects.")),
        "observations": ListOf(FINDING, tr("What was seen.")),
        "strengths": ListOf(FINDING, tr("What went well.")),
        "areas": ListOf(AREA, tr("Areas for improvement.")),
        "actions": ListOf(ACTION, tr("Corrective actions.")),
        "follow_up": ListOf(FOLLOW_UP, tr("What this session showed of earlier actions.")),
        "notes": _text(tr("Anything else.")),
        "unread": ListOf(
            UNREAD, tr("What people typed that found no place above, kept as it was.")
        ),
    },
    tr("What really happened at a session."),
    required=("session", "start"),
    lines=True,
)


def shape_at(where: Iterable[str]) -> Shape:
    """What a record holds at a place: keys, ids and rows that lead there."""
    shape: Shape = RECORD
    for part in where:
        shape = inner(shape, part)
    return shape


def scalar_at(where: Iterable[str]) -> Scalar:
    """Likewise, of a single value."""
    shape = shape_at(where)
    assert isinstance(shape, Scalar)
    return shape
