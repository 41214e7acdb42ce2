"""``--fix`` changes what it should and nothing else."""

import re
from collections import Counter

import yaml
from hypothesis import given
from hypothesis import strategies as st

from drillctl.files.checking import layout_in
from drillctl.files.comments import comments
from drillctl.files.diagnostics import Diagnostic
from drillctl.files.documents import documents
from drillctl.files.loading import load
from drillctl.files.mending import mended
from drillctl.files.renamed_keys import renamed
from drillctl.files.selection import Selection

ALL = Selection()


def fixed(text, path="f.yaml", more=()):
    wanted = layout_in(path, ALL, text)
    return mended(text, [*more, *wanted], lambda new: layout_in(path, ALL, new))


def test_spacing_and_order_keep_comments_and_form():
    text = (
        "# A roster   \n"
        "version: 1\t# one\n"
        "kind:\troster   # first\r\n"
        "members:\n"
        "  - team:   fire      # theirs\n"
        "    id: li-wei\n"
        "    name: '李伟'\n"
        "    busy:\n"
        "      - {from: 2027-03-01,   to: 2027-03-02}\n"
        "  # Anna\n"
        "  - {name: Anna ,  team: sky, id: anna}   "
    )
    assert fixed(text) == (
        "# A roster\n"
        "kind: roster   # first\n"
        "version: 1 # one\r\n"
        "members:\n"
        "  - id: li-wei\n"
        "    name: '李伟'\n"
        "    team:   fire      # theirs\n"
        "    busy:\n"
        "      - {from: 2027-03-01,   to: 2027-03-02}\n"
        "  # Anna\n"
        "  - {id: anna ,  name: Anna, team: sky}\r\n"
    )


def test_blanks_inside_values_stay():
    text = 'kind: scenario\nid: s\nnarrative: |\n  one  \n  two\t\n\ntitle: "a\t b   \n  c"\n'
    assert yaml.safe_load(fixed(text)) == yaml.safe_load(text)
    assert "one  \n  two\t\n" in fixed(text)


def test_what_comments_or_anchors_hold_together_is_left_to_the_writer():
    for text in (
        "kind: roster\nteams:\n  - kind: volunteer\n    # who\n    id: sky\n",
        "kind: roster\nteams:\n  - {kind: &k volunteer, id: sky}\n  - {id: b, kind: *k}\n",
        "kind: roster\nteams:\n  - {kind: volunteer, # why\n     id: sky}\n",
    ):
        assert fixed(text) == text
        assert all(not d.mendable for d in layout_in("f", ALL, text) if d.code == "L004")


def test_renamed_keys(tmp_path):
    roster = (
        "kind: roster\ntimezone: Asia/Shanghai\nteams: [{id: fire, kind: professional}]\n"
        "certifications: {ic: {}}\nmembers:\n"
        "  - {id: a, name: A, team: fire, certs: [ic]}   # keep: certs\n"
        '  - {id: b, nmae: B, team: fire, "e-mail": b@example.org}\n'
        "  - {id: c, name: C, team: fire, naem: D}\n"
    )
    path = tmp_path / "roster.yaml"
    path.write_text(roster, encoding="utf-8")
    problems = [d for d in load([path]).diagnostics if d.fixable]
    assert {d.instead for d in problems} == {"certifications", "name", "email"}
    after = mended(roster, problems, lambda new: [])
    assert "certifications: [ic]}   # keep: certs" in after
    assert "{id: b, name: B, team: fire, email: b@example.org}" in after
    assert "naem: D" in after


def test_a_key_is_renamed_only_where_one_can_be_meant():
    def of(text, known, name):
        return renamed(name, known, yaml.compose(text))

    assert of("{cuont: 1}", ("count", "min"), "cuont") == "count"
    assert of("{Count: 1}", ("count", "min"), "Count") == "count"
    assert of("{cuont: 1, count: 2}", ("count",), "cuont") == ""
    assert of("{number: 1, amount: 2}", ("count",), "number") == ""
    assert of("{hours_per_8d: 1}", ("hours_per_7d", "hours_per_28d"), "hours_per_8d") == ""
    assert of("{start: 1}", ("id", "count"), "start") == ""


