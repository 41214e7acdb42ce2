"""The server's run: uvicorn around the application, with bounds on what slow clients can hold."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Any

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from drillctl.serving.access import Access
from drillctl.serving.application import application
from drillctl.serving.edition import Broken, Edition, Sources
from drillctl.serving.feed import Feed
from drillctl.serving.rate_limits import Rates
from drillctl.serving.register import Register
from drillctl.serving.watching import Stamps, Watcher

HEAD_BYTES = 16 * 1024
"""Of a request's line and headers together."""
HEAD_SECONDS = 10.0
"""In which a request must have come."""
CONNECTIONS = 512
CONNECTIONS_OF_ONE = 64
"""Of one client that is another machine; a proxy on this one stands for many."""


@dataclass(frozen=True)
class Told:
    """What the person at the terminal hears of; called in any thread.

    `made`: what came of a change of the files. `defect`: an error in an answer.
    """

    made: Callable[[Edition | Broken], None]
    defect: Callable[[Exception], None]


class Server(uvicorn.Server):
    """One that ends its event streams when it ends; else it would wait for its readers."""

    def __init__(self, config: uvicorn.Config, feed: Feed) -> None:
        super().__init__(config)
        self._feed = feed

    async def shutdown(self, sockets: Any = None) -> None:
        """As of uvicorn."""
        self._feed.close()
        await super().shutdown(sockets)


class BoundedProtocol(H11Protocol):
    """HTTP/1.1 that does not wait for ever for a request, nor hold all connections for one."""

    _deadline: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Closes at once what is one too many."""
        super().connection_made(transport)
        host = self.client[0] if self.client else ""
        others = (getattr(other, "client", None) for other in self.connections)
        same = sum(bool(other and other[0] == host) for other in others)
        if same > CONNECTIONS_OF_ONE and not _loopback(host):
            transport.close()
        else:
            self._expect()

    def data_received(self, data: bytes) -> None:
        """The first bytes begin the time in which a request must be whole."""
        super().data_received(data)
        waiting = self.cycle is None or self.cycle.response_complete
        if waiting and self._deadline is None and not self.transport.is_closing():
            self._expect()
        elif not waiting:
            self._unexpect()

    def connection_lost(self, exc: Exception | None) -> None:
        """Forgets the time."""
        self._unexpect()
        super().connection_lost(exc)

    def _expect(self) -> None:
        self._deadline = self.loop.call_later(HEAD_SECONDS, self.transport.close)

    def _unexpect(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None


def server(
    sources: Sources,
    first: Edition,
    before: Stamps,
    register: Register,
    access: Access,
    told: Told,
    *,
    explains: bool,
    behind_proxy: bool = False,
    rates: Rates | None = None,
) -> Server:
    """A server ready to run on an open socket: ``server(...).run(sockets=[socket])``.

    `first`: what is served until the files change; `before`: their stamps before it was read.
    `behind_proxy`: whether a proxy on this machine says for whom it asks (X-Forwarded-For).
    """
    feed = Feed(first, explains=explains)
    watcher: Watcher | None = None

    def started() -> None:
        nonlocal watcher
        loop = asyncio.get_running_loop()

        def publish(made: Edition | Broken) -> None:
            told.made(made)
            # Where the server has just ended, nobody is left to be told.
            with suppress(RuntimeError):
                loop.call_soon_threadsafe(feed.publish, made)

        watcher = Watcher(sources, first, before, publish)
        watcher.start()

    def stopped() -> None:
        if watcher is not None:
            watcher.stop()

    app = application(
        feed,
        register,
        access,
        started=started,
        stopped=stopped,
        told=told.defect,
        rates=rates,
    )
    config = uvicorn.Config(
        app,
        http=BoundedProtocol,
        ws="none",
        loop="asyncio",
        lifespan="on",
        # Addresses hold secrets: no request is written to any log.
        log_config=None,
        log_level="critical",
        access_log=False,
        server_header=False,
        proxy_headers=behind_proxy,
        forwarded_allow_ips="127.0.0.1,::1",
        h11_max_incomplete_event_size=HEAD_BYTES,
        limit_concurrency=CONNECTIONS,
        timeout_keep_alive=5,
        timeout_graceful_shutdown=2,
    )
    return Server(config, feed)


def _loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
