"""The sections of readiness as tables for people, worst first."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from drillctl.cli import readiness_people as people
from drillctl.cli.readiness_rows import Members, Table, numbers, short, when, who, words
from drillctl.language import joined, tr, trn
from drillctl.readiness.actions import OpenAction, Standing
from drillctl.readiness.capabilities import Trend
from drillctl.readiness.certificates import LostPosition
from drillctl.readiness.currency import Currency, CurrencyState
from drillctl.readiness.report import Report

_TRENDS = {Trend.BETTER: tr("better"), Trend.WORSE: tr("worse"), Trend.SAME: tr("same")}
_STATES = {
    CurrencyState.CURRENT: tr("current"),
    CurrencyState.LAPSING: tr("lapsing"),
    CurrencyState.LAPSED: tr("lapsed"),
    CurrencyState.NEVER: tr("never"),
}
MATRIX = 6
"""The joint matrix is drawn for at most so many volunteer teams; the list says all anyway."""


def tables(report: Report, members: Members, section: str) -> list[Table]:
    """The tables of one section."""
    return _TABLES[section](report, members)


def _risk(report: Report, members: Members) -> list[Table]:
    columns = (
        *words(tr("hazard")),
        *numbers(tr("risk"), tr("weight")),
        *words(tr("weakest"), tr("rated")),
        *numbers(tr("weakness"), tr("months")),
        *words(tr("next")),
    )
    rows = (
        (
            row.hazard,
            f"{row.risk:g}",
            f"{row.weight:g}",
            row.weakest or "-",
            row.rating or tr("never"),
            str(row.weakness),
            f"{row.months:.1f}" if row.last else tr("{months:.0f} (never)", months=row.months),
            when(row.planned, row.planned_session),
        )
        for row in report.risk
    )
    return [Table(tr("Risk"), columns, (*rows,))]


def _hazards(report: Report, members: Members) -> list[Table]:
    columns = (
        *words(tr("hazard")),
        *numbers(tr("exercised")),
        *words(tr("last")),
        *numbers(tr("days ago"), tr("risk")),
        *words(tr("next")),
    )
    rows = (
        (
            row.hazard,
            trn("once", "{n} times", row.times),
            when(row.last, row.last_session, tr("never")),
            "-" if row.days is None else str(row.days),
            f"{row.risk:g}",
            when(row.planned, row.planned_session),
        )
        for row in report.hazards
    )
    return [Table(tr("Hazards by time since last exercised"), columns, (*rows,))]


def _capabilities(report: Report, members: Members) -> list[Table]:
    columns = (
        *words(tr("capability")),
        *numbers(tr("risk")),
        *words(tr("rated"), tr("trend"), tr("ratings, latest last"), tr("practised"), tr("next")),
    )
    rows = [
        (
            row.capability,
            f"{row.risk:g}",
            f"{row.rating} {row.rated}" if row.rating else tr("never"),
            _TRENDS[row.trend] if row.trend else "-",
            " ".join(rated.rating for rated in row.history[-8:]) or "-",
            str(row.last or tr("never")),
            when(row.planned, row.planned_session),
        )
        for row in report.capabilities
        if row.below or row.rating is None
    ]
    good = len(report.capabilities) - len(rows)
    title = tr("Capabilities rated below P, then unrated ({n} rated P)", n=good)
    return [Table(title, columns, (*rows,), tr("every capability was last rated P"))]


def _actions(report: Report, members: Members) -> list[Table]:
    columns = words(tr("action"), tr("what"), tr("owner"), tr("due"), tr("retest"))
    rows = tuple(
        (
            row.action,
            short(row.text),
            _owner(row, members),
            _due(row),
            _retest(row, report.plan_revision is not None),
        )
        for row in report.actions
    )
    overdue = sum(row.standing is Standing.OVERDUE for row in report.actions)
    due = sum(r.retest_by is not None and r.retest_by <= report.until for r in report.actions)
    title = tr(
        "Corrective actions: {open} open, {overdue} overdue, retests due: {due} "
        "(drillctl actions lists all)",
        open=len(rows),
        overdue=overdue,
        due=due,
    )
    return [Table(title, columns, rows)]


def _owner(row: OpenAction, members: Members) -> str:
    if row.owner:
        return who(row.owner, members)
    return tr("NOBODY {team}", team=row.team) if row.team else tr("NOBODY")


def _due(row: OpenAction) -> str:
    if row.due is None or not row.days_overdue:
        return str(row.due or "-")
    return trn("{day} ({n} days ago)", "{day} ({n} days ago)", row.days_overdue, day=row.due)


def _retest(row: OpenAction, plan: bool) -> str:
    if row.retest_by is None:
        return "-"
    if row.retest_planned:
        return tr("by {day}: {planned}", day=row.retest_by, planned=row.retest_planned)
    if row.retest_missed:
        return tr("by {day} MISSED", day=row.retest_by)
    if plan:
        return tr("by {day}, NOT IN THE PLAN", day=row.retest_by)
    return tr("by {day}", day=row.retest_by)


def _currency(report: Report, members: Members) -> list[Table]:
    teams = [row for row in report.currency if row.member is None]
    each = [row for row in report.currency if row.member is not None]
    none = tr("the policy names no capability to keep current: currency: {water-rescue: 12mo}")
    columns = (
        *words(tr("team"), tr("capability"), tr("team's last"), tr("lapses")),
        *numbers(tr("members"), tr("never"), tr("lapsed")),
        *numbers(tr("lapsing"), tr("current"), tr("in the plan")),
    )
    first = Table(
        tr("Currency of teams"),
        columns,
        tuple((row.team, *_practice(row), *_counts(row)) for row in teams),
        none,
    )
    if not teams:
        return [first]
    due = tuple(
        (who(row.member or "", members), row.team, *_practice(row), _STATES[row.state], _next(row))
        for row in each
    )
    columns = words(
        tr("member"),
        tr("team"),
        tr("capability"),
        tr("last"),
        tr("lapses"),
        tr("state"),
        tr("next in the plan"),
    )
    return [first, Table(tr("Currency of members"), columns, due)]


def _practice(row: Currency) -> tuple[str, str, str]:
    return row.capability, when(row.last, row.last_session, tr("never")), str(row.lapses or "-")


def _next(row: Currency) -> str:
    return when(row.planned, row.planned_session)


def _counts(row: Currency) -> tuple[str, ...]:
    counts = (row.members, row.never, row.lapsed, row.lapsing, row.current, row.refreshed)
    return tuple(str(count) for count in counts)


def _certificates(report: Report, members: Members) -> list[Table]:
    columns = words(
        tr("member"),
        tr("team"),
        tr("certificate"),
        tr("last day"),
        tr("positions lost (holders left)"),
    )
    rows = tuple(
        (
            who(row.member, members),
            row.team,
            row.certification,
            tr("{day} LAPSED", day=row.expires) if row.lapsed else str(row.expires),
            _lost(row.positions),
        )
        for row in report.certificates
    )
    return [Table(tr("Certificates lapsing by {day}", day=report.until), columns, rows)]


def _lost(positions: Sequence[LostPosition]) -> str:
    """The positions with the fewest holders left, one a line."""
    few = [p for p in positions if p.too_few] or positions[:1]
    lines = joined("\n", (f"{p.scenario}/{p.position} (" + _left(p) + ")" for p in few))
    more = len(positions) - len(few)
    return tr("{positions} and {n} more", positions=lines, n=more) if more else lines or "-"


def _left(position: LostPosition) -> str:
    if position.only_holder:
        return tr("NOBODY")
    if position.too_few:
        return tr("{n}, needs {minimum}", n=position.left, minimum=position.minimum)
    return str(position.left)


def _joint(report: Report, members: Members) -> list[Table]:
    columns = (
        *words(tr("professional"), tr("volunteer")),
        *numbers(tr("met")),
        *words(tr("last"), tr("in")),
        *numbers(tr("planned")),
        *words(tr("next")),
    )
    rows = tuple(
        (
            row.professional,
            row.volunteer,
            tr("NEVER") if row.never else str(row.times),
            str(row.last or "-"),
            ", ".join(row.capabilities) or "-",
            str(row.planned_times),
            str(row.planned or "-"),
        )
        for row in report.joint
    )
    return [*_matrix(report), Table(tr("Pairs of teams, never met first"), columns, rows)]


def _matrix(report: Report) -> list[Table]:
    met = {(row.professional, row.volunteer): row for row in report.joint}
    professional = sorted({row.professional for row in report.joint})
    volunteer = sorted({row.volunteer for row in report.joint})
    if not 0 < len(volunteer) <= MATRIX:
        return []
    rows = tuple(
        (
            one,
            *(
                tr("NEVER") if met[one, other].never else f"{met[one, other].times}x {_month(last)}"
                for other in volunteer
                for last in (met[one, other].last,)
            ),
        )
        for one in professional
    )
    return [
        Table(tr("Joint matrix: how often, when last"), words("", *volunteer), rows, whole=True)
    ]


_TABLES: Mapping[str, Callable[[Report, Members], list[Table]]] = {
    "risk": _risk,
    "hazards": _hazards,
    "capabilities": _capabilities,
    "actions": _actions,
    "currency": _currency,
    "certificates": _certificates,
    "joint": _joint,
    "attendance": people.attendance,
    "fairness": people.fairness,
    "limits": people.limits,
    "show-up": people.show_up,
    "standbys": people.standbys,
}


def _month(day: date | None) -> str:
    return f"{day:%Y-%m}" if day is not None else ""
