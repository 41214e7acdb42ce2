"""What a ``kind: roster`` document may hold: one source for reading it and for its schema."""

from collections.abc import Mapping

from drillctl.files.shapes import Constant, Fields, ListOf, MapOf, OneOf, Scalar, Sort
from drillctl.files.shared_shapes import LIMITS, LONGEST, SPAN, count, default_of, name, text
from drillctl.language import tr
from drillctl.model.roster import Kind, Venue

ALWAYS_WORD = "always"
KINDS: Mapping[str, str] = {
    Kind.PROFESSIONAL: tr("Rescue is the members' profession."),
    Kind.VOLUNTEER: tr("The members give their free time."),
}
"""What the kinds of teams mean."""
_BUSY = ListOf(SPAN, tr("When they can't come, whatever the pattern says."))
_FREE = ListOf(SPAN, tr("When they can come besides the pattern; busy wins over free."))
_ALWAYS = Scalar(Sort.WORD, tr("At any time."), allowed=(ALWAYS_WORD,))

CERTIFICATION = Fields(
    {
        "title": text(tr("What people call it.")),
        "valid_for": Scalar(
            Sort.DURATION,
            tr("How long a certificate holds from its issue; left out: without end."),
            examples=("3y", "24mo"),
        ),
        "includes": ListOf(
            name(tr("A certification that it includes."), "certification"),
            tr("Whoever holds it also holds these, and what they include."),
        ),
    },
    tr("A qualification, by its id."),
)
PATTERN = Fields(
    {
        "weekly": ListOf(
            Scalar(
                Sort.SLOT,
                tr("Weekdays and local hours; an end before the start is on the following day."),
                examples=("mon-fri 19:00-22:00", "sat,sun 08:00-20:00"),
            ),
            tr("Hours that come back every week."),
        ),
        "rrule": Scalar(
            Sort.RECURRENCE,
            tr("A recurrence rule with its DTSTART in local time (RFC 5545)."),
            examples=(r"DTSTART:20270101T080000\nRRULE:FREQ=DAILY;INTERVAL=3",),
        ),
        "for": Scalar(
            Sort.ELAPSED,
            tr("How long each occurrence of `rrule` lasts."),
            low=1,
            high=LONGEST,
            examples=("24h",),
        ),
    },
    tr("When somebody can come: weekly hours, a recurrence rule, or both."),
    least=1,
    also={"dependencies": {"rrule": ["for"], "for": ["rrule"]}},
    snippets={
        "weekly": {"weekly": ["${1:sat,sun 08:00-18:00}"]},
        "shifts": {
            "rrule": r'"DTSTART:${1:20270101T080000}\\nRRULE:FREQ=DAILY;INTERVAL=${2:3}"',
            "for": "${3:24h}",
        },
    },
)
_NAMED_PATTERN = OneOf((_ALWAYS, PATTERN), tr("A pattern, by its id."))
_AVAILABILITY = OneOf(
    (name(tr("A pattern's id, or `always`."), "availability", ALWAYS_WORD), PATTERN),
    tr("When they can come: a pattern's id, or a pattern written in place."),
    default=ALWAYS_WORD,
)
TEAM = Fields(
    {
        "id": name(tr("The team's id.")),
        "title": text(tr("What people call it; left out: the id.")),
        "kind": Scalar(
            Sort.WORD,
            tr("Whether its members are professionals or volunteers."),
            Kind,
            meanings=KINDS,
        ),
        "email": text(tr("Where the team is written to.")),
        "availability": _AVAILABILITY,
    },
    tr("A standing unit."),
    required=("id", "kind"),
    identity="id",
)
HELD = Fields(
    {
        "id": name(tr("The certification's id."), "certification"),
        "issued": Scalar(Sort.DAY, tr("The first day on which it holds; left out: since ever.")),
        "expires": Scalar(
            Sort.DAY,
            tr("The last day on which it holds; left out: `issued` plus `valid_for`, if any."),
        ),
    },
    tr("A certificate; the certification's id alone never expires."),
    required=("id",),
    short="id",
)
MEMBER = Fields(
    {
        "id": name(tr("The member's id.")),
        "name": text(tr("The member's name, in any script.")),
        "team": name(tr("The id of the member's team."), "team"),
        "email": text(tr("Private: never in an export meant for others.")),
        "phone": text(tr("Private: never in an export meant for others.")),
        "certifications": ListOf(HELD, tr("What the member is qualified for.")),
        "availability": _AVAILABILITY,
        "busy": _BUSY,
        "busy_calendar": OneOf(
            (
                text(tr("An .ics file or a folder of them, relative to this file.")),
                ListOf(text(tr("An .ics file or a folder of them, relative to this file."))),
            ),
            tr("Calendars whose events keep the member from coming."),
        ),
        "free": _FREE,
        "limits": LIMITS,
    },
    tr("A person in exactly one team."),
    required=("id", "name", "team"),
    identity="id",
)
LOCATION = Fields(
    {
        "lat": Scalar(Sort.NUMBER, tr("Degrees north (WGS 84)."), low=-90, high=90),
        "lon": Scalar(Sort.NUMBER, tr("Degrees east (WGS 84)."), low=-180, high=180),
    },
    tr("Where it lies."),
    required=("lat", "lon"),
)
VENUE = Fields(
    {
        "id": name(tr("The venue's id.")),
        "title": text(tr("What people call it; left out: the id.")),
        "features": ListOf(
            name(tr("Something that scenarios can ask for.")), tr("What the venue offers.")
        ),
        "capacity": count(tr("At most so many people; left out: any number."), 0),
        "at_once": count(
            tr("At most so many sessions at a time."), 1, default=default_of(Venue, "at_once")
        ),
        "availability": _AVAILABILITY,
        "busy": _BUSY,
        "free": _FREE,
        "location": LOCATION,
    },
    tr("A place for sessions."),
    required=("id",),
    identity="id",
)
EQUIPMENT = Fields(
    {
        "id": name(tr("The item's id.")),
        "title": text(tr("What people call it; left out: the id.")),
        "count": count(tr("How many there are."), 0),
    },
    tr("So many interchangeable items."),
    required=("id", "count"),
    identity="id",
)
ROSTER = Fields(
    {
        "kind": Constant("roster", tr("Who and what there is.")),
        "version": Constant(1, tr("Version of the file format.")),
        "timezone": text(
            tr("The zone in which all local times are meant: its IANA name, in one roster file."),
            "Asia/Shanghai",
            "Europe/Berlin",
        ),
        "certifications": MapOf(
            CERTIFICATION, tr("Qualifications, by id."), "certification", or_nothing=True
        ),
        "availability": MapOf(
            _NAMED_PATTERN, tr("Availability patterns, by id."), "availability", or_nothing=True
        ),
        "teams": ListOf(TEAM, tr("The teams."), or_nothing=True),
        "members": ListOf(MEMBER, tr("The members."), or_nothing=True),
        "venues": ListOf(VENUE, tr("The venues."), or_nothing=True),
        "equipment": ListOf(EQUIPMENT, tr("The equipment."), or_nothing=True),
    },
    tr("Certifications, teams, members, venues and equipment; rosters of several files merge."),
)
