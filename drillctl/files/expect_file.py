"""``expect:`` lists, in scenarios and the policy: named checks with their values.

Which checks there are, and which values each takes, its own file in `drillctl.expectations`
declares; here each sort of value is read, once for all checks.
"""

import re
from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

import yaml

from drillctl.files.diagnostics import did_you_mean
from drillctl.files.nodes import (
    Node,
    Source,
    choice,
    fields,
    identifier,
    is_null,
    items,
    number,
    referring,
    scalar,
    sequence,
    what,
    whole,
)
from drillctl.files.values import day, lag
from drillctl.language import Message, tr
from drillctl.model.duration import Duration
from drillctl.model.expectation import Expectation, Form, Sort
from drillctl.model.policy import Goal
from drillctl.model.roster import Kind

SHARE = r"(?:>=|≥)?\s*(\d{1,3}(?:\.\d{1,6})?)\s*%"
"""A share that is the least: ``">= 95%"``."""
UPPER_SHARE = r"(?:<=|≤)?\s*(\d{1,3}(?:\.\d{1,6})?)\s*%"
"""A share that is the most: ``"<= 1%"``."""
STRETCHES = ("month", "quarter", "half-year", "year")


def read_expectations(
    source: Source, node: Node, scenario: str | None = None
) -> tuple[Expectation, ...]:
    """The checks of one ``expect:`` list; what can't be read is a problem and left out.

    `scenario`: whose list it is; None: the policy's.
    """
    return sequence(source, node, lambda source, item: _check(source, item, scenario))


def _check(
    source: Source, node: Node, scenario: str | None, *, nested: bool = False
) -> Expectation | None:
    """One entry of a list: ``name: value``, or a name alone."""
    if isinstance(node, yaml.ScalarNode) and not is_null(node):
        return _named(source, node, node, None, scenario, nested=nested)
    if not isinstance(node, yaml.MappingNode) or len(node.value) != 1:
        hint = tr('write one check as `- filled: ">= 95%"`')
        source.problem(node, "S003", tr("a check is expected here, not {it}", it=what(node)), hint)
        return None
    [(key, value)] = node.value
    return _named(source, node, key, value, scenario, nested=nested)


def _named(
    source: Source,
    node: Node,
    key: Node,
    value: Node | None,
    scenario: str | None,
    *,
    nested: bool,
) -> Expectation | None:
    from drillctl.expectations import all_checks

    name = scalar(source, key)
    if name is None:
        return None
    module = all_checks().get(name)
    if module is None:
        hint = did_you_mean(name, all_checks())
        source.problem(key, "E001", tr("unknown check {name!r}", name=name), hint)
        return None
    if nested and not getattr(module, "NESTED", True):
        message = tr("{name!r} can't be asked of the plans that another check makes", name=name)
        source.problem(key, "E003", message)
        return None
    if scenario is not None and getattr(module, "PLAN_WIDE", False):
        message = tr("{name!r} is asked of the whole plan, not of one scenario", name=name)
        source.problem(key, "E003", message, tr("write it under `expect` in the policy"))
        return None
    values = _values(source, key, value, module.FORM, scenario)
    if values is None:
        return None
    mark = node.start_mark
    place = (source.path, mark.line + 1, mark.column + 1)
    return Expectation(name, values, scenario, _text(node), *place)


def _values(
    source: Source, key: Node, value: Node | None, form: Form, scenario: str | None
) -> dict[str, Any] | None:
    """By key of the form; None, and a problem, where something is wrong."""
    problems = len(source.diagnostics)
    if value is None or is_null(value):
        found: dict[str, Node] = {}
        if form.required:
            message = tr("{check!r} needs a value", check=key.value)
            hint = tr("write {check}: ...", check=key.value)
            if form.short is None:
                hint = tr("its keys: {keys}", keys=", ".join(form.keys))
            source.problem(key, "E002", message, hint)
    elif form.short is not None and _is_short(value, form):
        found = {form.short: value}
    elif form.open and isinstance(value, yaml.MappingNode) and form.short is not None:
        found = _opened(value, form)
    else:
        found = fields(source, value, tuple(form.keys), form.required) or {}
    values = {}
    for name, node in found.items():
        read = _READERS[form.keys[name]](source, node, scenario)
        if read is not None:
            values[name] = read
    return values if len(source.diagnostics) == problems else None


def _is_short(value: Node, form: Form) -> bool:
    """Whether the value is meant for the form's short key."""
    if isinstance(value, yaml.MappingNode):
        return form.open and not {k.value for k, _ in value.value} & (form.keys.keys())
    return True


def _opened(value: yaml.MappingNode, form: Form) -> dict[str, Node]:
    """Known keys as they are, the others together as the value of the short key."""
    assert form.short is not None
    found = {k.value: v for k, v in value.value if k.value in form.keys}
    others = [(k, v) for k, v in value.value if k.value not in form.keys]
    if others and form.short not in found:
        found[form.short] = yaml.MappingNode(
            value.tag, others, others[0][0].start_mark, value.end_mark
        )
    return found


