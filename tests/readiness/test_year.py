"""A year with the loop closed owes less at its end than one whose records nobody reads."""

import pytest
from readiness.year import Outcome, run_year, through_forms, written_by_hand

from drillctl.planning import plan as front_door

SEEDS = range(3)


@pytest.fixture(autouse=True)
def only_the_schedule(monkeypatch):
    """The exact program would take ten times as long, and is not what is looked at here."""
    monkeypatch.setattr(front_door, "EXACT", -1)
    monkeypatch.setattr(front_door, "EXACT_FIXED", -1)


def total(outcomes: list[Outcome], what: str) -> int:
    return sum(getattr(outcome, what) for outcome in outcomes)


def test_with_the_loop_on_less_is_owed(tmp_path, capsys):
    """Due capabilities and practices, open retests and missed dates, over three years' seeds."""
    off, on = (
        [run_year(tmp_path / f"{seed}-{loop}", seed, loop=loop, collect=written_by_hand) for seed in SEEDS]
        for loop in (False, True)
    )  # fmt: skip
    with capsys.disabled():
        for what in Outcome.__dataclass_fields__:
            print(f"\n{what}: {total(off, what)} with the loop off, {total(on, what)} on", end="")
    assert total(on, "retests") <= total(off, "retests") / 3
    assert total(on, "missed") <= total(off, "missed") * 0.75
    assert total(on, "capabilities") <= total(off, "capabilities") * 0.75
    assert total(on, "practices") <= total(off, "practices") * 0.9
    assert total(on, "sessions") == total(off, "sessions"), "no more exercises, but the right ones"


def test_a_year_through_the_forms_is_the_same(tmp_path):
    """Written, filled in, collected: what the next plan reads is what happened."""
    by_hand = run_year(tmp_path / "by hand", 1, loop=True, collect=written_by_hand)
    assert run_year(tmp_path / "forms", 1, loop=True, collect=through_forms) == by_hand
    assert len(list((tmp_path / "forms" / "records").iterdir())) == by_hand.sessions + 1
