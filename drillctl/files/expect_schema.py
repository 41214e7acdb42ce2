"""``expect:`` lists as JSON Schema (draft 7), from the same forms by which they are read."""

from typing import Any

from drillctl.files.expect_file import SHARE, STRETCHES, UPPER_SHARE
from drillctl.files.patterns import DAY, DURATION, ID
from drillctl.language import in_language, tr
from drillctl.model.expectation import Form, Sort
from drillctl.model.policy import Goal
from drillctl.model.roster import Kind

Schema = dict[str, Any]
_ABOUT = {
    Sort.SHARE: tr("The share of seats that is filled: '>= 95%', or all."),
    Sort.HELD: tr("all, still (those that the plan holds), or how many at least."),
    Sort.POSITIONS: tr("A position, or a list of them."),
    Sort.TEAMS: tr("Two or more teams, each pair of which meets."),
    Sort.MEMBERS: tr("Members who are not looked at."),
    Sort.VENUES: tr("Venues that are not looked at."),
    Sort.DAY: tr("The last local date on which it counts."),
    Sort.HOURS: tr("Hours in any seven consecutive local days."),
    Sort.KIND: tr("Only members of this kind."),
    Sort.CAPABILITY: tr("The capability that is practised."),
    Sort.EVERY: tr("month, quarter, half-year, year, or a duration such as 90d."),
    Sort.GAP: tr("The largest gap between value and bound, such as 1%."),
    Sort.GOAL: tr("The goal; left out: the policy's first."),
    Sort.NAME: tr("Name of the snapshot's file, without its suffix."),
    Sort.CHECKS: tr("What must hold all the same; left out: the same sessions are held."),
}
_ID: Schema = {"type": "string", "pattern": f"^{ID}$"}
_IDS: Schema = {"type": "array", "items": _ID}
_DAY: Schema = {"type": "string", "pattern": f"^{DAY}$"}
_HELD: Schema = {"enum": ["all", "still"]}


def expectations_schema(*, plan_wide: bool) -> Schema:
    """The schema of an ``expect:`` list; `plan_wide`: the policy's.

    What only a reader can say is not in it: whether a share is above 100 %, and references.
    """
    return {"type": "array", "items": _check(nested=False, plan_wide=plan_wide)}


def _check(*, nested: bool, plan_wide: bool) -> Schema:
    """One entry: a name alone where that is enough, or the name with its values."""
    known = _known(nested=nested, plan_wide=plan_wide)
    alone = [name for name, module in known.items() if not module.FORM.required]
    entry = {
        "type": "object",
        "minProperties": 1,
        "maxProperties": 1,
        "properties": _properties(known, plan_wide=plan_wide),
        "additionalProperties": False,
    }
    return {"anyOf": [{"enum": alone}, entry]} if alone else entry


def _known(*, nested: bool, plan_wide: bool) -> dict[str, Any]:
    from drillctl.expectations import all_checks

    return {
        name: module
        for name, module in all_checks().items()
        if (plan_wide or not getattr(module, "PLAN_WIDE", False))
        and (not nested or getattr(module, "NESTED", True))
    }


def _properties(known: dict[str, Any], *, plan_wide: bool) -> Schema:
    return {
        name: {
            "description": in_language(module.TITLE),
            "anyOf": _values(module.FORM, plan_wide=plan_wide),
        }
        for name, module in known.items()
    }


def _values(form: Form, *, plan_wide: bool) -> list[Schema]:
    """The long form, the short one, and nothing where nothing is needed."""
    properties = {
        key: {"description": in_language(_ABOUT[sort]), **_sort(sort, plan_wide=plan_wide)}
        for key, sort in form.keys.items()
    }
    long: Schema = {
        "type": "object",
        "properties": properties,
        "required": list(form.required),
        "minProperties": 1,
        "additionalProperties": False,
    }
    forms = [long]
    if form.short is not None:
        forms.append(properties[form.short])
    if form.open:
        inner = _properties(_known(nested=True, plan_wide=plan_wide), plan_wide=plan_wide)
        others = {key: schema for key, schema in properties.items() if key != form.short}
        forms.append({**long, "properties": inner | others})
    return forms if form.required else [*forms, {"type": "null"}]


def _sort(sort: Sort, *, plan_wide: bool) -> Schema:
    match sort:
        case Sort.SHARE:
            return {"anyOf": [{"const": "all"}, {"type": "string", "pattern": f"^{SHARE}$"}]}
        case Sort.GAP:
            return {"type": "string", "pattern": f"^{UPPER_SHARE}$"}
        case Sort.HELD:
            return {"anyOf": [_HELD, {"type": "integer", "minimum": 0, "maximum": 10_000}]}
        case Sort.POSITIONS | Sort.MEMBERS | Sort.VENUES:
            return {"anyOf": [_ID, _IDS]}
        case Sort.TEAMS:
            return {**_IDS, "minItems": 2}
        case Sort.DAY:
            return _DAY
        case Sort.HOURS:
            return {"type": "number", "minimum": 0, "maximum": 168}
        case Sort.KIND:
            return {"enum": [kind.value for kind in Kind]}
        case Sort.GOAL:
            return {"enum": [goal.value for goal in Goal]}
        case Sort.CAPABILITY | Sort.NAME:
            return _ID
        case Sort.EVERY:
            return {
                "anyOf": [{"enum": list(STRETCHES)}, {"type": "string", "pattern": f"^{DURATION}$"}]
            }
        case Sort.CHECKS:
            inner = _check(nested=True, plan_wide=plan_wide)
            known = _known(nested=True, plan_wide=plan_wide)
            mapping = {
                "type": "object",
                "minProperties": 1,
                "properties": _properties(known, plan_wide=plan_wide),
                "additionalProperties": False,
            }
            return {"anyOf": [{"type": "array", "minItems": 1, "items": inner}, mapping]}
