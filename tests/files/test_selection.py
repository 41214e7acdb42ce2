"""``--select`` and ``--ignore``: the longest prefix wins, of two alike the ignored."""

import pytest

from drillctl.files.selection import selection


@pytest.mark.parametrize(
    ("select", "ignore", "shown", "hidden"),
    [
        ([], [], ["S001", "W001"], []),
        (["C"], [], ["C001", "C013"], ["S001", "W001"]),
        (["C,S001"], [], ["C001", "S001"], ["S002"]),
        (["C"], ["C00"], ["C010"], ["C001"]),
        (["C001"], ["C"], ["C001"], ["C002"]),
        (["C001"], ["C001"], [], ["C001"]),
        ([], ["C", "l"], ["S001"], ["C001", "L001"]),
        (["ALL"], ["W", "L"], ["S001"], ["W001", "L004"]),
        (["W"], ["ALL"], ["W001"], ["S001"]),
    ],
)
def test_longest_prefix_wins(select, ignore, shown, hidden):
    chosen = selection(select, ignore)
    assert all(chosen.shows(code) for code in shown)
    assert not any(chosen.shows(code) for code in hidden)


@pytest.mark.parametrize(
    ("typed", "hint"), [("S090", "'S0"), ("Q", "explain-code"), ("C0001", "C0")]
)
def test_unknown_code(typed, hint):
    with pytest.raises(ValueError, match="unknown code") as error:
        selection([typed], [])
    assert hint in str(error.value)
