"""What a ``kind: scenario`` document may hold: one source for reading it and for its schema."""

from dataclasses import replace

from drillctl.files.roster_shape import KINDS
from drillctl.files.shapes import Anything, Constant, Fields, ListOf, MapOf, OneOf, Scalar, Sort
from drillctl.files.shared_shapes import LONGEST, WINDOW, count, default_of, lag, lines, name, text
from drillctl.language import tr
from drillctl.model.roster import Kind
from drillctl.model.scenario import ExerciseType, Scenario, Schedule

_MANY = 10_000
AUTO = "auto"
EXPECT = ListOf(
    Anything(tr("A check, as `drillctl test` describes it."), ("object", "string")),
    tr("What `drillctl test` checks of the plan."),
)
HOURS = Fields(
    {
        "from": Scalar(Sort.CLOCK, tr("The earliest start, local time."), examples=("08:00",)),
        "to": Scalar(Sort.CLOCK, tr("The latest end, local time."), examples=("20:00",)),
    },
    tr("The whole session lies inside, on one local day."),
    required=("from", "to"),
)
AFTER = Fields(
    {
        "scenario": name(tr("The scenario that comes first."), "scenario"),
        "gap": lag(tr("At least so long after the end of its last session."), default="0h"),
    },
    tr("Every session starts after the last session of that scenario."),
    required=("scenario",),
    short="scenario",
)
SCHEDULE = Fields(
    {
        "sessions": count(tr("How many sessions."), 1, _MANY, Schedule().sessions),
        "window": replace(
            WINDOW, about=tr("Local dates, both included; left out: the policy's period.")
        ),
        "days": ListOf(
            Scalar(
                Sort.DAYS,
                tr("A weekday, or a range such as mon-fri."),
                examples=("sat", "sun", "mon-fri"),
            ),
            tr("The weekdays on which it may be held; left out: all."),
            least=1,
        ),
        "hours": HOURS,
        "spacing": lag(
            tr("At least so long between the starts of consecutive sessions."),
            default=str(Schedule().spacing),
        ),
        "fixed": ListOf(
            Scalar(Sort.LOCAL_TIME, tr("A start in the roster's zone.")),
            tr("The exact starts of the first sessions."),
        ),
        "after": ListOf(AFTER, tr("The scenarios that come first.")),
    },
    tr("When the sessions may be held."),
)
VENUE_WISH = Fields(
    {
        "id": name(tr("This venue and no other."), "venue"),
        "features": ListOf(name(tr("A feature.")), tr("A venue that has all of these.")),
    },
    tr("What the venue must be; left out: none is needed."),
)
STANDBYS = count(tr("How many stand by."), 0, _MANY)
POSITION = Fields(
    {
        "id": name(tr("The position's id.")),
        "title": text(tr("What people call it; left out: the id.")),
        "count": count(tr("How many seats."), 1, _MANY, 1),
        "min": count(
            tr("The smallest number with which the session may run; left out: `count`."), 0, _MANY
        ),
        "needs": ListOf(
            name(tr("A certification."), "certification"),
            tr("Certifications that whoever sits here must hold, all of them."),
        ),
        "kind": Scalar(Sort.WORD, tr("Only members of teams of this kind."), Kind, meanings=KINDS),
        "lead": Scalar(
            Sort.YES_NO,
            tr("Who leads; filled by a professional unless `kind` says otherwise."),
            default=False,
        ),
        "standby": OneOf(
            (
                STANDBYS,
                Scalar(
                    Sort.WORD,
                    tr("As many as keep `min` with the policy's `show_up` probability."),
                    allowed=(AUTO,),
                ),
            ),
            tr("Certified, available members kept free to step in."),
            default=0,
        ),
    },
    tr("A role in a session."),
    required=("id",),
    identity="id",
)


def _minimum(about: str) -> Fields:
    return Fields({"min": count(tr("At least so many."), 0, _MANY)}, about, required=("min",))


