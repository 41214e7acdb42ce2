"""One row of a sign-in sheet: whose it is, and how they took part."""

from typing import TYPE_CHECKING

from drillctl.files.form_tables import Row
from drillctl.files.forms import PLANNED
from drillctl.files.said import kept_unread
from drillctl.files.typed_names import an_id_like, tight
from drillctl.files.typed_values import a_word, plain
from drillctl.language import joined, tr
from drillctl.model.record import Attendance

if TYPE_CHECKING:
    from drillctl.files.form_workbook import Reading


def read_attendance(reading: "Reading", row: Row) -> None:
    """Takes in a member's row, or that of a guest who is in no roster.

    Who has signed and has no word of attendance was present.
    """
    member = _member(reading, row)
    if member == "":
        return
    if member is None:
        _guest(reading, row)
        return
    where = ("attendance", member)
    called = row.take("member")
    known = called is None or reading.names.find("member", called.value) == member
    if called is not None and not known and an_id_like(called.value) != member:
        message = tr(
            "nobody of the roster has the ID {id!r}; by the name it is {member}",
            id=called.text, member=member,
        )  # fmt: skip
        reading.form.stray(row.at("member"), called.text, "A008", kept_unread(message))
    _name_and_team(reading, row, member)
    planned = plain(row.text("planned"))
    if planned in {plain(w) for key, words in PLANNED.items() for w in (key, *words.values())}:
        row.take("planned")
    if planned in {plain(word) for word in ("standby", *PLANNED["standby"].values())}:
        reading.form.standbys.add(member)
    signature = row.get("signature")
    if signature is not None and _signed(reading, row, member):
        row.take("signature")
    if row.get("status") is None and signature is not None:
        reading.form.say((*where, "status"), "present", row.at("signature"), signature.text)
    else:
        reading.value(row, "status", (*where, "status"))
    for key in ("hours", "position", "for", "note"):
        reading.value(row, key, (*where, key))


def _member(reading: "Reading", row: Row) -> str | None:
    """Whose row it is; None: nobody's of the roster, "": it is kept as it is."""
    names = reading.names
    cell, name, team = row.get("member"), row.get("name"), row.text("team")
    by_id = names.find("member", cell.value) if cell is not None else None
    by_name = names.find("member", name.value, team) if name is not None else None
    if cell is not None and by_id is None:
        known = an_id_like(cell.value)
        by_id = known if known in reading.members else None
    if by_id is not None and by_name is not None and by_id != by_name:
        message = tr(
            "the ID is that of {by_id}, the name that of {by_name}", by_id=by_id, by_name=by_name
        )
        reading.stray_row(row, "A013", message, tr("who of them was it?"))
        return ""
    if by_id is not None or by_name is not None:
        return by_id or by_name
    several = names.several("member", name.value, team) if name is not None else []
    if several:
        people = joined(tr(" or "), several)
        message = tr("{name!r} may be {people}", name=row.text("name"), people=people)
        reading.stray_row(row, "A008", message, tr("fill in the ID"))
        return ""
    came = any(row.get(key) is not None for key in ("status", "hours", "signature"))
    status = row.get("status")
    absent = status is not None and a_word(status.value, Attendance) == Attendance.ABSENT
    if name is None or not came or absent:
        called = row.text("name") or row.text("member") or "nobody"
        hint = names.near("member", called)
        message = tr("{name!r} is nobody of the roster", name=called)
        reading.stray_row(row, "A008", message, hint)
        return ""
    return None


def _guest(reading: "Reading", row: Row) -> None:
    name = row.take("name")
    assert name is not None
    where = ("guests", name.text)
    reading.form.say((*where, "name"), name.text, row.at("name"), name.text)
    team = row.take("team")
    if team is not None:
        reading.form.say((*where, "organisation"), team.text, row.at("team"), team.text)
    status = row.get("status")
    if status is not None and a_word(status.value, Attendance) == Attendance.PRESENT:
        row.take("status")
    signature = row.get("signature")
    if signature is not None and _signed(reading, row, ""):
        row.take("signature")
    for key in ("hours", "note"):
        reading.value(row, key, (*where, key))


def _name_and_team(reading: "Reading", row: Row, member: str) -> None:
    """Takes in what the roster says too; another name or team is kept."""
    known = reading.names.problem.roster.members.get(member)
    if known is None:
        row.take("name")
        row.take("team")
        return
    name, team = row.get("name"), row.get("team")
    if name is not None and reading.names.find("member", name.value, known.team) == member:
        row.take("name")
    elif name is not None:
        row.take("name")
        message = tr(
            "{member} is {known!r} in the roster, not {typed!r}",
            member=member, known=known.name, typed=name.text,
        )  # fmt: skip
        hint = tr("who was it?")
        reading.form.stray(row.at("name"), name.text, "A008", kept_unread(message), hint)
    if team is not None and reading.names.find("team", team.value) == known.team:
        row.take("team")


def _signed(reading: "Reading", row: Row, member: str) -> bool:
    """Whether a signature says no more than that they were there."""
    text = row.text("signature")
    known = reading.names.known("member").get(member, row.text("name"))
    return a_word(text, Attendance) == Attendance.PRESENT or tight(text) in (
        tight(known),
        tight(member),
        tight(row.text("name")),
    )
