"""How often may be asked, in all and by one client: moving windows, kept in memory.

A client is an address, or in IPv6 the /64 that one subscriber has. What is in memory is bounded:
no client is noted while all of them together ask too much, and after `MOST_CLIENTS` different ones
the notes are thrown away.
"""

import math
import time
from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address

from limits import RateLimitItem, RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

MOST_CLIENTS = 10_000


@dataclass(frozen=True, slots=True)
class Rates:
    """Requests a minute. `wrong`: with an unknown secret, which no client in good faith repeats."""

    client: int = 240
    total: int = 2400
    wrong_client: int = 10
    wrong_total: int = 120


@dataclass(frozen=True, slots=True)
class _Limits:
    """Of one kind of request: of one client, and of all."""

    what: str
    client: RateLimitItem
    total: RateLimitItem


class RateLimits:
    """Counts requests; what is refused is not counted."""

    def __init__(self, rates: Rates) -> None:
        self._windows = MovingWindowRateLimiter(MemoryStorage())
        self._asked = _Limits("asked", _a_minute(rates.client), _a_minute(rates.total))
        self._wrong = _Limits("wrong", _a_minute(rates.wrong_client), _a_minute(rates.wrong_total))
        self._clients: set[str] = set()

    def refused(self, client: str) -> int | None:
        """None where one more request may be answered, which is counted; else after how many
        seconds to ask again."""
        return self._count(self._asked, client)

    def refused_wrong(self, client: str) -> int | None:
        """Likewise of a request with a wrong secret."""
        return self._count(self._wrong, client)

    def _count(self, of: _Limits, client: str) -> int | None:
        who = network(client)
        if not self._windows.test(of.total, of.what):
            return self._wait(of.total, of.what)
        self._note(who)
        if not self._windows.hit(of.client, of.what, who):
            return self._wait(of.client, of.what, who)
        self._windows.hit(of.total, of.what)
        return None

    def _wait(self, item: RateLimitItem, *key: str) -> int:
        stats = self._windows.get_window_stats(item, *key)
        return max(1, math.ceil(stats.reset_time - time.time()))

    def _note(self, who: str) -> None:
        if len(self._clients) >= MOST_CLIENTS and who not in self._clients:
            self._clients.clear()
            self._windows = MovingWindowRateLimiter(MemoryStorage())
        self._clients.add(who)


def network(client: str) -> str:
    """Whom an address stands for: itself, or its /64 where it is IPv6 (RFC 6177)."""
    try:
        address = ip_address(client.partition("%")[0])
    except ValueError:
        return client
    if not isinstance(address, IPv6Address):
        return client
    if address.ipv4_mapped is not None:
        return str(address.ipv4_mapped)
    return f"{IPv6Address(int(address) >> 64 << 64)}/64"


def _a_minute(times: int) -> RateLimitItem:
    return RateLimitItemPerMinute(times)
