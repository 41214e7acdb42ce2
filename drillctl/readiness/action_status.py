"""Corrective actions with their owners: who owes what, since when, and what became of it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from drillctl.language import joined, tr
from drillctl.model.action import CorrectiveAction, Entry, OwedAction, owed_actions
from drillctl.model.problem import Problem
from drillctl.model.record import Record
from drillctl.model.roster import Member, Roster


@dataclass(frozen=True, slots=True)
class ActionStatus:
    """An action as it stands on a day.

    `owner`: the member, where the action names one. `overdue`: days since its due date, 0 where
    it is not overdue. `retested_by`: sessions of the plan that retest it in time, None where no
    plan says.
    """

    owed: OwedAction
    owner: Member | None
    overdue: int
    retested_by: tuple[str, ...] | None

    @property
    def owner_name(self) -> str:
        """The owner's name as people know it; "" where nobody owns it."""
        return self.owner.name if self.owner else self.owed.action.owner

    @property
    def team(self) -> str | None:
        """The responsible team, else the owner's."""
        return self.owed.action.team or (self.owner.team if self.owner else None)

    def team_title(self, roster: Roster) -> str:
        """The responsible team's title, or its id where nobody knows it; "" where there is none."""
        known = roster.teams.get(self.team or "")
        return known.title if known else self.team or ""


def action_statuses(problem: Problem, today: date) -> list[ActionStatus]:
    """All actions as known by the end of `today`: what is overdue longest, then open, by due date.

    Closed ones come last. `problem.baseline` is the plan whose retests count.
    """
    planned = None
    if problem.baseline is not None:
        planned = {f.action: f.sessions for f in problem.baseline.findings if f.action}
    found = []
    for owed in owed_actions(problem.records, today):
        due = owed.action.due
        overdue = (today - due).days if due is not None and owed.overdue(today) else 0
        retested = None
        if planned is not None and owed.action.retest is not None:
            retested = planned.get(owed.id, ())
        owner = _owner(problem, owed.action)
        found.append(ActionStatus(owed, owner, overdue, retested))
    return sorted(found, key=_urgency)


def _urgency(status: ActionStatus) -> tuple[bool, date, str]:
    return not status.owed.open, status.owed.action.due or date.max, status.owed.id


def _owner(problem: Problem, action: CorrectiveAction) -> Member | None:
    """The member whose id, or name where only one has it, the action gives as its owner."""
    members = problem.roster.members
    if action.owner in members:
        return members[action.owner]
    named = [member for member in members.values() if member.name == action.owner]
    return named[0] if len(named) == 1 else None


def told(entry: Entry) -> str:
    """A line of history in words: ``2027-03-06 closed by p2 at flood#2: both trailers there``."""
    words = [
        tr(
            "{day} {what} by {who}",
            day=entry.on,
            what=entry.state.word if entry.state else tr("noted"),
            who=entry.by or "?",
        )
    ]
    if entry.session:
        words.append(tr("at {session}", session=entry.session))
    if entry.due:
        words.append(tr("now due {day}", day=entry.due))
    if entry.owner:
        words.append(tr("now owned by {owner}", owner=entry.owner))
    said = joined(" ", words)
    return said + ": " + entry.note if entry.note else said


@dataclass(frozen=True, slots=True)
class Rewritten:
    """A line of an action's history that an earlier version had, and that is no longer there."""

    action: str
    line: Entry | None


def rewritten(earlier: Iterable[Record], now: Iterable[Record]) -> Iterator[Rewritten]:
    """What became of earlier lines: a history may only grow.

    `line` None: the whole action is gone.
    """
    current = {owed.id: owed for owed in owed_actions(now)}
    for owed in owed_actions(earlier):
        if owed.id not in current:
            yield Rewritten(owed.id, None)
            continue
        left = list(current[owed.id].history)
        for entry in owed.history:
            if entry in left:
                left.remove(entry)
            else:
                yield Rewritten(owed.id, entry)
