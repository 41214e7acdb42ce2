"""Which of a person's data goes where: what `drillctl help privacy` prints, and tests prove.

The one source of both: a test puts a mark into every field, runs everything below, and compares.
"""

from collections.abc import Mapping
from dataclasses import dataclass

FIELDS: Mapping[str, str] = {
    "id": "id",
    "name": "person's name",
    "email": "e-mail",
    "phone": "phone",
    "certificates": "certificates",
    "dates": "dates of certificates",
    "availability": "availability pattern",
    "busy": "busy times",
    "why": "reasons of busy times",
    "free": "free times",
    "limits": "limits",
    "calendar": "name of the calendar file",
    "event": "events of the calendar",
    "note": "notes on attendance",
    "contact": "contact of an action",
    "away": "reason of an absence",
    "team-email": "e-mail of the team",
    "organizer-name": "name of the organizer",
    "organizer-email": "e-mail of the organizer",
}
"""What files say of a member, their team and the organizer, as a reader calls it."""
_CALLED = frozenset({"id", "name"})
_ORGANIZER = frozenset({"organizer-name", "organizer-email"})

_IN_ROSTERS = frozenset(FIELDS) - _ORGANIZER - {"event", "note", "contact", "away"}


@dataclass(frozen=True, slots=True)
class Outlet:
    """`what`: a command as it is typed, and whose file it is; `fields`: what may be in it."""

    what: str
    fields: frozenset[str] = frozenset()


OUTLETS: tuple[Outlet, ...] = (
    Outlet("plan -o", _CALLED | {"calendar"}),
    Outlet("drop -o, rsvp -o, pin", _CALLED | {"calendar", "away"}),
    Outlet("plan, show, explain, whatif, drop, diff", _CALLED),
    Outlet("audit", _CALLED | {"certificates", "dates", "availability", "limits", "calendar"}),
    Outlet("sign, verify, log; PLAN.history"),
    Outlet("forget", _CALLED | {"calendar"}),
    Outlet("check", _CALLED | {"certificates", "dates"}),
    Outlet("test", _CALLED),
    Outlet("readiness", _CALLED | {"certificates", "dates", "limits"}),
    Outlet("actions", _CALLED),
    Outlet("completion", _CALLED),
    Outlet("export ics --by member: own", _CALLED),
    Outlet("export ics --by member: other"),
    Outlet("export ics --by team: own", frozenset({"name"})),
    Outlet("export ics --by team: other"),
    Outlet("export ics --by venue"),
    Outlet("export ics --by all", frozenset({"name"})),
    Outlet("export ics --redact"),
    Outlet(
        "export ics --method request --by member: own",
        _CALLED | _ORGANIZER | {"email"},
    ),
    Outlet("export ics --method request --by member: other", _ORGANIZER),
    Outlet(
        "export ics --method request --by team: own",
        _ORGANIZER | {"name", "email", "team-email"},
    ),
    Outlet("export ics --method request --by team: other", _ORGANIZER),
    Outlet("publish --by member: own", _CALLED),
    Outlet("publish --by member: other"),
    Outlet("publish --by team: own", frozenset({"name"})),
    Outlet("publish --by team: other"),
    Outlet("publish --redact"),
    Outlet("serve: calendar of a member", frozenset({"name"})),
    Outlet("serve: calendar of a team", frozenset({"name"})),
    Outlet("serve --redact: calendars"),
    Outlet("subscriptions new, list; subscriptions.yaml", frozenset({"id"})),
    Outlet("export csv, export xlsx", _CALLED),
    Outlet("export csv --redact, export xlsx --redact"),
    Outlet("export html, serve", _CALLED | {"certificates", "dates", "limits"}),
    Outlet(
        "export html --private, serve --private",
        _CALLED | {"certificates", "dates", "limits", "email", "phone", "team-email"},
    ),
    Outlet("export html --redact, serve --redact"),
    Outlet("export png, export svg", _CALLED | {"limits"}),
    Outlet("export png --redact, export svg --redact", frozenset({"limits"})),
    Outlet("aar new", _CALLED | {"organizer-name"}),
    Outlet("export roster", _CALLED | {"certificates", "dates"}),
    Outlet("export roster --contacts", _CALLED | {"certificates", "dates", "email", "phone"}),
    Outlet("import roster", _CALLED | {"certificates", "dates", "email", "phone"}),
    Outlet("import availability", _IN_ROSTERS),
    Outlet("drillctl-*.log"),
)
"""Everything that leaves the files. Empty: nothing of a person is in it."""
