"""Teams and certifications as sheets call them: found by id, by title, or nearly so."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches

from drillctl.files.name_ids import id_of_title
from drillctl.files.typed_names import tight
from drillctl.files.typed_values import plain
from drillctl.language import tr

Same = Callable[[str, str, str, str], bool | None]
"""(sort, text, id, title): whether a text that nearly matches means it; None: nobody says."""

_NUMBERS = re.compile(
    r"[0-9]+|[一二三四五六七八九十初中高甲乙丙丁]|\b(?:x{0,3}(?:ix|iv|v?i{0,3}))\b"
)
_NEAR = 0.75
NEW = "+"


@dataclass
class Titles:
    """Those of one sort. `aliases`: text to id, or `NEW`, as the person who imports says.

    `made`: new ones, id to title, in the order in which they came up. `said`: near matches taken.
    """

    sort: str
    known: Mapping[str, str]
    aliases: Mapping[str, str] = field(default_factory=dict)
    same: Same = lambda sort, text, name, title: None
    made: dict[str, str] = field(default_factory=dict)
    said: list[str] = field(default_factory=list)
    _found: dict[str, tuple[str, str]] = field(default_factory=dict)

    def find(self, text: str) -> tuple[str, str]:
        """(id, what it nearly is): of one that nobody vouches for the id is "".

        Unknown texts make new ones.
        """
        name = tight(text)
        if name not in self._found:
            self._found[name] = self._find(text)
        return self._found[name]

    def _find(self, text: str) -> tuple[str, str]:
        alias = next((i for t, i in self.aliases.items() if tight(t) == tight(text)), None)
        if alias is not None and alias != NEW:
            return (alias, "") if alias in self.known else (self._new(text, alias), "")
        if alias is None:
            exact = self.exact(text)
            if exact:
                return exact, ""
            near = self._near(text)
            if near is not None:
                title = self.known[near]
                same = self.same(self.sort, text, near, title)
                called = near if title == near else f"{near} ({title})"
                if same:
                    self.said.append(tr("{text!r} is taken for {called}", text=text, called=called))
                    return near, ""
                if same is None:
                    return "", called
        return self._new(text), ""

    def exact(self, text: str) -> str | None:
        """The known one of this id or title."""
        if plain(text) in self.known:
            return plain(text)
        ids = [name for name, title in self.known.items() if tight(text) in _spoken(title)]
        return ids[0] if len(ids) == 1 else None

    def _near(self, text: str) -> str | None:
        names = {one: name for name, title in self.known.items() for one in _spoken(title)}
        names |= {name: name for name in self.known}
        for found in get_close_matches(tight(text), list(names), n=3, cutoff=_NEAR):
            if _NUMBERS.findall(found) == _NUMBERS.findall(tight(text)):
                return names[found]
        return None

    def _new(self, text: str, name: str = "") -> str:
        name = name or id_of_title(text, {*self.known, *self.made}, self.sort)
        self.made.setdefault(name, text)
        return name


def _spoken(title: str) -> set[str]:
    """A title whole, and the Chinese and the Western part of one in two languages."""
    parts = re.fullmatch(r"([\u3400-\u9fff（）()]+)\s+([\x20-\x7e]+)", title.strip())
    return {tight(title), *(tight(part) for part in (parts.groups() if parts else ()))}
