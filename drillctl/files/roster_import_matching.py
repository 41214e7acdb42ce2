"""Imported people beside those of the roster: who is who, and what changes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from drillctl.files.diagnostics import did_you_mean
from drillctl.files.name_ids import id_of_name
from drillctl.files.roster_import_people import HeldSaid, People, Person
from drillctl.files.roster_import_titles import Titles
from drillctl.files.rosters_alone import RosterAlone
from drillctl.files.said import problem
from drillctl.files.typed_names import tight
from drillctl.files.typed_values import plain
from drillctl.language import tr
from drillctl.model.roster import Kind

_KINDS: Mapping[str, tuple[str, ...]] = {
    Kind.PROFESSIONAL: ("professional", "pro", "career", "full-time", "专职", "专业", "职业",
                        "专业队", "专业救援队", "专业队伍", "在编"),
    Kind.VOLUNTEER: ("volunteer", "volunteers", "voluntary", "志愿", "志愿者", "志愿队", "志愿队伍",
                     "社会力量", "社会救援力量", "义工", "民间"),
}  # fmt: skip


@dataclass
class Joined:
    """One member as the sheets have them. `id`: theirs, or a new one; `known`: in the roster."""

    id: str
    known: bool
    person: Person
    team: str = ""
    held: list[tuple[str, HeldSaid]] = field(default_factory=list)


@dataclass
class Matched:
    """`members` in the order of the sheets; `kinds`: of new teams; `renamed`: notes."""

    members: list[Joined] = field(default_factory=list)
    kinds: dict[str, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)


def match_people(
    found: People,
    base: RosterAlone,
    teams: Titles,
    certifications: Titles,
    kind: str = "",
    default_team: str = "",
) -> Matched:
    """Who is who. What is wrong is added to the problems of `found`."""
    return _Matching(found, base, teams, certifications, kind, default_team).matched()


class _Matching:
    def __init__(
        self,
        found: People,
        base: RosterAlone,
        teams: Titles,
        certifications: Titles,
        kind: str,
        default_team: str,
    ) -> None:
        self.found, self.base = found, base
        self.teams, self.certifications = teams, certifications
        self.kind, self.default_team = kind, default_team
        self.by_name: dict[str, list[str]] = {}
        for member in base.roster.members.values():
            self.by_name.setdefault(tight(member.name), []).append(member.id)
        self.result = Matched()
        self.ids = {person.id for person in found.people if person.id}
        self.claims: dict[str, str] = {}
        self.with_id: dict[tuple[str, str], list[str]] = {}
        self.joined: dict[str, Joined] = {}
        self.nameless: dict[tuple[str, str], Joined] = {}
        self.fresh: list[Joined] = []
        self.unsure: set[tuple[str, str]] = set()

    def problem(self, person: Person, name: str, code: str, message: str, hint: str = "") -> None:
        self.found.problems.append(problem(person.place(name), code, message, hint))

    def matched(self) -> Matched:
        teams = [self._team(person) for person in self.found.people]
        for person, team in zip(self.found.people, teams, strict=True):
            self._claim(person, team)
        for person, team in zip(self.found.people, teams, strict=True):
            self._take(person, team)
        taken = {*self.base.roster.members, *self.joined}
        for one in self.fresh:
            one.id = id_of_name(one.person.name, taken)
            taken.add(one.id)
        for one in self.result.members:
            for held in one.person.held:
                self._hold(one, held)
        self._kinds()
        return self.result

    def _team(self, person: Person) -> str:
        text = person.team or self.default_team
        if not text:
            return ""
        name, near = self.teams.find(text)
        if near and ("team", text) not in self.unsure:
            self.unsure.add(("team", text))
            message = tr("no team {text!r}; is it {near}?", text=text, near=near)
            hint = tr(
                "--alias {text}={id}, or --alias {text}=+ for a new one",
                text=_quoted(text),
                id=near.partition(" ")[0],
            )
            self.problem(person, "team", "D009", message, hint)
        return name or "?"

    def _same(self, person: Person, team: str) -> list[str]:
        """The members of the roster who have this name, in this team if one is named."""
        members = self.base.roster.members
        names = self.by_name.get(tight(person.name), ()) if person.name else ()
        return [name for name in names if team in ("", members[name].team)]

    def _claim(self, person: Person, team: str) -> None:
        """Notes whom an id of the sheets means; one id means one person."""
        if not person.id:
            return
        if person.id not in self.claims:
            free = [
                name
                for name in self._same(person, team)
                if name not in self.ids and name not in self.claims.values()
            ]
            known = person.id in self.base.roster.members
            self.claims[person.id] = free[0] if len(free) == 1 and not known else person.id
            if self.claims[person.id] != person.id:
                self.result.notes.append(
                    tr(
                        "{name} ({id}) is {known} here",
                        name=person.name,
                        id=person.id,
                        known=free[0],
                    )
                )
        named = self.with_id.setdefault((tight(person.name), team), [])
        if self.claims[person.id] not in named:
            named.append(self.claims[person.id])

    def _take(self, person: Person, team: str) -> None:
        members = self.base.roster.members
        if person.id:
            ids = [self.claims[person.id]]
        else:
            ids = list(
                dict.fromkeys(
                    [*self._same(person, team), *self.with_id.get((tight(person.name), team), ())]
                )
            )
        if len(ids) > 1:
            message = tr("{name!r} may be {known}", name=person.name, known=", ".join(sorted(ids)))
            self.problem(person, "name", "D012", message, tr("give the row an id"))
        elif ids and ids[0] in members:
            # A team that holds for all rows moves nobody who is in another already.
            self._join(self._known(ids[0], person), person, team if person.team else "")
        elif ids and ids[0] in self.joined:
            self._join(self.joined[ids[0]], person, team)
        elif not ids and (tight(person.name), team) in self.nameless:
            self._join(self.nameless[tight(person.name), team], person, team)
        else:
            self._new(person, team, ids[0] if ids else "")

    def _known(self, name: str, person: Person) -> Joined:
        if name not in self.joined:
            self.joined[name] = Joined(name, True, Person(person.at))
            self.result.members.append(self.joined[name])
        return self.joined[name]

    def _new(self, person: Person, team: str, name: str) -> None:
        if not person.name:
            self.problem(person, "name", "D008", tr("a row without a name"), tr("fill in the name"))
            return
        if not team:
            hint = tr("fill in the team, or say --team ID for all")
            message = tr("{name!r} has no team", name=person.name)
            self.problem(person, "team", "D008", message, hint)
            return
        one = Joined(name, False, Person(person.at))
        self.result.members.append(one)
        if name:
            self.joined[name] = one
        else:
            self.nameless[tight(person.name), team] = one
            self.fresh.append(one)
        self._join(one, person, team)

    def _join(self, one: Joined, person: Person, team: str) -> None:
        """Takes a row into a member; rows of one member must not contradict each other."""
        whole = one.person
        for name in ("name", "email", "phone", "availability"):
            said, had = getattr(person, name), getattr(whole, name)
            if said and had and tight(said) != tight(had):
                message = tr(
                    "{value!r} differs from {other!r} at {place}, of the same person",
                    value=said,
                    other=had,
                    place=str(whole.place(name)),
                )
                hint = tr("make them equal; if they are two people, give both an id of their own")
                self.problem(person, name, "D012", message, hint)
            elif said and not had:
                setattr(whole, name, said)
                whole.places[name] = person.place(name)
        if person.availability and person.availability not in self.base.parts.patterns:
            near = did_you_mean(person.availability, self.base.parts.patterns)
            message = tr("no availability {name!r} in the roster", name=person.availability)
            self.problem(person, "availability", "D015", message, near)
        if team and one.team and team != one.team:
            message = tr("{id} is in two teams: {one} and {other}", id=one.id or whole.name,
                         one=one.team, other=team)  # fmt: skip
            self.problem(person, "team", "D012", message, tr("a member is in one team"))
        one.team = one.team or team
        whole.kind = whole.kind or person.kind
        whole.places.setdefault("kind", person.place("kind"))
        whole.places.setdefault("team", person.place("team"))
        whole.held += person.held

    def _hold(self, one: Joined, held: HeldSaid) -> None:
        name, near = self.certifications.find(held.title)
        if near and ("certification", held.title) not in self.unsure:
            self.unsure.add(("certification", held.title))
            message = tr("no certification {text!r}; is it {near}?", text=held.title, near=near)
            hint = tr(
                "--alias {text}={id}, or --alias {text}=+ for a new one",
                text=_quoted(held.title),
                id=near.partition(" ")[0],
            )
            self.found.problems.append(problem(held.at, "D010", message, hint))
        if held.issued and isinstance(held.expires, date) and held.expires < held.issued:
            message = tr(
                "{title} expires {expires}, before it is issued {issued}",
                title=held.title,
                expires=held.expires.isoformat(),
                issued=held.issued.isoformat(),
            )
            self.found.problems.append(
                problem(held.at, "D013", message, tr("swap or mend the dates"))
            )
        elif name:
            one.held.append((name, held))

    def _kinds(self) -> None:
        """Of each new team its kind: by its rows, else as told, else by its title."""
        for team, title in self.teams.made.items():
            rows = [m.person for m in self.result.members if m.team == team]
            words = {kind_of(p.kind): p for p in rows if p.kind and kind_of(p.kind)}
            if len(words) > 1:
                person = list(words.values())[-1]
                message = tr("the new team {team!r} has rows of both kinds", team=title)
                self.problem(person, "kind", "D009", message, tr("make them equal"))
                continue
            kind = next(iter(words), "") or kind_by_title(title) or self.kind
            if not kind:
                message = tr("the kind of the new team {team!r} is not known", team=title)
                hint = tr("say --kind professional or --kind volunteer, or add a column `kind`")
                self.problem(
                    rows[0] if rows else self.found.people[0], "team", "D009", message, hint
                )
            self.result.kinds[team] = kind


def kind_of(text: str) -> str:
    """The kind that a word means, or ""."""
    return next((str(kind) for kind, words in _KINDS.items() if plain(text) in words), "")


def kind_by_title(title: str) -> str:
    """A team that calls itself volunteers is one of volunteers; else ""."""
    said = plain(title)
    volunteer = any(word in said for word in ("志愿", "义工", "volunteer"))
    return str(Kind.VOLUNTEER) if volunteer else ""


@lru_cache(maxsize=1024)
def _quoted(text: str) -> str:
    return f"'{text}'" if " " in text else text
