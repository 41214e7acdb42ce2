"""Answers to invitations (RFC 5546, 3.2.3), and what they change in a plan."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from drillctl.language import tr
from drillctl.model.plan import Answer, Plan, PlannedSession


@dataclass(frozen=True, slots=True)
class Reply:
    """One person's answer to one session. `path` and `line` say where it stands.

    `attendee`: an e-mail address in lower case. `sequence`: that of the invitation it answers.
    `answer.at`: when it was given (DTSTAMP).
    """

    path: str
    line: int
    uid: str
    sequence: int
    attendee: str
    answer: Answer


class Refusal(StrEnum):
    """Why a reply changes nothing in the plan."""

    UNKNOWN_SESSION = "unknown session"
    CANCELLED = "cancelled"
    UNKNOWN_PERSON = "unknown person"
    SHARED_ADDRESS = "shared address"
    NOT_IN_SESSION = "not in the session"
    STALE = "stale"
    AHEAD = "ahead"
    CONFLICT = "conflict"
    OLDER = "older"


@dataclass(frozen=True, slots=True)
class Refused:
    """A reply that was not applied; `text` says why to a person."""

    reply: Reply
    refusal: Refusal
    text: str


@dataclass(frozen=True, slots=True)
class Taken:
    """A member's answer to a session as the plan has it now; `before` what it had."""

    session: str
    member: str
    answer: Answer
    before: Answer | None


@dataclass
class Outcome:
    """The plan with the answers, those that it took, and the replies that it did not."""

    plan: Plan
    taken: list[Taken] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)


def answered(
    plan: Plan, addresses: Mapping[str, Sequence[str]], replies: Iterable[Reply]
) -> Outcome:
    """The plan with each reply applied that answers a session as it is planned now.

    `addresses`: to the ids of the members who are invited by each, in lower case.
    A reply to an invitation of another SEQUENCE is not applied (RFC 5546, 3.2.3: it may be to
    another time). Of several by one person to one session the latest DTSTAMP wins, over what the
    plan knows already too; two that differ but were given at one time are both refused.
    """
    outcome = Outcome(plan)
    sessions = {session.uid: session for session in plan.sessions}
    cancelled = {session.uid: session.id for session in plan.cancelled}
    # They were asked for the same local time.
    invited = {retimed.was.uid: retimed.was.sequence for retimed in plan.retimed}
    found: dict[tuple[str, str], list[Reply]] = {}
    for reply in replies:
        session = sessions.get(reply.uid)
        known = addresses.get(reply.attendee, ())
        refused = _refused(reply, session, cancelled.get(reply.uid), known, invited.get(reply.uid))
        if refused is not None:
            outcome.refused.append(refused)
        elif session is not None:
            found.setdefault((session.uid, _who(session, known)[0]), []).append(reply)
    changed: dict[str, dict[str, Answer]] = {}
    for (uid, who), given in found.items():
        asked = sessions[uid]
        chosen = _latest(asked, who, given, outcome)
        if chosen is None:
            continue
        before = asked.answers.get(who)
        if chosen != before:
            changed.setdefault(uid, dict(asked.answers))[who] = chosen
        outcome.taken.append(Taken(asked.id, who, chosen, before))
    outcome.taken.sort(key=lambda t: (t.session, t.member))
    outcome.plan = replace(
        plan,
        sessions=tuple(
            replace(session, answers=dict(sorted(changed[session.uid].items())))
            if session.uid in changed
            else session
            for session in plan.sessions
        ),
    )
    return outcome


def _who(session: PlannedSession, known: Sequence[str]) -> list[str]:
    inside = {member for _, member in (*session.members(), *session.standbys())}
    return [member for member in known if member in inside]


def _refused(
    reply: Reply,
    session: PlannedSession | None,
    cancelled: str | None,
    known: Sequence[str],
    invited: int | None,
) -> Refused | None:
    if session is None and cancelled is not None:
        text = tr("{session} is cancelled: nothing to answer", session=cancelled)
        return Refused(reply, Refusal.CANCELLED, text)
    if session is None:
        text = tr("no session of the plan has the UID {uid!r}", uid=reply.uid)
        return Refused(reply, Refusal.UNKNOWN_SESSION, text)
    if not known:
        text = tr("no member in the roster has the e-mail {address!r}", address=reply.attendee)
        return Refused(reply, Refusal.UNKNOWN_PERSON, text)
    inside = _who(session, known)
    if len(inside) > 1:
        text = tr(
            "{members} share the e-mail {address!r}: whose answer is it?",
            members=_all_of(inside),
            address=reply.attendee,
        )
        return Refused(reply, Refusal.SHARED_ADDRESS, text)
    if not inside:
        text = tr(
            "{members} has no seat in {session} (any more)",
            members=_all_of(known),
            session=session.id,
        )
        return Refused(reply, Refusal.NOT_IN_SESSION, text)
    if reply.sequence < (session.sequence if invited is None else invited):
        text = tr(
            "{member} answered {session} as it was at SEQUENCE {answered}, it has changed to "
            "{sequence} since: ask again",
            member=inside[0],
            session=session.id,
            answered=reply.sequence,
            sequence=session.sequence,
        )
        return Refused(reply, Refusal.STALE, text)
    if reply.sequence > session.sequence:
        text = tr(
            "{member} answered {session} at SEQUENCE {answered}, the plan has {sequence}: is it "
            "the latest plan?",
            member=inside[0],
            session=session.id,
            answered=reply.sequence,
            sequence=session.sequence,
        )
        return Refused(reply, Refusal.AHEAD, text)
    return None


def _all_of(names: Sequence[str]) -> str:
    """``a and b and c``."""
    said = names[0]
    for name in names[1:]:
        said = tr("{one} and {other}", one=said, other=name)
    return said


def _latest(
    session: PlannedSession, member: str, given: Sequence[Reply], outcome: Outcome
) -> Answer | None:
    """The answer that holds among a person's replies and the plan's own; None: the plan's."""

    def when(reply: Reply) -> datetime:
        assert reply.answer.at is not None
        return reply.answer.at

    last = max(map(when, given))
    at_last = [reply for reply in given if when(reply) == last]
    if len({reply.answer.status for reply in at_last}) > 1:
        text = tr(
            "{member} says {answers} of {session} at one time: ask",
            member=member,
            answers=_all_of(sorted({reply.answer.status.word for reply in at_last})),
            session=session.id,
        )
        outcome.refused += (Refused(reply, Refusal.CONFLICT, text) for reply in at_last)
        return None
    known = session.answers.get(member)
    if known is not None and known.at is not None and known.at > last:
        text = tr(
            "{member} has answered {session} later: {answer}",
            member=member,
            session=session.id,
            answer=known.status.word,
        )
        outcome.refused += (Refused(reply, Refusal.OLDER, text) for reply in at_last)
        return None
    if known is not None and known.at == last and known.status is not at_last[0].answer.status:
        text = tr(
            "{member} says {answer} of {session}, the plan has {known} of the same time: ask",
            member=member,
            answer=at_last[0].answer.status.word,
            session=session.id,
            known=known.status.word,
        )
        outcome.refused += (Refused(reply, Refusal.CONFLICT, text) for reply in at_last)
        return None
    return at_last[0].answer
