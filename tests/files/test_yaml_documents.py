"""Our loader takes plain text for the same as PyYAML's."""

import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from drillctl.files.diagnostics import Diagnostic
from drillctl.files.documents import documents

WORDS = [
    "no",
    "~",
    "",
    "1:30",
    "2027-03-01",
    "0x1f",
    ".5",
    "=",
    "<<",
    "on",
    "1_0",
    "null",
    "!!str 1",
]


@given(st.lists(st.one_of(st.sampled_from(WORDS), st.text("01-:.eE_+xTZ yno~<=", max_size=8))))
@example(WORDS)
def test_tags_are_those_of_pyyaml(values):
    text = "".join(f"- {value}\n- '{value}'\n" for value in values if "'" not in value)
    try:
        expected = yaml.compose(text, Loader=yaml.CSafeLoader)
    except yaml.YAMLError:
        return
    [*found] = documents("f", text.encode())
    if any(isinstance(document, Diagnostic) for document in found):
        return
    assert [yaml.serialize(document) for document in found] == (
        [yaml.serialize(expected)] if expected is not None else []
    )
    for document in found:
        assert tags(document) == tags(expected)


def tags(node):
    if isinstance(node, yaml.MappingNode):
        return [node.tag, *((tags(k), tags(v)) for k, v in node.value)]
    if isinstance(node, yaml.SequenceNode):
        return [node.tag, *map(tags, node.value)]
    return (node.tag, node.value)
