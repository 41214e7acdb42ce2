"""``kind: roster`` documents, and their merging into one roster."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

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
    scalar,
    sequence,
    text,
    whole,
)
from drillctl.files.places import Place, place_of
from drillctl.files.values import day, duration, minutes, span, weekly_slot
from drillctl.model.duration import Duration
from drillctl.model.roster import (
    ALWAYS,
    Certification,
    Equipment,
    HeldCertification,
    Kind,
    Limits,
    Location,
    Member,
    Pattern,
    Roster,
    Team,
    Venue,
)

_KEYS = (
    "kind",
    "version",
    "timezone",
    "certifications",
    "availability",
    "teams",
    "members",
    "venues",
    "equipment",
)
_MEMBER = (
    "id",
    "name",
    "team",
    "email",
    "phone",
    "certifications",
    "availability",
    "busy",
    "busy_calendar",
    "free",
    "limits",
)
_VENUE = (
    "id",
    "title",
    "features",
    "capacity",
    "at_once",
    "availability",
    "busy",
    "free",
    "location",
)
_PLACED = ("certifications", "availability", "busy", "limits")
"""Keys of a member that may stand in the way of a session."""
LIMITS = ("hours_per_7d", "hours_per_28d", "sessions_per_7d", "sessions_per_28d")


@dataclass
class RosterParts:
    """Everything from all roster documents, still as nodes where other parts must be known."""

    timezones: list[tuple[str, Source, Node]] = field(default_factory=list)
    certifications: dict[str, Certification] = field(default_factory=dict)
    patterns: dict[str, Pattern] = field(default_factory=lambda: {"always": ALWAYS})
    teams: dict[str, Team] = field(default_factory=dict)
    equipment: dict[str, Equipment] = field(default_factory=dict)
    team_nodes: list[tuple[Source, dict[str, Node]]] = field(default_factory=list)
    member_nodes: list[tuple[Source, Node]] = field(default_factory=list)
    venue_nodes: list[tuple[Source, Node]] = field(default_factory=list)
    places: dict[tuple[str, str], tuple[Source, Node]] = field(default_factory=dict)
    member_places: dict[tuple[str, str], Place] = field(default_factory=dict)
    calendars: dict[str, tuple[Source, tuple[Node, ...]]] = field(default_factory=dict)
    """By member, where the roster names files or folders of their busy time."""

    def define(self, source: Source, sort: str, name: str, node: Node) -> bool:
        """Notes where `name` is defined; False (and a problem) where it is already."""
        known = self.places.setdefault((sort, name), (source, node))
        if known[1] is node:
            return True
        first, line = known[0].path, known[1].start_mark.line + 1
        hint = f"first defined at {first}:{line}"
        source.problem(node, "R002", f"{sort} {name!r} is defined twice", hint)
        return False


def read_roster(source: Source, root: Node, parts: RosterParts) -> None:
    """Takes one roster document apart; members and venues wait until all files are read."""
    found = fields(source, root, _KEYS)
    if found is None:
        return
    if "timezone" in found:
        zone = text(source, found["timezone"])
        if zone is not None and _zone_exists(zone):
            parts.timezones.append((zone, source, found["timezone"]))
        elif zone is not None:
            hint = "use an IANA name such as Asia/Shanghai"
            source.problem(found["timezone"], "V005", f"unknown time zone {zone!r}", hint)
    for name, key, node in _section(source, found, "certifications"):
        if parts.define(source, "certification", name, key):
            parts.certifications[name] = _certification(source, name, node)
    for name, key, node in _section(source, found, "availability"):
        if name == "always":
            source.problem(key, "R002", "the pattern 'always' is built in", "choose another id")
        elif parts.define(source, "availability", name, key):
            parts.patterns[name] = _inline_pattern(source, node)
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
        pattern = _availability(source, team["availability"], parts)
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
        member = _member(source, node, parts)
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
        ZoneInfo(name)
    except (OSError, ValueError, KeyError):
        return False
    return True


def _certification(source: Source, name: str, node: Node) -> Certification:
    found = fields(source, node, ("title", "valid_for", "includes")) or {}
    title = text(source, found["title"]) if "title" in found else name
    valid = duration(source, found["valid_for"]) if "valid_for" in found else None
    includes: tuple[str, ...] = ()
    if "includes" in found:
        includes = sequence(source, found["includes"], referring("certification"))
    return Certification(name, title or name, valid, includes)


def _availability(source: Source, node: Node, parts: RosterParts) -> Pattern:
    """A pattern's id, or a pattern written in place."""
    if node.value.__class__ is not str:
        return _inline_pattern(source, node)
    pattern = parts.patterns.get(node.value)
    if pattern is None:
        name = identifier(source, node)
        source.refer(node, "availability", name)
        return ALWAYS
    return pattern


