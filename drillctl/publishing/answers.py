"""Answers of a server, read whole but none that would fill the memory or never end.

`publish` needs nothing larger: a thousand sessions are an answer of 2 MB.
"""

import time
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from niquests import PreparedRequest, Response, Session

MOST = 16 << 20
"""Bytes of an answer, unpacked."""
MOST_TAGS = 500_000
"""The parser makes some 200 bytes of each."""
_CHUNK = 16 << 10
"""Bytes that are unpacked at once, to a thousand times as many at worst."""


class TooLargeError(Exception):
    """The answer is larger than is read."""


def bound(session: "Session", timeout: float) -> None:
    """From now on each answer in the session is read to its end within `timeout` seconds and the
    limits, or `TooLargeError` or `Timeout` is raised.

    The adapters are what is bound, since a login's second request goes through them too.
    """
    for adapter in session.adapters.values():
        adapter.send = partial(_sent, adapter.send, timeout)  # type: ignore[method-assign]


def _sent(
    send: "Callable[..., Response]", seconds: float, request: "PreparedRequest", /, **more: Any
) -> "Response":
    began = time.monotonic()
    answer = send(request, **(more | {"stream": True}))
    try:
        answer._content = _whole(answer, began + seconds)
    except BaseException:
        answer.close()
        raise
    answer._content_consumed = True
    # A guess by the content of a large one takes minutes.
    answer.encoding = answer.encoding or "utf-8"
    return answer


def _whole(answer: "Response", until: float) -> bytes:
    from niquests.exceptions import Timeout

    parts: list[bytes] = []
    size = tags = 0
    for chunk in answer.iter_content(_CHUNK):
        parts.append(chunk)
        size += len(chunk)
        tags += chunk.count(b"<")
        if size > MOST or tags > MOST_TAGS:
            raise TooLargeError
        if time.monotonic() > until:
            raise Timeout
    return b"".join(parts)
