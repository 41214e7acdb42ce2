"""What a coordinator's own Word templates may ask for, and what they get."""

from collections.abc import Mapping
from typing import Any

from drillctl.exports.documents.content.session import planned
from drillctl.exports.documents.facts import Facts, hours, iso
from drillctl.language import tr

PLACEHOLDERS: Mapping[str, Any] = {
    "session": {
        "id": "river-flood#1",
        "title": tr("title of the scenario"),
        "type": tr("exercise type, in the document's language"),
        "hazard": tr("hazard"),
        "when": tr("date, time and zone"),
        "start": tr("local start, 2027-03-06 09:00"),
        "end": tr("local end"),
        "duration": tr("length, 4h"),
        "venue": tr("title of the venue"),
        "organizer": tr("name of the policy's organizer"),
        "capabilities": tr("capabilities, with commas"),
        "equipment": tr("equipment, with commas"),
        "purpose": tr("the scenario's purpose"),
        "narrative": tr("the situation at the start"),
        "doctrine": tr("edition of the doctrine"),
    },
    "safety": [tr("each of the scenario's safety rules")],
    "teams": [
        {
            "title": tr("team"),
            "kind": tr("professional or volunteer"),
            "people": tr("members assigned"),
        }
    ],
    "people": [
        {
            "name": tr("member"),
            "team": tr("their team"),
            "position": tr("their position"),
            "planned": tr("assigned or standby"),
            "attendance": tr("how they took part, once recorded"),
            "hours": tr("hours, once recorded"),
        }
    ],
    "objectives": [
        {
            "id": "o1",
            "text": tr("objective"),
            "capability": tr("its capability"),
            "tasks": [tr("each critical task")],
            "rating": tr("P, S, M or U, once recorded"),
            "note": tr("why, once recorded"),
        }
    ],
    "injects": [
        {
            "number": tr("its number"),
            "time": tr("local time and time since the start"),
            "from": tr("sender"),
            "to": tr("recipient"),
            "text": tr("what happens"),
            "expect": tr("expected action"),
            "objective": tr("id of its objective"),
        }
    ],
    "strengths": [tr("each recorded strength")],
    "areas": [
        {
            "id": "a1",
            "text": tr("area for improvement"),
            "reference": tr("what it is measured by"),
            "analysis": tr("why it was so"),
        }
    ],
    "actions": [
        {
            "id": "c1",
            "area": tr("its area for improvement"),
            "text": tr("corrective action"),
            "element": tr("capability element"),
            "team": tr("primary responsible organisation"),
            "owner": tr("owner"),
            "contact": tr("point of contact"),
            "start": tr("start date"),
            "due": tr("completion date"),
        }
    ],
    "ratings": [
        {"key": tr("P, S, M or U"), "label": tr("its name"), "meaning": tr("what it means")}
    ],
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
            shown = what if isinstance(what, str) else tr("{what} (a list)", what=what[0])
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
