"""Servers that answer without end, at great length or packed: refused in words, without filling memory."""

import gzip
import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from drillctl.publishing import answers
from drillctl.publishing.server import Login, Server, ServerError

HEAD = b'<D:multistatus xmlns:D="DAV:"><D:response><D:href>/</D:href>'
TAIL = b"</D:response></D:multistatus>"


@contextmanager
def answering(parts, delay=0.0, **headers):
    """A server that answers every request with these parts, as long as somebody reads."""

    class Handler(BaseHTTPRequestHandler):
        def do_PROPFIND(self):
            self.rfile.read(int(self.headers.get("Content-Length", 0)))
            self.send_response(207)
            for name, value in {"Content-Type": "application/xml", **headers}.items():
                self.send_header(name.replace("_", "-"), value)
            self.end_headers()
            try:
                for part in parts():
                    self.wfile.write(part)
                    time.sleep(delay)
            except OSError:
                pass

        def log_message(self, *_):
            """Says nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()


def endless(part):
    """The part again and again."""

    def parts():
        yield HEAD
        while True:
            yield part

    return parts


def said(url, timeout=20):
    """What is said of the server, or None where it is understood."""
    try:
        with Server(url, Login(None, None), timeout) as server:
            server.open()
    except ServerError as error:
        return str(error) if error.stops else "something else"
    return None


def test_an_answer_is_read():
    with answering(lambda: [HEAD, b"<D:propstat><D:prop/></D:propstat>", TAIL]) as url:
        assert said(url) is None


def test_a_packed_answer_is_read():
    whole = gzip.compress(HEAD + TAIL)
    with answering(lambda: [whole], Content_Encoding="gzip") as url:
        assert said(url) is None


@pytest.mark.parametrize("part", [b" " * 65536, b"<D:x/>" * 10_000], ids=["bytes", "tags"])
def test_an_endless_answer(part, monkeypatch):
    monkeypatch.setattr(answers, "MOST", 1 << 20)
    monkeypatch.setattr(answers, "MOST_TAGS", 50_000)
    with answering(endless(part)) as url:
        assert "MB when asked to open the collection: not read" in said(url)


def test_a_bomb(monkeypatch):
    monkeypatch.setattr(answers, "MOST", 1 << 20)
    bomb = gzip.compress(HEAD + b" " * (64 << 20) + TAIL)
    with answering(lambda: [bomb], Content_Encoding="gzip") as url:
        assert "not read" in said(url)


def test_an_answer_that_drips():
    with answering(endless(b" "), delay=0.2) as url:
        assert "did not answer within 1 s" in said(url, timeout=1)
