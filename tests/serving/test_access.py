"""The key of the page, and the names that are answered."""

import pytest
from serving.running import running

from drillctl.serving.access import Access, with_key
from drillctl.serving.secrets_kept import hashed, new_secret, same


def test_without_the_key_nothing_of_the_plan_is_shown(place):
    with running(place, locked=True) as at:
        for path in ("/", "/events", "/?key=", f"/?key={new_secret()}"):
            answer = at.ask(path, Cookie=f"drillctl-{at.port}={new_secret()}; drillctl=x")
            assert answer.status == 403, path
            assert "River flood" not in answer.text
            assert at.key not in answer.text


def test_the_key_is_exchanged_for_a_cookie_and_leaves_the_address(place):
    with running(place, locked=True) as at:
        opened = at.ask(f"/?key={at.key}")
        assert (opened.status, opened.headers["location"]) == (303, "./")
        cookie, *rest = opened.headers["set-cookie"].split("; ")
        assert {"HttpOnly", "SameSite=lax", "Path=/"} <= set(rest)
        assert at.key not in opened.headers["set-cookie"]
        page = at.ask("/", Cookie=cookie)
        assert page.status == 200
        assert "River flood" in page.text
        with at.listening("old", Cookie=cookie) as following:
            assert following()[0] == "newer"


def test_on_the_loopback_no_key_is_needed(place):
    with running(place) as at:
        assert at.ask("/?key=x").status == 200
        assert "set-cookie" not in at.ask("/?key=x").headers


def test_each_start_has_another_key():
    first, one = with_key(frozenset(), 80)
    second, other = with_key(frozenset(), 80)
    assert first.opened_by(one)
    assert not first.opened_by(other)
    assert not first.admits(one)
    assert first.admits(first.cookie_value)
    assert not second.admits(first.cookie_value)
    assert not first.admits(None)
    assert one not in repr(first)
    assert first.cookie_value not in repr(first)


def test_addresses_can_be_allowed_and_names_are_not():
    own = frozenset({"localhost", "plans.example.org"})
    for host, named, anyhow in [
        ("localhost:8765", True, True),
        ("Plans.Example.org.", True, True),
        ("192.168.1.5:8765", False, True),
        ("[fe80::1]:8765", False, True),
        ("rebound.example", False, False),
        ("plans.example.org.rebound.example", False, False),
        ("localhost@rebound.example", False, False),
        ("", False, False),
    ]:
        assert Access(own).answers_to(host) == named, host
        assert Access(own, any_address=True).answers_to(host) == anyhow, host


def test_a_secret_is_long_differs_each_time_and_is_kept_as_its_hash():
    made = {new_secret() for _ in range(100)}
    assert len(made) == 100
    assert min(map(len, made)) >= 32
    secret = made.pop()
    assert hashed(secret).startswith("sha256:")
    assert secret not in hashed(secret)
    assert same(secret, hashed(secret))
    assert not same(secret[:-1], hashed(secret))


@pytest.mark.parametrize("given", ["", "é", "\udce9", "x" * 10_000])
def test_whatever_is_given_is_only_wrong(given):
    assert not same(given, hashed(new_secret()))
