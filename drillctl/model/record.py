"""What really happened at a session, as far as planning needs it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class Attendance(StrEnum):
    """How a member took part."""

    PRESENT = "present"
    LATE = "late"
    SUBSTITUTE = "substitute"
    ABSENT = "absent"


@dataclass(frozen=True, slots=True)
class Record:
    """One held session: local naive `start`, the capabilities practised, who attended."""

    session: str
    start: datetime
    capabilities: tuple[str, ...] = ()
    attendance: Mapping[str, Attendance] = field(default_factory=dict)
