"""The subscriptions that are answered: their file, looked at anew at each request."""

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from drillctl.files.diagnostics import Diagnostic
from drillctl.files.subscription_file import read_subscription_file
from drillctl.model.subscription import Subject, Subscription
from drillctl.serving.secrets_kept import LONGEST, hashed

_LONGEST_ID = 64


@dataclass(frozen=True, slots=True)
class _Read:
    stamp: tuple[int, int, int] | None
    live: dict[str, Subscription]


class Register:
    """The live subscriptions of a file. Revoking takes effect with the next request.

    While the file can't be read, the last that could be holds, and `told` hears of it once; once
    the file is gone there is no subscription.
    """

    def __init__(self, path: Path, told: Callable[[Sequence[Diagnostic]], None]) -> None:
        self._path, self._told = path, told
        self._read = _Read(None, {})

    def find(self, secret: str) -> Subscription | None:
        """The live subscription with that secret; of unknown and revoked ones alike, None."""
        self._look()
        return self._read.live.get(hashed(secret[:LONGEST]))

    @property
    def count(self) -> int:
        """How many subscriptions are live."""
        self._look()
        return len(self._read.live)

    def _look(self) -> None:
        stamp = self._stamp()
        if stamp == self._read.stamp:
            return
        found, problems = read_subscription_file(self._path)
        if problems:
            self._told(problems)
            self._read = replace(self._read, stamp=stamp)
            return
        self._read = _Read(stamp, {one.hash: one for one in found if one.live})

    def _stamp(self) -> tuple[int, int, int] | None:
        try:
            about = os.stat(self._path)
        except OSError:
            return None
        return about.st_mtime_ns, about.st_size, about.st_ino


def added(
    subscriptions: Sequence[Subscription], subject: Subject, name: str, secret: str, now: datetime
) -> tuple[Subscription, ...]:
    """With one more, last, whose id is made of `name` and the first number that is free."""
    taken = {one.id for one in subscriptions}
    number = 1
    while (identifier := f"{name[: _LONGEST_ID - len(str(number)) - 1]}-{number}") in taken:
        number += 1
    return (*subscriptions, Subscription(identifier, subject, name, hashed(secret), now))


def revoked(
    subscriptions: Sequence[Subscription], ids: Sequence[str], now: datetime
) -> tuple[Subscription, ...]:
    """With those revoked; which are so already keep when they were."""
    return tuple(
        replace(one, revoked=now) if one.id in ids and one.live else one for one in subscriptions
    )
