"""A roster's members as a table that `files.roster_import` reads back.

The headings stay in English: a guess that depends on no language is one that never fails.
"""

from drillctl.exports.tables.table import Column, Table, Value
from drillctl.model.roster import HeldCertification, Roster

_COLUMNS = ("id", "name", "team", "kind", "email", "phone", "certifications")


def roster_table(roster: Roster, *, contacts: bool = False) -> Table:
    """One row for each member; `contacts`: with e-mail addresses and telephone numbers."""
    rows: list[list[Value]] = [
        [
            member.id,
            member.name,
            member.team,
            str(member.kind),
            member.email,
            member.phone,
            "; ".join(_held(held) for held in member.certifications),
        ]
        for member in roster.members.values()
    ]
    table = Table("members", "members", [Column(key, key) for key in _COLUMNS], rows)
    return table if contacts else table.without("email", "phone")


def _held(held: HeldCertification) -> str:
    if held.issued is None and held.expires is None:
        return f"{held.id} (never)"
    return f"{held.id} {held.issued or ''}~{held.expires or 'never'}".replace(" ~", " until ")
