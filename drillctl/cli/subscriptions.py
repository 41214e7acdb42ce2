"""``drillctl subscriptions``: secret addresses of calendars, made, listed and revoked."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from drillctl.cli.changing import changing
from drillctl.cli.reading import read_roster
from drillctl.cli.terminal import note, say, table_console
from drillctl.language import in_language, tr, trn

if TYPE_CHECKING:
    from drillctl.model.roster import Roster
    from drillctl.model.subscription import Subject, Subscription


@changing("drillctl subscriptions new", lambda given: [given["file"]])
def new(
    subject: str,
    paths: list[str],
    *,
    host: str,
    port: int,
    base_url: str | None,
    file: str,
    format: str,
) -> int:
    """Makes an address and prints it, this once; returns the exit status."""
    from drillctl.files.subscription_file import write_subscription_file
    from drillctl.serving.access import HOSTS_OF_THIS_MACHINE
    from drillctl.serving.addresses import base_url as url_of
    from drillctl.serving.addresses import calendar_url
    from drillctl.serving.register import added
    from drillctl.serving.secrets_kept import new_secret

    base = base_url if base_url is not None else url_of(host, port)
    wrong = _wrong_base(base)
    if wrong is not None:
        note(tr("error: {what}", what=wrong))
        return 2
    roster = read_roster(paths)
    kept = _kept(file)
    if roster is None or kept is None:
        return 1
    whose = _subject(subject, roster)
    if whose is None:
        return 2
    secret = new_secret()
    made = added(kept, *whose, secret, _now())
    write_subscription_file(Path(file), made)
    url = calendar_url(base, secret)
    # webcal is http under another name, by which calendar programs know that it is theirs.
    webcal = url.replace("http", "webcal", 1)
    if format == "json":
        data = {**_data(made[-1]), "webcal": webcal, "url": url}
        say(json.dumps(data, ensure_ascii=False, indent=2))
        return 0
    say(webcal)
    say(url)
    note(
        tr(
            "this address is shown only now; whoever has it sees the calendar, until "
            "'drillctl subscriptions revoke {id}'",
            id=made[-1].id,
        )
    )
    if urlsplit(base).hostname in HOSTS_OF_THIS_MACHINE:
        note(tr("note: it works on this machine only; name another with --host NAME or --base-url"))
    return 0


def listed(*, file: str, format: str) -> int:
    """Prints all subscriptions; returns the exit status."""
    kept = _kept(file)
    if kept is None:
        return 1
    if format == "json":
        data = {"file": Path(file).as_posix(), "subscriptions": [_data(one) for one in kept]}
        say(json.dumps(data, ensure_ascii=False, indent=2))
        return 0
    if not kept:
        note(tr("there are no subscriptions in {file}", file=file))
        return 0
    _print_table(kept)
    return 0


@changing("drillctl subscriptions revoke", lambda given: [given["file"]])
def revoke(ids: list[str], *, file: str) -> int:
    """Revokes those; returns the exit status, 2 where there is none of an id."""
    from drillctl.files.diagnostics import no_such
    from drillctl.files.subscription_file import write_subscription_file
    from drillctl.serving.register import revoked

    kept = _kept(file)
    if kept is None:
        return 1
    known = {one.id: one for one in kept}
    unknown = [name for name in ids if name not in known]
    for name in unknown:
        what = no_such(tr("subscription"), name, file, known)
        note(tr("error: {what}", what=what))
    if unknown:
        return 2
    live = [name for name in dict.fromkeys(ids) if known[name].live]
    write_subscription_file(Path(file), revoked(kept, ids, _now()))
    say(
        trn(
            "{n} address works no more",
            "{n} addresses work no more",
            len(live),
        )
    )
    return 0


def _wrong_base(url: str) -> str | None:
    try:
        parts = urlsplit(url)
        right = parts.scheme in ("http", "https") and bool(parts.hostname)
        _ = parts.port
    except ValueError:
        right = False
    if not right:
        return tr("{url!r} is no address: write https://plans.example.org/", url=url)
    if parts.username is not None or parts.query or parts.fragment:
        return tr("{url!r} may hold a host, a port and a folder, and nothing else", url=url)
    return None


def _subject(given: str, roster: "Roster") -> "tuple[Subject, str] | None":
    """Whose calendar is meant; None where nobody's, which is printed."""
    from drillctl.files.diagnostics import no_such
    from drillctl.model.subscription import Subject

    sort, mark, name = given.partition(":")
    if not mark or sort not in [subject.value for subject in Subject]:
        note(tr("error: {given!r} is neither team:ID nor member:ID", given=given))
        return None
    subject = Subject(sort)
    known = roster.teams if subject is Subject.TEAM else roster.members
    if name not in known:
        word = tr("team") if subject is Subject.TEAM else tr("member")
        note(tr("error: {what}", what=no_such(word, name, tr("the files"), known)))
        return None
    return subject, name


def _kept(file: str) -> "tuple[Subscription, ...] | None":
    from drillctl.files.subscription_file import read_subscription_file

    kept, problems = read_subscription_file(Path(file))
    for problem in problems:
        note(str(problem))
    return None if problems else kept


def _data(one: "Subscription") -> dict[str, str | None]:
    from drillctl.files.subscription_file import time_text

    return {
        "id": one.id,
        "subject": f"{one.subject.value}:{one.name}",
        "created": time_text(one.created),
        "revoked": time_text(one.revoked) if one.revoked else None,
    }


def _print_table(kept: "Sequence[Subscription]") -> None:
    from rich.table import Table

    from drillctl.cli.cells import terminal_cell

    table = Table(box=None, pad_edge=False)
    for column in (tr("id"), tr("calendar"), tr("made"), tr("revoked")):
        table.add_column(in_language(column), overflow="fold")
    for one in kept:
        data = _data(one)
        revoked = data["revoked"] or tr("no")
        table.add_row(*(terminal_cell(str(text)) for text in (
            data["id"], data["subject"], data["created"], revoked)))  # fmt: skip
    table_console().print(table)


def _now() -> datetime:
    return datetime.now(UTC)
