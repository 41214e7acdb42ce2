"""A CalDAV server (RFC 4791, RFC 4918), by the `caldav` package; every fault in words.

No message holds the password, and none is built from an exception that could.
"""

import logging
import warnings
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import TracebackType
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import quote, unquote, urljoin, urlsplit
from xml.sax.saxutils import escape

from drillctl.language import tr
from drillctl.publishing.answers import MOST, TooLargeError, bound
from drillctl.publishing.changes import Resource

if TYPE_CHECKING:
    from caldav.response import DAVResponse

_QUERY = """<?xml version="1.0" encoding="utf-8"?>
<C:calendar-query xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav">
<D:prop><D:getetag/><C:calendar-data/></D:prop>
<C:filter><C:comp-filter name="VCALENDAR"><C:comp-filter name="VEVENT"/></C:comp-filter></C:filter>
</C:calendar-query>"""
_HOME = """<?xml version="1.0" encoding="utf-8"?>
<D:propfind xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav"><D:prop>
<D:resourcetype/><D:current-user-principal/><C:calendar-home-set/>
</D:prop></D:propfind>"""
_MAKE = """<?xml version="1.0" encoding="utf-8"?>
<C:mkcalendar xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav"><D:set><D:prop>
<D:displayname>{title}</D:displayname>
<C:supported-calendar-component-set><C:comp name="VEVENT"/></C:supported-calendar-component-set>
</D:prop></D:set></C:mkcalendar>"""
_HOME_SET = "{urn:ietf:params:xml:ns:caldav}calendar-home-set"
_PRINCIPAL = "{DAV:}current-user-principal"
_TYPE = "{DAV:}resourcetype"
T = TypeVar("T")


class ServerError(Exception):
    """What went wrong, in words. `stops`: nothing further would go better now."""

    def __init__(self, text: str, *, stops: bool = False) -> None:
        super().__init__(text)
        self.text = text
        self.stops = stops


@dataclass(frozen=True, slots=True)
class Login:
    """Who asks. `password` is shown nowhere."""

    user: str | None
    password: str | None

    def __repr__(self) -> str:
        return f"Login({self.user!r})"


