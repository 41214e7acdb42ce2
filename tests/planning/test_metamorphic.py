"""What changes nothing in the question changes nothing in the answer.

On generated instances; ``DRILLCTL_METAMORPHIC=M`` takes the size M of tests/bench/instances.py (a
city: 400 members, 120 sessions), by default something small that is planned as M is: too large for
the exact program. Work is counted, not seconds, so that each plan is the same every time.

What can be claimed: where the changed question is the same but for names, both have the same best
plan. Goal by goal, as long as both plans reach the same, the best lies between each plan's value
and either's bound, so that none of the two may be beyond the other's bound; what both prove is
equal. Where even the order of everything is the same, so is the plan.
"""

import json
import os
import sys
from collections.abc import Callable
from copy import deepcopy
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import pytest
import yaml

from drillctl.audit.audit import audit
from drillctl.files.loading import load
from drillctl.model.plan import Plan
from drillctl.planning import plan as front_door
from drillctl.planning.plan import make_plan
from drillctl.planning.search import Effort, Options

sys.path.insert(0, str(Path(__file__).parents[1] / "bench"))
from instances import SIZES, Size, documents

NAME = os.environ.get("DRILLCTL_METAMORPHIC", "")
SIZE = SIZES[NAME] if NAME else Size(members=30, sessions=6, weeks=3)
TIGHT = [False, True] if NAME else [True]
Documents = list[dict]


@cache
def asked(tight: bool) -> Documents:
    """The instance, with every date as text."""
    return [json.loads(json.dumps(d, default=str)) for _, d in documents(SIZE, tight=tight)]


def planned(files: Documents, *, apart: bool = False) -> Plan:
    """The audited plan of these documents, in one file or each in its own."""
    with TemporaryDirectory() as folder:
        groups = [[document] for document in files] if apart else [files]
        for number, group in enumerate(groups):
            text = yaml.dump_all(
                group, Dumper=yaml.CSafeDumper, sort_keys=False, allow_unicode=True
            )
            (Path(folder) / f"{number:04}.yaml").write_text(text, encoding="utf-8")
        loaded = load([folder])
    assert loaded.problem is not None, loaded.diagnostics[:3]
    with pytest.MonkeyPatch.context() as patch:
        for limit in ("EXACT", "EXACT_FIXED"):
            patch.setattr(front_door, limit, -1)
        plan = make_plan(loaded.problem, Options(Effort.QUICK))
    assert audit(loaded.problem, plan) == ()
    return plan


@cache
def original(tight: bool) -> Plan:
    return planned(asked(tight))


def roster(files: Documents) -> dict:
    return next(d for d in files if d["kind"] == "roster")


def consistent(one: Plan, other: Plan) -> None:
    """Two plans of what is the same question."""
    for mine, theirs in zip(one.goals, other.goals, strict=True):
        sign = 1 if mine.id.maximised else -1
        assert sign * mine.value <= sign * theirs.bound + 1e-6, (mine, theirs)
        assert sign * theirs.value <= sign * mine.bound + 1e-6, (mine, theirs)
        if mine.value == mine.bound and theirs.value == theirs.bound:
            assert mine.value == theirs.value, (mine, theirs)
        if mine.value != theirs.value:
            break  # what is best next depends on it


def content(plan: Plan, name: Callable[[str], str] = str, later: timedelta = timedelta(0)) -> list:
    """All that it decides, with other names and dates."""
    return [
        (
            f"{name(s.scenario)}#{s.number}",
            s.start + later,
            s.venue and name(s.venue),
            {p: {name(m) for m in who} for p, who in s.assigned.items()},
            {p: {name(m) for m in who} for p, who in s.standby.items()},
        )
        for s in sorted(plan.sessions, key=lambda s: (s.start, name(s.scenario), s.number))
    ]


def renamed(files: Documents, name: Callable[[str], str]) -> Documents:
    """Other ids for members, teams, venues and scenarios."""
    found = deepcopy(files)
    for document in found:
        if document["kind"] == "scenario":
            document["id"] = name(document["id"])
            for after in document["schedule"].get("after", ()):
                after["scenario"] = name(after["scenario"])
        elif document["kind"] == "roster":
            for part in ("members", "teams", "venues"):
                for entry in document[part]:
                    entry["id"] = name(entry["id"])
            for member in document["members"]:
                member["team"] = name(member["team"])
    return found


