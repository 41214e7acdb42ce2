"""How often may be asked."""

import time

import pytest
from serving.running import running
from serving.test_served_calendars import subscribe

from drillctl.model.subscription import Subject
from drillctl.serving import rate_limits
from drillctl.serving.rate_limits import RateLimits, Rates, network
from drillctl.serving.secrets_kept import new_secret


def test_one_client_is_told_to_wait_and_others_are_not():
    limits = RateLimits(Rates(client=3, total=100))
    assert [limits.refused("10.0.0.1") for _ in range(3)] == [None, None, None]
    assert 1 <= limits.refused("10.0.0.1") <= 60
    assert limits.refused("10.0.0.2") is None


def test_all_together_are_limited_too():
    limits = RateLimits(Rates(client=3, total=5))
    asked = [limits.refused(f"10.0.0.{n}") for n in range(7)]
    assert asked[:5] == [None] * 5
    assert all(1 <= wait <= 60 for wait in asked[5:])


def test_what_one_is_refused_does_not_count_for_all():
    limits = RateLimits(Rates(client=1, total=3))
    for _ in range(10):
        limits.refused("10.0.0.1")
    assert limits.refused("10.0.0.2") is None


def test_a_window_moves_on(monkeypatch):
    limits = RateLimits(Rates(client=1))
    assert limits.refused("10.0.0.1") is None
    assert limits.refused("10.0.0.1") is not None
    now = time.time()
    monkeypatch.setattr("limits.storage.memory.time.time", lambda: now + 61)
    assert limits.refused("10.0.0.1") is None


@pytest.mark.parametrize(("one", "other", "same"), [
    ("10.0.0.1", "10.0.0.2", False),
    ("2001:db8::1", "2001:db8::ffff:2", True),
    ("2001:db8::1", "2001:db8:0:1::1", False),
    ("fe80::1%eth0", "fe80::2", True),
    ("::ffff:10.0.0.1", "10.0.0.1", True),
    ("::ffff:10.0.0.1", "::ffff:10.0.0.2", False),
    ("unknown", "unknown", True),
])  # fmt: skip
def test_one_subscriber_of_ipv6_is_one_client(one, other, same):
    assert (network(one) == network(other)) == same


def test_memory_is_bounded(monkeypatch):
    monkeypatch.setattr(rate_limits, "MOST_CLIENTS", 50)
    limits = RateLimits(Rates(total=10_000))
    for n in range(500):
        assert limits.refused(f"10.0.{n // 250}.{n % 250}") is None
        assert len(limits._clients) <= 50
    assert len(limits._windows.storage.events) <= 52


def test_the_server_says_when_to_ask_again(place):
    with running(place, rates=Rates(client=2)) as at:
        assert [at.ask("/nothing").status for _ in range(2)] == [404, 404]
        refused = at.ask("/")
        assert refused.status == 429
        assert 1 <= int(refused.headers["retry-after"]) <= 60
        assert refused.headers["x-content-type-options"] == "nosniff"
        assert at.ask("/", "POST").status == 429


def test_guessing_is_stopped_early_and_who_has_an_address_does_not_suffer(place):
    path = subscribe(Subject.TEAM, "blue-sky")
    with running(place, rates=Rates(client=100, wrong_client=3)) as at:
        guesses = [at.ask(f"/calendars/{new_secret()}.ics") for _ in range(5)]
        assert [guess.status for guess in guesses] == [404, 404, 404, 429, 429]
        assert int(guesses[-1].headers["retry-after"]) >= 1
        assert at.ask(path).status == 200
        assert at.ask("/").status == 200


def test_wrong_keys_are_guesses_too(place):
    with running(place, locked=True, rates=Rates(client=100, wrong_client=2)) as at:
        assert [at.ask("/?key=x").status for _ in range(3)] == [403, 403, 429]
        assert at.ask(f"/?key={at.key}").status == 303


@pytest.mark.parametrize(("behind_proxy", "statuses"), [
    (True, [404, 404, 429, 404]),
    (False, [404, 429, 429, 429]),
])  # fmt: skip
def test_only_a_proxy_that_was_named_says_for_whom_it_asks(behind_proxy, statuses, place):
    with running(place, behind_proxy=behind_proxy, rates=Rates(client=1)) as at:
        asked = [
            at.ask("/nothing", X_Forwarded_For=who).status
            for who in ("203.0.113.1", "203.0.113.2", "203.0.113.2", "198.51.100.9, 203.0.113.3")
        ]
    assert asked == statuses
