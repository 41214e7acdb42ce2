"""Documents with one thing changed: keys lost or misspelt, values of other types and sizes."""

from dataclasses import dataclass

import yaml
from hypothesis import strategies as st

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Plain(str):
    """A scalar written without quotes."""


@dataclass(frozen=True)
class Place:
    """Where something stands: its holder, and the index or key there."""

    holder: object
    at: object


def tree_of(text: str):
    """The one document of a text, its scalars as they are written."""
    return _tree(yaml.compose(text, _LOADER))


def _tree(node):
    if isinstance(node, yaml.SequenceNode):
        return [_tree(item) for item in node.value]
    if isinstance(node, yaml.MappingNode):
        return {_tree(key): _tree(value) for key, value in node.value}
    return node.value if node.style else Plain(node.value)


class _Dumper(yaml.SafeDumper):
    def ignore_aliases(self, data):
        return True


def _plain(dumper, value):
    tag = dumper.resolve(yaml.ScalarNode, value, (True, False))
    return yaml.ScalarNode(tag, str(value))


_Dumper.add_representer(Plain, _plain)
_Dumper.add_representer(
    str, lambda dumper, value: dumper.represent_scalar("tag:yaml.org,2002:str", value, style='"')
)


def text_of(tree) -> str:
    """The tree as YAML."""
    return yaml.dump(tree, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=1000)


def places(tree) -> list[Place]:
    """Every value below the top, and where it stands."""
    found = []
    keys = list(tree) if isinstance(tree, dict) else range(len(tree))
    for at in keys:
        if tree is not None:
            found.append(Place(tree, at))
        if isinstance(tree[at], (dict, list)):
            found += places(tree[at])
    return found


_PLAIN = [
    *("", "~", "null", "true", "false", "True", "yes", "no", "on"),
    *("0", "1", "2", "5", "11", "-1", "+3", "100", "673", "10001", "1000001", "99999999999999"),
    *("0.5", "-0.5", "1.0", "1e3", "0x10", "0o17", ".5", "5.", ".inf", ".nan", "1_000", "12:30"),
    *("abc", "a.b-c_d", "Abc", "-abc", "a" * 64, "a" * 65, "李伟", "a b", "table-top"),
    *("2027-03-06", "2027-02-30", "2027-13-01", "1899-12-31", "2200-12-31", "2201-01-01"),
    *("01/02/2027", "2027-3-6", "2027-03-06T09:00", "2027-03-06 09:00:00", "2027-03-06T24:00"),
    *("2027-03-06T09:00+08:00", "2027-03-06T09:00:00Z", "2027-03-06T09:00:30.123456-03:30"),
    *("2027-W10-6T09:00+08:00", "2027-03-06T09:00+25:00", "20270306T0900+0800"),
    *("90m", "4h", "1h30m", "14d", "15d", "12mo", "3y", "0h", "0y5d", "4000d", "2 hours", "h"),
    *("0:00", "8:30", "08:30", "24:00", "24:01", "25:00", "09:60", "9"),
    *("mon", "SAT", "mon-fri", "sun-mon", "mon - fri", "mon,tue", "mun", "mon,", "everyday"),
    *("mon-fri 19:00-22:00", "sat,sun 8:00-20:00", "mon 25:00-26:00", "mon 9:00-09:00"),
    *("mon  9:00-10:00", "mon 9:00 - 10:00", "Fri-Mon 22:00-6:00", "fri 22:00-24:00", "9:00-10:00"),
    *("CN", "DE-BY", "cn", "XX", "CHINA", "office@example.org", "a@b@c", "Office <a@b.org>"),
    *("river-flood#1", "river-flood#0", "river-flood", "River#1", "a#1000000", "by 2027-09-30"),
    *("always", "auto", "fill", "professional", "P", "accepted", "closed", "present", "zh"),
]
_QUOTED = [
    "",
    " ",
    "5",
    "true",
    "null",
    "1",
    "2027-03-06",
    "a\tb",
    "a\nb",
    "a\x01b",
    "abc\n",
    "\x85",
]
_VALUES = [
    *(Plain(value) for value in _PLAIN),
    *_QUOTED,
    [],
    {},
    [Plain("a")],
    [Plain("a"), Plain("a")],
    [Plain("a"), Plain("b"), Plain("c")],
    [[]],
    [Plain("")],
    {Plain("id"): Plain("a")},
    {Plain("from"): Plain("2027-03-01"), Plain("to"): Plain("2027-03-02")},
    {Plain("A b"): Plain("1")},
    {Plain("min"): Plain("1")},
]


@st.composite
def altered(draw, tree):
    """A copy of the tree with one change."""
    import copy

    changed = copy.deepcopy(tree)
    place = draw(st.sampled_from(places(changed)))
    holder, at = place.holder, place.at
    how = draw(st.sampled_from(("value", "value", "value", "drop", "key", "add", "edit", "twice")))
    if how == "drop":
        del holder[at]
    elif how == "key" and isinstance(holder, dict):
        holder[Plain(draw(st.sampled_from((at + "s", at[:-1] or "x", at.upper()))))] = holder.pop(
            at
        )
    elif how == "add" and isinstance(holder, dict):
        holder[Plain("extra")] = draw(st.sampled_from(_VALUES))
    elif how == "twice" and isinstance(holder, list):
        holder.append(copy.deepcopy(holder[at]))
    elif how == "edit" and isinstance(holder[at], str):
        more = draw(st.sampled_from(("0", "x", " ", "-", ".", ":", "#", "/", "a\n", "A")))
        text = draw(st.sampled_from((holder[at] + more, more + holder[at], holder[at][:-1])))
        plain = isinstance(holder[at], Plain) and text == text.strip() and safe(text)
        holder[at] = Plain(text) if plain else text
    else:
        holder[at] = draw(
            st.sampled_from(_VALUES)
            | st.integers(-(10**7), 10**7).map(lambda n: Plain(str(n)))
            | st.text(max_size=6)
        )
    return changed


def safe(text: str) -> bool:
    """Whether it may stand without quotes, in brackets too."""
    return not set(text) & set(",[]{}#&*!|>'\"%@`:\n") and not text.startswith(("-", "?", "=", "<"))