@pytest.mark.parametrize("tight", TIGHT)
def test_other_names_in_the_same_order(tight):
    def name(known: str) -> str:
        return f"a.{known}-x"

    found = planned(renamed(asked(tight), name))
    assert found.goals == original(tight).goals
    assert content(found) == content(original(tight), name)


@pytest.mark.parametrize("tight", TIGHT)
def test_other_names_in_another_order(tight):
    def name(known: str) -> str:
        return f"{Random(known).randrange(10**6):06}-{known}"

    consistent(original(tight), planned(renamed(asked(tight), name)))


@pytest.mark.parametrize("tight", TIGHT)
def test_files_and_entries_in_another_order(tight):
    files = deepcopy(asked(tight))
    random = Random("order")
    for part in ("teams", "members", "venues", "equipment"):
        random.shuffle(roster(files)[part])
    for member in roster(files)["members"]:
        random.shuffle(member["certifications"])
    random.shuffle(files)
    found = planned(files, apart=True)
    assert found.goals == original(tight).goals
    assert content(found) == content(original(tight))


def shifted(value, days: int):
    """Every date and local time in a document so many days later."""
    if isinstance(value, dict):
        return {key: shifted(v, days) for key, v in value.items()}
    if isinstance(value, list):
        return [shifted(v, days) for v in value]
    if not isinstance(value, str):
        return value
    if value[:8] == "DTSTART:":
        start = datetime.strptime(value[8:23], "%Y%m%dT%H%M%S") + timedelta(days=days)
        return f"DTSTART:{start:%Y%m%dT%H%M%S}{value[23:]}"
    try:
        day = date.fromisoformat(value[:10])
    except ValueError:
        return value
    return f"{day + timedelta(days=days)}{value[10:]}"


@pytest.mark.parametrize("tight", TIGHT)
def test_four_weeks_later_where_no_clock_changes(tight):
    assert roster(asked(tight))["timezone"] == "Asia/Shanghai"
    # 2026 has no leap day between, so that what is valid for years is so for as long.
    found = planned([shifted(document, 28) for document in asked(tight)])
    assert found.goals == original(tight).goals
    assert content(found) == content(original(tight), later=timedelta(days=28))


@pytest.mark.parametrize("tight", TIGHT)
def test_a_member_and_a_venue_of_no_use(tight):
    files = deepcopy(asked(tight))
    everywhere = roster(files)
    period = next(d for d in files if d["kind"] == "policy")["period"]
    everywhere["members"].append(
        {
            "id": "zz-away",
            "name": "Away",
            "team": everywhere["teams"][0]["id"],
            "busy": [dict(period)],
        }
    )
    everywhere["venues"].append({"id": "zz-moon", "features": ["craters"]})
    consistent(original(tight), planned(files))


@pytest.mark.parametrize("tight", TIGHT)
def test_more_people_never_fill_less(tight):
    """A second one of somebody who holds what is scarce; what is not proven, by its bound."""
    files = deepcopy(asked(tight))
    members = roster(files)["members"]
    skilled = max(members, key=lambda m: len(m["certifications"]))
    members.append({**skilled, "id": "zz-twin", "name": "Twin"})
    fewer, more = original(tight).goals[0], planned(files).goals[0]
    assert more.bound >= fewer.value
    if more.value == more.bound:
        assert more.value >= fewer.value


@pytest.mark.parametrize("tight", TIGHT)
def test_fewer_people_never_fill_more(tight):
    """Without the one who has the most seats; nothing is filled beyond the bound with them."""
    files = deepcopy(asked(tight))
    seats: dict[str, int] = {}
    for session in original(tight).sessions:
        for _, member in session.members():
            seats[member] = seats.get(member, 0) + 1
    busiest = max(seats, key=lambda m: (seats[m], m))
    members = roster(files)["members"]
    members[:] = [m for m in members if m["id"] != busiest]
    more, fewer = original(tight).goals[0], planned(files).goals[0]
    assert fewer.value <= more.bound
    assert fewer.bound <= more.bound or fewer.bound >= fewer.value > more.value
    if more.value == more.bound:
        assert fewer.value <= more.value
