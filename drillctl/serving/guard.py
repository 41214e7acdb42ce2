"""What every request meets before anything is looked up, and every answer on its way out.

Only GET and HEAD are answered, the page only under this server's own names, and nobody too often.
Every answer forbids browsers to frame it, to guess its type, and to tell others its address, which
may hold a secret.
"""

from collections.abc import Callable

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from drillctl.language import in_language, tr, trn
from drillctl.serving.access import Access, names_this_machine
from drillctl.serving.addresses import CALENDARS
from drillctl.serving.rate_limits import RateLimits

NOTHING = "default-src 'none'; frame-ancestors 'none'"
"""The Content-Security-Policy (Level 3) of what is no page."""
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Content-Security-Policy": NOTHING,
    "Cache-Control": "no-store",
}
"""Of every answer that does not say otherwise."""
OPENER = "Cross-Origin-Opener-Policy"
"""Of answers that browsers trust to be this server's; of others they only warn (HTML, 7.1.3)."""
METHODS = ("GET", "HEAD")


class Guard:
    """An ASGI application around another. `told` hears of what went wrong inside."""

    def __init__(
        self,
        app: ASGIApp,
        access: Access,
        limits: RateLimits,
        told: Callable[[Exception], None],
    ) -> None:
        self._app, self._access, self._limits, self._told = app, access, limits, told

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
                if scope["scheme"] == "https" or names_this_machine(_host(scope)):
                    headers[OPENER] = "same-origin"
            await send(message)

        refusal = self._refusal(scope)
        if refusal is not None:
            await refusal(scope, receive, guarded)
            return
        try:
            await self._app(scope, receive, guarded)
        except Exception as error:
            # The application has answered already, as far as it could.
            self._told(error)

    def _refusal(self, scope: Scope) -> Response | None:
        wait = self._limits.refused(client(scope))
        if wait is not None:
            return too_often(wait)
        if scope["method"] not in METHODS:
            response = answer(405, tr("only reading is possible here"))
            response.headers["Allow"] = ", ".join(METHODS)
            return response
        # A calendar's address is a secret, which no page elsewhere has, whatever its name means.
        secret = scope["path"].startswith(f"/{CALENDARS}/")
        if not secret and not self._access.answers_to(_host(scope)):
            return answer(400, tr("this server has no such name: start it with --allow-host NAME"))
        return None


def _host(scope: Scope) -> str:
    return Headers(scope=scope).get("host", "")


def client(scope: Scope) -> str:
    """The address of who asks."""
    return scope["client"][0] if scope.get("client") else "unknown"


def answer(status: int, text: str) -> Response:
    """A line of text."""
    return PlainTextResponse(f"{in_language(text)}\n", status)


def too_often(wait: int) -> Response:
    """Ask again in `wait` seconds (RFC 6585, 4)."""
    said = trn(
        "too many requests: try again in {n} second",
        "too many requests: try again in {n} seconds",
        wait,
    )
    response = answer(429, said)
    response.headers["Retry-After"] = str(wait)
    return response
