"""A certificate that a sheet names beside those of the roster: the same, renewed, or new."""

from datetime import date

from drillctl.files.roster_import_people import HeldSaid
from drillctl.files.roster_text import Held
from drillctl.model.duration import Duration
from drillctl.model.roster import HeldCertification

_FOREVER = date(2200, 12, 31)
"""The last date that a roster can hold."""


def new_held(
    said: HeldSaid, old: HeldCertification | None, valid_for: Duration | None
) -> Held | None:
    """The entry that a member's certificate becomes; None where it says nothing else already.

    What the sheet leaves open stays; another day of issue makes the old expiry void.
    """
    issued = said.issued or (old.issued if old else None)
    if said.expires is None:
        if old is not None and issued == old.issued:
            return None
        return "", issued, None
    expires: date | None = said.expires if isinstance(said.expires, date) else None
    if expires is None and issued is not None and valid_for is not None:
        # Left out it would be computed from the day of issue.
        expires = _FOREVER
    if old is not None and issued == old.issued and _same_day(expires, old.expires):
        return None
    return "", issued, expires


def pairs(
    said: list[HeldSaid], old: list[HeldCertification], valid_for: Duration | None
) -> list[tuple[HeldSaid, int | None]]:
    """Each certificate of one sort beside the entry, by place, that it is or that it renews."""
    left = list(range(len(old)))
    rest = []
    said = _distinct(said)
    found: list[tuple[HeldSaid, int | None]] = []
    for one in said:
        fits = next((n for n in left if new_held(one, old[n], valid_for) is None), None)
        if fits is None:
            rest.append(one)
        else:
            left.remove(fits)
            found.append((one, fits))
    return [*found, *((one, left.pop(0) if left else None) for one in rest)]


def _distinct(said: list[HeldSaid]) -> list[HeldSaid]:
    """Without those that say nothing more than another does."""
    kept: list[HeldSaid] = []
    for one in sorted(said, key=lambda h: (h.issued is None) + (h.expires is None)):
        if not any(
            one.issued in (None, other.issued) and one.expires in (None, other.expires)
            for other in kept
        ):
            kept.append(one)
    return [one for one in said if any(one is other for other in kept)]


def _same_day(one: date | None, other: date | None) -> bool:
    never = (None, _FOREVER)
    return one == other or (one in never and other in never)
