"""Detached signatures of plans, ``plan.yaml.minisig``, as minisign makes and checks them.

Ed25519 over the BLAKE2b-512 hash of the file. The trusted comment, which is signed too, names the
file, the plan's revision, and the last entry of the plan's history, if there is one. The time of
signing is in it only where it is asked for: otherwise the same key and plan give the same bytes.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote

from drillctl.language import tr
from drillctl.signing.keys import LARGEST, SigningError, key_name, shown_id

if TYPE_CHECKING:
    from minisign import PublicKey, SecretKey

SUFFIX = ".minisig"


@dataclass(frozen=True, slots=True)
class Verified:
    """A signature that holds. `key`: the id of its key. `said`: the trusted comment's parts, such
    as `file`, `revision`, `timestamp`; a part without a value is its own."""

    key: str
    comment: str
    said: Mapping[str, str]


def signature_file(plan: Path) -> Path:
    """Where the signature of a file lies."""
    return plan.with_name(plan.name + SUFFIX)


def signed(data: bytes, key: "SecretKey", said: Mapping[str, str]) -> bytes:
    """The signature of `data` by a decrypted key, as the bytes of its file.

    `said`: parts of the trusted comment; what is not ASCII is percent-encoded, as in a URL.

    Raises
    ------
    SigningError
        The comment would be too long.
    """
    from minisign import Error

    comment = "\t".join(
        f"{name}:{quote(value, safe=' !#$&()*+,/:;=@')}" for name, value in said.items()
    )
    about = f"signed by drillctl with key {key_name(key.get_public_key())}"
    try:
        made = key.sign(data, trusted_comment=comment, untrusted_comment=about)
    except Error as error:
        raise SigningError(str(error)) from error
    return bytes(made) + b"\n"


def verified(
    data: bytes, signature: bytes, keys: "Sequence[tuple[str, PublicKey]]"
) -> tuple[str, Verified]:
    """The name of which of `keys` has signed `data`, and what else it signed.

    Raises
    ------
    SigningError
        The signature is unreadable, or of none of the keys, or `data` is not what was signed.
    """
    from minisign import Error, ParseError, Signature

    try:
        if len(signature) > LARGEST:
            raise ParseError("too long")
        read = Signature.from_bytes(signature)
    except Error as error:
        raise SigningError(tr("no signature of minisign's: {what}", what=str(error))) from error
    signer = shown_id(read._key_id)
    matching = [(name, key) for name, key in keys if key_name(key) == signer]
    if not matching:
        known = ", ".join(key_name(key) for _, key in keys)
        message = tr("signed with the key {key}, which is not among those trusted: {known}",
                     key=signer, known=known)  # fmt: skip
        raise SigningError(message)
    for name, key in matching:
        try:
            key.verify(data, read)
        except (Error, ValueError):
            continue
        return name, Verified(signer, read.trusted_comment, _parts(read.trusted_comment))
    message = tr("the signature of the key {key} does not fit: the plan or the signature has been "
                 "changed since", key=signer)  # fmt: skip
    raise SigningError(message)


def _parts(comment: str) -> dict[str, str]:
    """The parts of a trusted comment, which drillctl and minisign alike set apart by tabs."""
    said = {}
    for part in comment.split("\t"):
        name, mark, value = part.partition(":")
        said[name] = unquote(value) if mark else name
    return said
