"""``pin:`` lists, in a policy or a plan; sessions and seated people, as plans name them too."""

import re
from typing import Any

import yaml

from drillctl.files.nodes import Node, Source, fields, identifier, mapping, scalar, sequence, what
from drillctl.files.patterns import HINT_SESSION, SESSION
from drillctl.files.shared_shapes import PIN
from drillctl.files.values import local_time
from drillctl.language import tr
from drillctl.model.pin import Pin

_SESSION_ID = re.compile(SESSION)


def session_id(source: Source, node: Node) -> str | None:
    """``SCENARIO#N``."""
    value = scalar(source, node)
    if value is not None and not _SESSION_ID.fullmatch(value):
        message = tr("{value} is not a session", value=what(node))
        source.problem(node, "S006", message, HINT_SESSION)
        return None
    return value


def seated_people(source: Source, node: Node) -> dict[str, tuple[str, ...]]:
    """Position ids to lists of member ids."""
    return {
        position: sequence(source, members, identifier)
        for position, _, members in mapping(source, node)
    }


def read_pin(source: Source, node: Node) -> Pin | None:
    """A session's name alone, or with what of it is held."""
    if not isinstance(node, yaml.MappingNode):
        name = session_id(source, node)
        return Pin(name) if name else None
    found = fields(source, node, PIN.keys, PIN.required) or {}
    name = session_id(source, found["session"]) if "session" in found else None
    if name is None:
        return None
    return Pin(
        name,
        start=local_time(source, found["start"]) if "start" in found else None,
        venue=identifier(source, found["venue"]) if "venue" in found else None,
        people=seated_people(source, found["people"]) if "people" in found else {},
    )


def pin_data(pin: Pin) -> str | dict[str, Any]:
    """The pin as it is written."""
    if pin.whole:
        return pin.session
    data: dict[str, Any] = {"session": pin.session}
    if pin.start is not None:
        data["start"] = pin.start.isoformat(timespec="minutes")
    if pin.venue is not None:
        data["venue"] = pin.venue
    if pin.people:
        data["people"] = {position: list(who) for position, who in pin.people.items()}
    return data
