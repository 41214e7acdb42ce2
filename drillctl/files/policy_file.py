"""``kind: policy`` documents."""

import re

import yaml

from drillctl.files.expect_file import read_expectations
from drillctl.files.member_file import limits
from drillctl.files.nodes import (
    Node,
    Source,
    choice,
    fields,
    items,
    mapping,
    number,
    referring,
    sequence,
    text,
    what,
    whole,
)
from drillctl.files.patterns import EMAIL, HINT_COUNTRY, HINT_EMAIL
from drillctl.files.pins import read_pin
from drillctl.files.policy_shape import CURRENCY, ORGANIZER, POLICY
from drillctl.files.shapes import bounds
from drillctl.files.values import duration, lag, minutes, window
from drillctl.language import tr
from drillctl.model.duration import Duration
from drillctl.model.pin import Pin
from drillctl.model.policy import DEFAULT_GOALS, Goal, Organizer, Policy, Weighting
from drillctl.model.roster import Limits

_EMAIL = re.compile(EMAIL)
_DEFAULT = Policy()
_WEIGHTS = bounds(POLICY.keys["hazards"])
_SHOW_UP = bounds(POLICY.keys["show_up"])


def read_policy(source: Source, root: Node) -> Policy:
    """One policy document; every key has a default."""
    found = fields(source, root, POLICY.keys) or {}
    granularity = _minutes(source, found, "granularity")
    rest = _minutes(source, found, "rest")
    seed = whole(source, found["seed"], *POLICY.range("seed")) if "seed" in found else None
    currency = _currency(source, found["currency"]) if "currency" in found else {}
    return Policy(
        period=window(source, found["period"]) if "period" in found else None,
        granularity=granularity or _DEFAULT.granularity,
        rest=_DEFAULT.rest if rest is None else rest,
        limits=limits(source, found["limits"]) if "limits" in found else Limits(),
        holidays=_holidays(source, found["holidays"]) if "holidays" in found else (),
        goals=_goals(source, found["goals"]) if "goals" in found else DEFAULT_GOALS,
        currency={name: keep for name, (keep, _) in currency.items()},
        currency_holders={name: held for name, (_, held) in currency.items() if held},
        seed=_DEFAULT.seed if seed is None else seed,
        notice=(duration(source, found["notice"]) if "notice" in found else None)
        or _DEFAULT.notice,
        pins=sequence(source, found["pin"], _pin) if "pin" in found else (),
        remind=_remind(source, found["remind"]) if "remind" in found else _DEFAULT.remind,
        organizer=_organizer(source, found["organizer"]) if "organizer" in found else None,
        hazards={
            name: weight
            for name, _, node in mapping(source, found["hazards"])
            if (weight := number(source, node, *_WEIGHTS)) is not None
        }
        if "hazards" in found
        else {},
        show_up=(number(source, found["show_up"], *_SHOW_UP) if "show_up" in found else None)
        or _DEFAULT.show_up,
        weighting=(choice(source, found["weighting"], Weighting) if "weighting" in found else None)
        or Weighting.EQUAL,
        expect=read_expectations(source, found["expect"]) if "expect" in found else (),
    )


def _minutes(source: Source, found: dict[str, Node], key: str) -> int | None:
    return minutes(source, found[key], *POLICY.range(key)) if key in found else None


def _currency(source: Source, node: Node) -> dict[str, tuple[Duration, tuple[str, ...]]]:
    """How long each capability stays current, and which certifications it is asked of.

    ``12mo``, or ``{within: 12mo, holders: [swiftwater-1]}``.
    """
    found: dict[str, tuple[Duration, tuple[str, ...]]] = {}
    for name, _, value in mapping(source, node):
        parts = {"within": value}
        if isinstance(value, yaml.MappingNode):
            parts = fields(source, value, CURRENCY.keys, CURRENCY.required) or {}
        keep = duration(source, parts["within"]) if "within" in parts else None
        held: tuple[str, ...] = ()
        if "holders" in parts:
            held = sequence(source, parts["holders"], referring("certification"))
        if keep is not None:
            found[name] = (keep, held)
    return found


def _remind(source: Source, node: Node) -> tuple[Duration, ...]:
    """How long before its start a calendar reminds of a session; none: never."""
    found: list[Duration] = []
    for item in items(source, node):
        before = lag(source, item)
        if before in found:
            message = tr("reminder {before} is given twice", before=str(before))
            source.problem(item, "R002", message, tr("keep one of them"))
        elif before is not None:
            found.append(before)
    return tuple(found)


def _organizer(source: Source, node: Node) -> Organizer | None:
    """Who invites; without a name the address stands for it."""
    found = fields(source, node, ORGANIZER.keys, ORGANIZER.required)
    if found is None or "email" not in found:
        return None
    name = text(source, found["name"]) if "name" in found else None
    email = text(source, found["email"])
    if email is None:
        return None
    if not _EMAIL.fullmatch(email):
        message = tr("{value} is no e-mail address", value=what(found["email"]))
        source.problem(found["email"], "V007", message, HINT_EMAIL)
        return None
    return Organizer(email, name)


def _pin(source: Source, node: Node) -> Pin | None:
    """A pin whose names must be known; a plan's may be of members who have left."""
    pin = read_pin(source, node)
    if pin is not None:
        source.refer(node, "scenario", pin.session.rpartition("#")[0])
        source.refer(node, "venue", pin.venue)
        for members in pin.people.values():
            for member in members:
                source.refer(node, "member", member)
    return pin


def _goals(source: Source, node: Node) -> tuple[Goal, ...]:
    goals: list[Goal] = []
    for item in items(source, node):
        goal = choice(source, item, Goal)
        if goal in goals:
            source.problem(item, "R002", tr("goal {goal} is given twice", goal=goal.value))
        elif goal is not None:
            goals.append(goal)
    return tuple(goals)


def _holidays(source: Source, node: Node) -> tuple[str, ...]:
    """A country's code, or a list of them; checked against what the package knows."""
    nodes = items(source, node) if node.value.__class__ is not str else [node]
    codes = []
    for item in nodes:
        code = text(source, item)
        if code is None:
            continue
        country, _, part = code.partition("-")
        known = _countries() if re.fullmatch(r"[A-Z]{2,3}", country) else {}
        if country not in known or (part and part not in known[country]):
            message = tr("no holidays are known for {code!r}", code=code)
            source.problem(item, "V006", message, HINT_COUNTRY)
        else:
            codes.append(code)
    return tuple(codes)


def _countries() -> dict[str, list[str]]:
    from holidays import list_supported_countries

    return dict(list_supported_countries(include_aliases=True))
