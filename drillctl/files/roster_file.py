"""``kind: roster`` documents, and their merging into one roster."""

from functools import lru_cache

from drillctl.files.availability_patterns import availability, inline_pattern
from drillctl.files.member_file import read_member
from drillctl.files.nodes import (
    Node,
    Source,
    choice,
    fields,
    identifier,
    is_null,
    items,
    mapping,
    number,
    referring,
    sequence,
    text,
    whole,
)
from drillctl.files.roster_parts import RosterParts as RosterParts
from drillctl.files.roster_shape import (
    ALWAYS_WORD,
    CERTIFICATION,
    EQUIPMENT,
    LOCATION,
    ROSTER,
    TEAM,
    VENUE,
)
from drillctl.files.shapes import bounds
from drillctl.files.values import duration, span
from drillctl.language import tr
from drillctl.model.roster import (
    ALWAYS,
    Certification,
    Equipment,
    Kind,
    Location,
    Member,
    Roster,
    Team,
    Venue,
)
from drillctl.model.zone import zone_of

_LAT, _LON = bounds(LOCATION.keys["lat"]), bounds(LOCATION.keys["lon"])


def read_roster(source: Source, root: Node, parts: RosterParts) -> None:
    """Takes one roster document apart; members and venues wait until all files are read."""
    found = fields(source, root, ROSTER.keys)
    if found is None:
        return
    if "timezone" in found:
        zone = text(source, found["timezone"])
        if zone is not None and _zone_exists(zone):
            parts.timezones.append((zone, source, found["timezone"]))
        elif zone is not None:
            hint = tr("use an IANA name such as Asia/Shanghai")
            message = tr("unknown time zone {zone!r}", zone=zone)
            source.problem(found["timezone"], "V005", message, hint)
    for name, key, node in _section(source, found, "certifications"):
        if parts.define(source, "certification", name, key):
            parts.certifications[name] = _certification(source, name, node)
    for name, key, node in _section(source, found, "availability"):
        if name == ALWAYS_WORD:
            message = tr("the pattern 'always' is built in")
            source.problem(key, "R002", message, tr("choose another id"))
        elif parts.define(source, "availability", name, key):
            parts.patterns[name] = inline_pattern(source, node)
    if "teams" in found and not is_null(found["teams"]):
        for node in items(source, found["teams"]):
            _team(source, node, parts)
    if "members" in found and not is_null(found["members"]):
        parts.member_nodes += [(source, node) for node in items(source, found["members"])]
    if "venues" in found and not is_null(found["venues"]):
        parts.venue_nodes += [(source, node) for node in items(source, found["venues"])]
    if "equipment" in found and not is_null(found["equipment"]):
        for node in items(source, found["equipment"]):
            _equipment(source, node, parts)


def merged(parts: RosterParts) -> Roster:
    """One roster of all parts, each mapping in order of id."""
    for source, team in parts.team_nodes:
        pattern = availability(source, team["availability"], parts)
        name = team["id"].value
        old = parts.teams[name]
        parts.teams[name] = Team(old.id, old.title, old.kind, old.email, pattern)
    venues: dict[str, Venue] = {}
    for source, node in parts.venue_nodes:
        venue = _venue(source, node, parts)
        if venue is not None:
            venues[venue.id] = venue
    members: dict[str, Member] = {}
    for source, node in parts.member_nodes:
        member = read_member(source, node, parts)
        if member is not None:
            members[member.id] = member
    return Roster(
        timezone=parts.timezones[0][0] if parts.timezones else "UTC",
        certifications=dict(sorted(parts.certifications.items())),
        teams=dict(sorted(parts.teams.items())),
        members=dict(sorted(members.items())),
        venues=dict(sorted(venues.items())),
        equipment=dict(sorted(parts.equipment.items())),
    )


def _section(source: Source, found: dict[str, Node], name: str) -> list[tuple[str, Node, Node]]:
    return mapping(source, found[name]) if name in found and not is_null(found[name]) else []


@lru_cache(maxsize=64)
def _zone_exists(name: str) -> bool:
    try:
        zone_of(name)
    except (OSError, ValueError, KeyError):
        return False
    return True


def _certification(source: Source, name: str, node: Node) -> Certification:
    found = fields(source, node, CERTIFICATION.keys) or {}
    title = text(source, found["title"]) if "title" in found else name
    valid = duration(source, found["valid_for"]) if "valid_for" in found else None
    includes: tuple[str, ...] = ()
    if "includes" in found:
        includes = sequence(source, found["includes"], referring("certification"))
    return Certification(name, title or name, valid, includes)


def _team(source: Source, node: Node, parts: RosterParts) -> None:
    found = fields(source, node, TEAM.keys, TEAM.required)
    if found is None or "id" not in found:
        return
    name = identifier(source, found["id"])
    kind = choice(source, found["kind"], Kind) if "kind" in found else Kind.VOLUNTEER
    title = text(source, found["title"]) if "title" in found else name
    email = text(source, found["email"]) if "email" in found else None
    if name is None or not parts.define(source, "team", name, found["id"]):
        return
    parts.teams[name] = Team(name, title or name, kind or Kind.VOLUNTEER, email)
    if "availability" in found:
        parts.team_nodes.append((source, found))


def _equipment(source: Source, node: Node, parts: RosterParts) -> None:
    found = fields(source, node, EQUIPMENT.keys, EQUIPMENT.required)
    if found is None or "id" not in found:
        return
    name = identifier(source, found["id"])
    count = whole(source, found["count"], *EQUIPMENT.range("count")) if "count" in found else 0
    title = text(source, found["title"]) if "title" in found else name
    if name is not None and parts.define(source, "equipment", name, found["id"]):
        parts.equipment[name] = Equipment(name, title or name, count or 0)


def _venue(source: Source, node: Node, parts: RosterParts) -> Venue | None:
    found = fields(source, node, VENUE.keys, VENUE.required)
    if found is None or "id" not in found:
        return None
    name = identifier(source, found["id"])
    location: Location | None = None
    if "location" in found:
        place = fields(source, found["location"], LOCATION.keys, LOCATION.required) or {}
        lat = number(source, place["lat"], *_LAT) if "lat" in place else None
        lon = number(source, place["lon"], *_LON) if "lon" in place else None
        location = Location(lat, lon) if lat is not None and lon is not None else None
    at_once = whole(source, found["at_once"], *VENUE.range("at_once")) if "at_once" in found else 1
    pattern = ALWAYS
    if "availability" in found:
        pattern = availability(source, found["availability"], parts)
    venue = Venue(
        id=name or "",
        title=(text(source, found["title"]) if "title" in found else name) or "",
        features=frozenset(
            sequence(source, found["features"], identifier) if "features" in found else ()
        ),
        capacity=whole(source, found["capacity"], *VENUE.range("capacity"))
        if "capacity" in found
        else None,
        at_once=at_once or 1,
        availability=pattern,
        busy=sequence(source, found["busy"], span) if "busy" in found else (),
        free=sequence(source, found["free"], span) if "free" in found else (),
        location=location,
    )
    if name is None or not parts.define(source, "venue", name, found["id"]):
        return None
    return venue
