"""``kind: plan`` documents as drillctl writes them, for people, git and itself."""

import json
import sys
from pathlib import Path
from typing import Any

import yaml

from drillctl.files.atomic import write_bytes
from drillctl.files.pins import pin_data
from drillctl.files.plan_findings import finding_data
from drillctl.language import Message
from drillctl.model.plan import Absence, Answer, Plan, PlannedSession


def plan_data(plan: Plan) -> dict[str, Any]:
    """The plan as plain data, keys in the order in which they are written."""
    made: dict[str, Any] = {"by": plan.made.by, "seed": plan.made.seed}
    if plan.made.note:
        made["note"] = plan.made.note
    if plan.made.effort:
        made["effort"] = plan.made.effort
    if plan.made.baseline:
        made["baseline"] = plan.made.baseline
    if plan.made.as_of is not None:
        made["as_of"] = plan.made.as_of.isoformat(timespec="minutes")
    made["inputs"] = dict(sorted(plan.made.inputs.items()))
    if plan.made.context:
        made["context"] = dict(sorted(plan.made.context.items()))
    data: dict[str, Any] = {
        "kind": "plan",
        "version": 1,
        "revision": plan.revision,
        "made": made,
        "goals": [{"id": g.id.value, "value": g.value, "bound": g.bound} for g in plan.goals],
        "sessions": [_session_data(session) for session in plan.sessions],
        "not_held": [{"id": n.id, "why": list(n.why)} for n in plan.not_held],
        "cancelled": [{"id": c.id, "uid": c.uid, "sequence": c.sequence} for c in plan.cancelled],
    }
    if plan.pins:
        data["pin"] = [pin_data(pin) for pin in plan.pins]
    if plan.away:
        data["away"] = [_away_data(absence) for absence in plan.away]
    if plan.findings:
        data["findings"] = [finding_data(finding) for finding in plan.findings]
    return data


def _away_data(absence: Absence) -> dict[str, Any]:
    data = {
        "member": absence.member,
        "from": absence.start.isoformat(timespec="minutes"),
        "to": absence.end.isoformat(timespec="minutes"),
    }
    return data | ({"why": absence.why} if absence.why else {})


def _session_data(session: PlannedSession) -> dict[str, Any]:
    data: dict[str, Any] = {
        "id": session.id,
        "uid": session.uid,
        "sequence": session.sequence,
        "start": session.start.isoformat(timespec="minutes"),
        "end": session.end.isoformat(timespec="minutes"),
    }
    if session.venue is not None:
        data["venue"] = session.venue
    if session.equipment:
        data["equipment"] = dict(session.equipment)
    data["assigned"] = {position: list(who) for position, who in session.assigned.items()}
    if session.standby:
        data["standby"] = {position: list(who) for position, who in session.standby.items()}
    if session.empty:
        data["empty"] = [
            {"position": e.position, "seats": e.seats, "why": list(e.why)} for e in session.empty
        ]
    if session.answers:
        data["answers"] = {who: _answer_data(answer) for who, answer in session.answers.items()}
    return data


def _answer_data(answer: Answer) -> str | dict[str, str]:
    if answer.at is None:
        return answer.status.value
    return {"status": answer.status.value, "at": answer.at.isoformat(timespec="seconds")}


class _Dumper(yaml.SafeDumper):
    """Block style for people, with each list of member ids on one line."""

    def ignore_aliases(self, data: object) -> bool:
        return True


def _represent_list(dumper: yaml.SafeDumper, data: list[Any]) -> yaml.SequenceNode:
    ids = all(isinstance(item, str) and " " not in item for item in data)
    return dumper.represent_sequence("tag:yaml.org,2002:seq", data, flow_style=ids)


_Dumper.add_representer(list, _represent_list)
# A message is written as its English text.
_Dumper.add_representer(Message, yaml.SafeDumper.represent_str)


def plan_text(plan: Plan, as_json: bool = False) -> str:
    """The plan as YAML, or as JSON of the same content; the same plan gives the same text."""
    data = plan_data(plan)
    if as_json:
        return json.dumps(data, ensure_ascii=False, indent=2) + "\n"
    return str(
        yaml.dump(data, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=100, indent=2)
    )


def plan_bytes(plan: Plan, path: Path) -> bytes:
    """What a file of that name holds of the plan."""
    return plan_text(plan, path.suffix == ".json").encode()


def write_plan(plan: Plan, path: Path | str) -> None:
    """Writes the plan; a name that ends in ``.json`` makes it JSON, ``-`` is standard output.

    Raises
    ------
    OSError
        The file can't be written; an earlier file of that name is untouched.
    """
    if str(path) == "-":
        sys.stdout.write(plan_text(plan))
    else:
        write_bytes(Path(path), plan_bytes(plan, Path(path)))
