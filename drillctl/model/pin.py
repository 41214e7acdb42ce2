"""What the coordinator has promised and no plan may change."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Pin:
    """A session, or part of it, held fast. What is left out stays open.

    `session`: ``SCENARIO#N``; `start`: local wall time; `people`: position id to member ids who
    sit there, others may join them. A pin that names nothing but the session holds all that the
    baseline says of it.
    """

    session: str
    start: datetime | None = None
    venue: str | None = None
    people: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def whole(self) -> bool:
        """True where the session is held as the baseline has it."""
        return self.start is None and self.venue is None and not self.people
