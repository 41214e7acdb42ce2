"""The sections of readiness about people's hours and presence, as tables, worst first."""

from drillctl.cli.readiness_rows import Members, Table, numbers, who, words
from drillctl.language import tr
from drillctl.model.roster import Kind
from drillctl.readiness.fairness import Basis
from drillctl.readiness.report import Report

_KINDS = {Kind.PROFESSIONAL: tr("professional"), Kind.VOLUNTEER: tr("volunteer")}
_BASES = {Basis.RECORDED: tr("recorded"), Basis.WITH_PLAN: tr("with plan")}


def attendance(report: Report, members: Members) -> list[Table]:
    """Who came and who was absent; hours behind and ahead."""
    counts = (tr("asked"), tr("came"), tr("late"), tr("absent"), tr("hours"), tr("planned hours"))
    columns = (*words(tr("member"), tr("team")), *numbers(*counts))
    rows = (
        (
            who(row.member, members),
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
    return [Table(tr("Attendance in the last twelve months"), columns, (*rows,))]


def fairness(report: Report, members: Members) -> list[Table]:
    """How evenly the hours lie on people."""
    columns = (
        *words(tr("kind"), tr("hours")),
        *numbers(tr("members"), tr("total"), tr("mean"), tr("sd"), tr("least"), tr("most")),
        *numbers(tr("sum of h²"), tr("Gini")),
    )
    rows = (
        (
            _KINDS[row.kind],
            _BASES[row.basis],
            str(row.members),
            *(f"{x:,.1f}" for x in (row.hours, row.mean, row.sd, row.least, row.most)),
            f"{row.hours_squared:,.0f}",
            f"{row.gini:.3f}",
        )
        for row in report.fairness
    )
    title = tr("Fairness: hours within each kind (Gini: 0 all alike, 1 one has them all)")
    return [Table(title, columns, (*rows,))]


def limits(report: Report, members: Members) -> list[Table]:
    """Who is near a limit, or over it."""
    columns = (
        *words(tr("member"), tr("team"), tr("limit")),
        *numbers(tr("used"), tr("of"), tr("share")),
        *words(tr("window")),
    )
    rows = (
        (
            who(row.member, members),
            row.team,
            row.limit,
            f"{row.used:g}",
            f"{row.allowed:g}",
            tr("{share:.0%} OVER", share=row.share) if row.share > 1 else f"{row.share:.0%}",
            tr("{first} to {last}", first=row.first, last=row.last)
            if row.ahead
            else tr("{first} to {last} (past)", first=row.first, last=row.last),
        )
        for row in report.limits
    )
    return [Table(tr("People at 80 % or more of a limit"), columns, (*rows,), tr("nobody"))]


def show_up(report: Report, members: Members) -> list[Table]:
    """Who is least likely to appear."""
    columns = (
        *words(tr("member"), tr("team")),
        *numbers(tr("appears with"), tr("came"), tr("of")),
        *words(tr("last asked")),
    )
    rows = (
        (
            who(row.member, members),
            row.team,
            f"{row.probability:.1%}",
            str(row.came),
            str(row.asked),
            str(row.last or tr("no history: team's rate")),
        )
        for row in report.show_up
    )
    return [Table(tr("Who is least likely to appear"), columns, (*rows,))]


def standbys(report: Report, members: Members) -> list[Table]:
    """How surely positions with standbys keep their minimum."""
    columns = (
        *words(tr("day"), tr("session"), tr("position")),
        *numbers(tr("min"), tr("seated"), tr("standbys"), tr("keeps min")),
        *numbers(tr("simulated"), tr("whole session")),
    )
    rows = (
        (
            str(row.day),
            row.session,
            row.position,
            str(row.minimum),
            str(row.seated),
            str(row.standbys),
            tr("{share:.2%} TOO LOW", share=row.exact) if row.below else f"{row.exact:.2%}",
            f"{row.simulated:.2%}",
            f"{row.session_simulated:.2%}",
        )
        for row in report.standbys
    )
    none = tr("name a plan with --plan")
    if report.plan_revision:
        none = tr("no session ahead has standbys")
    title = tr("Standbys: how surely each position keeps its minimum")
    return [Table(title, columns, (*rows,), none)]
