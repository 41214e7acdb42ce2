"""The routes: the page, its events, and the calendars at their secret addresses."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response, StreamingResponse
from starlette.routing import Route

from drillctl.language import tr
from drillctl.serving.access import Access
from drillctl.serving.addresses import CALENDARS
from drillctl.serving.edition import EVENTS, Document
from drillctl.serving.feed import Feed
from drillctl.serving.guard import Guard, answer, client, too_often
from drillctl.serving.rate_limits import RateLimits, Rates, network
from drillctl.serving.register import Register

STREAMS = 256
"""Event streams in all: one for each page that is open and seen."""
STREAMS_OF_ONE = 16
"""Of one client, who may have the page in several windows."""


class _Streams:
    """How many event streams are open, in all and of each client."""

    def __init__(self) -> None:
        self._open: dict[str, int] = {}

    def full(self, who: str) -> bool:
        mine = self._open.get(who, 0)
        return mine >= STREAMS_OF_ONE or sum(self._open.values()) >= STREAMS

    def enter(self, who: str) -> None:
        self._open[who] = self._open.get(who, 0) + 1

    def leave(self, who: str) -> None:
        self._open[who] -= 1
        if not self._open[who]:
            del self._open[who]


def application(
    feed: Feed,
    register: Register,
    access: Access,
    *,
    started: Callable[[], None],
    stopped: Callable[[], None],
    told: Callable[[Exception], None],
    rates: Rates | None = None,
) -> Guard:
    """The whole ASGI application. `started`, `stopped`: called in its event loop."""
    limits = RateLimits(rates or Rates())
    streams = _Streams()

    async def page(request: Request) -> Response:
        if access.key is not None and "key" in request.query_params:
            return _exchanged(request)
        if not access.admits(request.cookies.get(access.cookie_name)):
            return _locked()
        document = feed.edition.page
        headers = {
            "ETag": f'"{document.tag}"',
            "Content-Security-Policy": f"{feed.edition.policy}; frame-ancestors 'none'",
        }
        return _conditional(request, document, "text/html", headers)

    def _exchanged(request: Request) -> Response:
        """The key for a cookie, so that it is gone from the address bar."""
        if not access.opened_by(request.query_params["key"]):
            wait = limits.refused_wrong(client(request.scope))
            return _locked() if wait is None else too_often(wait)
        response = RedirectResponse("./", 303)
        # Lax, since the address is opened from a mail: read-only, nothing can be done with it.
        response.set_cookie(
            access.cookie_name,
            access.cookie_value,
            httponly=True,
            samesite="lax",
            secure=request.url.scheme == "https",
        )
        return response

    async def events(request: Request) -> Response:
        if not access.admits(request.cookies.get(access.cookie_name)):
            return _locked()
        who = network(client(request.scope))
        if streams.full(who):
            response = answer(503, tr("too many pages are open"))
            response.headers["Retry-After"] = "60"
            return response
        if request.method == "HEAD":
            return Response(media_type="text/event-stream")
        shown = request.query_params.get("page", "")

        async def stream() -> AsyncIterator[str]:
            # Here, since what has not begun is not ended either.
            streams.enter(who)
            try:
                async for event in feed.events(shown):
                    yield event
            finally:
                streams.leave(who)

        # A proxy must hand it on as it comes.
        headers = {"X-Accel-Buffering": "no"}
        return StreamingResponse(stream(), media_type="text/event-stream", headers=headers)

    async def calendar(request: Request) -> Response:
        subscription = await run_in_threadpool(register.find, request.path_params["secret"])
        if subscription is None:
            wait = limits.refused_wrong(client(request.scope))
            return _no_calendar() if wait is None else too_often(wait)
        subject, name = subscription.subject, subscription.name
        document = await run_in_threadpool(feed.edition.calendar, subject, name)
        if document is None:
            return _no_calendar()
        headers = {
            "ETag": f'"{document.tag}"',
            "Cache-Control": "private, no-cache",
            "Content-Disposition": f'inline; filename="{subject.value}-{name}.ics"',
        }
        return _conditional(request, document, "text/calendar", headers)

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        started()
        yield
        stopped()

    routes = [
        Route("/", page),
        Route(f"/{EVENTS}", events),
        Route(f"/{CALENDARS}/{{secret}}.ics", calendar),
        Route("/{path:path}", _nothing),
    ]
    inner = Starlette(routes=routes, lifespan=lifespan, exception_handlers={Exception: _failed})
    return Guard(inner, access, limits, told)


def _conditional(
    request: Request, document: Document, media: str, headers: dict[str, str]
) -> Response:
    """The document, or 304 to who has it (RFC 9110, 13.1.2)."""
    given = request.headers.get("if-none-match", "")
    tags = {tag.strip().removeprefix("W/").strip('"') for tag in given.split(",")}
    if document.tag in tags or given.strip() == "*":
        return Response(status_code=304, headers=headers)
    return Response(document.data, media_type=f"{media}; charset=utf-8", headers=headers)


async def _nothing(request: Request) -> Response:
    return answer(404, tr("there is nothing at this address"))


async def _failed(request: Request, error: Exception) -> Response:
    return answer(500, tr("drillctl met a defect of its own"))


def _no_calendar() -> Response:
    """Of unknown and revoked secrets, and of members who have left, alike."""
    return answer(404, tr("there is no calendar at this address"))


def _locked() -> Response:
    return answer(403, tr("open the whole address that drillctl serve printed, with the key in it"))
