"""Every kept input, and a fixed number of seeded changes of them, through every parser."""

import pytest
from mutations import mutated
from targets import TARGETS, corpus, harness

RUNS = {"yaml": 60, "plan": 150, "calendar": 100, "reply": 150, "table": 60, "workbook": 60,
        "form": 60, "caldav": 200}  # fmt: skip


@pytest.mark.parametrize("target", TARGETS)
def test_kept_inputs(target):
    one = harness(target)
    for _, data in corpus(target):
        one(data)


@pytest.mark.parametrize("target", TARGETS)
def test_seeded_changes(target):
    one = harness(target)
    for data in mutated([data for _, data in corpus(target)], RUNS[target]):
        one(data)


def test_changes_are_the_same_for_the_same_seed():
    seeds = [data for _, data in corpus("yaml")]
    assert list(mutated(seeds, 20, 7)) == list(mutated(seeds, 20, 7))
    assert list(mutated(seeds, 20, 7)) != list(mutated(seeds, 20, 8))


def test_a_harness_sees_what_a_terminal_would_obey():
    from shown import RawCharacterError, clean

    with pytest.raises(RawCharacterError):
        clean("a\u202eb")
