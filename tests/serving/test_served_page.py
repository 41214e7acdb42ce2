"""The page as a browser gets it, and what is refused."""

import re
import socket
import time
from contextlib import ExitStack
from html import unescape

import pytest
from serving.running import running

from drillctl.exports.page.page import page
from drillctl.files.loading import load
from drillctl.files.plan_file import read_plan
from drillctl.serving.server import HEAD_BYTES


def exported(**more):
    plan, _ = read_plan("plan.yaml")
    problem = load(["roster.yaml", "scenarios"]).problem
    return page(problem, plan, as_of=problem.today, **more)


def test_the_page_is_the_exported_one_that_hears_of_newer_ones(place):
    with running(place) as at:
        answer = at.ask("/")
    tag = answer.headers["etag"].strip('"')
    assert answer.status == 200
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.text == exported(live=f"events?page={tag}")
    assert "new EventSource" in answer.text
    assert "new EventSource" not in exported()


def test_it_is_not_kept_and_not_sent_twice(place):
    with running(place) as at:
        first = at.ask("/")
        assert first.headers["cache-control"] == "no-store"
        again = at.ask("/", If_None_Match=first.headers["etag"])
        other = at.ask("/", If_None_Match='"0123"')
        head = at.ask("/", "HEAD")
    assert (again.status, again.body) == (304, b"")
    assert (other.status, other.body) == (200, first.body)
    assert (head.status, head.body) == (200, b"")
    assert head.headers["content-length"] == str(len(first.body))


def test_the_policy_of_the_header_is_that_of_the_page_and_forbids_frames(place):
    with running(place) as at:
        answer = at.ask("/")
    meta = unescape(re.search(r'Content-Security-Policy" content="([^"]*)', answer.text)[1])
    assert answer.headers["content-security-policy"] == f"{meta}; frame-ancestors 'none'"
    assert "connect-src 'self'" in meta


@pytest.mark.parametrize("path", ["/", "/events", "/calendars/x.ics", "/nothing"])
def test_every_answer_protects_its_reader(path, place):
    with running(place) as at:
        answer = at.ask(path, "HEAD")
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["x-frame-options"] == "DENY"
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert answer.headers["cross-origin-resource-policy"] == "same-origin"
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert answer.headers["cross-origin-opener-policy"] == "same-origin"
    assert "server" not in answer.headers


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "TRACE"])
def test_only_reading_is_answered(method, place):
    with running(place) as at:
        answer = at.ask("/", method)
    assert (answer.status, answer.headers["allow"]) == (405, "GET, HEAD")


def test_a_name_that_is_not_its_own_is_refused(place):
    with running(place) as at:
        for host in ("localhost", f"LOCALHOST:{at.port}", "127.0.0.1", f"[::1]:{at.port}"):
            assert at.ask("/", Host=host).status == 200, host
        for host in ("attacker.example", f"attacker.example:{at.port}", "127.0.0.1.x", "10.0.0.1",
                     "[::1", ""):  # fmt: skip
            answer = at.ask("/", Host=host)
            assert answer.status == 400, host
            assert "People" not in answer.text


def test_where_a_browser_would_only_warn_of_it_no_opener_policy_is_sent(place):
    with running(place) as at:
        assert "cross-origin-opener-policy" not in at.ask("/", Host="plans.local").headers


def test_what_is_not_there_is_not_found(place):
    with running(place) as at:
        for path in ("/plan.yaml", "/..%2froster.yaml", "/calendars/", "//", "/events/x"):
            assert at.ask(path).status == 404, path


def test_redacted_nobody_is_named(place):
    with running(place, redact=True) as at:
        assert "Anna Berger" not in at.ask("/").text
    with running(place) as at:
        assert "Anna Berger" in at.ask("/").text
        assert "anna@example.org" not in at.ask("/").text
    with running(place, private=True) as at:
        assert "anna@example.org" in at.ask("/").text


def test_huge_headers_are_not_read(place):
    with running(place) as at, socket.create_connection(("127.0.0.1", at.port), 5) as client:
        client.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\nX: " + b"a" * (HEAD_BYTES + 1))
        assert client.recv(100).startswith(b"HTTP/1.1 400")


def test_a_request_that_does_not_come_is_not_waited_for(place, monkeypatch):
    monkeypatch.setattr("drillctl.serving.server.HEAD_SECONDS", 0.2)
    with running(place) as at:
        for begun in (b"", b"GET / HTTP/1.1\r\n"):
            with socket.create_connection(("127.0.0.1", at.port), 5) as client:
                client.sendall(begun)
                assert client.recv(100) == b""
        # The second of a connection likewise, but a request that came is answered in peace.
        with socket.create_connection(("127.0.0.1", at.port), 5) as client:
            client.sendall(b"GET /nothing HTTP/1.1\r\nHost: localhost\r\n\r\n")
            assert client.recv(100).startswith(b"HTTP/1.1 404")
            client.sendall(b"GET")
            while client.recv(1000):
                pass


def test_one_client_can_not_hold_all_connections(place, monkeypatch):
    monkeypatch.setattr("drillctl.serving.server.CONNECTIONS_OF_ONE", 2)
    monkeypatch.setattr("drillctl.serving.server._loopback", lambda host: False)
    with running(place) as at, ExitStack() as held:
        clients = [
            held.enter_context(socket.create_connection(("127.0.0.1", at.port), 5))
            for _ in range(3)
        ]
        assert clients[2].recv(1) == b""
        clients[0].sendall(b"GET /nothing HTTP/1.1\r\nHost: localhost\r\n\r\n")
        assert clients[0].recv(12) == b"HTTP/1.1 404"


def test_a_defect_is_told_and_the_next_request_is_answered(place, monkeypatch):
    with running(place) as at:
        with monkeypatch.context() as patched:
            patched.setattr("drillctl.serving.application._conditional", lambda *_: 1 / 0)
            answer = at.ask("/")
        assert (answer.status, answer.text) == (500, "drillctl met a defect of its own\n")
        assert answer.headers["x-frame-options"] == "DENY"
        # It is told of once the answer has gone.
        until = time.monotonic() + 5
        while not at.defects and time.monotonic() < until:
            time.sleep(0.01)
        assert [type(defect) for defect in at.defects] == [ZeroDivisionError]
        at.defects.clear()
        assert at.ask("/").status == 200
