"""``drillctl serve``: the plan's page and its calendars on this machine, until Ctrl-C."""

import sys
from typing import TYPE_CHECKING

from drillctl.cli.dependencies import absent
from drillctl.cli.export_html import PRIVATE_AND_REDACTED
from drillctl.cli.replanning import given_day
from drillctl.cli.terminal import note, say
from drillctl.language import tr, trn

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from drillctl.files.diagnostics import Diagnostic
    from drillctl.serving.addresses import Listening
    from drillctl.serving.edition import Broken, Edition, Sources


def serve(
    plan: str,
    paths: list[str],
    *,
    host: str,
    port: int,
    allow_host: list[str],
    as_of: str | None,
    private: bool,
    redact: bool,
    subscriptions: str | None,
    open_browser: bool,
) -> int:
    """Serves until it is interrupted, which is how it ends; returns the exit status."""
    day = given_day(as_of)
    if as_of is not None and day is None:
        return 2
    wrong = _wrong_use([plan, *paths], private=private, redact=redact)
    if wrong is not None:
        note(tr("error: {what}", what=wrong))
        return 2
    from drillctl.serving.addresses import ListenError, listen
    from drillctl.serving.edition import Sources

    try:
        listening = listen(host, port)
    except ListenError as error:
        note(tr("error: {what}", what=error.args[0]))
        return 2
    with listening.socket:
        beyond = bool(allow_host) or not listening.loopback
        if beyond and open_browser:
            # What a program is started with, others on this machine can read.
            note(
                tr("error: --open would show the key to others: open the printed address yourself")
            )
            return 2
        return _serve(
            listening,
            Sources(plan, tuple(paths), day, private=private, redact=redact),
            tuple(allow_host),
            str(subscriptions),
            beyond=beyond,
            open_browser=open_browser,
        )


def _wrong_use(files: list[str], *, private: bool, redact: bool) -> str | None:
    if private and redact:
        return PRIVATE_AND_REDACTED
    if "-" in files:
        return tr("files are read again when they change: name files, not standard input")
    if absent("serve"):
        return tr("serving needs more packages: pip install 'drillctl[serve]'")
    return None


def _serve(
    listening: "Listening",
    sources: "Sources",
    allow_host: tuple[str, ...],
    subscriptions: str,
    *,
    beyond: bool,
    open_browser: bool,
) -> int:
    from pathlib import Path

    from drillctl.cli.main import INTERRUPTED, report_defect
    from drillctl.files.subscription_file import read_subscription_file
    from drillctl.serving.access import Access, with_key
    from drillctl.serving.addresses import names_allowed
    from drillctl.serving.edition import Broken, read_edition
    from drillctl.serving.register import Register
    from drillctl.serving.server import Told, server
    from drillctl.serving.watching import stamps

    before = stamps(sources)
    first = read_edition(sources)
    _, problems = read_subscription_file(Path(subscriptions))
    _print_problems(problems)
    if isinstance(first, Broken):
        _print_broken(first)
    if problems or isinstance(first, Broken):
        return 1
    register = Register(Path(subscriptions), _print_problems)
    names = names_allowed(listening, allow_host)
    url = f"{listening.url}/"
    access = Access(names)
    if beyond:
        access, key = with_key(names, listening.port, any_address=listening.everywhere)
        url = f"{url}?key={key}"
    say(tr("the plan is at {url} (Ctrl-C ends it)", url=url))
    sys.stdout.flush()
    if beyond:
        note(_warning(first.people, private=sources.private, redact=sources.redact))
    if register.count:
        note(
            trn(
                "{n} calendar can be subscribed to: {file}",
                "{n} calendars can be subscribed to: {file}",
                register.count,
                file=subscriptions,
            )
        )
    run = server(
        sources,
        first,
        before,
        register,
        access,
        Told(_teller(first), report_defect),
        explains=not beyond and not sources.redact,
        behind_proxy=bool(allow_host),
    )
    if open_browser:
        _open(url)
    try:
        run.run(sockets=[listening.socket])
    except KeyboardInterrupt:
        note(tr("stopped"))
        return INTERRUPTED
    return 0


def _warning(people: int, *, private: bool, redact: bool) -> str:
    """What everybody sees who has the address, and that the network can read along."""
    if redact:
        return tr(
            "warning: whoever has this address sees the plan, without names; there is no TLS, "
            "so others on the network can read it and the calendars along"
        )
    if private:
        return trn(
            "warning: whoever has this address sees the name, e-mail address and telephone "
            "number of {n} person; there is no TLS, so others on the network can read them along",
            "warning: whoever has this address sees the names, e-mail addresses and telephone "
            "numbers of {n} people; there is no TLS, so others on the network can read them along",
            people,
        )
    return trn(
        "warning: whoever has this address sees the name of {n} person; there is no TLS, so "
        "others on the network can read it along",
        "warning: whoever has this address sees the names of {n} people; there is no TLS, so "
        "others on the network can read them along",
        people,
    )


def _open(url: str) -> None:
    """In a thread, since a browser in the terminal is waited for."""
    import webbrowser
    from threading import Thread

    Thread(target=webbrowser.open, args=(url,), daemon=True).start()


def _teller(first: "Edition") -> "Callable[[Edition | Broken], None]":
    """Says what came of a change of the files, where that shows."""
    import time

    from drillctl.serving.edition import Broken

    shown: Edition | Broken = first

    def tell(made: "Edition | Broken") -> None:
        nonlocal shown
        now = time.strftime("%H:%M:%S")
        if isinstance(made, Broken):
            _print_broken(made)
            note(tr("{time} the page stays as it was until this is mended", time=now))
        elif isinstance(shown, Broken) or shown.page.tag != made.page.tag:
            note(tr("{time} the files changed: the page shows them", time=now))
        shown = made

    return tell


def _print_broken(broken: "Broken") -> None:
    """On stderr, as ``check`` says it."""
    from drillctl.cli.main import report_defect
    from drillctl.exports.diagnostics.as_text import as_text
    from drillctl.exports.diagnostics.findings import Findings

    print(as_text(Findings(broken.problems, broken.texts)), end="", file=sys.stderr)
    for text in broken.more:
        note(text)
    if broken.defect is not None:
        report_defect(broken.defect)


def _print_problems(problems: "Sequence[Diagnostic]") -> None:
    for problem in problems:
        note(str(problem))