def _text(node: Node) -> str:
    """The check as it is written, on one line."""
    if isinstance(node, yaml.SequenceNode):
        return "[" + ", ".join(_text(item) for item in node.value) + "]"
    if isinstance(node, yaml.MappingNode):
        return ", ".join(_entry(key, value) for key, value in node.value)
    return " ".join(str(node.value).split())


def _entry(key: Node, value: Node) -> str:
    text = "" if is_null(value) else _text(value)
    text = f"{{{text}}}" if isinstance(value, yaml.MappingNode) else text
    return f"{key.value}: {text}" if text else str(key.value)


# --- the sorts of value -----------------------------------------------------------------------
_Reader = Callable[[Source, Node, str | None], Any]


def _wrong(source: Source, node: Node, expected: Message) -> None:
    message = tr("{it} is no value for this check", it=what(node))
    source.problem(node, "E002", message, expected)


def _share(source: Source, node: Node, _: str | None) -> Fraction | None:
    value = scalar(source, node)
    if value is None:
        return None
    match = re.fullmatch(SHARE, value.strip())
    share = Fraction(1) if value == "all" else Fraction(match[1]) / 100 if match else None
    if share is None or share > 1:
        _wrong(source, node, tr('write ">= 95%" (a share from 0% to 100%) or all'))
        return None
    return share


def _gap(source: Source, node: Node, _: str | None) -> Fraction | None:
    value = scalar(source, node)
    if value is None:
        return None
    match = re.fullmatch(UPPER_SHARE, value.strip())
    gap = Fraction(match[1]) / 100 if match else None
    if gap is None or gap > 1:
        _wrong(source, node, tr('write "<= 1%" (from 0% to 100%)'))
        return None
    return gap


def _held(source: Source, node: Node, _: str | None) -> str | int | None:
    if isinstance(node, yaml.ScalarNode) and node.value in ("all", "still"):
        return str(node.value)
    if isinstance(node, yaml.ScalarNode) and not str(node.value).isdecimal():
        _wrong(source, node, tr("write all, still, or a number of sessions such as 2"))
        return None
    return whole(source, node, 0, 10_000)


def _positions(source: Source, node: Node, scenario: str | None) -> tuple[str, ...] | None:
    sort = "position" if scenario is None else f"position of {scenario}"
    nodes = list(node.value) if isinstance(node, yaml.SequenceNode) else [node]
    found = [referring(sort)(source, item) for item in nodes]
    return tuple(name for name in found if name is not None)


def _teams(source: Source, node: Node, _: str | None) -> tuple[str, ...] | None:
    if not isinstance(node, yaml.SequenceNode) or len(node.value) < 2:
        _wrong(source, node, tr("write two teams or more: [county-fire, blue-sky]"))
        return None
    return sequence(source, node, referring("team"))


def _listed(sort: str) -> _Reader:
    def read(source: Source, node: Node, _: str | None) -> tuple[str, ...]:
        nodes = [node] if isinstance(node, yaml.ScalarNode) else items(source, node)
        found = [referring(sort)(source, item) for item in nodes]
        return tuple(name for name in found if name is not None)

    return read


def _every(source: Source, node: Node, _: str | None) -> str | Duration | None:
    value = scalar(source, node)
    if value is None or value in STRETCHES:
        return value
    try:
        Duration.parse(value)
    except ValueError:
        _wrong(source, node, tr("write month, quarter, half-year, year, or a duration such as 90d"))
        return None
    found = lag(source, node)
    if found is not None and found.elapsed_minutes < 1440:
        _wrong(source, node, tr("write one day or more"))
        return None
    return found


def _checks(source: Source, node: Node, scenario: str | None) -> tuple[Expectation, ...] | None:
    nodes: list[Node] = [node]
    if isinstance(node, yaml.SequenceNode):
        nodes = list(node.value)
    elif isinstance(node, yaml.MappingNode):
        nodes = [
            yaml.MappingNode(node.tag, [(key, value)], key.start_mark, value.end_mark)
            for key, value in node.value
        ]
    if not nodes:
        _wrong(source, node, tr('name a check, as in {filled: ">= 90%"}'))
        return None
    found = (_check(source, item, scenario, nested=True) for item in nodes)
    return tuple(check for check in found if check is not None)


_READERS: Mapping[Sort, _Reader] = {
    Sort.SHARE: _share,
    Sort.GAP: _gap,
    Sort.HELD: _held,
    Sort.POSITIONS: _positions,
    Sort.TEAMS: _teams,
    Sort.MEMBERS: _listed("member"),
    Sort.VENUES: _listed("venue"),
    Sort.DAY: lambda source, node, _: day(source, node),
    Sort.HOURS: lambda source, node, _: number(source, node, 0, 168),
    Sort.KIND: lambda source, node, _: choice(source, node, Kind),
    Sort.CAPABILITY: lambda source, node, _: referring("capability")(source, node),
    Sort.EVERY: _every,
    Sort.GOAL: lambda source, node, _: choice(source, node, Goal),
    Sort.NAME: lambda source, node, _: identifier(source, node),
    Sort.CHECKS: _checks,
}
