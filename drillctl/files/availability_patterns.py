"""Availability patterns: by id, or written in place; weekly hours and recurrence rules."""

import re
from datetime import date
from functools import lru_cache

from drillctl.files.calendar_values import FAILURES
from drillctl.files.nodes import Node, Source, fields, identifier, scalar, sequence
from drillctl.files.patterns import HINT_RECURRENCE
from drillctl.files.roster_parts import RosterParts
from drillctl.files.roster_shape import ALWAYS_WORD, PATTERN
from drillctl.files.values import minutes, parse_date, weekly_slot
from drillctl.language import tr
from drillctl.model.duration import Duration
from drillctl.model.roster import ALWAYS, Pattern

_START = re.compile(r"DTSTART[^:]*:(\d{4})(\d{2})(\d{2})", re.ASCII)
_ZONED = re.compile(
    r"^(DTSTART|EXDATE|RDATE)(?:[^:\n]*TZID|[^:\n]*:[^\n]*\dZ)|(UNTIL)=\d{8}T\d{6}Z",
    re.ASCII | re.M,
)
"""What names a zone, where the whole recurrence is in the roster's."""
_FAR = date(2100, 12, 31)
_MOST = 1_000_000
"""So often may a pattern recur until then: hourly, from this century's first day on."""


def availability(source: Source, node: Node, parts: RosterParts) -> Pattern:
    """A pattern's id, or a pattern written in place."""
    if node.value.__class__ is not str:
        return inline_pattern(source, node)
    pattern = parts.patterns.get(node.value)
    if pattern is None:
        name = identifier(source, node)
        source.refer(node, "availability", name)
        return ALWAYS
    return pattern


def inline_pattern(source: Source, node: Node) -> Pattern:
    """A pattern written in place; `ALWAYS` where it can't be read."""
    if node.value == ALWAYS_WORD:
        return ALWAYS
    found = fields(source, node, PATTERN.keys)
    if found is None:
        return ALWAYS
    if not found:
        source.problem(node, "S002", tr("a pattern needs `weekly` or `rrule`"))
        return ALWAYS
    weekly = sequence(source, found["weekly"], weekly_slot) if "weekly" in found else ()
    rule: str | None = None
    lasting: int | None = None
    if "rrule" in found:
        rule = scalar(source, found["rrule"])
        if rule is not None:
            _check_recurrence(source, found["rrule"], rule)
        if "for" not in found:
            message = tr("`rrule` needs `for`: how long each lasts")
            source.problem(found["rrule"], "S002", message)
    if "for" in found:
        lasting = minutes(source, found["for"], *PATTERN.range("for"))
        if "rrule" not in found:
            source.problem(found["for"], "S002", tr("`for` needs an `rrule`"))
    length = Duration(minutes=lasting) if lasting else None
    return Pattern(weekly=weekly, rrule=rule, lasting=length)


@lru_cache(maxsize=256)
def _recurrence_problem(rule: str) -> str | None:
    from dateutil.rrule import rrulestr

    if "DTSTART" not in rule.upper():
        return tr("DTSTART is missing")
    try:
        zoned = _ZONED.search(rule.upper())
        if zoned is not None:
            return tr("{name} must be local time, without Z or TZID", name=zoned[1] or zoned[2])
        unbounded = _unbounded(rule.upper())
        if unbounded is not None:
            return unbounded
        first = next(iter(rrulestr(rule)), None)
    except FAILURES as error:
        return str(error)
    if first is not None and first.tzinfo is not None:
        return tr("{name} must be local time, without Z or TZID", name="DTSTART")
    return None


def _unbounded(rule: str) -> str | None:
    """Why it would take `dateutil` without end to walk; None where it does not."""
    from icalendar.prop import vRecur

    from drillctl.files.recurrence_bounds import UnboundedError, recurrences

    if any(part in rule for part in ("SECONDLY", "MINUTELY")):
        return tr("it recurs more often than hourly")
    if "EXRULE" in rule:
        # It may leave nothing of an endless rule, which is then searched for ever.
        return tr("EXRULE is none of RFC 5545: use EXDATE")
    start = parse_date("-".join(found.groups())) if (found := _START.search(rule)) else None
    if start is None:
        return tr("DTSTART must lie between 1900 and 2200")
    for word in rule.split():
        parts = word.rpartition(":")[2]
        if "=" in parts and not word.startswith("DTSTART"):
            try:
                recurrences(vRecur.from_ical(parts), start, max(start, _FAR), _MOST)
            except UnboundedError as error:
                said: str = error.args[0]
                return said
    return None


def _check_recurrence(source: Source, node: Node, rule: str) -> None:
    problem = _recurrence_problem(rule)
    if problem:
        message = tr("not a recurrence rule: {problem}", problem=problem)
        source.problem(node, "V004", message, HINT_RECURRENCE)
