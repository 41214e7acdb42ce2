"""One story for all clients: people know a plan, then a session moves and another falls away."""

from pathlib import Path
from zoneinfo import ZoneInfo

from county import PLAN, SCENARIOS, plan, problem

from drillctl.model.plan import Plan, PlannedSession
from drillctl.model.problem import Problem

ZONES = ("Asia/Shanghai", "Europe/Berlin")
TITLE = "河流洪水联合水域救援演练（全员全装备）与群众转移安置 Flood; joint, \\\\o/"
ORGANIZER = "\norganizer: {name: 演练办, email: drill@example.org}\n"


def county(folder: Path, zone: str) -> Problem:
    """The tests' county in `zone`, with a title that is long, Chinese and needs escapes."""
    scenarios = SCENARIOS.replace("title: Flood", f'title: "{TITLE}"') + ORGANIZER
    return problem(folder, zone=zone, scenarios=scenarios)


def before(folder: Path, zone: str) -> Plan:
    """Four sessions; in Berlin the last is on the day on which summer time begins."""
    return plan(folder, _text(zone))


def after(folder: Path, zone: str) -> Plan:
    """flood#1 begins an hour later, with another at the shore; boats#1 is cancelled."""
    lines = [line for line in _text(zone).split("\n") if "boats#1" not in line]
    text = "\n".join(lines).replace("version: 1", "version: 1\nrevision: 2")
    text = text.replace("uid: f1@x", "uid: f1@x, sequence: 1")
    text = text.replace("03-06T09:00", "03-06T10:00").replace("03-06T13:00", "03-06T14:00")
    text = text.replace("shore: [v2]}, standby", "shore: [v3]}, standby")
    return plan(folder, text + 'cancelled: [{id: "boats#1", uid: b1@x, sequence: 1}]\n')


def wanted(made: Plan, zone: str) -> list[tuple[str, str, str]]:
    """(start, end, title) of every session, local times as a wall clock shows them."""
    return sorted((*local(session, zone), _title(session)) for session in made.sessions)


def local(session: PlannedSession, zone: str) -> tuple[str, str]:
    """Start and end."""
    info = ZoneInfo(zone)
    start, end = session.start.astimezone(info), session.end.astimezone(info)
    return f"{start:%Y-%m-%d %H:%M}", f"{end:%Y-%m-%d %H:%M}"


def _title(session: PlannedSession) -> str:
    titles = {"flood": TITLE.replace("\\\\", "\\"), "table": "Tabletop", "boats": "Boat drill"}
    return titles[session.scenario]


def _text(zone: str) -> str:
    if zone == "Asia/Shanghai":
        return PLAN
    text = PLAN.replace("+08:00", "+01:00")
    for hour in ("09:00", "13:00"):
        text = text.replace(f"2027-03-20T{hour}+01:00", f"2027-03-28T{hour}+02:00")
    return text
