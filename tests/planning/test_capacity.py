"""Which sessions nobody can both attend, whatever is decided."""

from types import SimpleNamespace

import pytest

from drillctl.planning.capacity import always_overlap, crowds

HOUR = 60


def session(first, last, hours):
    """Starts between two hours of the day."""
    candidates = SimpleNamespace(first=first * HOUR, last=last * HOUR)
    return SimpleNamespace(candidates=candidates, duration=hours * HOUR)


@pytest.mark.parametrize(
    ("one", "other", "together"),
    [
        (session(6, 6, 7), session(12, 12, 2), True),
        (session(6, 6, 7), session(18, 18, 2), True),  # five hours of rest
        (session(6, 6, 7), session(24, 24, 2), False),
        # At 0:00 and at 18:00 it is too near, and yet runs at no certain moment.
        (session(6, 6, 7), session(0, 18, 1.5), False),
        (session(6, 6, 7), session(0, 12, 2), True),
    ],
)
def test_sessions_that_always_overlap_share_a_crowd(one, other, together):
    gap = 11 * HOUR
    assert always_overlap(one, other, gap) is always_overlap(other, one, gap) is together
    assert any(one in crowd and other in crowd for crowd in crowds([one, other], gap)) is together
