"""What is served now, and the server-sent events that tell open pages of what is newer.

The events (HTML standard, 9.2): ``newer`` where the page shown is not the newest; ``problems``
with what is wrong with the files, a JSON list of one list of lines for each language, or null
once it is mended.
"""

import asyncio
import json
from collections.abc import AsyncIterator

from drillctl.language import LANGUAGES
from drillctl.serving.edition import Broken, Edition

ALIVE = 15.0
"""Seconds after which an event stream says that it is still there, by which a lost one is found."""
RETRY = 3000
"""Milliseconds after which a browser connects again."""


class Feed:
    """Lives in the server's event loop; `publish` too is to be called there."""

    def __init__(self, first: Edition, *, explains: bool) -> None:
        """`explains`: whether pages show what is wrong with the files, which may name people."""
        self.edition = first
        self._broken: Broken | None = None
        self._explains = explains
        self._changed = asyncio.Event()
        self._closed = False

    def publish(self, made: Edition | Broken) -> None:
        """Serves it from now on; where nothing could be made, the last edition stays."""
        if isinstance(made, Edition):
            self.edition, self._broken = made, None
        else:
            self._broken = made
        self._wake()

    def close(self) -> None:
        """Ends all event streams."""
        self._closed = True
        self._wake()

    def _wake(self) -> None:
        self._changed.set()
        self._changed = asyncio.Event()

    async def events(self, shown: str) -> AsyncIterator[str]:
        """The events for a page whose tag is `shown`, as they happen."""
        yield f"retry: {RETRY}\n\n"
        told_newer = False
        told: Broken | None = None
        while not self._closed:
            changed = self._changed
            if self.edition.page.tag != shown and not told_newer:
                told_newer = True
                yield _event("newer", self.edition.page.tag)
            if self._broken is not told:
                told = self._broken
                yield _event("problems", self._said(told))
            try:
                await asyncio.wait_for(changed.wait(), ALIVE)
            except TimeoutError:
                yield ": still there\n\n"

    def _said(self, broken: Broken | None) -> str:
        if broken is None:
            return "null"
        lines = [broken.lines(each) if self._explains else [] for each in LANGUAGES]
        return json.dumps(lines)


def _event(name: str, data: str) -> str:
    return f"event: {name}\ndata: {data}\n\n"
