"""What is served: the page and the calendars of one state of the files, or what is wrong there."""

import gc
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from html import unescape
from pathlib import Path
from threading import Lock

from drillctl.exports.diagnostics.as_text import excerpt
from drillctl.exports.ics.audience import Audience, names
from drillctl.exports.ics.calendars import Calendars
from drillctl.exports.page.page import page
from drillctl.files.diagnostics import Diagnostic
from drillctl.files.limited import read_yaml
from drillctl.files.loading import load
from drillctl.files.plan_file import read_plan
from drillctl.files.plan_matching import PLAN_AGAIN, missing_from_files, scenarios_missing
from drillctl.files.source_lines import lines_of
from drillctl.language import tr, translated
from drillctl.model.plan import Plan
from drillctl.model.problem import Problem
from drillctl.model.subscription import Subject

EVENTS = "events"
"""Where the page hears of newer ones, relative to it."""
_POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)"')
_LIVE = f'"live":"{EVENTS}?page='


@dataclass(frozen=True, slots=True)
class Sources:
    """What is read, and how much of it is shown.

    `as_of`, `private`, `redact`: as of `exports.page`; redacted, calendars name nobody either.
    """

    plan: str
    paths: tuple[str, ...]
    as_of: date | None = None
    private: bool = False
    redact: bool = False


@dataclass(frozen=True)
class Document:
    """Bytes with their strong entity tag (RFC 9110, 8.8.3), without its quotes."""

    data: bytes
    tag: str


@dataclass(frozen=True)
class Edition:
    """One state of the files. `page`: its HTML; `policy`: its Content-Security-Policy.

    `calendars_named`: files and folders of calendars that rosters name, which were read too.
    """

    page: Document
    policy: str
    people: int
    calendars_named: tuple[Path, ...]
    _problem: Problem
    _calendars: Calendars
    _made: dict[tuple[Subject, str], Document] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def calendar(self, subject: Subject, name: str) -> Document | None:
        """The bytes that ``export ics`` writes for a team or member; None: not in the roster."""
        audience = Audience(subject.value)
        if name not in names(self._problem, audience):
            return None
        with self._lock:
            if (subject, name) not in self._made:
                data = self._calendars.of(audience, name).to_bytes()
                self._made[subject, name] = Document(data, _tag(data))
            return self._made[subject, name]


@dataclass(frozen=True)
class Broken:
    """Why there is no edition. `more`: what is wrong with no place in a file."""

    problems: tuple[Diagnostic, ...] = ()
    texts: Mapping[str, str] = field(default_factory=dict)
    more: tuple[str, ...] = ()
    defect: Exception | None = None

    def lines(self, language: str) -> list[str]:
        """What ``check`` says, in `language`."""
        shown: list[str] = []
        for problem in self.problems:
            shown.append(translated(str(problem), language))
            shown += excerpt(problem, lines_of(self.texts.get(problem.path, "")))
        return [*shown, *(translated(text, language) for text in self.more)]


def read_edition(sources: Sources) -> Edition | Broken:
    """Reads the files, and makes the page. Nothing is raised for what is wrong with them."""
    # Loading exempts all there is from garbage collection, which a single command never needs.
    gc.unfreeze()
    plan, problems = read_plan(sources.plan)
    loaded = load(sources.paths, plans=[plan] if plan is not None else [])
    found = tuple(sorted({*loaded.diagnostics, *problems}))
    if plan is None or loaded.problem is None:
        return Broken(found, _with_plan(loaded.texts, sources.plan))
    missing: list[str] = [*missing_from_files(loaded.problem, plan)]
    lost = scenarios_missing(loaded.problem, plan)
    missing += [lost] if lost else []
    if missing:
        more = (*(tr("{plan}: {what}", plan=sources.plan, what=w) for w in missing), PLAN_AGAIN)
        return Broken(more=more)
    return _edition(loaded.problem, plan, sources, loaded.calendars)


def _edition(problem: Problem, plan: Plan, sources: Sources, named: tuple[Path, ...]) -> Edition:
    html = page(
        problem,
        plan,
        as_of=sources.as_of or problem.today,
        private=sources.private,
        redact=sources.redact,
        live=f"{EVENTS}?page=",
    )
    tag = _tag(html.encode())
    # In a JSON string quotes are escaped, so that no text of the data can look like this.
    html = html.replace(_LIVE, _LIVE + tag, 1)
    policy = _POLICY.search(html)
    return Edition(
        Document(html.encode(), tag),
        unescape(policy[1]) if policy else "default-src 'none'",
        len(problem.roster.members),
        named,
        problem,
        Calendars(problem, plan, redact=sources.redact),
    )


def _tag(data: bytes) -> str:
    return sha256(data).hexdigest()[:32]


def _with_plan(texts: Mapping[str, str], plan: str) -> Mapping[str, str]:
    """The plan's own text too, for excerpts."""
    try:
        return {plan: read_yaml(plan).decode("utf-8", "replace"), **texts}
    except OSError:
        return texts
