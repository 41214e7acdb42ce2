"""Two states of the files compared by what they say."""

import pytest

from drillctl.files.document_changes import document_changes, things


def changes(before, after):
    told = document_changes(things([before.encode()]), things([after.encode()]))
    return [(c.sort, c.id, c.key, c.was, c.now) for c in told]


ROSTER = """kind: roster
timezone: Europe/Berlin
members:
  - {id: a, name: A, team: t, certifications: [boat]}
  - {id: b, name: B, team: t}
"""


@pytest.mark.parametrize("same", [
    ROSTER + "# a comment\n",
    ROSTER.replace("{id: a, name: A,", '{name: "A", id: a,'),
    ROSTER.replace("[boat]", "[{id: boat}]"),
    "kind: roster\ntimezone: Europe/Berlin\n---\n" + ROSTER.replace("timezone: Europe/Berlin\n", ""),
    ROSTER.replace("members:", "version: 1\nmembers:"),
])  # fmt: skip
def test_writing_it_otherwise_changes_nothing(same):
    assert changes(ROSTER, same) == []


def test_values_and_things_are_told_apart():
    after = ROSTER.replace("[boat]", "[{id: boat, expires: 2027-01-01}, ic]").replace(
        "{id: b,", "{id: c,"
    )
    assert changes(ROSTER, after) == [
        ("member", "a", "certifications/boat/expires", None, "2027-01-01"),
        ("member", "a", "certifications/ic", None, "{}"),
        ("member", "b", "", "b", None),
        ("member", "c", "", None, "c"),
    ]


@pytest.mark.parametrize("hostile", [
    "kind: roster\nmembers: &m [*m]\n",
    "kind: roster\na: &a [x,x,x,x,x,x,x,x,x]\n"
    + "".join(f"{b}: &{b} [{','.join(['*' + a] * 9)}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True)),
    "kind: roster\n" + "".join(f"k{n}: &k{n} [*k{n - 1}]\n" if n else "k0: &k0 [x]\n" for n in range(3000)),
    "members: [\n",
    "- 1\n",
    "kind: [roster]\n? [a, b]\n: c\n",
])  # fmt: skip
def test_what_is_hostile_or_broken_is_passed_over(hostile):
    assert isinstance(changes(ROSTER, hostile), list)
