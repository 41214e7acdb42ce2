"""Where it is listened, and how that is written."""

import socket

import pytest

from drillctl.serving.addresses import (
    ListenError,
    base_url,
    calendar_url,
    listen,
    names_allowed,
)


def test_any_free_port_is_taken_and_said():
    listening = listen("127.0.0.1", 0)
    with listening.socket:
        assert listening.port == listening.socket.getsockname()[1]
        assert listening.url == f"http://127.0.0.1:{listening.port}"
        assert listening.loopback
        assert not listening.everywhere
        assert names_allowed(listening, ("Plans.Example.org.",)) == {
            "localhost", "127.0.0.1", "::1", "plans.example.org",
        }  # fmt: skip


def test_a_name_of_the_loopback_is_the_loopback():
    listening = listen("localhost", 0)
    with listening.socket:
        assert listening.loopback
        assert listening.url.startswith("http://localhost:")


def test_everywhere_is_reached_at_an_address():
    listening = listen("0.0.0.0", 0)
    with listening.socket:
        assert listening.everywhere
        assert not listening.loopback
        host = listening.url.removeprefix("http://").partition(":")[0]
        with socket.create_connection((host, listening.port), 5):
            pass


def test_two_can_not_listen_at_one_port():
    first = listen("127.0.0.1", 0)
    with first.socket, pytest.raises(ListenError, match=f"port {first.port} .* in use"):
        listen("127.0.0.1", first.port)


def test_addresses_of_ipv6_are_in_brackets():
    assert base_url("::1", 80) == "http://[::1]:80"
    assert calendar_url("https://x.example/drill", "s") == "https://x.example/drill/calendars/s.ics"
    assert calendar_url("https://x.example/drill/", "s") == calendar_url(
        "https://x.example/drill", "s"
    )
