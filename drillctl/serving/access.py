"""Who may see the page.

On the loopback address whoever uses this machine may, as they may read files it shows. Beyond it,
or behind a proxy (`--allow-host`), a key is needed: it is in the address that is printed, made
anew at each start, and exchanged for a cookie, so that it stays in no address bar. A name in Host
that is not the server's is refused always: a page elsewhere can let its name stand for this
machine (DNS rebinding) and would then read what only the machine's own user may.
"""

from dataclasses import dataclass, field
from ipaddress import ip_address
from urllib.parse import urlsplit

from drillctl.serving.secrets_kept import hashed, new_secret, same

HOSTS_OF_THIS_MACHINE = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True)
class Access:
    """`hosts`: names in Host that are answered, and any IP address where `any_address` (no page
    elsewhere can have an address for its name). `key`, `cookie`: hashes; None: no key is needed.
    """

    hosts: frozenset[str]
    any_address: bool = False
    key: str | None = None
    cookie: str | None = None
    cookie_name: str = "drillctl"
    cookie_value: str = field(default="", repr=False)

    def answers_to(self, host: str) -> bool:
        """Whether a Host header (RFC 9110, 7.2) names this server."""
        name = _name(host)
        return name in self.hosts or (self.any_address and _is_address(name))

    def opened_by(self, key: str) -> bool:
        """Whether that is the key."""
        return self.key is not None and same(key, self.key)

    def admits(self, cookie: str | None) -> bool:
        """Whether the page may be shown to who sends that cookie."""
        if self.cookie is None:
            return True
        return cookie is not None and same(cookie, self.cookie)


def with_key(hosts: frozenset[str], port: int, *, any_address: bool = False) -> tuple[Access, str]:
    """Access with a new key, and that key."""
    key, cookie = new_secret(), new_secret()
    # Cookies are the same for all ports of a host (RFC 6265, 8.5).
    name = f"drillctl-{port}"
    return Access(hosts, any_address, hashed(key), hashed(cookie), name, cookie), key


def names_this_machine(host: str) -> bool:
    """Whether a Host header names the loopback."""
    return _name(host) in HOSTS_OF_THIS_MACHINE


def _name(host: str) -> str:
    """The name in a Host header, lower-case, without port; empty where there is none."""
    try:
        return (urlsplit(f"//{host}").hostname or "").rstrip(".")
    except ValueError:
        return ""


def _is_address(name: str) -> bool:
    try:
        ip_address(name)
    except ValueError:
        return False
    return True
