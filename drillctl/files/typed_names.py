"""Whom and what people mean by a name: found by id, else by a name that only one has."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from difflib import get_close_matches

from drillctl.files.typed_values import Typed, an_id, plain, shown
from drillctl.language import tr
from drillctl.model.problem import Problem
from drillctl.model.scenario import Scenario

_SORTS: Mapping[str, str] = {
    "member": tr("member"),
    "team": tr("team"),
    "venue": tr("venue"),
    "scenario": tr("scenario"),
    "position": tr("position"),
    "objective": tr("objective"),
    "capability": tr("capability"),
    "area": tr("area"),
    "text": tr("text"),
    "id": tr("id"),
    "session": tr("session"),
    "day": tr("day"),
    "local time": tr("local time"),
    "hours": tr("hours"),
    "word": tr("word"),
    "yes or no": tr("yes or no"),
    "whole number": tr("whole number"),
    "person": tr("person"),
}

_NAMED_ID = re.compile(
    r"(.*?)[\s(]+([a-z0-9][a-z0-9._-]{0,63})\)?|([a-z0-9][a-z0-9._-]*)[\s(]+(.+)"
)


class Names:
    """The names of the roster, and of one scenario where that is known."""

    def __init__(self, problem: Problem, scenario: Scenario | None = None) -> None:
        roster = problem.roster
        self.problem = problem
        self.scenario = scenario
        self._titles: dict[str, Mapping[str, str]] = {
            "member": {m.id: m.name for m in roster.members.values()},
            "team": {t.id: t.title for t in roster.teams.values()},
            "venue": {v.id: v.title for v in roster.venues.values()},
            "scenario": {s.id: s.title for s in problem.scenarios.values()},
        }
        if scenario is not None:
            self._titles |= {
                "position": {p.id: p.title for p in scenario.positions},
                "objective": {o.id: o.text for o in scenario.objectives},
                "capability": dict.fromkeys(_capabilities(problem), ""),
            }
        self._found = {of: _by_name(titles) for of, titles in self._titles.items()}

    def of(self, scenario: Scenario | None) -> "Names":
        """The names with those of a scenario."""
        return Names(self.problem, scenario)

    def known(self, of: str) -> Mapping[str, str]:
        """Ids to names; empty where nothing is known of the sort."""
        return self._titles.get(of, {})

    def find(self, of: str, typed: Typed, team: str = "") -> str | None:
        """The one id that is meant; `team` tells people of one name apart."""
        text = plain(shown(typed))
        found = self._named(of, text, team)
        if found is not None:
            return found
        for parts in filter(None, [_NAMED_ID.fullmatch(text)]):
            name, one, other, rest = parts.groups()
            known, called = (one, name) if one else (other, rest)
            if known in self.known(of) and self._named(of, called) in (known, None):
                same = plain(self.known(of)[known])
                return known if tight(called) == tight(same) else None
        return None

    def several(self, of: str, typed: Typed, team: str = "") -> list[str]:
        """The ids of all that have this name."""
        found = self._found.get(of, {}).get(tight(shown(typed)), [])
        return [one for one in found if not team or self._in(one, team)]

    def near(self, of: str, typed: Typed) -> str:
        """``did you mean li-wei (李伟)?``, by id and by name, or nothing."""
        text, titles = shown(typed), self.known(of)
        names = {tight(title): one for one, title in sorted(titles.items()) if title}
        ids = get_close_matches(plain(text), list(titles), n=1, cutoff=0.6)
        called = get_close_matches(tight(text), list(names), n=1, cutoff=0.5)
        one = ids[0] if ids else names[called[0]] if called else None
        if one is None:
            known = sorted(titles)
            listed = tr("known: {names}", names=", ".join(known))
            return listed if 0 < len(known) <= 12 and of != "member" else ""
        title = titles[one]
        if title and title != one:
            return tr("did you mean {id} ({name})?", id=one, name=title)
        return tr("did you mean {id}?", id=one)

    def _named(self, of: str, text: str, team: str = "") -> str | None:
        if text in self.known(of):
            return text
        found = self.several(of, text)
        if len(found) > 1 and team:
            found = self.several(of, text, team)
        return found[0] if len(found) == 1 else None

    def _in(self, member: str, team: str) -> bool:
        of_member = self.problem.roster.members.get(member)
        return of_member is not None and of_member.team == self.find("team", team)


def sort_shown(of: str) -> str:
    """What an id names, or of what sort a value is, as a word for people."""
    return _SORTS.get(of, of)


def an_id_like(typed: Typed) -> str | None:
    """Text that is an id as it stands, or with hyphens for blanks."""
    return an_id(typed) or an_id(plain(shown(typed)).replace(" ", "-"))


def tight(typed: str) -> str:
    """A name as it is compared: no blanks, so that 李 伟 is 李伟."""
    return plain(typed).replace(" ", "")


def _by_name(titles: Mapping[str, str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for one, title in titles.items():
        if title and one not in found[tight(title)]:
            found[tight(title)].append(one)
    return found


def _capabilities(problem: Problem) -> Iterable[str]:
    for scenario in problem.scenarios.values():
        yield from scenario.capabilities
        yield from (o.capability for o in scenario.objectives if o.capability)
