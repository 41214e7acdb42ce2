"""``findings:`` of a plan: which of its sessions answer what earlier ones showed."""

from datetime import date
from typing import Any

from drillctl.files.nodes import Node, Source, choice, fields, harmless, identifier, sequence, text
from drillctl.files.pins import session_id
from drillctl.files.plan_shape import FINDING
from drillctl.files.values import day
from drillctl.model.plan import Answered
from drillctl.model.record import Rating


def read_finding(source: Source, node: Node) -> Answered | None:
    """One finding; None where it is no mapping."""
    found = fields(source, node, FINDING.keys)
    if found is None:
        return None

    def date_of(key: str) -> date | None:
        return day(source, found[key]) if key in found else None

    return Answered(
        action=text(source, found["action"]) if "action" in found else None,
        capability=identifier(source, found["capability"]) if "capability" in found else None,
        rated=choice(source, found["rated"], Rating) if "rated" in found else None,
        rated_on=date_of("rated_on"),
        by=date_of("by"),
        sessions=sequence(source, found["sessions"], session_id) if "sessions" in found else (),
        why=sequence(source, found["why"], harmless) if "why" in found else (),
    )


def finding_data(finding: Answered) -> dict[str, Any]:
    """The finding as plain data, keys in the order in which they are written."""
    data: dict[str, Any] = {
        "action": finding.action,
        "capability": finding.capability,
        "rated": finding.rated.value if finding.rated else None,
        "rated_on": finding.rated_on.isoformat() if finding.rated_on else None,
        "by": finding.by.isoformat() if finding.by else None,
    }
    data = {key: value for key, value in data.items() if value is not None}
    data["sessions"] = list(finding.sessions)
    return data | ({"why": list(finding.why)} if finding.why else {})
