"""The sections of readiness about people's hours and presence, as tables, worst first."""

from drillctl.cli.readiness_rows import Members, Table, who
from drillctl.readiness.report import Report


def attendance(report: Report, members: Members) -> list[Table]:
    """Who came and who was absent; hours behind and ahead."""
    columns = ("member", "team", "#asked", "#came", "#late", "#absent", "#hours", "#planned hours")
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
    return [Table("Attendance in the last twelve months", columns, (*rows,))]


def fairness(report: Report, members: Members) -> list[Table]:
    """How evenly the hours lie on people."""
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


def limits(report: Report, members: Members) -> list[Table]:
    """Who is near a limit, or over it."""
    columns = ("member", "team", "limit", "#used", "#of", "#share", "window")
    rows = (
        (
            who(row.member, members),
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


def show_up(report: Report, members: Members) -> list[Table]:
    """Who is least likely to appear."""
    columns = ("member", "team", "#appears with", "#came", "#of", "last asked")
    rows = (
        (
            who(row.member, members),
            row.team,
            f"{row.probability:.1%}",
            str(row.came),
            str(row.asked),
            str(row.last or "no history: team's rate"),
        )
        for row in report.show_up
    )
    return [Table("Who is least likely to appear", columns, (*rows,))]


def standbys(report: Report, members: Members) -> list[Table]:
    """How surely positions with standbys keep their minimum."""
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