class Server:
    """One server, asked for at most `timeout` seconds at a time, with TLS certificates verified.

    `url` names the collection in which the calendars lie or are made; a principal's or the
    server's root is followed to the calendar home (RFC 4791, 6.2.1).
    """

    def __init__(self, url: str, login: Login, timeout: int) -> None:
        from caldav.davclient import DAVClient

        # What the package logs of an odd answer is the answer, at length; we say it in a line.
        logging.getLogger("caldav").setLevel(logging.CRITICAL + 1)
        self._url = url if url.endswith("/") else f"{url}/"
        self._login = login
        self._timeout = timeout
        self._host = urlsplit(url).netloc.rpartition("@")[2]
        self._client = DAVClient(
            self._url,
            username=login.user,
            password=login.password,
            timeout=timeout,
            ssl_verify_cert=True,
            enable_rfc6764=False,
        )
        # Who asks is said by the login alone; a password in ~/.netrc would go out unasked, even
        # over http://, and in place of the one given.
        self._client.session.auth = _nobody
        # A redirected PUT would become a GET, and pass for success.
        self._client.session.max_redirects = 0
        bound(self._client.session, timeout)
        self._home = ""

    def __enter__(self) -> "Server":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._client.close()

    def open(self) -> None:
        """Finds the collection that the calendars lie in."""
        home = self._url
        properties = self._properties(home)
        if urlsplit(home).path in ("", "/") and properties.get(_PRINCIPAL):
            home = self._elsewhere(home, str(properties[_PRINCIPAL]))
            properties = self._properties(home)
        is_principal = "{DAV:}principal" in (properties.get(_TYPE) or ())
        at_home = properties.get(_HOME_SET)
        if is_principal and at_home:
            first = at_home if isinstance(at_home, str) else at_home[0]
            home = self._elsewhere(home, first)
        self._home = home if home.endswith("/") else f"{home}/"

    def calendar(self, name: str) -> list[Resource] | None:
        """Every event object of a calendar; None where there is no such calendar."""
        address = self._address(name)
        found = self._read(
            tr("read {calendar}", calendar=name),
            lambda: self._client.report(address, _QUERY, 1),
            lambda answer: answer.parse_calendar_query(),
        )
        if found is None:
            return None
        return [
            Resource(one.href, one.etag or "", one.calendar_data or "")
            for one in found
            if one.status == 200 and one.calendar_data
        ]

    def make(self, name: str, title: str) -> None:
        """Makes a calendar."""
        body = _MAKE.format(title=escape(title))
        address = self._address(name)
        self._ask(
            tr("make {calendar}", calendar=name), lambda: self._client.mkcalendar(address, body)
        )

    def put(self, calendar: str, href: str | None, name: str, etag: str, body: bytes) -> None:
        """Writes one object: over the version of that ETag, or where there is none yet."""
        what = tr("write {event} in {calendar}", event=name, calendar=calendar)
        condition = {"If-None-Match": "*"} if href is None else self._if_match(what, etag)
        headers = {"Content-Type": "text/calendar; charset=utf-8"} | condition
        address = self._object(calendar, href, name)
        self._ask(what, lambda: self._client.put(address, body.decode(), headers))

    def delete(self, calendar: str, href: str, etag: str) -> None:
        """Removes one object, if it is still that version; gone already is as good."""
        event = unquote(href.rpartition("/")[2])
        what = tr("remove {event} from {calendar}", event=event, calendar=calendar)
        headers = self._if_match(what, etag)
        address = self._object(calendar, href, "")
        self._ask(what, lambda: self._client.delete(address, headers), (404, 410))

    def _if_match(self, what: str, etag: str) -> dict[str, str]:
        if not etag:
            text = tr("{host} tells no version (ETag): did not {what}", host=self._host, what=what)
            raise ServerError(text)
        return {"If-Match": etag}

    def _elsewhere(self, base: str, given: str) -> str:
        """Where the server says to go on; a login that came by TLS goes nowhere without."""
        found = urljoin(base, given)
        if urlsplit(base).scheme == "https" != urlsplit(found).scheme:
            text = tr("{host} sends on without TLS: not followed", host=self._host)
            raise self._stop(text)
        return found

    def _properties(self, url: str) -> Mapping[str, Any]:
        what = tr("open the collection")
        found = self._read(
            what,
            lambda: self._client.propfind(url, _HOME, 0),
            lambda answer: answer.parse_propfind(),
        )
        if found is None:
            raise self._refused(what, 404)
        return found[0].properties if found else {}

    def _address(self, calendar: str) -> str:
        return f"{self._home}{quote(calendar)}/"

    def _object(self, calendar: str, href: str | None, name: str) -> str:
        if href is None:
            return self._address(calendar) + quote(name)
        path = "/" + quote(unquote(href)).lstrip("/")
        return urljoin(self._home, path)

    def _read(
        self,
        what: str,
        call: "Callable[[], DAVResponse]",
        parse: "Callable[[DAVResponse], list[T]]",
    ) -> list[T] | None:
        """What the server lists; None where there is nothing of that name.

        Anything but a list (207) is a fault: read as an empty calendar it would do harm.
        """
        from caldav.lib.error import DAVError

        answer = self._ask(what, call, (404,))
        if answer.status == 404:
            return None
        try:
            found = parse(answer) if answer.status == 207 and answer.tree is not None else None
        except (DAVError, ValueError, TypeError, AttributeError, KeyError, SyntaxError):
            found = None
        if found is None:
            text = tr("{host} can't be understood when asked to {what}", host=self._host, what=what)
            raise self._stop(text)
        return found

    def _ask(
        self, what: str, call: "Callable[[], DAVResponse]", also: tuple[int, ...] = ()
    ) -> "DAVResponse":
        """The answer of one request, if it is a success or one of `also`."""
        from caldav.lib.error import AuthorizationError, DAVError, RateLimitError
        from niquests.exceptions import (
            ConnectionError,
            RequestException,
            SSLError,
            Timeout,
            TooManyRedirects,
        )

        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                answer = call()
        except AuthorizationError as error:
            raise self._refused(what, error.status or 401) from None
        except RateLimitError:
            text = tr("{host} is too busy to {what}", host=self._host, what=what)
            raise self._stop(text) from None
        except TooLargeError:
            text = tr(
                "{host} answers with more than {n} MB when asked to {what}: not read",
                host=self._host,
                n=MOST >> 20,
                what=what,
            )
            raise self._stop(text) from None
        except Timeout:
            text = tr(
                "{host} did not answer within {seconds} s, asked to {what}",
                host=self._host,
                seconds=self._timeout,
                what=what,
            )
            raise self._stop(text) from None
        except SSLError as error:
            text = tr(
                "the certificate of {host} can't be verified ({error})",
                host=self._host,
                error=_short(error),
            )
            raise ServerError(text, stops=True) from None
        except TooManyRedirects:
            text = tr(
                "{host} sends elsewhere when asked to {what}: give the final URL",
                host=self._host,
                what=what,
            )
            raise ServerError(text, stops=True) from None
        except ConnectionError:
            text = tr(
                "{host} can't be reached, or broke off when asked to {what}",
                host=self._host,
                what=what,
            )
            raise self._stop(text) from None
        except (RequestException, DAVError, OSError, ValueError, SyntaxError) as error:
            text = tr(
                "{host} can't be understood when asked to {what} ({error})",
                host=self._host,
                what=what,
                error=type(error).__name__,
            )
            raise self._stop(text) from None
        if answer.status // 100 == 2 or answer.status in also:
            return answer
        raise self._refused(what, answer.status)

    def _stop(self, text: str) -> ServerError:
        return ServerError(text, stops=True)

    def _refused(self, what: str, status: int) -> ServerError:
        match status:
            case 401 if self._login.user is None:
                return self._stop(tr("{host} asks for a login: give --user", host=self._host))
            case 401:
                text = tr(
                    "{host} refuses the login of {user!r}: wrong password?",
                    host=self._host,
                    user=self._login.user,
                )
                return self._stop(text)
            case 403:
                text = tr("{host} does not allow to {what}", host=self._host, what=what)
                return ServerError(text)
            case 404:
                text = tr(
                    "{host} has no such collection, asked to {what}", host=self._host, what=what
                )
                return self._stop(text)
            case 409 | 412:
                text = tr(
                    "it changed meanwhile: could not {what} (status {status})",
                    what=what,
                    status=status,
                )
                return ServerError(text)
            case 429 | 503:
                return self._stop(tr("{host} is too busy to {what}", host=self._host, what=what))
            case 413 | 507:
                return self._stop(
                    tr("{host} has no room left to {what}", host=self._host, what=what)
                )
            case _:
                text = tr(
                    "{host} failed to {what} (status {status})",
                    host=self._host,
                    what=what,
                    status=status,
                )
                return ServerError(text, stops=status >= 500)


def _nobody(request: T) -> T:
    """An authentication that adds nothing."""
    return request


def _short(error: Exception) -> str:
    text = str(error).rpartition(":")[2].strip(" ')(")
    return text[:80] or type(error).__name__
