"""What a coordinator's own Word templates may ask for, and what they get."""

from collections.abc import Mapping
from typing import Any

from drillctl.exports.documents.content.session import planned
from drillctl.exports.documents.facts import Facts, hours, iso

PLACEHOLDERS: Mapping[str, Any] = {
    "session": {
        "id": "river-flood#1",
        "title": "title of the scenario",
        "type": "exercise type, in the document's language",
        "hazard": "hazard",
        "when": "date, time and zone",
        "start": "local start, 2027-03-06 09:00",
        "end": "local end",
        "duration": "length, 4h",
        "venue": "title of the venue",
        "organizer": "name of the policy's organizer",
        "capabilities": "capabilities, with commas",
        "equipment": "equipment, with commas",
        "purpose": "the scenario's purpose",
        "narrative": "the situation at the start",
        "doctrine": "edition of the doctrine",
    },
    "safety": ["each of the scenario's safety rules"],
    "teams": [{"title": "team", "kind": "professional or volunteer", "people": "members assigned"}],
    "people": [
        {
            "name": "member",
            "team": "their team",
            "position": "their position",
            "planned": "assigned or standby",
            "attendance": "how they took part, once recorded",
            "hours": "hours, once recorded",
        }
    ],
    "objectives": [
        {
            "id": "o1",
            "text": "objective",
            "capability": "its capability",
            "tasks": ["each critical task"],
            "rating": "P, S, M or U, once recorded",
            "note": "why, once recorded",
        }
    ],
    "injects": [
        {
            "number": "number",
            "time": "local time and time since the start",
            "from": "sender",
            "to": "recipient",
            "text": "what happens",
            "expect": "expected action",
            "objective": "id of its objective",
        }
    ],
    "strengths": ["each recorded strength"],
    "areas": [
        {
            "id": "a1",
            "text": "area for improvement",
            "reference": "what it is measured by",
            "analysis": "why it was so",
        }
    ],
    "actions": [
        {
            "id": "c1",
            "area": "its area for improvement",
            "text": "corrective action",
            "element": "capability element",
            "team": "primary responsible organisation",
            "owner": "owner",
            "contact": "point of contact",
            "start": "start date",
            "due": "completion date",
        }
    ],
    "ratings": [{"key": "P, S, M or U", "label": "its name", "meaning": "what it means"}],
}
"""Every placeholder with what stands for it: a mapping has parts, a list is for loops."""

HIDDEN_FROM_PLAYERS = {"injects": None, "objectives": ("tasks", "rating", "note"), "ratings": None}
"""What no template of a document for players is given; None: all of it."""

FOR_PLAYERS = ("player-brief", "exercise-plan", "sign-in", "hot-wash")


def known(kind: str) -> dict[str, Any]:
    """The placeholders of a document of that kind, as `PLACEHOLDERS`."""
    return _without(dict(PLACEHOLDERS), kind)


def _without(values: dict[str, Any], kind: str) -> dict[str, Any]:
    if kind not in FOR_PLAYERS:
        return values
    kept: dict[str, Any] = {}
    for name, value in values.items():
        hidden = HIDDEN_FROM_PLAYERS.get(name, ())
        if hidden is None:
            continue
        if hidden:
            value = [{k: v for k, v in entry.items() if k not in hidden} for entry in value]
        kept[name] = value
    return kept


def listed(kind: str = "") -> list[tuple[str, str]]:
    """(how a template writes it, what it is) of every placeholder, in order."""
    found = []
    for name, value in (known(kind) if kind else PLACEHOLDERS).items():
        if isinstance(value, dict):
            found += [(f"{{{{ {name}.{part} }}}}", what) for part, what in value.items()]
            continue
        one, entry = {"people": "person"}.get(name, name.removesuffix("s")), value[0]
        loop = f"{{%p for {one} in {name} %}}"
        if isinstance(entry, str):
            found.append((f"{loop} {{{{ {one} }}}}", entry))
            continue
        for part, what in entry.items():
            shown = what if isinstance(what, str) else f"{what[0]} (a list)"
            found.append((f"{loop} {{{{ {one}.{part} }}}}", shown))
    return found


def values(facts: Facts, kind: str) -> dict[str, Any]:
    """What stands for each placeholder of a document of that kind."""
    return _without(_values(facts), kind)


def _values(facts: Facts) -> dict[str, Any]:
    scenario, record = facts.scenario, facts.record
    shown = dict(planned(facts))
    return {
        "session": {
            "id": facts.session.id,
            "title": scenario.title,
            "type": facts.word(scenario.exercise),
            "hazard": scenario.hazard,
            "when": facts.when,
            "start": f"{facts.start:%Y-%m-%d %H:%M}",
            "end": f"{facts.end:%Y-%m-%d %H:%M}",
            "duration": facts.duration,
            "venue": facts.venue,
            "organizer": facts.organizer,
            "capabilities": ", ".join(facts.capabilities),
            "equipment": shown[facts.word("equipment")],
            "purpose": scenario.purpose,
            "narrative": scenario.narrative,
            "doctrine": facts.doctrine.edition[facts.language],
        },
        "safety": list(scenario.safety),
        "teams": _teams(facts),
        "people": _people(facts),
        "objectives": _objectives(facts),
        "injects": _injects(facts),
        "strengths": [strength.text for strength in record.strengths] if record else [],
        "areas": [
            {"id": a.id, "text": a.text, "reference": a.reference, "analysis": a.analysis}
            for a in (record.areas if record else ())
        ],
        "actions": _actions(facts),
        "ratings": [
            {
                "key": key,
                "label": rating.label[facts.language],
                "meaning": rating.meaning[facts.language],
            }
            for key, rating in facts.doctrine.ratings.items()
        ],
    }


def _teams(facts: Facts) -> list[dict[str, str]]:
    from drillctl.exports.documents.content.people import team_counts

    return [
        {"title": team.title, "kind": facts.word(team.kind), "people": str(count)}
        for team, count in team_counts(facts)
    ]


def _people(facts: Facts) -> list[dict[str, str]]:
    came = facts.record.attendance if facts.record else {}
    found = []
    for member, position, standby in facts.people:
        how = came.get(member)
        status = facts.word(how.status) if how and how.status else ""
        found.append(
            {
                "name": facts.name(member),
                "team": facts.team_of(member),
                "position": facts.position(position),
                "planned": facts.word("standby" if standby else "assigned"),
                "attendance": status,
                "hours": hours(how.minutes) if how and how.minutes is not None else "",
            }
        )
    return found


def _objectives(facts: Facts) -> list[dict[str, Any]]:
    rated = facts.record.ratings if facts.record else {}
    return [
        {
            "id": o.id,
            "text": o.text,
            "capability": o.capability or "",
            "tasks": list(o.critical_tasks),
            "rating": str(rated[o.id].rating or "") if o.id in rated else "",
            "note": rated[o.id].note if o.id in rated else "",
        }
        for o in facts.scenario.objectives
    ]


def _injects(facts: Facts) -> list[dict[str, str]]:
    return [{"number": str(number), **event} for number, event in facts.events()]


def _actions(facts: Facts) -> list[dict[str, str]]:
    return [
        {
            "id": action.id,
            "area": action.area or "",
            "text": action.text,
            "element": facts.element(action.element),
            "team": facts.team(action.team) if action.team else "",
            "owner": facts.name(action.owner),
            "contact": facts.contact(action.contact),
            "start": iso(action.start),
            "due": iso(action.due),
        }
        for action in (facts.record.actions if facts.record else ())
    ]
