"""Where a text names a person: what is surely theirs, and what may be somebody else's.

Chinese has no blanks between words: 李伟 within 李伟明 is another person, 李伟 within 李伟负责 is
not. What follows a full name is looked at; what stays open is left as it is, and listed.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property

_HAN = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]")
_SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏"
    "吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱"
    "严覃武戴莫孔向汤"
)
"""The commonest; one of these before a name may make it the rest of a longer one."""
_FOLLOWS = (
    *"的了在是和与及或把被对从也都就还又说请让将应不没未已因为",
    "队长", "队员", "同志", "先生", "女士", "医生", "老师", "主任", "教官", "负责", "担任", "认为",
    "表示", "报告", "指出", "建议", "提出", "迟到", "缺席", "到场", "离队", "受伤", "等人",
)  # fmt: skip
"""What begins after a name, and ends none."""
_ID_CHARACTER = r"[A-Za-z0-9_-]"
_TOKEN = re.compile(r"[a-z0-9][a-z0-9._-]*")
_SHORTEST_PART = 3


@dataclass(frozen=True)
class Person:
    """Who is to be forgotten, and as what.

    `others`: the names of other people at hand; `ids`: their ids. `others_contacts`: addresses and
    numbers that are somebody else's too. `ambiguous`: something else has the same id.
    """

    id: str
    name: str = ""
    email: str = ""
    phone: str = ""
    pseudonym: str = ""
    pseudonym_name: str = ""
    others: frozenset[str] = frozenset()
    ids: frozenset[str] = frozenset()
    others_contacts: frozenset[str] = frozenset()
    ambiguous: bool = False
    calendars: frozenset[str] = field(default_factory=frozenset)

    @property
    def namesake(self) -> bool:
        """Whether somebody else has the same name."""
        return self.name in self.others

    @cached_property
    def _wanted(self) -> re.Pattern[str]:
        """Other people's names first, so that nobody is found within them."""
        longer = [n for n in self.others if self.name and self.name in n and n != self.name]
        parts = [_spaced(n) for n in sorted(longer, key=len, reverse=True)]
        groups = [f"(?P<other>{'|'.join(parts)})"] if parts else []
        contacts = [c for c in (self.email, self.phone) if c and c not in self.others_contacts]
        if contacts:
            either = "|".join(map(re.escape, contacts))
            groups.append(rf"(?<![\w.+-])(?P<contact>{either})(?![\w-])")
        if self.name and not self.namesake:
            groups.append(f"(?P<name>{_spaced(self.name)})")
        if not self.ambiguous:
            word = rf"(?<!{_ID_CHARACTER})(?<![@.]){re.escape(self.id)}(?!{_ID_CHARACTER})"
            groups.append(rf"(?P<id>{word}(?![@]|\.[A-Za-z0-9]))")
        return re.compile("|".join(groups) or r"(?!)")

    def forgotten_in(self, text: str) -> str:
        """The text with every sure mention replaced."""

        def instead(match: re.Match[str]) -> str:
            if match.lastgroup == "id":
                return self.pseudonym
            if match.lastgroup == "contact":
                return self.pseudonym_name
            if match.lastgroup == "name" and _whole(text, *match.span()):
                return self.pseudonym_name
            return match.group()

        return self._wanted.sub(instead, text)

    @cached_property
    def _traces(self) -> re.Pattern[str]:
        words = [re.escape(w) for w in (self.email, self.phone) if w]
        words += [_spaced(self.name)] if self.name else []
        words += [rf"(?<![a-z0-9]){re.escape(self.id)}(?![a-z0-9])"]
        words += [rf"(?<!\w){re.escape(p)}s?(?!\w)" for p in self._parts if not _HAN.search(p)]
        words += [re.escape(part) for part in self._parts if _HAN.search(part)]
        return re.compile("|".join(words))

    @property
    def _parts(self) -> list[str]:
        """Of a name of several words each, of a Chinese one the given name of two characters."""
        words = self.name.split()
        if len(words) > 1:
            return [w for w in words if len(w) >= _SHORTEST_PART or _HAN.search(w)]
        han = len(_HAN.findall(self.name)) == len(self.name)
        return [self.name[1:]] if han and len(self.name) > 2 else []

    @cached_property
    def _known(self) -> re.Pattern[str]:
        names = [_spaced(n) for n in sorted(self.others, key=len, reverse=True) if n != self.name]
        return re.compile("|".join(names) or r"(?!)")

    def traces_in(self, text: str) -> Iterator[int]:
        """Where the text may still speak of them: indexes, in order.

        The names and ids of other people at hand are no trace.
        """
        elsewhere = [match.span() for match in self._known.finditer(text)]
        elsewhere += [
            match.span() for match in _TOKEN.finditer(text) if match.group().rstrip(".") in self.ids
        ]
        elsewhere.sort()
        for match in self._traces.finditer(text):
            if not _inside(match.span(), elsewhere):
                yield match.start()


def _inside(span: tuple[int, int], spans: Iterable[tuple[int, int]]) -> bool:
    return any(start <= span[0] and span[1] <= end for start, end in spans)


def _spaced(name: str) -> str:
    """The name with any white space between its words, as a folded line has."""
    return r"\s+".join(map(re.escape, name.split()))


def _whole(text: str, start: int, end: int) -> bool:
    """Whether what stands there is a whole name."""
    before, after = text[start - 1 : start], text[end : end + 1]
    first, last = text[start], text[end - 1]
    if _HAN.fullmatch(first):
        if before in _SURNAMES and before:
            return False
    elif before.isalnum() and not _HAN.fullmatch(before):
        return False
    if not _HAN.fullmatch(last):
        return not after.isalnum() or bool(_HAN.fullmatch(after))
    complete = end - start > 2
    return complete or not _HAN.fullmatch(after) or text.startswith(_FOLLOWS, end)
