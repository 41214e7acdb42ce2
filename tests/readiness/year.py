"""A town's year: a quarter is planned, held, recorded and read back, then the next is planned.

Twelve capabilities, each with an open action from last year, but a training ground that is free on every third Saturday: not every exercise
can be held in every quarter, so which are held, and who takes part, is what the loop decides.
"""

import random
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

import openpyxl
import yaml

from drillctl.cli.aar_collect import aar_collect
from drillctl.exports.documents.files import Wanted, write_documents
from drillctl.files.forms import ATTENDANCE, SHEETS, STATE
from drillctl.files.loading import load
from drillctl.files.plan_text import write_plan
from drillctl.model.action import ActionState, open_retests, owed_actions
from drillctl.model.plan import Plan
from drillctl.model.policy import Weighting
from drillctl.model.problem import Problem
from drillctl.model.scenario import Window
from drillctl.planning.due import due
from drillctl.planning.plan import make_plan
from drillctl.planning.search import Effort, Options

CAPABILITIES = (
    "boats", "care", "dogs", "drones", "fire", "hazmat", "pumps", "radio", "ropes", "shelter", "trees", "water",
)  # fmt: skip
QUARTERS = (
    Window(date(2027, 1, 1), date(2027, 3, 31)),
    Window(date(2027, 4, 1), date(2027, 6, 30)),
    Window(date(2027, 7, 1), date(2027, 9, 30)),
    Window(date(2027, 10, 1), date(2027, 12, 31)),
)
NEXT = Window(date(2028, 1, 1), date(2028, 3, 31))


def roster() -> dict:
    """Four teams of four, and one training ground."""
    teams = [
        ("brigade", "professional"),
        ("medics", "professional"),
        ("club", "volunteer"),
        ("sky", "volunteer"),
    ]
    return {
        "kind": "roster",
        "timezone": "Asia/Shanghai",
        "teams": [{"id": t, "kind": k} for t, k in teams],
        "members": [
            {"id": f"{t}-{n}", "name": f"{t} {n}", "team": t} for t, _ in teams for n in range(4)
        ],
        "venues": [{"id": "ground", "features": ["open"], "availability": "third-saturdays"}],
        "availability": {
            "third-saturdays": {
                "rrule": "DTSTART:20270102T080000\nRRULE:FREQ=WEEKLY;INTERVAL=3",
                "for": "12h",
            }
        },
    }


def scenario(capability: str, quarter: int) -> dict:
    """A day's exercise of one capability for eight, one session more with each quarter."""
    window = QUARTERS[quarter]
    return {
        "kind": "scenario",
        "id": capability,
        "exercise": "drill",
        "hazard": "flood",
        "duration": "8h",
        "capabilities": [capability],
        "venue": {"features": ["open"]},
        "schedule": {
            "sessions": quarter + 1,
            "window": {"from": window.first, "to": window.last},
            "hours": {"from": "08:00", "to": "20:00"},
        },
        "positions": [
            {"id": "leader", "count": 1, "kind": "professional", "lead": True},
            {"id": "crew", "count": 7, "min": 5},
        ],
        "objectives": [{"id": "o1", "text": f"Show {capability}", "capability": capability}],
    }


@dataclass(frozen=True)
class Outcome:
    """What is owed at the year's end: due capabilities, due practices of members, open retests.

    `missed`: retests that were still open on the day they were asked for by.
    """

    capabilities: int
    practices: int
    retests: int
    missed: int
    raised: int
    sessions: int