def _inline_pattern(source: Source, node: Node) -> Pattern:
    if scalar_word(node) == "always":
        return ALWAYS
    found = fields(source, node, ("weekly", "rrule", "for"))
    if found is None:
        return ALWAYS
    if not found:
        source.problem(node, "S002", "a pattern needs `weekly` or `rrule`")
        return ALWAYS
    weekly = sequence(source, found["weekly"], weekly_slot) if "weekly" in found else ()
    rule: str | None = None
    lasting: int | None = None
    if "rrule" in found:
        rule = scalar(source, found["rrule"])
        if rule is not None:
            _check_recurrence(source, found["rrule"], rule)
        if "for" not in found:
            source.problem(found["rrule"], "S002", "`rrule` needs `for`: how long each lasts")
    if "for" in found:
        lasting = minutes(source, found["for"], 1)
        if "rrule" not in found:
            source.problem(found["for"], "S002", "`for` needs an `rrule`")
    length = Duration(minutes=lasting) if lasting else None
    return Pattern(weekly=weekly, rrule=rule, lasting=length)


def scalar_word(node: Node) -> str | None:
    """The node's text if it is a single value."""
    return node.value if node.value.__class__ is str else None


@lru_cache(maxsize=256)
def _recurrence_problem(rule: str) -> str | None:
    from dateutil.rrule import rrulestr

    if "DTSTART" not in rule.upper():
        return "DTSTART is missing"
    try:
        first = next(iter(rrulestr(rule)), None)
    except (ValueError, TypeError, KeyError, AttributeError, IndexError, OverflowError) as error:
        return str(error)
    if first is not None and first.tzinfo is not None:
        return "DTSTART must be local time, without Z or TZID"
    if any(part in rule.upper() for part in ("SECONDLY", "MINUTELY")):
        return "it recurs more often than hourly"
    return None


def _check_recurrence(source: Source, node: Node, rule: str) -> None:
    problem = _recurrence_problem(rule)
    if problem:
        hint = r'write it as "DTSTART:20270101T080000\nRRULE:FREQ=DAILY;INTERVAL=3" (RFC 5545)'
        source.problem(node, "V004", f"not a recurrence rule: {problem}", hint)


def _team(source: Source, node: Node, parts: RosterParts) -> None:
    keys = ("id", "title", "kind", "email", "availability")
    found = fields(source, node, keys, ("id", "kind"))
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
    found = fields(source, node, ("id", "title", "count"), ("id", "count"))
    if found is None or "id" not in found:
        return
    name = identifier(source, found["id"])
    count = whole(source, found["count"], 0) if "count" in found else 0
    title = text(source, found["title"]) if "title" in found else name
    if name is not None and parts.define(source, "equipment", name, found["id"]):
        parts.equipment[name] = Equipment(name, title or name, count or 0)


def _member(source: Source, node: Node, parts: RosterParts) -> Member | None:
    found = fields(source, node, _MEMBER, ("id", "name", "team"))
    if found is None or "id" not in found:
        return None
    name_id = identifier(source, found["id"])
    name = text(source, found["name"]) if "name" in found else None
    team = parts.teams.get(found["team"].value) if _single(found.get("team")) else None
    if team is None and "team" in found:
        source.refer(found["team"], "team", identifier(source, found["team"]))
    availability = (team and team.availability) or ALWAYS
    if "availability" in found:
        availability = _availability(source, found["availability"], parts)
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
        availability=availability,
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
    found = fields(source, node, ("id", "issued", "expires"), ("id",))
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
        message = f"{name} expires {expires}, before it is issued {issued}"
        source.problem(found.get("expires", node), "C001", message)
    return HeldCertification(name, issued, expires)


@lru_cache(maxsize=65536)
def _last_valid_day(issued: date, valid_for: Duration) -> date:
    return valid_for.after(issued) - timedelta(days=1)


def limits(source: Source, node: Node) -> Limits:
    """Limits of a member, or the policy's."""
    found = fields(source, node, LIMITS) or {}

    def hours(key: str) -> int | None:
        value = number(source, found[key], 0, 24 * 28) if key in found else None
        return None if value is None else int(value * 60)

    def count(key: str) -> int | None:
        return whole(source, found[key], 0) if key in found else None

    return Limits(
        minutes_per_7d=hours("hours_per_7d"),
        minutes_per_28d=hours("hours_per_28d"),
        sessions_per_7d=count("sessions_per_7d"),
        sessions_per_28d=count("sessions_per_28d"),
    )


def _venue(source: Source, node: Node, parts: RosterParts) -> Venue | None:
    found = fields(source, node, _VENUE, ("id",))
    if found is None or "id" not in found:
        return None
    name = identifier(source, found["id"])
    location: Location | None = None
    if "location" in found:
        place = fields(source, found["location"], ("lat", "lon"), ("lat", "lon")) or {}
        lat = number(source, place["lat"], -90, 90) if "lat" in place else None
        lon = number(source, place["lon"], -180, 180) if "lon" in place else None
        location = Location(lat, lon) if lat is not None and lon is not None else None
    at_once = whole(source, found["at_once"], 1) if "at_once" in found else 1
    pattern = ALWAYS
    if "availability" in found:
        pattern = _availability(source, found["availability"], parts)
    venue = Venue(
        id=name or "",
        title=(text(source, found["title"]) if "title" in found else name) or "",
        features=frozenset(
            sequence(source, found["features"], identifier) if "features" in found else ()
        ),
        capacity=whole(source, found["capacity"], 0) if "capacity" in found else None,
        at_once=at_once or 1,
        availability=pattern,
        busy=sequence(source, found["busy"], span) if "busy" in found else (),
        free=sequence(source, found["free"], span) if "free" in found else (),
        location=location,
    )
    if name is None or not parts.define(source, "venue", name, found["id"]):
        return None
    return venue
