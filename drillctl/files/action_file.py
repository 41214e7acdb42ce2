"""Corrective actions of a record, their histories, and what it says of earlier ones."""

import yaml

from drillctl.files.filled import Found, choice_of, day_of, filled, id_of, text_of
from drillctl.files.nodes import Node, Source, items, what
from drillctl.files.pins import session_id
from drillctl.files.record_shape import ACTION, ENTRY, FOLLOW_UP, RETEST
from drillctl.files.values import day
from drillctl.language import tr
from drillctl.model.action import (
    ActionState,
    CorrectiveAction,
    Element,
    Entry,
    FollowUp,
    Retest,
)


def read_action(source: Source, node: Node) -> CorrectiveAction | None:
    """One action; None where it has no id."""
    found = filled(source, node, ACTION)
    name = id_of(source, found, "id")
    if name is None:
        return None
    return CorrectiveAction(
        id=name,
        text=text_of(source, found, "text"),
        area=id_of(source, found, "area"),
        capability=id_of(source, found, "capability"),
        element=choice_of(source, found, "element", Element),
        owner=text_of(source, found, "owner"),
        team=id_of(source, found, "team"),
        contact=text_of(source, found, "contact"),
        start=day_of(source, found, "start"),
        due=day_of(source, found, "due"),
        retest=_retest(source, found),
        history=_history(source, found),
    )


def _retest(source: Source, found: Found) -> Retest | None:
    """``by 2027-09-30``, the date alone, or ``{by, scenario}``."""
    node = found.get("retest")
    if isinstance(node, yaml.ScalarNode):
        value = node.value.removeprefix("by").strip()
        by = day(source, yaml.ScalarNode(node.tag, value, node.start_mark, node.end_mark))
        return Retest(by) if by else None
    entry = filled(source, node, RETEST) if node is not None else {}
    by = day_of(source, entry, "by")
    if "scenario" in entry:
        source.refer(entry["scenario"], "scenario", id_of(source, entry, "scenario"))
    return Retest(by, id_of(source, entry, "scenario")) if by else None


def _history(source: Source, found: Found) -> tuple[Entry, ...]:
    """The lines as they stand; their dates never run backwards, since the history only grows."""
    history: list[Entry] = []
    for node in items(source, found["history"]) if "history" in found else ():
        entry = filled(source, node, ENTRY)
        on, state = day_of(source, entry, "on"), choice_of(source, entry, "state", ActionState)
        session = session_id(source, entry["session"]) if "session" in entry else None
        if on is None:
            continue
        if history and on < history[-1].on:
            hint = tr("add new lines at the end")
            message = tr("{day} comes after {last}", day=on, last=history[-1].on)
            source.problem(node, "C013", message, hint)
        if state is ActionState.CLOSED and "session" not in entry:
            hint = tr("name the session at which it was seen to work, session: river-flood#2")
            message = tr("a closing without the session that verified it")
            source.problem(node, "S002", message, hint)
        history.append(
            Entry(
                on=on,
                by=text_of(source, entry, "by"),
                state=state,
                session=session,
                due=day_of(source, entry, "due"),
                owner=text_of(source, entry, "owner") or None,
                note=text_of(source, entry, "note"),
            )
        )
    return tuple(history)


def read_follow_up(source: Source, node: Node) -> FollowUp | None:
    """What became of one earlier action; None where none is named."""
    found = filled(source, node, FOLLOW_UP)
    state = choice_of(source, found, "state", ActionState)
    verified_by, action = text_of(source, found, "verified_by"), text_of(source, found, "action")
    if state is ActionState.CLOSED and not verified_by:
        hint = tr("name who saw that it works, verified_by: li-wei")
        message = tr("{state} without who verified it", state=what(found["state"]))
        source.problem(node, "S002", message, hint)
    return FollowUp(action, state, verified_by, text_of(source, found, "note")) if action else None