def run_year(folder: Path, seed: int, *, loop: bool, collect) -> Outcome:
    """A year with the records read by the next plan (`loop`), or written and left unread.

    `collect` takes the folder, a problem, a plan and a function that says how each session went,
    and leaves the records below ``records``.
    """
    (folder / "files").mkdir(parents=True)
    (folder / "records").mkdir()
    _write(folder / "files" / "roster.yaml", roster())
    _write(folder / "records" / "last-year-1.yaml", last_year(seed))
    world = World(seed)
    plans: list[Path] = []
    held = 0
    for number, quarter in enumerate(QUARTERS):
        for capability in CAPABILITIES:
            _write(folder / "files" / f"{capability}.yaml", scenario(capability, number))
        policy = {
            "kind": "policy",
            "period": {"from": quarter.first, "to": quarter.last},
            "goals": ["fill", "retest", "currency", "fairness"],
            "currency": dict.fromkeys(CAPABILITIES, "12mo"),
            "weighting": "weak-first",
            "seed": seed,
        }
        _write(folder / "files" / "policy.yaml", policy)
        read = [folder / "files", folder / "records"]
        loaded = load(read, context=plans)
        assert loaded.diagnostics == ()
        everything = loaded.problem
        problem = everything if loop else replace(everything, records=())
        plan = make_plan(problem, Options(Effort.QUICK))
        plans.append(folder / f"q{number + 1}.plan.yaml")
        write_plan(plan, plans[-1])
        held += len(plan.sessions)
        collect(folder, replace(everything, baseline=None), plan, world)
    return _owed(folder, held)


def _owed(folder: Path, sessions: int) -> Outcome:
    """As the first plan of the next year would see it."""
    problem = load([folder / "files", folder / "records"]).problem
    assert problem is not None
    policy = replace(problem.policy, period=NEXT, weighting=Weighting.EQUAL)
    capabilities, practices = due(replace(problem, policy=policy))
    missed = 0
    for owed in owed_actions(problem.records):
        by = owed.action.retest.by if owed.action.retest else NEXT.first
        then = [e.state for e in owed.history if e.state and e.on <= by]
        missed += by < NEXT.first and ActionState.CLOSED not in then
    raised = sum(a.retest is not None for r in problem.records for a in r.actions)
    return Outcome(
        len(capabilities),
        len(practices),
        sum(1 for _ in open_retests(problem.records)),
        missed,
        raised,
        sessions,
    )


class World:
    """How sessions go, whatever was planned."""

    def __init__(self, seed: int) -> None:
        self.seed = seed
        self.practised = dict.fromkeys(CAPABILITIES, 0)

    def went(self, capability: str) -> str:
        """The rating of a session that practises it: poor once in five."""
        self.practised[capability] += 1
        times = self.practised[capability]
        return "M" if random.Random(f"{self.seed} {capability} {times}").random() < 0.2 else "P"

    def came(self, member: str, session: str) -> bool:
        """Nine times in ten."""
        return random.Random(f"{self.seed} {member} {session}").random() < 0.9


def last_year(seed: int) -> dict:
    """One long exercise that showed something to mend in everything, to be retested this year."""
    order = random.Random(seed).sample(CAPABILITIES, len(CAPABILITIES))
    return {
        "kind": "record",
        "session": "last-year#1",
        "start": "2026-03-07T09:00",
        "capabilities": list(CAPABILITIES),
        "ratings": {c: {"rating": "M", "capability": c} for c in CAPABILITIES},
        "actions": [
            {"id": c, "text": f"Train {c}", "capability": c, "owner": "brigade-0",
             "due": QUARTERS[n % 4].last, "retest": {"by": QUARTERS[n % 4].last}}
            for n, c in enumerate(order)
        ],
    }  # fmt: skip


def record(problem: Problem, plan: Plan, session, world: World) -> dict:
    """What a coordinator writes down of a session; earlier actions are followed up."""
    capability = session.scenario
    start = session.start.replace(tzinfo=None)
    rating = world.went(capability)
    actions = []
    if rating == "M":
        by = start.date() + timedelta(days=150)
        actions = [{"id": "a1", "text": f"Train {capability}", "capability": capability, "owner": "brigade-0",
                    "due": by, "retest": {"by": by}}]  # fmt: skip
    owed = [a for a in open_retests(problem.records) if a.action.capability == capability]
    return {
        "kind": "record",
        "session": session.id,
        "start": start.isoformat(timespec="minutes"),
        "capabilities": [capability],
        "attendance": {
            m: "present" if world.came(m, session.id) else "absent" for _, m in session.members()
        },
        "ratings": {"o1": {"rating": rating, "capability": capability}},
        "actions": actions,
        "follow_up": [
            {
                "action": a.id,
                "state": "closed" if rating == "P" else "open",
                "verified_by": "medics-0",
            }
            for a in owed
        ],
    }


