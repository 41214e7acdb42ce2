"""The real server in a thread, on a port of its own, and plain requests to it."""

import http.client
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from drillctl.serving.access import Access, with_key
from drillctl.serving.addresses import listen, names_allowed
from drillctl.serving.edition import Sources, read_edition
from drillctl.serving.rate_limits import Rates
from drillctl.serving.register import Register
from drillctl.serving.server import Told, server
from drillctl.serving.watching import stamps


@dataclass
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()


@dataclass
class Running:
    """A server that runs. `made`: what came of changes; `unread`: problems of the subscriptions."""

    port: int
    folder: Path
    key: str | None
    made: list = field(default_factory=list)
    unread: list = field(default_factory=list)
    defects: list[Exception] = field(default_factory=list)

    def ask(self, path: str, method: str = "GET", **headers: str) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            names = {name.replace("_", "-"): value for name, value in headers.items()}
            connection.request(method, path, headers=names)
            found = connection.getresponse()
            return Answer(found.status, {k.lower(): v for k, v in found.getheaders()}, found.read())
        finally:
            connection.close()

    @contextmanager
    def listening(self, shown: str, **headers: str):
        """The events for a page of that tag: a function that waits for the next (name, data)."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=8)
        connection.request("GET", f"/events?page={shown}", headers=headers)
        stream = connection.getresponse()
        assert stream.status == 200
        assert stream.headers["content-type"].startswith("text/event-stream")

        def following() -> tuple[str, str]:
            name = ""
            for line in iter(stream.readline, b""):
                part, _, value = line.decode().rstrip("\n").partition(": ")
                if part == "event":
                    name = value
                elif part == "data":
                    return name, value
            return "", ""

        try:
            yield following
        finally:
            stream.close()
            connection.close()


@contextmanager
def running(
    folder: Path,
    *,
    paths: tuple[str, ...] = ("roster.yaml", "scenarios"),
    locked: bool = False,
    behind_proxy: bool = False,
    rates: Rates | None = None,
    **shown,
):
    """Serves a plan in a folder with the files at `paths`, as seen from within it."""
    sources = Sources("plan.yaml", paths, **shown)
    before = stamps(sources)
    first = read_edition(sources)
    listening = listen("127.0.0.1", 0)
    access, key = Access(names_allowed(listening, ())), None
    if locked:
        access, key = with_key(access.hosts, listening.port)
    at = Running(listening.port, folder, key)
    run = server(
        sources,
        first,
        before,
        Register(Path("subscriptions.yaml"), at.unread.extend),
        access,
        Told(at.made.append, at.defects.append),
        explains=not locked,
        behind_proxy=behind_proxy,
        rates=rates,
    )
    thread = threading.Thread(target=run.run, kwargs={"sockets": [listening.socket]})
    thread.start()
    try:
        while not run.started:
            time.sleep(0.005)
        yield at
    finally:
        run.should_exit = True
        thread.join(10)
        listening.socket.close()
        assert not thread.is_alive()
    assert not at.defects
