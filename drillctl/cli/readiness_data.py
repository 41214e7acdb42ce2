"""Readiness for programs: JSON, and one section as CSV.

The fields are those of the row types in `drillctl.readiness`, by name; `name` follows each
`member`. Dates are ISO 8601, local; what is not known is null, and an empty cell in CSV.
"""

import csv
import io
from collections.abc import Sequence
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from typing import Any

from drillctl.cli.readiness_rows import Members
from drillctl.exports.spreadsheet_cells import neutral
from drillctl.readiness.report import SECTIONS, Report


def readiness_data(report: Report, members: Members, only: Sequence[str]) -> dict[str, Any]:
    """The whole report, or the head of it with these sections."""
    data: dict[str, Any] = {
        "as_of": report.as_of.isoformat(),
        "period": {"from": report.first.isoformat(), "to": report.until.isoformat()},
        "records": report.records,
        "blank_records": report.blank,
        "plan_revision": report.plan_revision,
        "sessions_without_record": list(report.unrecorded),
        "not_in_roster": [{"member": m, "records": number} for m, number in report.strangers],
        "recorded_twice": list(report.twice),
        "unknown_hazards": list(report.unknown_hazards),
        "risk_formula": report.formula,
    }
    if not only:
        data["findings"] = _plain(report.findings, members)
    for section in only or SECTIONS:
        field = section.replace("-", "_")
        data[field] = _plain(getattr(report, field), members)
    return data


def readiness_csv(report: Report, members: Members, section: str) -> str:
    """A section's rows with a header; cells that hold several things join them with ``; ``.

    What follows from the numbers of such a thing (yes or no) is left to them.
    """
    rows = getattr(report, section.replace("-", "_"))
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    header = _header(section, members)
    writer.writerow(header)
    for row in _plain(rows, members):
        writer.writerow([_csv_cell(row[name]) for name in header])
    return text.getvalue()


def _header(section: str, members: Members) -> list[str]:
    hint = Report.__annotations__[section.replace("-", "_")]
    (row_type, _) = hint.__args__
    names = [field.name for field in fields(row_type)]
    return [n for name in names for n in ((name, "name") if name == "member" else (name,))]


def _plain(value: Any, members: Members) -> Any:
    if is_dataclass(value):
        found: dict[str, Any] = {}
        for field in fields(value):
            found[field.name] = _plain(getattr(value, field.name), members)
            if field.name == "member":
                member = members.get(found["member"] or "")
                found["name"] = member.name if member is not None else None
        return found
    if isinstance(value, tuple):
        return [_plain(item, members) for item in value]
    if isinstance(value, Enum):
        return value.value
    return value.isoformat() if isinstance(value, date) else value


def _csv_cell(value: Any) -> Any:
    if isinstance(value, list):
        return neutral("; ".join(_joined(item) for item in value))
    if isinstance(value, bool):
        return "yes" if value else "no"
    return neutral(value) if isinstance(value, str) else value


def _joined(item: Any) -> str:
    if isinstance(item, dict):
        told = {name: value for name, value in item.items() if not isinstance(value, bool)}
        return " ".join(f"{name}={value}" for name, value in told.items())
    return str(item)
