"""Members of a roster, their certificates and limits."""

from datetime import date
from functools import lru_cache

from drillctl.files.availability_patterns import availability
from drillctl.files.nodes import (
    Node,
    Source,
    fields,
    identifier,
    items,
    number,
    sequence,
    text,
    whole,
)
from drillctl.files.places import place_of
from drillctl.files.roster_parts import RosterParts
from drillctl.files.roster_shape import HELD, MEMBER
from drillctl.files.shapes import bounds
from drillctl.files.shared_shapes import LIMITS
from drillctl.files.values import day, span
from drillctl.language import tr
from drillctl.model.duration import Duration
from drillctl.model.roster import ALWAYS, HeldCertification, Kind, Limits, Member

_PLACED = ("certifications", "availability", "busy", "limits")
"""Keys of a member that may stand in the way of a session."""
_HOURS = bounds(LIMITS.keys["hours_per_7d"])
_SESSIONS = LIMITS.range("sessions_per_7d")


def read_member(source: Source, node: Node, parts: RosterParts) -> Member | None:
    """One member, who is defined from then on; None where the id can't be read or is taken."""
    found = fields(source, node, MEMBER.keys, MEMBER.required)
    if found is None or "id" not in found:
        return None
    name_id = identifier(source, found["id"])
    name = text(source, found["name"]) if "name" in found else None
    team = parts.teams.get(found["team"].value) if _single(found.get("team")) else None
    if team is None and "team" in found:
        source.refer(found["team"], "team", identifier(source, found["team"]))
    pattern = (team and team.availability) or ALWAYS
    if "availability" in found:
        pattern = availability(source, found["availability"], parts)
    held: tuple[HeldCertification, ...] = ()
    if "certifications" in found:
        held = tuple(
            entry
            for item in items(source, found["certifications"])
            if (entry := _held(source, item, parts)) is not None
        )
    member = Member(
        id=name_id or "",
        name=name or "",
        team=team.id if team else "",
        kind=team.kind if team else Kind.VOLUNTEER,
        email=text(source, found["email"]) if "email" in found else None,
        phone=text(source, found["phone"]) if "phone" in found else None,
        certifications=held,
        availability=pattern,
        busy=sequence(source, found["busy"], span) if "busy" in found else (),
        free=sequence(source, found["free"], span) if "free" in found else (),
        limits=limits(source, found["limits"]) if "limits" in found else Limits(),
    )
    if name_id is None or not parts.define(source, "member", name_id, found["id"]):
        return None
    for key in _PLACED:
        if key in found:
            parts.member_places[name_id, key] = place_of(source, found[key])
    if "busy_calendar" in found:
        parts.calendars[name_id] = (source, _calendars(source, found["busy_calendar"]))
    return member


def _calendars(source: Source, node: Node) -> tuple[Node, ...]:
    """One path of a file or folder, or a list of them."""
    given = (node,) if _single(node) else tuple(items(source, node))
    return tuple(path for path in given if text(source, path) is not None)


def _single(node: Node | None) -> bool:
    return node is not None and node.value.__class__ is str


def _held(source: Source, node: Node, parts: RosterParts) -> HeldCertification | None:
    """One held certification: a mapping, or just the id of one that never expires."""
    if node.value.__class__ is str:
        name = identifier(source, node)
        if name is not None and name not in parts.certifications:
            source.refer(node, "certification", name)
        return HeldCertification(name) if name else None
    found = fields(source, node, HELD.keys, HELD.required)
    if found is None or "id" not in found:
        return None
    name = identifier(source, found["id"])
    issued = day(source, found["issued"]) if "issued" in found else None
    expires = day(source, found["expires"]) if "expires" in found else None
    if name is None:
        return None
    certification = parts.certifications.get(name)
    if certification is None:
        source.refer(found["id"], "certification", name)
    elif expires is None and issued is not None and certification.valid_for is not None:
        expires = _last_valid_day(issued, certification.valid_for)
    if issued is not None and expires is not None and expires < issued:
        message = tr(
            "{name} expires {expires}, before it is issued {issued}",
            name=name,
            expires=expires.isoformat(),
            issued=issued.isoformat(),
        )
        source.problem(found.get("expires", node), "C001", message)
    return HeldCertification(name, issued, expires)


@lru_cache(maxsize=65536)
def _last_valid_day(issued: date, valid_for: Duration) -> date:
    return valid_for.last_day(issued)


def limits(source: Source, node: Node) -> Limits:
    """Limits of a member, or the policy's."""
    found = fields(source, node, LIMITS.keys) or {}

    def hours(key: str) -> int | None:
        value = number(source, found[key], *_HOURS) if key in found else None
        return None if value is None else int(value * 60)

    def count(key: str) -> int | None:
        return whole(source, found[key], *_SESSIONS) if key in found else None

    return Limits(
        minutes_per_7d=hours("hours_per_7d"),
        minutes_per_28d=hours("hours_per_28d"),
        sessions_per_7d=count("sessions_per_7d"),
        sessions_per_28d=count("sessions_per_28d"),
    )
