"""Filled-in forms to records, one file for each session: reading, merging, gaps, and the text."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

import yaml

from drillctl.files.diagnostics import Diagnostic
from drillctl.files.documents import documents
from drillctl.files.form_workbook import read_workbook
from drillctl.files.form_yaml import read_yaml_form, session_of
from drillctl.files.limited import read_limited
from drillctl.files.nodes import Node, Source
from drillctl.files.papers import Given, kind_of
from drillctl.files.record_file import read_record
from drillctl.files.record_gaps import record_gaps
from drillctl.files.record_merge import Merged, merged
from drillctl.files.record_text import edited, fresh_text
from drillctl.files.said import At, Form, Said, in_order, problem
from drillctl.files.system_errors import system_error
from drillctl.files.typed_names import Names
from drillctl.files.workbook_cells import WorkbookError
from drillctl.language import tr
from drillctl.model.plan import Plan
from drillctl.model.problem import Problem
from drillctl.model.zone import zone_of

_FORM_MARK = re.compile(r"^# drillctl:sha256:[0-9a-f]+\r?\n?", re.MULTILINE)
_SINCE_THEN = ("A008", "A010", "A017")
"""What the roster and the scenarios have lost since a record was collected is no gap of it."""
_NOT_FILLED_IN = ("A001", "A002", "A003", "A004", "A005", "A007", "A009", "A011")


@dataclass(frozen=True)
class Collected:
    """A session's record as it is to be. `text` None: the file stays as it is.

    `forms`: how many were read. `settled`: lines of ``unread`` that are no longer needed.
    """

    session: str
    path: Path
    text: str | None
    new: bool
    forms: int
    entered: int
    kept: int
    settled: int


@dataclass
class Outcome:
    """All sessions' records, and all that people must see to.

    `to_come`: how many sessions have forms that nobody has filled in, and lie ahead.
    """

    records: list[Collected] = field(default_factory=list)
    problems: list[Diagnostic] = field(default_factory=list)
    notes: list[Diagnostic] = field(default_factory=list)
    to_come: int = 0
    texts: dict[str, str] = field(default_factory=dict)


def collect(
    given: Given,
    known: Problem,
    records: Given,
    out: Path | None,
    plan: Plan | None,
    plan_path: str,
    as_of: datetime | None,
) -> Outcome:
    """Merges what forms say into the records of `records`, which are to lie in `out`.

    `out` None: nothing is to be written, and all that is given is looked at as it stands.
    `as_of`: local time by which a session must have its record.
    """
    collecting = _Collecting(given, known, records, out, plan, as_of)
    collecting.read()
    for session in sorted(collecting.sessions, key=_session_key):
        collecting.one(session)
    if plan is not None and as_of is not None:
        collecting.missing(plan, plan_path, as_of)
    found = collecting.found
    found.problems = in_order(found.problems)
    found.notes = in_order(found.notes)
    return found


def _session_key(session: str) -> tuple[str, int]:
    scenario, _, number = session.rpartition("#")
    return scenario, int(number)


class _Collecting:
    """The forms and records of all sessions."""

    def __init__(
        self,
        given: Given,
        known: Problem,
        records: Given,
        out: Path | None,
        plan: Plan | None,
        as_of: datetime | None,
    ) -> None:
        self.given, self.kept, self.out, self.plan = given, records, out, plan
        self.as_of = as_of
        self.names = Names(known)
        self.by_scenario: dict[str, Names] = {"": self.names}
        self.base: dict[str, Form] = {}
        self.forms: dict[str, list[Form]] = {}
        self.stuck: set[str] = set()
        self.earlier: dict[str, str] = {}
        self.found = Outcome(texts={**records.texts, **given.texts})
        self.found.problems += [*given.problems, *records.problems]

    @property
    def sessions(self) -> set[str]:
        """All that a form or a record is about, but those whose record can't be edited."""
        return (self.base.keys() | self.forms.keys()) - self.stuck

    def read(self) -> None:
        """Reads records and forms; those of workbooks last, for they need to know the others."""
        for path, text, root, alone in self.kept.records:
            form = self._yaml(path, text, root, alone)
            if form is None:
                continue
            if form.session in self.base:
                other = self.base[form.session].path
                message = tr(
                    "{session} has another record, {path}", session=form.session, path=other
                )
                hint = tr("keep one of them")
                self.found.problems.append(problem(form.at, "A016", message, hint))
                self.stuck.add(form.session)
            elif not alone and self.out is not None:
                message = tr("several documents in one file: the record can't be added to")
                hint = tr("give each record a file of its own")
                self.found.problems.append(problem(form.at, "A016", message, hint))
                self.stuck.add(form.session)
            else:
                self.base[form.session] = form
        own = {path.resolve() for path, *_ in self.kept.records}
        for path, text, root, alone in self.given.records:
            if path.resolve() not in own:
                form = self._yaml(path, text, root, alone)
                if form is not None:
                    self.forms.setdefault(form.session, []).append(form)
        for path in self.given.workbooks:
            self._workbook(path)

    def _yaml(self, path: Path, text: str, root: Node, alone: bool) -> Form | None:
        session = session_of(root)
        form = read_yaml_form(path.as_posix(), text, root, self._names_of(session))
        assert form.yaml is not None
        form.yaml.alone = alone
        if not session:
            message = tr("the record does not say of which session it is")
            hint = "session: flood#1"
            self.found.problems.append(problem(form.at, "A016", message, hint))
            return None
        for said in form.said:
            match said.where:
                case ("actions", name, "text") if said.value:
                    self.earlier[f"{session}/{name}"] = str(said.value)
                case ("actions", name, "id"):
                    self.earlier.setdefault(f"{session}/{name}", "")
        return form

    def _workbook(self, path: Path) -> None:
        shown = path.as_posix()
        try:
            data = read_limited(path)
            form = read_workbook(shown, data, self._names_of, self._members_of, self.earlier)
        except WorkbookError as error:
            self.found.problems.append(problem(At(shown), "A016", str(error), error.hint))
        except OSError as error:
            message = system_error(error)
            self.found.problems.append(problem(At(shown), "F001", message))
        else:
            self.forms.setdefault(form.session, []).append(form)

    def _names_of(self, session: str) -> Names:
        scenario = session.rpartition("#")[0]
        if scenario not in self.by_scenario:
            known = self.names.problem.scenarios.get(scenario)
            self.by_scenario[scenario] = self.names.of(known) if known else self.names
        return self.by_scenario[scenario]

    def _members_of(self, session: str) -> set[str]:
        """Members that papers of the session name, in the roster or not."""
        forms = [*self.forms.get(session, ()), *filter(None, [self.base.get(session)])]
        places = {said.where for form in forms for said in form.said}
        named = {where[1] for where in places if where[0] == "attendance" and len(where) > 1}
        for planned in self.plan.sessions if self.plan is not None else ():
            if planned.id == session:
                named |= {m for _, m in (*planned.members(), *planned.standbys())}
        return named

    def one(self, session: str) -> None:
        """Merges one session's forms into its record."""
        forms = sorted(self.forms.get(session, ()), key=lambda f: (f.yaml is None, f.path))
        read = len(forms)
        base, collected = self.base.get(session), session in self.base
        path = Path(base.path) if base is not None else self._path(session)
        if base is None:
            base = next((f for f in forms if f.yaml is not None and f.yaml.alone), None)
            forms = [form for form in forms if form is not base]
        fresh = base is None
        if base is None:
            base = self._fresh(session, forms)
        record = merged(base, forms, collected=collected)
        if fresh:
            self._fill_in(record, session)
        if not collected and record.untouched:
            self._untouched(record, session)
            return
        names = self._names_of(session)
        gaps = record_gaps(record, names, self.plan, self.earlier, session)
        said = {(d.path, d.line, d.column) for d in record.problems}
        self.found.problems += record.problems
        self.found.problems += [
            gap
            for gap in gaps.found
            if (gap.code not in _NOT_FILLED_IN or (gap.path, gap.line, gap.column) not in said)
            and (read or gap.code not in _SINCE_THEN)
        ]
        self.found.notes += gaps.notes
        text = self._text(record, path, base, collected)
        self.found.records.append(
            Collected(
                session=session,
                path=path,
                text=text,
                new=not collected,
                forms=read,
                entered=len(record.entered),
                kept=len(record.strays),
                settled=len(record.settled),
            )
        )

    def _untouched(self, record: Merged, session: str) -> None:
        """Forms that nobody has filled in make no record; of a session to come, that is no gap."""
        start = record.get("start")
        if self.as_of is not None and isinstance(start, datetime) and start >= self.as_of:
            self.found.to_come += 1
            return
        message = tr("{session} has taken place, and nothing is filled in", session=session)
        self.found.problems.append(problem(record.at("session"), "A018", message))

    def _path(self, session: str) -> Path:
        return (self.out or Path()) / f"{session.replace('#', '-')}.yaml"

    def _fresh(self, session: str, forms: Sequence[Form]) -> Form:
        """A record of which only the session is known."""
        path = self._path(session).as_posix()
        text = fresh_text(session)
        root = next(d for d in documents(path, text.encode()) if isinstance(d, yaml.Node))
        form = read_yaml_form(path, text, root, self._names_of(session))
        form.at = forms[0].at
        return replace(form, said=[said._replace(at=form.at) for said in form.said])

    def _fill_in(self, record: Merged, session: str) -> None:
        """What the scenario and the plan know of a session that has sheets only."""
        scenario = self._names_of(session).scenario
        planned = (
            next((s for s in self.plan.sessions if s.id == session), None) if self.plan else None
        )
        known: dict[str, object] = {}
        if scenario is not None:
            known |= {"title": scenario.title, "hazard": scenario.hazard}
            known |= {"exercise": scenario.exercise.value, "capabilities": scenario.capabilities}
        if planned is not None:
            zone = zone_of(self.names.problem.roster.timezone)
            known["start"] = planned.start.astimezone(zone).replace(tzinfo=None)
            known["end"] = planned.end.astimezone(zone).replace(tzinfo=None)
            known["venue"] = planned.venue
        for key, value in known.items():
            if value and (key,) not in record.values and isinstance(value, str | tuple | datetime):
                record.values[key,] = Said((key,), value, record.base.at)
                record.entered[key,] = value

    def _text(self, record: Merged, path: Path, base: Form, collected: bool) -> str | None:
        """The record's text where it differs from the file's, and what is still wrong with it."""
        yaml_ = base.yaml
        assert yaml_ is not None
        text = edited(yaml_, record.entered, record.strays, record.settled)
        if not collected:
            text = _FORM_MARK.sub("", text)
        changed = text != yaml_.text or not collected
        shown = path.as_posix()
        if self.out is not None and not collected and path.exists():
            message = tr("the file is there, and is no record of {session}", session=base.session)
            hint = tr("move it away")
            self.found.problems.append(problem(At(shown), "A016", message, hint))
            return None
        if text != yaml_.text and not self._says(text, record, base.session):
            message = tr("the record's layout is too unusual to be added to: nothing is written")
            hint = tr("write what stands in brackets on lines of its own")
            self.found.problems.append(problem(base.at, "A016", message, hint))
            return None
        wrong = _strict(shown, text)
        if self.out is None and text != yaml_.text:
            wrong = [replace(d, path=base.at.path, line=base.at.line, column=1) for d in wrong]
        elif changed:
            self.found.texts[shown] = text
        self.found.problems += wrong
        return text if changed else None

    def _says(self, text: str, record: Merged, session: str) -> bool:
        """Whether a text says all that it should, and nothing else."""
        roots = [d for d in documents("", text.encode()) if isinstance(d, yaml.Node)]
        root = next((r for r in roots if kind_of(r) == "record" and session_of(r) == session), None)
        if root is None:
            return False
        form = read_yaml_form("", text, root, self._names_of(session))
        assert form.yaml is not None
        said = {s.where: s.value for s in form.said if s.value is not None}
        wanted = {where: s.value for where, s in record.values.items()}
        kept = Counter((row.file, row.place, row.text) for row in form.yaml.unread)
        new = Counter((s.at.file, s.at.place, s.text) for s in record.strays)
        return said == wanted and not form.strays and new <= kept

    def missing(self, plan: Plan, plan_path: str, as_of: datetime) -> None:
        """Sessions that have ended and have no record."""
        zone = zone_of(self.names.problem.roster.timezone)
        for session in plan.sessions:
            end = session.end.astimezone(zone).replace(tzinfo=None)
            if end <= as_of and session.id not in self.base.keys() | self.forms.keys():
                message = tr(
                    "{session} ended {end:%Y-%m-%d %H:%M} and has no record",
                    session=session.id, end=end,
                )  # fmt: skip
                self.found.problems.append(problem(At(plan_path), "A012", message))


def _strict(shown: str, text: str) -> list[Diagnostic]:
    """What the record's own reader finds wrong."""
    found: list[Diagnostic] = []
    source = Source(shown, found)
    for document in documents(shown, text.encode()):
        if isinstance(document, Diagnostic):
            found.append(document)
        elif document is not None and kind_of(document) == "record":
            read_record(source, document)
    return found
