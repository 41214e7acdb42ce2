"""Answers of a CalDAV server as `publish` reads them; the first line is the status and the type."""

from datetime import date
from functools import cache
from types import SimpleNamespace

from caldav.davclient import DAVClient
from caldav.response import DAVResponse
from shown import clean

from drillctl.publishing.changes import steps
from drillctl.publishing.server import Login, Server, ServerError

WANTED = {
    "flood-1@x": b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:flood-1@x\r\nSEQUENCE:1\r\n"
    b"DTSTART:20270306T010000Z\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
}
PERIOD = (date(2027, 1, 1), date(2027, 12, 31))


class _Client(DAVClient):
    """Answers every request alike."""

    answer: SimpleNamespace

    def close(self) -> None:
        """Nothing was opened, and the next input is answered by the same client."""

    def request(self, url, method="GET", body="", headers=None, rate_limit_time_slept=0):
        return DAVResponse(self.answer, self)


@cache
def _server() -> Server:
    """To make one takes longer than to read an answer; `open` sets all that it keeps."""
    server = Server("https://dav.example.org/", Login("u", "p"), 5)
    server._client.close()
    server._client = _Client("https://dav.example.org/")
    return server


def one(data: bytes) -> None:
    """Finds the collection, reads a calendar, and compares it with the plan's events."""
    head, _, body = data.partition(b"\n")
    status, _, kind = head.decode("latin-1").partition(" ")
    answer = SimpleNamespace(
        status_code=int(status)
        if status.isascii() and status.isdecimal() and len(status) == 3
        else 207,
        headers={"Content-Type": kind.strip()} if kind.strip() else {},
        content=body,
        text=body.decode("utf-8", "replace"),
        reason="",
    )
    server = _server()
    server._client.answer = answer
    try:
        with server:
            server.open()
            found = server.calendar("c")
            for step in steps(WANTED, found or (), lambda uid: uid.endswith("@x"), PERIOD):
                assert step.uid
    except ServerError as error:
        clean(str(error.text))
