"""A secret address at which one team's or one member's calendar can be subscribed to."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Subject(StrEnum):
    """Whose calendar it is."""

    TEAM = "team"
    MEMBER = "member"


@dataclass(frozen=True, slots=True)
class Subscription:
    """One address. `name`: the team's or member's id, who may have left the roster since.

    `hash`: of the secret in the address, ``sha256:...``; the secret itself is kept nowhere.
    `created`, `revoked`: instants; `revoked` is None while the address works.
    """

    id: str
    subject: Subject
    name: str
    hash: str
    created: datetime
    revoked: datetime | None = None

    @property
    def live(self) -> bool:
        """Whether the address works."""
        return self.revoked is None
