"""A capability stays in practice: ``practised: {capability: water-rescue, every: quarter}``.

Every calendar month, quarter, half-year or year that lies wholly in the planning period has a
session that practises it (records of the past count too); where none does, the period has one.
With a duration such as ``90d`` no longer time passes without one, from the period's first day, or
the last recorded practice before it, to its last. Days are local, a session counts on the day on
which it starts. ``practised: water-rescue`` means every quarter.
"""

from datetime import date, timedelta
from itertools import pairwise

from drillctl.expectations.question import Question, Verdict
from drillctl.language import Message, tr, trn
from drillctl.model.duration import Duration
from drillctl.model.expectation import Form, Sort
from drillctl.model.scenario import Window

TITLE = "Capability practised again and again"
FORM = Form(
    {"capability": Sort.CAPABILITY, "every": Sort.EVERY},
    required=("capability",),
    short="capability",
)
_MONTHS = {"month": 1, "quarter": 3, "half-year": 6, "year": 12}


def judge(question: Question) -> Verdict:
    """The stretches of time without a practice."""
    every = question.value("every", "quarter")
    period, days = question.problem.period, _practices(question)
    if isinstance(every, Duration):
        gaps = _too_long(every, period, days)
        stretches = 1 + sum(period.first <= day <= period.last for day in days)
        first, last = period.first, period.last
    else:
        whole = list(_stretches(_MONTHS[every], period))
        gaps = [s for s in whole if not any(s.first <= day <= s.last for day in days)]
        stretches, first, last = len(whole), whole[0].first, whole[-1].last
    capability = question.value("capability")
    if not gaps:
        said = trn(
            "{capability} practised in the one stretch of time from {first} to {last}",
            "{capability} practised in each of {n} stretches of time from {first} to {last}",
            stretches,
            capability=capability,
            first=first,
            last=last,
        )
        return Verdict(True, said)
    said = trn(
        "{capability} not practised in {n} stretch of time",
        "{capability} not practised in {n} stretches of time",
        len(gaps),
        capability=capability,
    )
    return Verdict(False, said, tuple(_told(gap, days) for gap in gaps))


def _told(gap: Window, days: list[date]) -> Message:
    before = max((day for day in days if day < gap.first), default=None)
    after = min((day for day in days if day > gap.last), default=None)
    return tr(
        "{first} to {last}: nothing; before it {before}, after it {after}",
        first=gap.first,
        last=gap.last,
        before=before or tr("never"),
        after=after or tr("never"),
    )


def _practices(question: Question) -> list[date]:
    """The local days on which the capability is, or was, practised."""
    capability, scenarios = question.value("capability"), question.problem.scenarios
    planned = [
        question.day(session.start)
        for session in question.sessions()
        if session.scenario in scenarios and capability in scenarios[session.scenario].capabilities
    ]
    recorded = [
        record.start.date()
        for record in question.problem.records
        if capability in record.practised and question.concerns(record.session)
    ]
    return sorted({*planned, *recorded})


def _stretches(months: int, period: Window) -> list[Window]:
    """The calendar's stretches of so many months that lie in the period; none: the period."""
    found, year, month = [], period.first.year, 1
    while (first := date(year, month, 1)) <= period.last:
        year, month = (year, month + months) if month + months <= 12 else (year + 1, 1)
        last = date(year, month, 1) - timedelta(days=1)
        if first >= period.first and last <= period.last:
            found.append(Window(first, last))
    return found or [period]


def _too_long(every: Duration, period: Window, days: list[date]) -> list[Window]:
    """The times between practices that last longer than `every`."""
    earlier = [day for day in days if day < period.first]
    within = [day for day in days if period.first <= day <= period.last]
    edges = [max(earlier, default=period.first), *within, period.last]
    one = timedelta(days=1)
    return [
        Window(begin if begin not in days else begin + one, end if end not in days else end - one)
        for begin, end in pairwise(edges)
        if every.after(begin) < end
    ]
