"""Keys as minisign keeps them: a pair of files, the secret one encrypted by a password."""

import contextlib
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

from drillctl.files.patterns import SIGNING_KEY
from drillctl.files.system_errors import system_error
from drillctl.language import tr

if TYPE_CHECKING:
    from minisign import PublicKey, SecretKey

DEFAULT = "~/.minisign/minisign.key"
"""Where minisign itself keeps the secret key."""
OPERATIONS, MEMORY = 2**25, 2**30
"""Scrypt's limits in a new key, as minisign sets them: about 1 GB and some seconds for a guess."""
LARGEST = 1 << 16
"""Bytes of a key or a signature that are read: none is nearly as long."""
_KEY = re.compile(SIGNING_KEY)


class SigningError(Exception):
    """What is wrong with a key or a signature, for the person at the terminal."""


def public_file(secret: Path) -> Path:
    """Where the public key of a secret key lies: ``drill.key`` has ``drill.pub``."""
    return secret.with_suffix(".pub")


def new_key(secret: Path, password: str | None) -> str:
    """Writes a new pair of keys, and returns the public one as text.

    The secret key is encrypted by `password` (None: not at all) and for its owner only.

    Raises
    ------
    SigningError
        One of the files is there already.
    OSError
        They can't be written; then neither is there.
    """
    from minisign import KeyPair

    public = public_file(secret)
    for file in (secret, public):
        if file.exists() or file == secret.parent:
            raise SigningError(tr("{file} is there already: it is left as it is", file=str(file)))
    pair = KeyPair.generate()
    with pair.secret_key as key:
        name = key_name(pair.public_key)
        pair.public_key.untrusted_comment = f"minisign public key {name}"
        key.untrusted_comment = f"minisign {'encrypted ' if password else ''}secret key"
        if password:
            key.encrypt(password, opslimit=OPERATIONS, memlimit=MEMORY)
        written: list[Path] = []
        try:
            for file, data, mode in (
                (secret, bytes(key), 0o600),
                (public, bytes(pair.public_key), 0o644),
            ):
                with os.fdopen(
                    os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, mode), "wb"
                ) as f:
                    written.append(file)
                    f.write(data + b"\n")
                    f.flush()
                    os.fsync(f.fileno())
        except BaseException:
            for file in written:
                with contextlib.suppress(OSError):
                    file.unlink()
            raise
    return str(pair.public_key.to_base64(), "ascii")


def secret_key(file: Path) -> "SecretKey":
    """The secret key in a file, still encrypted where it is.

    Raises
    ------
    SigningError
        There is none.
    """
    from minisign import Error, SecretKey

    try:
        return SecretKey.from_bytes(_read(file))
    except Error as error:
        message = tr(
            "{file} holds no secret key of minisign's: {what}", file=str(file), what=str(error)
        )
        raise SigningError(message) from error


def unlocked(key: "SecretKey", file: Path, password: str) -> None:
    """Decrypts a secret key in place.

    Raises
    ------
    SigningError
        The password is another.
    """
    from minisign import Error

    try:
        key.decrypt(password)
    except Error as error:
        message = tr("{file}: the password is wrong, or the key is damaged", file=str(file))
        raise SigningError(message) from error


def public_key(given: str) -> "PublicKey":
    """A public key by its text, ``RW...``, or in a file.

    Raises
    ------
    SigningError
        It is neither.
    """
    from minisign import Error, PublicKey

    text = given.strip()
    try:
        if _KEY.fullmatch(text):
            return PublicKey.from_base64(text)
        if not Path(given).exists():
            raise SigningError(
                tr(
                    "{key!r} is neither a public key (56 letters and digits that begin with RW) "
                    "nor a file that holds one",
                    key=given if len(given) <= 80 else given[:80] + "…",
                )
            )
        return PublicKey.from_bytes(_read(Path(given)))
    except Error as error:
        message = tr("{file} holds no public key of minisign's: {what}", file=given,
                     what=str(error))  # fmt: skip
        raise SigningError(message) from error


def key_name(key: "PublicKey") -> str:
    """The key's id as minisign prints it: 16 hexadecimal digits, the last byte first."""
    return shown_id(key._keynum_pk.key_id)


def shown_id(raw: bytes) -> str:
    """Eight bytes of a key's id, likewise."""
    return f"{int.from_bytes(raw, 'little'):016X}"


def _read(file: Path) -> bytes:
    """The bytes of a small file.

    Raises
    ------
    SigningError
        It can't be read.
    """
    try:
        with file.open("rb") as opened:
            return opened.read(LARGEST)
    except OSError as error:
        what = system_error(error)
        raise SigningError(tr("{file}: {what}", file=str(file), what=what)) from error
