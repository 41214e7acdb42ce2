"""Addresses and telephone numbers as spreadsheets keep, and spoil, them."""

import re
from unicodedata import normalize

from drillctl.files.typed_values import Typed, shown
from drillctl.language import tr

_EMAIL = re.compile(r"[^\s@,;:<>()\[\]]+@[^\s@,;:<>()\[\]]+\.[^\s@,;:<>()\[\].]{2,}")
_PHONE = re.compile(r"[0-9+()\-./ ,;x#*转]*")
_POWER = re.compile(r"\d(?:[.,]\d+)?e\+?\d+", re.IGNORECASE)
_LEAST = 3


def email_of(text: str) -> tuple[str, str, str]:
    """(address, what is wrong, how to mend it)."""
    address = text.strip().strip("<>").removeprefix("mailto:").strip()
    if _EMAIL.fullmatch(address):
        return address, "", ""
    return "", tr("{value!r} is not an e-mail address", value=text), tr("write one address")


def phone_of(value: Typed) -> tuple[str, str, str]:
    """(number, what is wrong, how to mend it); a number lost its sign and zeros, not its digits."""
    if isinstance(value, float) and value == int(value) and abs(value) < 1e15:
        value = int(value)
    text = " ".join(normalize("NFKC", shown(value)).split()).replace("–", "-").replace("—", "-")
    if re.fullmatch(r"\d+\.0+", text):
        text = text.partition(".")[0]
    if _POWER.fullmatch(text):
        message = tr("{value!r} is a telephone number whose digits are lost", value=text)
        return "", message, tr("format the column as text, and type the number again")
    if not _PHONE.fullmatch(text) or sum(c.isdigit() for c in text) < _LEAST:
        return "", tr("{value!r} is not a telephone number", value=text), tr("write digits")
    return text, "", ""
