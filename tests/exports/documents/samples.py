"""Sessions with everything, with nothing, and with many people, for the documents' tests."""

from dataclasses import replace
from datetime import date, datetime
from io import BytesIO
from pathlib import Path

from county import plan, problem
from docx import Document

from drillctl.exports.documents.doctrine import read_doctrine
from drillctl.exports.documents.facts import Facts, facts
from drillctl.model.action import ActionState, CorrectiveAction, Element, FollowUp, Retest
from drillctl.model.policy import Organizer
from drillctl.model.record import (
    Area,
    Attendance,
    Attended,
    Finding,
    Guest,
    InjectRun,
    ObjectiveRating,
    Rating,
    Record,
    TaskRating,
)
from drillctl.model.scenario import Inject, Objective

RECORD = Record(
    session="flood#1",
    start=datetime(2027, 3, 6, 9, 10),
    end=datetime(2027, 3, 6, 13),
    venue="pond",
    capabilities=("water",),
    attendance={
        "p2": Attended(Attendance.PRESENT),
        "v1": Attended(Attendance.LATE, 150, note="Traffic"),
        "v2": Attended(Attendance.ABSENT),
        "p1": Attended(Attendance.SUBSTITUTE, instead_of="v2"),
    },
    guests=(Guest("Old Zhang", "Red Cross", 120),),
    ratings={
        "o1": ObjectiveRating(
            Rating.M, "water", "p1", "Too slow.", (TaskRating("Size-up", Rating.S, "12 minutes"),)
        )
    },
    injects=(InjectRun(1, True, "10:35", "late"), InjectRun(2, False)),
    observations=(Finding("Two channels in use", "o1", by="p1"),),
    strengths=(Finding("Good radio discipline", "o1"), Finding("Warm food")),
    areas=(Area("a1", "Boats came late", "o1", "water", "SOP 4", "One trailer"),),
    actions=(
        CorrectiveAction(
            "c1",
            "Buy a second trailer",
            "a1",
            "water",
            Element.EQUIPMENT,
            "p1",
            "fire",
            "Mr Li, li@example.org, +86 139 1234 5678",
            date(2027, 4, 1),
            date(2027, 5, 31),
            Retest(date(2027, 9, 30)),
        ),
    ),
    follow_up=(FollowUp("flood#9/c7", ActionState.CLOSED, "p1", "seen"),),
)
EARLIER = Record(
    session="boats#9",
    start=datetime(2026, 11, 7, 9),
    capabilities=("water",),
    attendance={"p1": Attended(Attendance.PRESENT)},
    actions=(
        CorrectiveAction("c7", "Drill the tow", None, "water", retest=Retest(date(2027, 6, 30))),
        CorrectiveAction("c8", "Order rope", None, "water"),
        CorrectiveAction("c9", "Drill stairs", None, "rope", retest=Retest(date(2027, 6, 30))),
    ),
)


def full(
    folder: Path, *, doctrine="hseep", language="en", record=None, session=1, **changes
) -> Facts:
    """The flood of the tiny county with all that a scenario can say; `changes` to the scenario."""
    asked, made = problem(folder), plan(folder)
    flood = replace(
        asked.scenarios["flood"],
        purpose="Rescue together.",
        narrative="The river rises.\nIt is dark.",
        safety=("No water above 2 m/s",),
        objectives=(
            Objective("o1", "Rescue people", "water", ("Size-up", "Safety first")),
            Objective("o2", "Register people", None),
        ),
        injects=(
            Inject(90, "Engine fails", "control", "crew", "Tow", "o1"),
            Inject(15, "Car in the ford", "control", "leader", "Task the boat"),
        ),
    )
    flood = replace(flood, **changes)
    records = [EARLIER, *([record] if record else [])]
    asked = replace(
        asked,
        scenarios={**asked.scenarios, "flood": flood},
        policy=replace(asked.policy, organizer=Organizer("train@example.org", "Training office")),
        records=tuple(records),
    )
    return facts(asked, made.sessions[session], read_doctrine(doctrine), language)


def empty(folder: Path, **how) -> Facts:
    """A session without objectives, injects, venue, equipment or standbys."""
    asked, made = problem(folder), plan(folder)
    doctrine = read_doctrine(how.get("doctrine", "hseep"))
    session = replace(made.sessions[0], venue=None)
    return facts(asked, session, doctrine, how.get("language", "en"))


def crowd(known: Facts, people: int) -> Facts:
    """The same session with so many people of long names."""
    member = known.problem.roster.members["v3"]
    more = {
        f"x{n:03d}": replace(
            member, id=f"x{n:03d}", name=f"Featherstonehaugh-Wolfeschlegel 欧阳 {n}"
        )
        for n in range(people)
    }
    roster = replace(known.problem.roster, members={**known.problem.roster.members, **more})
    session = replace(known.session, assigned={"leader": ("p2",), "crew": tuple(more)}, standby={})
    asked = replace(known.problem, roster=roster)
    return facts(asked, session, known.doctrine, known.language)


def text_of(data: bytes) -> str:
    """All text of a Word file, headers and footers too."""
    document = Document(BytesIO(data))
    parts = [p.text for p in document.paragraphs]
    parts += [c.text for table in document.tables for row in table.rows for c in row.cells]
    for section in document.sections:
        parts += [p.text for p in (*section.header.paragraphs, *section.footer.paragraphs)]
    return "\n".join(parts)
