"""Corrective actions: who owes what by when, and everything that became of it (HSEEP 2020, 6)."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from drillctl.language import Message, tr

if TYPE_CHECKING:
    from drillctl.model.record import Record


class ActionState(StrEnum):
    """Whether an action is still owed."""

    OPEN = "open"
    CLOSED = "closed"

    @property
    def word(self) -> Message:
        """The state in a sentence."""
        return tr("open") if self is ActionState.OPEN else tr("closed")


class Element(StrEnum):
    """The capability elements of HSEEP's improvement plan (POETE)."""

    PLANNING = "planning"
    ORGANIZATION = "organization"
    EQUIPMENT = "equipment"
    TRAINING = "training"
    EXERCISE = "exercise"


@dataclass(frozen=True, slots=True)
class Retest:
    """A session that practises it again must start by this local date.

    `scenario` None: any that practises the action's capability.
    """

    by: date
    scenario: str | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of an action's history, which only ever grows.

    `state` None: it stays as it was. A closing names who verified it and by which session.
    `due`, `owner`: what they are from then on, where the line changes them.
    """

    on: date
    by: str
    state: ActionState | None = None
    session: str | None = None
    due: date | None = None
    owner: str | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class FollowUp:
    """What a later session showed of an action: a line of its history, kept in that record.

    `action`: ``SESSION/ID``. `state` None: not filled in yet.
    """

    action: str
    state: ActionState | None = None
    verified_by: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class CorrectiveAction:
    """What is to be done about an area for improvement.

    `owner`: the named person who answers for it, a member's id or a name; "" where nobody does.
    `team`: the primary responsible organisation. `due`: local date, included.
    """

    id: str
    text: str
    area: str | None = None
    capability: str | None = None
    element: Element | None = None
    owner: str = ""
    team: str | None = None
    contact: str = ""
    start: date | None = None
    due: date | None = None
    retest: Retest | None = None
    history: tuple[Entry, ...] = ()


@dataclass(frozen=True, slots=True)
class OwedAction:
    """An action with all its history, follow-ups of later sessions included.

    `action` as the history leaves it: owner and due date are the last ones. `raised`: local date
    of the session that found it.
    """

    session: str
    raised: date
    action: CorrectiveAction
    history: tuple[Entry, ...]

    @property
    def id(self) -> str:
        """``SESSION/ID``, by which other records name it."""
        return f"{self.session}/{self.action.id}"

    @property
    def state(self) -> ActionState:
        """What the last line that says so says; open where none does."""
        said = [entry.state for entry in self.history if entry.state is not None]
        return said[-1] if said else ActionState.OPEN

    @property
    def open(self) -> bool:
        """Whether it is still owed."""
        return self.state is ActionState.OPEN

    @property
    def seen(self) -> date:
        """The local date of the last session that showed it not done, at first its own."""
        return max((e.on for e in self.history if e.state and e.session), default=self.raised)

    def overdue(self, today: date) -> bool:
        """Whether it is open and its due date has passed."""
        return self.open and self.action.due is not None and self.action.due < today


def owed_actions(records: Iterable["Record"], until: date | None = None) -> list[OwedAction]:
    """Every action of the records in order of session date and id, as known by the end of `until`.

    `until` None: all that is known. Of history lines of one day, the action's own come first.
    """
    known = [r for r in records if r.held and (until is None or r.start.date() <= until)]
    known.sort(key=lambda record: (record.start, record.session))
    later: dict[str, list[Entry]] = {}
    for record in known:
        for seen in record.follow_up:
            if seen.state is not None:
                entry = Entry(
                    record.start.date(),
                    seen.verified_by,
                    seen.state,
                    record.session,
                    note=seen.note,
                )
                later.setdefault(seen.action, []).append(entry)
    found = []
    for record in known:
        for action in record.actions:
            lines = [*action.history, *later.get(f"{record.session}/{action.id}", ())]
            history = sorted((e for e in lines if until is None or e.on <= until), key=_day)
            found.append(
                OwedAction(
                    record.session, record.start.date(), _as_of(action, history), (*history,)
                )
            )
    return found


def open_retests(records: Iterable["Record"], until: date | None = None) -> Iterator[OwedAction]:
    """The open actions that demand a retest."""
    return (a for a in owed_actions(records, until) if a.open and a.action.retest is not None)


def _day(entry: Entry) -> date:
    return entry.on


def _as_of(action: CorrectiveAction, history: Sequence[Entry]) -> CorrectiveAction:
    for entry in history:
        action = replace(action, owner=entry.owner or action.owner, due=entry.due or action.due)
    return action
