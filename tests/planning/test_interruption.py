"""Ctrl-C and a limit reach the search here and its tasks elsewhere."""

import os
import pickle
import signal
import time

import pytest

from drillctl.planning.interruption import Interrupt, elsewhere, never


def carried(stop):
    """As it arrives in another process."""
    return pickle.loads(pickle.dumps(elsewhere(stop)))


def test_ctrl_c_reaches_a_task_and_a_second_one_stops_at_once():
    before = signal.getsignal(signal.SIGINT)
    with Interrupt(None) as stop:
        there = carried(stop)
        assert not stop()
        assert not there()
        os.kill(os.getpid(), signal.SIGINT)
        assert stop()
        assert there()
        with pytest.raises(KeyboardInterrupt):
            os.kill(os.getpid(), signal.SIGINT)
    assert signal.getsignal(signal.SIGINT) is before
    assert not os.path.exists(os.path.dirname(there.flag))


def test_a_limit_gives_a_third_to_the_search():
    with Interrupt(0.3) as stop:
        there = carried(stop)
        assert not there()
        time.sleep(0.11)
        assert stop()
        assert there()
        assert 0.1 <= stop.left() < 0.2


def test_without_an_interrupt_nobody_wishes_to_stop():
    assert carried(never)() is False
