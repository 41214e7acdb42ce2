"""The sections of readiness as tables for people, worst first."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from drillctl.model.roster import Member
from drillctl.readiness.actions import OpenAction, Standing
from drillctl.readiness.certificates import LostPosition
from drillctl.readiness.currency import Currency
from drillctl.readiness.report import Report

Members = Mapping[str, Member]
MATRIX = 6
"""The joint matrix is drawn for at most so many volunteer teams; the list says all anyway."""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells. A column whose name begins with ``#`` holds numbers.

    `none`: what to say where there is no row. `whole`: never cut short.
    """

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    none: str = "none"
    whole: bool = False


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
            _when(row.planned, row.planned_session),
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
            _when(row.last, row.last_session, "never"),
            "-" if row.days is None else str(row.days),
            f"{row.risk:g}",
            _when(row.planned, row.planned_session),
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
            _when(row.planned, row.planned_session),
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
            _short(row.text),
            _who(row.owner, members) if row.owner else f"NOBODY {row.team or ''}".rstrip(),
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
    people = [row for row in report.currency if row.member is not None]
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
        (_who(row.member or "", members), row.team, *_practice(row), str(row.state), _next(row))
        for row in people
    )
    columns = ("member", "team", "capability", "last", "lapses", "state", "next in the plan")
    return [first, Table("Currency of members", columns, due)]


def _practice(row: Currency) -> tuple[str, str, str]:
    return row.capability, _when(row.last, row.last_session, "never"), str(row.lapses or "-")


def _next(row: Currency) -> str:
    return _when(row.planned, row.planned_session)


def _counts(row: Currency) -> tuple[str, ...]:
    counts = (row.members, row.never, row.lapsed, row.lapsing, row.current, row.refreshed)
    return tuple(str(count) for count in counts)


def _certificates(report: Report, members: Members) -> list[Table]:
    columns = ("member", "team", "certificate", "last day", "positions lost (holders left)")
    rows = tuple(
        (
            _who(row.member, members),
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


def _attendance(report: Report, members: Members) -> list[Table]:
    columns = ("member", "team", "#asked", "#came", "#late", "#absent", "#hours", "#planned hours")
    rows = (
        (
            _who(row.member, members),
            row.team,
            str(row.asked),
            str(row.asked - row.absent),
            str(row.late),
            str(row.absent),
            f"{row.hours:g}",
            f"{row.planned_hours:g}",
        )
        for row in report.attendance
    )
    return [Table("Attendance in the last twelve months", columns, (*rows,))]


def _fairness(report: Report, members: Members) -> list[Table]:
    columns = ("kind", "hours", "#members", "#total", "#mean", "#sd", "#least", "#most")
    rows = (
        (
            row.kind,
            row.basis,
            str(row.members),
            *(f"{x:,.1f}" for x in (row.hours, row.mean, row.sd, row.least, row.most)),
            f"{row.hours_squared:,.0f}",
            f"{row.gini:.3f}",
        )
        for row in report.fairness
    )
    title = "Fairness: hours within each kind (Gini: 0 all alike, 1 one has them all)"
    return [Table(title, (*columns, "#sum of h²", "#Gini"), (*rows,))]


def _limits(report: Report, members: Members) -> list[Table]:
    columns = ("member", "team", "limit", "#used", "#of", "#share", "window")
    rows = (
        (
            _who(row.member, members),
            row.team,
            row.limit,
            f"{row.used:g}",
            f"{row.allowed:g}",
            f"{row.share:.0%}" + (" OVER" if row.share > 1 else ""),
            f"{row.first} to {row.last}" + ("" if row.ahead else " (past)"),
        )
        for row in report.limits
    )
    return [Table("People at 80 % or more of a limit", columns, (*rows,), "nobody")]


def _show_up(report: Report, members: Members) -> list[Table]:
    columns = ("member", "team", "#appears with", "#came", "#of", "last asked")
    rows = (
        (
            _who(row.member, members),
            row.team,
            f"{row.probability:.1%}",
            str(row.came),
            str(row.asked),
            str(row.last or "no history: team's rate"),
        )
        for row in report.show_up
    )
    return [Table("Who is least likely to appear", columns, (*rows,))]


def _standbys(report: Report, members: Members) -> list[Table]:
    columns = ("day", "session", "position", "#min", "#seated", "#standbys", "#keeps min")
    rows = (
        (
            str(row.day),
            row.session,
            row.position,
            str(row.minimum),
            str(row.seated),
            str(row.standbys),
            f"{row.exact:.2%}" + (" TOO LOW" if row.below else ""),
            f"{row.simulated:.2%}",
            f"{row.session_simulated:.2%}",
        )
        for row in report.standbys
    )
    none = "no session ahead has standbys" if report.plan_revision else "name a plan with --plan"
    title = "Standbys: how surely each position keeps its minimum"
    return [Table(title, (*columns, "#simulated", "#whole session"), (*rows,), none)]


_TABLES: Mapping[str, Callable[[Report, Members], list[Table]]] = {
    "risk": _risk,
    "hazards": _hazards,
    "capabilities": _capabilities,
    "actions": _actions,
    "currency": _currency,
    "certificates": _certificates,
    "joint": _joint,
    "attendance": _attendance,
    "fairness": _fairness,
    "limits": _limits,
    "show-up": _show_up,
    "standbys": _standbys,
}


def _when(day: date | None, session: str | None, none: str = "-") -> str:
    return f"{day} {session}" if day is not None else none


def _month(day: date | None) -> str:
    return f"{day:%Y-%m}" if day is not None else ""


def _who(member: str, members: Members) -> str:
    return f"{members[member].name} ({member})" if member in members else member


def _short(text: str, longest: int = 60) -> str:
    line = " ".join(text.split())
    return line if len(line) <= longest else line[: longest - 1] + "…"
