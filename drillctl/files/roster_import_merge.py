"""Imported people into a roster's text: what changes, and the text with the changes."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from drillctl.files.diagnostics import Diagnostic
from drillctl.files.roster_import_matching import Joined, Matched
from drillctl.files.roster_import_people import HeldSaid
from drillctl.files.roster_import_renewal import new_held, pairs
from drillctl.files.roster_import_titles import Titles
from drillctl.files.roster_text import FlowRosterError, Held, RosterText
from drillctl.files.rosters_alone import RosterAlone
from drillctl.files.said import At, problem
from drillctl.files.typed_names import tight
from drillctl.language import tr
from drillctl.model.duration import Duration
from drillctl.model.roster import Member

_WORDS = ("name", "team", "email", "phone", "availability")


@dataclass(frozen=True, slots=True)
class Change:
    """One field of one member; `old` "" where it had none."""

    member: str
    field: str
    old: str
    new: str


@dataclass
class Merged:
    """The text and what differs from before. `missing`: members whom no sheet names.

    `kept`: certificates (member, certification) that the roster has and the sheets don't.
    """

    text: str = ""
    new: list[str] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    kept: list[tuple[str, str]] = field(default_factory=list)
    teams: dict[str, str] = field(default_factory=dict)
    certifications: dict[str, str] = field(default_factory=dict)
    problems: list[Diagnostic] = field(default_factory=list)


def merge(
    base: RosterAlone,
    into: str,
    data: bytes,
    matched: Matched,
    teams: Titles,
    certifications: Titles,
    *,
    timezone: str = "",
    remove_missing: bool = False,
) -> Merged:
    """`data`, the text of the file `into`, with what the sheets say."""
    merging = _Merging(base, into, data, certifications)
    try:
        return merging.merged(matched, teams, timezone, remove_missing)
    except FlowRosterError:
        message = tr("the roster is one mapping in braces, to which nothing can be added")
        hint = tr("write its keys on lines of their own, without the outer braces")
        return Merged(problems=[problem(At(into, 1, 1), "S003", message, hint)])


class _Merging:
    def __init__(self, base: RosterAlone, into: str, data: bytes, certifications: Titles) -> None:
        self.base, self.into, self.certifications = base, into, certifications
        self.text = RosterText(data)
        self.found = Merged()

    def merged(
        self, matched: Matched, teams: Titles, timezone: str, remove_missing: bool
    ) -> Merged:
        found = self.found
        for one in matched.members:
            if one.known:
                self._update(one)
        fresh = [one for one in matched.members if not one.known]
        found.new = [one.id for one in fresh]
        used = {one.team for one in matched.members}
        found.teams = {i: t for i, t in teams.made.items() if i in used}
        held = {name for one in matched.members for name, _ in one.held}
        found.certifications = {i: t for i, t in self.certifications.made.items() if i in held}
        named = {one.id for one in matched.members}
        found.missing = [name for name in self.text.members if name not in named]
        if remove_missing and found.missing and named:
            found.removed, found.missing = found.missing, []
            self.text.remove(found.removed)
        self.text.add_certifications(found.certifications.items())
        self.text.add_teams((i, t, matched.kinds.get(i, "")) for i, t in found.teams.items())
        self.text.add_members([self._entry(one) for one in fresh])
        if timezone:
            self.text.add_timezone(timezone)
        found.text = self.text.result()
        return found

    def _entry(self, one: Joined) -> Mapping[str, object]:
        """A new member."""
        held: list[Held] = []
        for name, said in _by_sort(one).items():
            for entry, _ in pairs(said, [], self._valid_for(name)):
                new = new_held(entry, None, self._valid_for(name))
                if new is not None:
                    held.append((name, new[1], new[2]))
        words = {name: getattr(one.person, name) for name in _WORDS}
        return {**words, "id": one.id, "team": one.team, "certifications": held}

    def _update(self, one: Joined) -> None:
        """A member of the roster."""
        old = self.base.roster.members[one.id]
        changes = [
            Change(one.id, name, self._old(old, name), new)
            for name in _WORDS
            if (new := one.team if name == "team" else getattr(one.person, name))
            and not _equal(name, new, self._old(old, name))
        ]
        dated, added = self._certificates(one, old)
        if not changes and not dated and not added:
            return
        if one.id not in self.text.members:
            message = tr("{id} changes, and stands in {file}", id=one.id,
                         file=self.base.file_of(one.id))  # fmt: skip
            hint = tr("import into that file: --into {file}", file=self.base.file_of(one.id))
            self.found.problems.append(problem(one.person.at, "D014", message, hint))
            return
        # What is added at one place stands in the order in which it is added.
        last = [change for change in changes if change.field == "availability"]
        for change in changes:
            if change not in last:
                self.text.set_word(one.id, change.field, change.new)
        if dated or added:
            self.text.set_held(one.id, dated, added)
        for change in last:
            self.text.set_word(one.id, change.field, change.new)
        self.found.changes += changes

    def _old(self, old: Member, name: str) -> str:
        if name == "availability":
            in_text = old.id in self.text.members
            return (self.text.word(old.id, name) or "") if in_text else ""
        return getattr(old, name) or ""

    def _certificates(self, one: Joined, old: Member) -> tuple[dict[int, Held], list[Held]]:
        """Entries that change, by place, and new ones."""
        dated: dict[int, Held] = {}
        added: list[Held] = []
        by_sort = _by_sort(one)
        for name, said in by_sort.items():
            places = [n for n, h in enumerate(old.certifications) if h.id == name]
            entries = [old.certifications[n] for n in places]
            for entry, place in pairs(said, entries, self._valid_for(name)):
                before = entries[place] if place is not None else None
                new = new_held(entry, before, self._valid_for(name))
                if new is None:
                    continue
                held = (name, new[1], new[2])
                if held[1] and held[2] and held[2] < held[1]:
                    message = tr("{name} expires {expires}, before it is issued {issued}",
                                 name=name, expires=str(held[2]), issued=str(held[1]))  # fmt: skip
                    hint = tr("give the day of issue too: the roster has an earlier certificate")
                    self.found.problems.append(problem(entry.at, "D013", message, hint))
                    continue
                was = _dates(before.issued, before.expires) if before else ""
                self.found.changes.append(Change(one.id, name, was, _dates(held[1], held[2])))
                if place is None:
                    added.append(held)
                else:
                    dated[places[place]] = held
        said_all = by_sort.keys() if by_sort else {h.id for h in old.certifications}
        missing = dict.fromkeys(h.id for h in old.certifications if h.id not in said_all)
        self.found.kept += [(one.id, name) for name in missing]
        return dated, added

    def _valid_for(self, name: str) -> Duration | None:
        known = self.base.roster.certifications.get(name)
        return known.valid_for if known else None


def _by_sort(one: Joined) -> dict[str, list[HeldSaid]]:
    found: dict[str, list[HeldSaid]] = {}
    for name, said in one.held:
        found.setdefault(name, []).append(said)
    return found


def _equal(name: str, new: str, old: str) -> bool:
    """Whether two say the same: blanks in a name or a telephone number don't matter."""
    if name == "name":
        return tight(new) == tight(old)
    if name == "phone" and old:
        return re.sub(r"[^0-9+]", "", new) == re.sub(r"[^0-9+]", "", old)
    return new == old


def _dates(issued: object, expires: object) -> str:
    return f"{issued or ''}~{expires or ''}" if issued or expires else "held"
