"""Where the server listens, by which names it may be called, and who may reach it there."""

import errno
import os
import socket
from dataclasses import dataclass
from ipaddress import ip_address

from drillctl.language import tr
from drillctl.serving import DEFAULT_PORT
from drillctl.serving.access import HOSTS_OF_THIS_MACHINE

CALENDARS = "calendars"
"""The folder of the calendars' addresses."""


class ListenError(Exception):
    """Why it can't be listened there; the first argument says it to a person."""


@dataclass(frozen=True)
class Listening:
    """An open socket. `host`: as it was asked for; `address`: the IP address it stands for."""

    socket: socket.socket
    host: str
    address: str
    port: int

    @property
    def loopback(self) -> bool:
        """Whether only this machine can reach it."""
        return ip_address(self.address).is_loopback

    @property
    def everywhere(self) -> bool:
        """Whether it listens at each of the machine's addresses."""
        return ip_address(self.address).is_unspecified

    @property
    def url(self) -> str:
        """By which it is reached, without a path: ``http://127.0.0.1:8765``."""
        return base_url(_outward(self.address) if self.everywhere else self.host, self.port)


def base_url(host: str, port: int) -> str:
    """``http://HOST:PORT``, an IPv6 address in brackets (RFC 3986, 3.2.2)."""
    shown = f"[{host}]" if ":" in host else host
    return f"http://{shown}:{port}"


def calendar_url(base: str, secret: str) -> str:
    """The address of a calendar below a base URL."""
    return f"{base.rstrip('/')}/{CALENDARS}/{secret}.ics"


def listen(host: str, port: int) -> Listening:
    """Begins to listen; port 0 is any that is free.

    Raises
    ------
    ListenError
        The host is not this machine's, or the port is taken or not permitted.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    except (OSError, UnicodeError):
        raise ListenError(tr("there is no host {host!r}", host=host)) from None
    # A name may stand for an IPv6 address too, which not every machine has.
    first: OSError | None = None
    for family, _, _, _, where in found:
        try:
            opened = socket.create_server((str(where[0]), port), family=family, backlog=128)
        except OSError as error:
            first = first or error
            continue
        address, taken = opened.getsockname()[:2]
        return Listening(opened, host, address.partition("%")[0], taken)
    assert first is not None
    raise ListenError(_why(first, host, port))


def _why(error: OSError, host: str, port: int) -> str:
    match error.errno:
        case errno.EADDRINUSE:
            return tr(
                "port {port} of {host} is in use: stop what uses it, or name another with "
                "--port {other}; --port 0 takes any that is free",
                port=port,
                host=host,
                other=port + 1 if port < 65535 else DEFAULT_PORT,
            )
        case errno.EACCES:
            return tr(
                "port {port} is not permitted: name one from 1024 on, such as --port {other}",
                port=port,
                other=DEFAULT_PORT,
            )
        case errno.EADDRNOTAVAIL:
            return tr("{host} is not an address of this machine", host=host)
    reason = os.strerror(error.errno) if error.errno else str(error)
    return tr("can't listen at {host}: {reason}", host=host, reason=reason)


def _outward(address: str) -> str:
    """The address of this machine that others most likely reach; the loopback where there is none.

    A datagram socket is connected, by which the system chooses a route; nothing is sent.
    """
    family, beyond = (
        (socket.AF_INET6, "2001:db8::1") if ":" in address else (socket.AF_INET, "192.0.2.1")
    )
    with socket.socket(family, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect((beyond, 9))
            return str(probe.getsockname()[0])
        except OSError:
            return "::1" if family == socket.AF_INET6 else "127.0.0.1"


def names_allowed(listening: Listening, more: tuple[str, ...]) -> frozenset[str]:
    """The names in a request's Host that are this server's, lower-case, without port."""
    own = (listening.host, listening.address)
    return frozenset(name.lower().rstrip(".") for name in (*HOSTS_OF_THIS_MACHINE, *own, *more))