def test_a_mend_that_would_change_what_is_said_is_not_made():
    text = "kind: policy\nseed: 2\n"
    wrong = Diagnostic("f", 1, 1, "L001", "", "", 1, 6, "", True)
    assert mended(text, [wrong], lambda new: []) == text


# --- property: any mess of one roster -------------------------------------------------------
word = st.sampled_from(["a", "b-2", "李伟", "'x # y'", '"t\\tb"', "1h30m", "~", "[p, q]", "{k: v}"])
blank = st.sampled_from(["", "", " ", "   ", "\t", " \t "])
remark = st.sampled_from(["", "", "  # why", " # tab\there ", "\t# x"])
key = st.sampled_from(["id", "name", "title", "team", "certs", "email", "kind", "nmae", "busy"])


@st.composite
def entry(draw):
    keys = draw(st.lists(key, min_size=1, max_size=6, unique=True))
    if draw(st.booleans()):
        parts = [f"{draw(blank)}{k}: {draw(word)}{draw(blank)}" for k in keys]
        return [f"  - {{{','.join(parts)}}}{draw(remark)}{draw(blank)}"]
    lines = []
    for number, k in enumerate(keys):
        lead = "  - " if not number else "    "
        value = draw(st.one_of(word, st.just("|\n      long  \n      text"), st.just("")))
        lines.append(f"{lead}{k}: {value}{'' if chr(10) in value else draw(remark) + draw(blank)}")
        if draw(st.integers(0, 5)) == 0:
            lines.append(draw(st.sampled_from(["", "    # between", "  \t", "# left"])))
    return lines


@st.composite
def roster(draw):
    head = draw(st.permutations(["kind: roster", "version: 1", "timezone: Asia/Shanghai"]))
    lines = [line + draw(remark) + draw(blank) for line in head]
    lines.append(draw(st.sampled_from(["members:", "teams:", "venues:  # all"])))
    for _ in range(draw(st.integers(1, 4))):
        lines += draw(entry())
    text = draw(st.sampled_from(["\n", "\r\n"])).join(lines)
    return text + draw(st.sampled_from(["", "\n", "   "]))


def said(text, renames):
    """What the text says, key by key, their order left out; `renames` by line and column."""

    def name(key):
        return renames.get((key.start_mark.line + 1, key.start_mark.column + 1), key.value)

    def of(node):
        if isinstance(node, yaml.MappingNode):
            return sorted((name(k), repr(of(v))) for k, v in node.value)
        if isinstance(node, yaml.SequenceNode):
            return [of(item) for item in node.value]
        return (node.tag, node.value)

    return [of(node) for node in yaml.compose_all(text, Loader=yaml.CSafeLoader)]


def remarks(text):
    return Counter(re.sub(r"\s+", " ", comment.text) for comment in comments(text))


@given(roster())
def test_same_data_same_comments_and_nothing_left(tmp_path_factory, text):
    if any(isinstance(d, Diagnostic) for d in documents("f", text.encode())):
        return
    path = tmp_path_factory.getbasetemp() / "property.yaml"
    path.write_bytes(text.encode())
    shown = path.as_posix()
    renames = [d for d in load([path]).diagnostics if d.fixable]
    after = fixed(text, shown, renames)
    assert said(after, {}) == said(text, {(d.line, d.column): d.instead for d in renames})
    assert remarks(after) == remarks(text)
    path.write_bytes(after.encode())
    again = [d for d in load([path]).diagnostics if d.fixable]
    assert fixed(after, shown, again) == after
    before_count = len(renames) + sum(d.fixable for d in layout_in(shown, ALL, text))
    left = len(again) + sum(d.fixable for d in layout_in(shown, ALL, after))
    assert left == 0 or left < before_count
