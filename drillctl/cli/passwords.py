"""What the commands about keys share: the package they need, and the password of a key."""

import os
import sys

from drillctl.cli.dependencies import absent
from drillctl.cli.terminal import note
from drillctl.language import in_language, tr

PASSWORD = "DRILLCTL_KEY_PASSWORD"


def no_signing() -> bool:
    """Whether the package is missing that signs and verifies, which is said."""
    if not absent("sign"):
        return False
    note(tr("error: signatures need the py-minisign package: pip install 'drillctl[sign]'"))
    return True


def key_password(file: str, *, new: bool = False) -> str | None:
    """The password of a secret key: the environment's, or asked for; None: printed.

    A `new` one is asked for twice.
    """
    password = os.environ.get(PASSWORD)
    if password:
        return password
    if not sys.stdin.isatty():
        note(tr("error: no password for {file}: set {variable}, or work at a terminal", file=file,
                variable=PASSWORD))  # fmt: skip
        return None
    from getpass import getpass

    password = getpass(in_language(tr("Password of {file}: ", file=file)))
    if not password:
        note(tr("error: the password is empty"))
        return None
    if new and getpass(in_language(tr("Once more: "))) != password:
        note(tr("error: the passwords differ"))
        return None
    return password
