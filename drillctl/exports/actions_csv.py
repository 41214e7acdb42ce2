"""Corrective actions as CSV (RFC 4180), for a spreadsheet."""

import csv
from collections.abc import Iterable
from io import StringIO

from drillctl.exports.spreadsheet_cells import neutral
from drillctl.model.problem import Problem
from drillctl.readiness.action_status import ActionStatus, told

HEADINGS = (
    "action",
    "what",
    "state",
    "due",
    "days overdue",
    "owner",
    "team",
    "capability",
    "element",
    "raised",
    "retest by",
    "retested by",
    "last line of history",
)


def actions_csv(problem: Problem, actions: Iterable[ActionStatus]) -> str:
    """One row for each action, under `HEADINGS`; no cell is a formula."""
    out = StringIO()
    writer = csv.writer(out)
    writer.writerow(HEADINGS)
    for status in actions:
        owed, action = status.owed, status.owed.action
        row = (
            owed.id,
            action.text,
            owed.state.value,
            str(action.due or ""),
            str(status.overdue or ""),
            status.owner_name,
            status.team_title(problem.roster),
            action.capability or "",
            action.element.value if action.element else "",
            str(owed.raised),
            str(action.retest.by) if action.retest else "",
            ", ".join(status.retested_by or ()),
            told(owed.history[-1]) if owed.history else "",
        )
        writer.writerow([neutral(cell) for cell in row])
    return out.getvalue()
