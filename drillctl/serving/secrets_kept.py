"""Secrets: how long they are, and how they are kept and compared.

A secret has 192 random bits. It is kept as its SHA-256: a slow, salted hash is for passwords that
people think up and that can be guessed; from the hash of a random secret it can't be found by
trying (RFC 6819, 5.1.4.1.3), and hashing must not slow a server that everybody may ask. Secrets
are compared by their hashes, looked up in a table: how long that takes tells something of a hash
at most, from which no secret follows.
"""

import hmac
import secrets
from hashlib import sha256

BYTES = 24
LONGEST = 200
"""Characters of what is looked at as a secret; longer ones are none of ours."""


def new_secret() -> str:
    """A random secret of 192 bits, in letters that may stand in a URL (RFC 4648, 5)."""
    return secrets.token_urlsafe(BYTES)


def hashed(secret: str) -> str:
    """How a secret is kept, ``sha256:`` and 64 hexadecimal digits."""
    return f"sha256:{sha256(secret.encode('utf-8', 'surrogatepass')).hexdigest()}"


def same(given: str, digest: str) -> bool:
    """Whether `given` is the secret of that hash, told in the same time either way."""
    return hmac.compare_digest(hashed(given[:LONGEST]), digest)