class _Plain(yaml.SafeDumper):
    """Without anchors: people write things out."""

    def ignore_aliases(self, data) -> bool:
        return True


def _write(path: Path, data: dict) -> None:
    text = yaml.dump(data, Dumper=_Plain, allow_unicode=True, sort_keys=False)
    path.write_text(text, encoding="utf-8")


def written_by_hand(folder: Path, problem: Problem, plan: Plan, world: World) -> None:
    """Records as a person writes them."""
    for session in plan.sessions:
        path = folder / "records" / f"{session.id.replace('#', '-')}.yaml"
        _write(path, record(problem, plan, session, world))


def through_forms(folder: Path, problem: Problem, plan: Plan, world: World) -> None:
    """Records as drillctl's own forms make them: written, filled in as workbooks, collected."""
    forms = folder / "forms" / f"{plan.sessions[0].start:%Y-%m}"
    forms.mkdir(parents=True)
    wanted = Wanted("hseep", "zh", ("sign-in", "evaluation-guide", "record"), ("xlsx", "yaml"))
    write_documents(problem, plan, forms, wanted)
    for session in plan.sessions:
        name = session.id.replace("#", "-")
        said = record(problem, plan, session, world)
        _fill(forms / name / f"{name}-sign-in.xlsx", {"attendance": _signed(said)})
        _fill(forms / name / f"{name}-evaluation-guide.xlsx", _evaluated(said))
    done = aar_collect(
        [str(forms), str(folder / "files")],
        out=str(folder / "records"),
        plan_path=None,
        as_of=None,
        dry_run=False,
        format="text",
    )
    assert done == 0


def _signed(said: dict) -> dict:
    return {m: {"status": ATTENDANCE[how]["zh"]} for m, how in said["attendance"].items()}


def _evaluated(said: dict) -> dict:
    """By sheet and row (the first column that is filled in, or a free row), what is written there."""
    return {
        "ratings": {o: {"rating": r["rating"], "evaluator": "medics-0"} for o, r in said["ratings"].items()},
        "areas": {f"free {a['id']}": {"id": "x1", "text": a["text"], "capability": a["capability"],
                                      "analysis": "too few had done it"} for a in said["actions"]},
        "actions": {f"free {a['id']}": {**a, "area": "x1", "retest": a["retest"]["by"]} for a in said["actions"]},
        "follow_up": {f["action"]: {**f, "state": STATE[f["state"]]["zh"]} for f in said["follow_up"]},
    }  # fmt: skip


def _fill(path: Path, sheets: dict) -> None:
    """Writes into the workbook as a person does: row by row, under the headings."""
    book = openpyxl.load_workbook(path)
    for key, rows in sheets.items():
        sheet, layout = book[SHEETS[key].title["zh"]], SHEETS[key].columns
        headings = {column.heading["zh"]: column.key for column in layout}
        top = next(r for r in sheet.iter_rows() if sum(c.value in headings for c in r) >= 3)
        columns = {headings[c.value]: c.column for c in top if c.value in headings}
        free = top[0].row
        named = {}
        for line in range(top[0].row + 1, sheet.max_row + 1):
            first = sheet.cell(line, columns[layout[0].key]).value
            if first is not None:
                named.setdefault(first, line)
                free = line
        for name, typed in rows.items():
            if name not in named:
                assert name.startswith("free"), (name, named)
                free += 1
            for column, value in typed.items():
                if column in columns and column != "action":
                    sheet.cell(named.get(name, free), columns[column]).value = value
    book.save(path)
