"""The sections of readiness as tables for people, worst first."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from drillctl.cli import readiness_people as people
from drillctl.cli.readiness_rows import Members, Table, short, when, who
from drillctl.readiness.actions import OpenAction, Standing
from drillctl.readiness.certificates import LostPosition
from drillctl.readiness.currency import Currency
from drillctl.readiness.report import Report

MATRIX = 6
"""The joint matrix is drawn for at most so many volunteer teams; the list says all anyway."""


def tables(report: Report, members: Members, section: str) -> list[Table]:
    """The tables of one section."""
    return _TABLES[section](report, members)


def _risk(report: Report, members: Members) -> list[Table]:
    columns = ("hazard", "#risk", "#weight", "weakest", "rated", "#weakness", "#months", "next")
    rows = (
        (
            row.hazard,
            f"{row.risk:g}",
            f"{row.weight:g}",
            row.weakest or "-",
            row.rating or "never",
            str(row.weakness),
            f"{row.months:.1f}" if row.last else f"{row.months:.0f} (never)",
            when(row.planned, row.planned_session),
        )
        for row in report.risk
    )
    return [Table("Risk", columns, (*rows,))]


def _hazards(report: Report, members: Members) -> list[Table]:
    columns = ("hazard", "#exercised", "last", "#days ago", "#risk", "next")
    rows = (
        (
            row.hazard,
            f"{row.times} times" if row.times != 1 else "once",
            when(row.last, row.last_session, "never"),
            "-" if row.days is None else str(row.days),
            f"{row.risk:g}",
            when(row.planned, row.planned_session),
        )
        for row in report.hazards
    )
    return [Table("Hazards by time since last exercised", columns, (*rows,))]


def _capabilities(report: Report, members: Members) -> list[Table]:
    columns = ("capability", "#risk", "rated", "trend", "ratings, latest last", "practised", "next")
    rows = [
        (
            row.capability,
            f"{row.risk:g}",
            f"{row.rating} {row.rated}" if row.rating else "never",
            row.trend or "-",
            " ".join(rated.rating for rated in row.history[-8:]) or "-",
            str(row.last or "never"),
            when(row.planned, row.planned_session),
        )
        for row in report.capabilities
        if row.below or row.rating is None
    ]
    good = len(report.capabilities) - len(rows)
    title = f"Capabilities rated below P, then unrated ({good} rated P)"
    return [Table(title, columns, (*rows,), "every capability was last rated P")]


def _actions(report: Report, members: Members) -> list[Table]:
    columns = ("action", "what", "owner", "due", "retest")
    rows = tuple(
        (
            row.action,
            short(row.text),
            who(row.owner, members) if row.owner else f"NOBODY {row.team or ''}".rstrip(),
            str(row.due or "-") + (f" ({row.days_overdue} days ago)" if row.days_overdue else ""),
            _retest(row, report.plan_revision is not None),
        )
        for row in report.actions
    )
    overdue = sum(row.standing is Standing.OVERDUE for row in report.actions)
    due = sum(r.retest_by is not None and r.retest_by <= report.until for r in report.actions)
    title = f"Corrective actions: {len(rows)} open, {overdue} overdue, retests due: {due}"
    return [Table(f"{title} (drillctl actions lists all)", columns, rows)]


def _retest(row: OpenAction, plan: bool) -> str:
    if row.retest_by is None:
        return "-"
    if row.retest_planned:
        return f"by {row.retest_by}: {row.retest_planned}"
    late = " MISSED" if row.retest_missed else ""
    return f"by {row.retest_by}{late}" + (", NOT IN THE PLAN" if plan and not late else "")


def _currency(report: Report, members: Members) -> list[Table]:
    teams = [row for row in report.currency if row.member is None]
    each = [row for row in report.currency if row.member is not None]
    none = "the policy names no capability to keep current: currency: {water-rescue: 12mo}"
    columns = ("team", "capability", "team's last", "lapses", "#members", "#never", "#lapsed")
    first = Table(
        "Currency of teams",
        (*columns, "#lapsing", "#current", "#in the plan"),
        tuple((row.team, *_practice(row), *_counts(row)) for row in teams),
        none,
    )
    if not teams:
        return [first]
    due = tuple(
        (who(row.member or "", members), row.team, *_practice(row), str(row.state), _next(row))
        for row in each
    )
    columns = ("member", "team", "capability", "last", "lapses", "state", "next in the plan")
    return [first, Table("Currency of members", columns, due)]


def _practice(row: Currency) -> tuple[str, str, str]:
    return row.capability, when(row.last, row.last_session, "never"), str(row.lapses or "-")


def _next(row: Currency) -> str:
    return when(row.planned, row.planned_session)


def _counts(row: Currency) -> tuple[str, ...]:
    counts = (row.members, row.never, row.lapsed, row.lapsing, row.current, row.refreshed)
    return tuple(str(count) for count in counts)


def _certificates(report: Report, members: Members) -> list[Table]:
    columns = ("member", "team", "certificate", "last day", "positions lost (holders left)")
    rows = tuple(
        (
            who(row.member, members),
            row.team,
            row.certification,
            f"{row.expires} LAPSED" if row.lapsed else str(row.expires),
            _lost(row.positions),
        )
        for row in report.certificates
    )
    return [Table(f"Certificates lapsing by {report.until}", columns, rows)]


def _lost(positions: Sequence[LostPosition]) -> str:
    """The positions with the fewest holders left, one a line."""
    lines = [f"{p.scenario}/{p.position} ({_left(p)})" for p in positions if p.too_few] or [
        f"{p.scenario}/{p.position} ({_left(p)})" for p in positions[:1]
    ]
    more = len(positions) - len(lines)
    return "\n".join(lines) + (f" and {more} more" if more else "") or "-"


def _left(position: LostPosition) -> str:
    if position.only_holder:
        return "NOBODY"
    return f"{position.left}, needs {position.minimum}" if position.too_few else f"{position.left}"


def _joint(report: Report, members: Members) -> list[Table]:
    columns = ("professional", "volunteer", "#met", "last", "in", "#planned", "next")
    rows = tuple(
        (
            row.professional,
            row.volunteer,
            "NEVER" if row.never else str(row.times),
            str(row.last or "-"),
            ", ".join(row.capabilities) or "-",
            str(row.planned_times),
            str(row.planned or "-"),
        )
        for row in report.joint
    )
    return [*_matrix(report), Table("Pairs of teams, never met first", columns, rows)]


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
                "NEVER" if met[one, other].never else f"{met[one, other].times}x {_month(last)}"
                for other in volunteer
                for last in (met[one, other].last,)
            ),
        )
        for one in professional
    )
    return [Table("Joint matrix: how often, when last", ("", *volunteer), rows, whole=True)]


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
