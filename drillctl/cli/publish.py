"""``drillctl publish``: a plan's calendars onto a CalDAV server."""

import os
import sys
from importlib.util import find_spec
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

if TYPE_CHECKING:
    from drillctl.publishing.push import Pushed
    from drillctl.publishing.server import Login

PASSWORD = "DRILLCTL_CALDAV_PASSWORD"
_LOOPBACK = ("localhost", "127.0.0.1", "::1")


def publish(
    plan_path: str,
    paths: list[str],
    *,
    caldav: str,
    by: str,
    only: list[str],
    user: str | None,
    redact: bool,
    dry_run: bool,
    timeout: int,
) -> int:
    """Pushes one calendar for each `by`; returns 1 where something could not be done."""
    wrong = _wrong_address(caldav, user)
    if wrong is None and find_spec("caldav") is None:
        wrong = "publishing needs the caldav package: pip install 'drillctl[caldav]'"
    if wrong is not None:
        print(f"error: {wrong}", file=sys.stderr)
        return 2
    from drillctl.cli.reading import read_matching
    from drillctl.exports.ics.audience import Audience, names
    from drillctl.files.diagnostics import no_such
    from drillctl.model.uids import known_uids
    from drillctl.publishing.push import push
    from drillctl.publishing.server import Server

    read = read_matching(plan_path, paths)
    if read is None or read[0].problem is None:
        return 1
    problem, plan = read[0].problem, read[1]
    audience = Audience(by)
    known = names(problem, audience)
    unknown = [name for name in only if name not in known]
    for name in unknown:
        print(f"error: {no_such(by, name, 'the files', known)}", file=sys.stderr)
    login = None if unknown else _login(caldav, user)
    if login is None:
        return 2
    failed = False
    is_ours = known_uids(problem.roster, (plan, *read[0].plans))
    try:
        with Server(_without_user(caldav), login, timeout) as server:
            for pushed in push(
                server,
                problem,
                plan,
                audience,
                only=only,
                redact=redact,
                dry=dry_run,
                is_ours=is_ours,
            ):
                _print(pushed, dry_run)
                failed = failed or bool(pushed.failed)
    except KeyboardInterrupt:
        print("interrupted: the next run goes on from here", file=sys.stderr)
        return 130
    if failed:
        print("not all was done: the next run goes on from here", file=sys.stderr)
    elif dry_run:
        print("dry run: nothing was changed", file=sys.stderr)
    return 1 if failed else 0


def _wrong_address(url: str, user: str | None) -> str | None:
    """What is wrong with the URL; it is not repeated, since it may hold a password."""
    try:
        parts = urlsplit(url)
        secret, own, host = parts.password, parts.username, parts.hostname
        _ = parts.port
    except ValueError:
        return "--caldav is no URL"
    if secret is not None:
        return f"a password in the URL can be read by others: leave it out, and set {PASSWORD}"
    if parts.scheme not in ("http", "https") or not host:
        return "--caldav needs a URL such as https://calendar.example.org/dav/drill/"
    if user is not None and own is not None and unquote(own) != user:
        return "--user and the user in the URL differ"
    if parts.scheme == "http" and host not in _LOOPBACK and (user or own):
        return "over http:// the password can be read by others: use https://"
    return None


def _without_user(url: str) -> str:
    parts = urlsplit(url)
    return parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()


def _login(url: str, user: str | None) -> "Login | None":
    """Who asks: the password is the environment's, the keyring's, or asked for; None: printed."""
    from drillctl.publishing.server import Login

    parts = urlsplit(url)
    if user is None and parts.username is not None:
        user = unquote(parts.username)
    if user is None:
        return Login(None, None)
    password = os.environ.get(PASSWORD) or _from_keyring(f"{parts.hostname}", user)
    if not password and sys.stdin.isatty():
        from getpass import getpass

        password = getpass(f"Password of {user} at {parts.hostname}: ")
    if not password:
        text = f"no password for {user!r}: set {PASSWORD}, or keep it with"
        text += f" 'keyring set drillctl@{parts.hostname} {user}'"
        print(f"error: {text} (pip install 'drillctl[keyring]')", file=sys.stderr)
        return None
    return Login(user, password)


def _from_keyring(host: str, user: str) -> str | None:
    """The password that the system keeps for ``drillctl@HOST``, where `keyring` is installed."""
    if find_spec("keyring") is None:
        return None
    import keyring
    from keyring.errors import KeyringError

    try:
        found: str | None = keyring.get_password(f"drillctl@{host}", user)
    except KeyringError:
        return None
    return found


def _print(pushed: "Pushed", dry: bool) -> None:
    """One line for each calendar; in a dry run one for each event that would change, too."""
    from drillctl.publishing.changes import Change

    if pushed.calendar:
        counts = [f"{n} {change}" for change in Change if (n := pushed.count(change))]
        if pushed.kept or not counts:
            counts.append(f"{pushed.kept} as they were")
        made = " (new calendar)" if pushed.made else ""
        print(f"{pushed.calendar}{made}: {', '.join(counts)}")
        for step in pushed.done if dry else ():
            print(f"  {step.change}: {step.uid}")
    for text in pushed.failed:
        print(f"error: {text}", file=sys.stderr)