JOINT = Fields(
    {
        "professional": _minimum(tr("Professionals in each session.")),
        "volunteer": _minimum(tr("Volunteers in each session.")),
        "teams": _minimum(tr("Different teams in each session.")),
        "per_professional": count(tr("At most so many volunteers to each professional."), 0),
        "meet": ListOf(
            ListOf(name(tr("A team's id."), "team"), tr("Two teams."), least=2, most=2),
            tr("Pairs of teams, of each of which at least one member takes part."),
        ),
    },
    tr("What makes a session joint, counted over its assigned members."),
)
OBJECTIVE = Fields(
    {
        "id": name(tr("The objective's id.")),
        "text": lines(tr("What the exercise must show.")),
        "capability": name(tr("The capability that it is about."), "capability"),
        "critical_tasks": ListOf(
            text(tr("A critical task.")), tr("What must be done to reach it.")
        ),
    },
    tr("What the exercise must show."),
    required=("id", "text"),
    identity="id",
)
INJECT = Fields(
    {
        "at": Scalar(
            Sort.ELAPSED,
            tr("When, from the start of the session."),
            low=0,
            high=float("inf"),
            examples=("0h15m", "45m"),
        ),
        "from": text(tr("Who gives it.")),
        "to": text(tr("Who gets it: a position's id, or anybody.")),
        "text": lines(tr("What is said or shown.")),
        "expect": lines(tr("What is to be done about it.")),
        "objective": name(tr("The objective that it serves."), "objective"),
    },
    tr("A line of the Master Scenario Events List."),
    required=("at", "text"),
)
SCENARIO = Fields(
    {
        "kind": Constant("scenario", tr("One exercise design.")),
        "version": Constant(1, tr("Version of the file format.")),
        "id": name(tr("The scenario's id; its sessions are ID#1, ID#2, ...")),
        "title": text(tr("What people call it; left out: the id.")),
        "hazard": text(tr("The hazard exercised, as the policy's `hazards` name it."), "flood"),
        "exercise": Scalar(
            Sort.WORD,
            tr("The exercise type (HSEEP)."),
            ExerciseType,
            meanings={
                ExerciseType.SEMINAR: tr("Discussion: an overview of plans and procedures."),
                ExerciseType.WORKSHOP: tr("Discussion: a plan or policy is worked out."),
                ExerciseType.TABLETOP: tr("Discussion of a simulated emergency around a table."),
                ExerciseType.GAME: tr("Discussion: teams decide and see the consequences."),
                ExerciseType.DRILL: tr("Operations: one function is practised and validated."),
                ExerciseType.FUNCTIONAL: tr("Operations: several functions, movements simulated."),
                ExerciseType.FULL_SCALE: tr("Operations: many organisations, as in reality."),
            },
        ),
        "priority": count(
            tr("Weight of each of its seats."), 1, 10, default_of(Scenario, "priority")
        ),
        "capabilities": ListOf(
            name(tr("A capability."), "capability"), tr("The capabilities that it practises.")
        ),
        "duration": Scalar(
            Sort.ELAPSED,
            tr("How long a session lasts."),
            low=1,
            high=LONGEST,
            examples=("4h", "90m"),
        ),
        "schedule": SCHEDULE,
        "venue": VENUE_WISH,
        "equipment": MapOf(
            count(tr("How many."), 1), tr("What is held for the whole session."), "equipment"
        ),
        "positions": ListOf(POSITION, tr("The roles in a session."), least=1),
        "joint": JOINT,
        "objectives": ListOf(OBJECTIVE, tr("What the exercise must show.")),
        "injects": ListOf(INJECT, tr("The Master Scenario Events List.")),
        "expect": EXPECT,
        "purpose": lines(tr("Why it is held, for its documents.")),
        "narrative": lines(tr("The situation at the start, for its documents.")),
        "safety": ListOf(text(tr("A rule.")), tr("Rules for all who take part.")),
    },
    tr("One exercise design: what is practised, when it may be held, who takes part."),
    required=("id", "exercise", "duration", "positions"),
    snippets={
        "scenario": {
            "kind": "scenario",
            "id": "${1:river-flood}",
            "title": "${2:River flood}",
            "hazard": "${3:flood}",
            "exercise": "${4:drill}",
            "duration": "${5:4h}",
            "schedule": {"window": {"from": "${6:2027-03-01}", "to": "${7:2027-05-31}"}},
            "positions": [{"id": "${8:leader}", "count": 1, "lead": True}],
        }
    },
)
