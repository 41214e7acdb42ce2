"""The plan is as it was: ``snapshot: spring`` compares it with ``snapshots/spring.snapshot``.

Compared are sessions, their starts, ends and venues, and who sits or stands by where; the file
lies in the folder of the one that holds the check. ``drillctl test --update`` writes it.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from drillctl.expectations.question import Question, Verdict
from drillctl.language import tr, trn
from drillctl.model.expectation import Form, Sort
from drillctl.model.plan import PlannedSession
from drillctl.model.zone import zone_of

if TYPE_CHECKING:
    from drillctl.explain.difference import SessionChange

TITLE = "Plan as it was when the snapshot was taken"
FORM = Form({"name": Sort.NAME}, required=("name",), short="name")
NESTED = False


def judge(question: Question) -> Verdict:
    """The differences from the stored file; with `Means.update` it is written anew instead."""
    from drillctl.explain.difference import difference
    from drillctl.files.snapshot_file import read_snapshot, reduced, snapshot_path, write_snapshot

    name = question.value("name")
    path = snapshot_path(question.expectation.path, name)
    sessions = {session.id for session in question.plan.sessions if question.concerns(session.id)}
    sessions |= {entry.id for entry in question.plan.not_held if question.concerns(entry.id)}
    now = reduced(question.plan, sessions, zone_of(question.problem.roster.timezone))
    if question.means.update:
        if write_snapshot(path, name, now):
            return Verdict(True, tr("written to {path}", path=path.as_posix()))
        return Verdict(True, tr("{path} is as it was", path=path.as_posix()))
    if not path.exists():
        said = tr(
            "no {path}: `drillctl test --update` makes it from the plan as it is now",
            path=path.as_posix(),
        )
        return Verdict(False, said)
    was, problems = read_snapshot(path)
    if was is None:
        said = tr(
            "{path} can't be read: `drillctl test --update` writes it anew", path=path.as_posix()
        )
        return Verdict(False, said, tuple(str(problem) for problem in problems))
    changes = difference(was, now).sessions
    if not changes:
        said = trn(
            "{n} session as in {path}",
            "{n} sessions as in {path}",
            len(now.sessions),
            path=path.as_posix(),
        )
        return Verdict(True, said)
    said = trn(
        "{n} session differs from {path}; if that is meant, `drillctl test --update` takes it over",
        "{n} sessions differ from {path}; if that is meant, `drillctl test --update` takes it over",
        len(changes),
        path=path.as_posix(),
    )
    return Verdict(
        False, said, tuple(line for change in changes for line in _told(question, change))
    )


def _told(question: Question, change: "SessionChange") -> Iterator[str]:
    """One session: when and where before and now, then who comes (+), goes (-) or changes (~)."""
    if change.before is None:
        yield tr("{session}: new, {now}", session=change.id, now=_where(change.session))
    elif change.after is None:
        yield tr(
            "{session}: not held any more, was {was}", session=change.id, was=_where(change.session)
        )
    elif change.after.moved_from(change.before):
        was, now = _where(change.before), _where(change.after)
        yield tr("{session}: {was} -> {now}", session=change.id, was=was, now=now)
    else:
        yield tr("{session}: other people, {now}", session=change.id, now=_where(change.after))
    if change.before is None or change.after is None:
        return
    for person in change.people:
        who = question.who(person.member)
        if person.was is None:
            yield tr("  + {role}: {who}", role=str(person.now), who=who)
        elif person.now is None:
            yield tr("  - {role}: {who}", role=str(person.was), who=who)
        elif person.was != person.now:
            yield tr("  ~ {was} -> {now}: {who}", was=str(person.was), now=str(person.now), who=who)


def _where(session: PlannedSession) -> str:
    start = session.start.strftime("%Y-%m-%d %H:%M")
    when = f"{start}-{session.end:%H:%M}"
    if session.venue is None:
        return when
    return tr("{when} at {venue}", when=when, venue=session.venue)
