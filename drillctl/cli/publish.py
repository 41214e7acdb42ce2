"""``drillctl publish``: a plan's calendars onto a CalDAV server."""

import json
import os
import sys
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from drillctl.cli.dependencies import absent
from drillctl.cli.terminal import note, say
from drillctl.language import in_language, joined, tr

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
    format: str = "text",
) -> int:
    """Pushes one calendar for each `by`; returns 1 where something could not be done."""
    wrong = _wrong_address(caldav, user)
    if wrong is None and absent("caldav"):
        wrong = tr("publishing needs the caldav package: pip install 'drillctl[caldav]'")
    if wrong is not None:
        note(tr("error: {what}", what=wrong))
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
        note(
            tr(
                "error: {what}",
                what=no_such(
                    tr("member") if by == "member" else tr("team"), name, tr("the files"), known
                ),
            )
        )
    login = None if unknown else _login(caldav, user)
    if login is None:
        return 2
    failed = False
    calendars: list[dict[str, Any]] = []
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
                calendars.append(_data(pushed))
                _print(pushed, dry_run, lines=format == "text")
                failed = failed or bool(pushed.failed)
    except KeyboardInterrupt:
        note(tr("interrupted: the next run goes on from here"))
        return 130
    if format == "json":
        data = {"calendars": calendars, "dry_run": dry_run}
        say(json.dumps(data, ensure_ascii=False, indent=2))
    if failed:
        note(tr("not all was done: the next run goes on from here"))
    elif dry_run:
        note(tr("dry run: nothing was changed"))
    return 1 if failed else 0


def _wrong_address(url: str, user: str | None) -> str | None:
    """What is wrong with the URL; it is not repeated, since it may hold a password."""
    try:
        parts = urlsplit(url)
        secret, own, host = parts.password, parts.username, parts.hostname
        _ = parts.port
    except ValueError:
        return tr("--caldav is no URL")
    if secret is not None:
        return tr(
            "a password in the URL can be read by others: leave it out, and set {variable}",
            variable=PASSWORD,
        )
    if parts.scheme not in ("http", "https") or not host:
        return tr("--caldav needs a URL such as https://calendar.example.org/dav/drill/")
    if user is not None and own is not None and unquote(own) != user:
        return tr("--user and the user in the URL differ")
    if parts.scheme == "http" and host not in _LOOPBACK and (user or own):
        return tr("over http:// the password can be read by others: use https://")
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

        asked = tr("Password of {user} at {host}: ", user=user, host=parts.hostname)
        password = getpass(in_language(asked))
    if not password:
        note(
            tr(
                "error: no password for {user!r}: set {variable}, or keep it with 'keyring set "
                "drillctl@{host} {user}' (pip install 'drillctl[keyring]')",
                user=user,
                variable=PASSWORD,
                host=parts.hostname,
            )
        )
        return None
    return Login(user, password)


def _from_keyring(host: str, user: str) -> str | None:
    """The password that the system keeps for ``drillctl@HOST``, where `keyring` is installed."""
    if absent("keyring"):
        return None
    import keyring
    from keyring.errors import KeyringError

    try:
        found: str | None = keyring.get_password(f"drillctl@{host}", user)
    except KeyringError:
        return None
    return found


def _data(pushed: "Pushed") -> dict[str, Any]:
    return {
        "calendar": pushed.calendar or None,
        "new": pushed.made,
        "kept": pushed.kept,
        "changes": [{"change": step.change.value, "uid": step.uid} for step in pushed.done],
        "failed": list(pushed.failed),
    }


def _print(pushed: "Pushed", dry: bool, lines: bool) -> None:
    """One line for each calendar; in a dry run one for each event that would change, too.

    `lines`: whether they are wanted; failures are always said.
    """
    from drillctl.publishing.changes import Change

    words = {
        Change.NEW: tr("new"),
        Change.CHANGED: tr("changed"),
        Change.PUT_BACK: tr("put back"),
        Change.REMOVED: tr("removed"),
    }
    if pushed.calendar and lines:
        counts: list[str] = [
            tr("{n} {change}", n=n, change=words[change])
            for change in Change
            if (n := pushed.count(change))
        ]
        if pushed.kept or not counts:
            counts.append(tr("{n} as they were", n=pushed.kept))
        made = tr(" (new calendar)") if pushed.made else ""
        say(joined("", (pushed.calendar, made, ": ", joined(", ", counts))))
        for step in pushed.done if dry else ():
            say(joined("", ("  ", words[step.change], f": {step.uid}")))
    for text in pushed.failed:
        note(tr("error: {what}", what=text))
