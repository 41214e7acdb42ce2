"""What to do first: the few sentences that a coordinator reads before any table.

Missing records come first, since all the rest would read differently with them; then what concerns
a hazard or a capability, by risk; then what concerns people.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from drillctl.language import joined, tr, trn
from drillctl.readiness.actions import Standing
from drillctl.readiness.capabilities import Capability, Trend
from drillctl.readiness.currency import Currency
from drillctl.readiness.risk import HazardRisk

if TYPE_CHECKING:
    from drillctl.readiness.report import Report

HAZARDS = 5
"""So many hazards of the highest risk are named."""
NAMED = 3


@dataclass(frozen=True, slots=True)
class Finding:
    """One sentence. `section`: where to read more. `risk` None: it concerns no hazard."""

    section: str
    about: str
    risk: float | None
    text: str


def findings(report: "Report") -> tuple[Finding, ...]:
    """Missing records, then by risk, then the rest in order of the sections."""
    # Stable: of equal risks, hazards come before capabilities, and those before actions.
    risky = [*_hazards(report), *_capabilities(report), *_actions(report)]
    risky.sort(key=lambda f: -(f.risk or 0.0))
    return (
        *_unrecorded(report),
        *risky,
        *_certificates(report),
        *_joint(report),
        *_standbys(report),
        *_limits(report),
    )


def _hazards(report: "Report") -> Iterator[Finding]:
    never = [row for row in report.risk[HAZARDS:] if row.last is None]
    if never:
        text = trn(
            "{n} more hazard never exercised: {hazards}",
            "{n} more hazards never exercised: {hazards}",
            len(never),
            hazards=_some([r.hazard for r in never]),
        )
        yield Finding("hazards", tr("hazards"), never[0].risk, text)
    for row in report.risk[:HAZARDS]:
        parts = [_exercised(row), _weakness(row), _planned(report, row)]
        yield Finding("risk", row.hazard, row.risk, joined("; ", filter(None, parts)))


def _exercised(row: HazardRisk) -> str:
    return tr("last exercised {day}", day=row.last) if row.last else tr("never exercised")


def _weakness(row: HazardRisk) -> str:
    if row.weakest is None:
        return tr("no scenario practises a capability for it")
    if row.rating is None:
        return tr("{capability} never rated", capability=row.weakest)
    return tr("weakest: {capability}, rated {rating}", capability=row.weakest, rating=row.rating)


def _planned(report: "Report", row: HazardRisk | Capability) -> str:
    if report.plan_revision is None:
        return ""
    if not row.planned:
        return tr("NOT IN THE PLAN")
    return tr("next {day} ({session})", day=row.planned, session=row.planned_session)


def _capabilities(report: "Report") -> Iterator[Finding]:
    """One sentence for a capability that is rated below P, or is not current with everybody."""
    teams = [row for row in report.currency if row.member is None]
    for row in report.capabilities:
        parts = [_rated(row)] if row.below else []
        stale = _stale([team for team in teams if team.capability == row.capability], report)
        if stale or parts:
            parts += [stale, _planned(report, row)]
            text = joined("; ", filter(None, parts))
            section = "capabilities" if row.below else "currency"
            yield Finding(section, row.capability, row.risk, text)


def _rated(row: Capability) -> str:
    values = {"rating": row.rating, "day": row.rated}
    match row.trend:
        case Trend.BETTER:
            return tr("rated {rating} on {day}, better than before", **values)
        case Trend.WORSE:
            return tr("rated {rating} on {day}, worse than before", **values)
        case _:
            return tr("rated {rating} on {day}", **values)


def _stale(teams: Sequence[Currency], report: "Report") -> str:
    never, lapsed, lapsing = (
        sum(getattr(team, state) or 0 for team in teams) for state in ("never", "lapsed", "lapsing")
    )
    told = []
    if never:
        told.append(tr("{count} never practised it", count=never))
    if lapsed:
        told.append(tr("{count} have lapsed", count=lapsed))
    if lapsing:
        told.append(tr("{count} will lapse", count=lapsing))
    if not told:
        return ""
    text = tr(
        "{count} of {total} members not current on {day} ({told})",
        count=never + lapsed + lapsing,
        total=sum(team.members or 0 for team in teams),
        day=report.until,
        told=joined(", ", told),
    )
    if any(team.planned for team in teams):
        seated = sum(team.refreshed or 0 for team in teams)
        return tr("{text}, the plan seats {count} of them", text=text, count=seated)
    return text


def _actions(report: "Report") -> Iterator[Finding]:
    overdue = [row for row in report.actions if row.standing is Standing.OVERDUE]
    if overdue:
        longest = max(overdue, key=lambda row: row.days_overdue or 0)
        text = trn(
            "{n} corrective action overdue, the longest {action} by {days} days",
            "{n} corrective actions overdue, the longest {action} by {days} days",
            len(overdue),
            action=longest.action,
            days=longest.days_overdue,
        )
        unowned = sum(not row.owner for row in overdue)
        if unowned:
            text += "; " + tr("{count} without an owner", count=unowned)
        yield Finding("actions", tr("actions"), max(r.risk for r in overdue), text)
    due = [row for row in report.actions if row.retest_by and row.retest_by <= report.until]
    open_ = [row for row in due if row.retest_planned is None]
    if open_:
        text = trn(
            "{n} retest due by {day}", "{n} retests due by {day}", len(due), day=report.until
        )
        if report.plan_revision is not None:
            text = tr(
                "{text}, {count} NOT IN THE PLAN: {actions}",
                text=text,
                count=len(open_),
                actions=_some([row.action for row in open_]),
            )
        yield Finding("actions", tr("retests"), max(r.risk for r in open_), text)


def _certificates(report: "Report") -> Iterator[Finding]:
    rows = report.certificates
    if rows:
        people = len({row.member for row in rows})
        text = trn(
            "{n} certificate of {people} lapsing by {day}",
            "{n} certificates of {people} lapsing by {day}",
            len(rows),
            people=trn("{n} member", "{n} members", people),
            day=report.until,
        )
        lapsed = sum(row.lapsed for row in rows)
        if lapsed:
            text = tr("{text}, {count} of them already", text=text, count=lapsed)
        positions = [
            f"{p.scenario}/{p.position}" for row in rows for p in row.positions if p.only_holder
        ]
        if positions:
            text += "; " + tr("NOBODY is left for {positions}", positions=_some(positions))
        few = [
            f"{p.scenario}/{p.position}"
            for row in rows
            for p in row.positions
            if p.too_few and not p.only_holder
        ]
        if few:
            text += "; " + tr("too few are left for {positions}", positions=_some(few))
        yield Finding("certificates", tr("certificates"), None, text)


def _joint(report: "Report") -> Iterator[Finding]:
    never = [row for row in report.joint if row.never]
    if never:
        text = trn(
            "{never} of {n} pair of teams never met",
            "{never} of {n} pairs of teams never met",
            len(report.joint),
            never=len(never),
        )
        missing = [row for row in never if row.planned is None]
        if report.plan_revision is not None:
            text = (
                tr("{text}, {count} of them not in the plan either", text=text, count=len(missing))
                if missing
                else tr("{text}; the plan brings them all together", text=text)
            )
        names = [
            tr("{one} and {other}", one=row.professional, other=row.volunteer) for row in missing
        ]
        if names:
            text += ": " + _some(names)
        yield Finding("joint", tr("joint"), None, text)


def _standbys(report: "Report") -> Iterator[Finding]:
    below = [row for row in report.standbys if row.below]
    if below:
        names = [f"{row.session}/{row.position} ({row.exact:.0%})" for row in below]
        text = trn(
            "{n} position with standbys less sure of their minimum than the {asked:.0%} asked: "
            "{positions}",
            "{n} positions with standbys less sure of their minimum than the {asked:.0%} asked: "
            "{positions}",
            len(below),
            asked=below[0].asked,
            positions=_some(names),
        )
        yield Finding("standbys", tr("standbys"), None, text)


def _limits(report: "Report") -> Iterator[Finding]:
    ahead = {row.member: row.share for row in reversed(report.limits) if row.ahead}
    if ahead:
        over = sum(share > 1 for share in ahead.values())
        text = trn(
            "{n} member at 80 % or more of a limit",
            "{n} members at 80 % or more of a limit",
            len(ahead),
        )
        if over:
            text = tr("{text}, {count} OVER it", text=text, count=over)
        yield Finding("limits", tr("limits"), None, text)


def _unrecorded(report: "Report") -> Iterator[Finding]:
    missing = report.unrecorded
    if missing:
        text = trn(
            "{n} session of the plan passed without a filled-in record, so that nothing they "
            "practised counts: {sessions}",
            "{n} sessions of the plan passed without a filled-in record, so that nothing they "
            "practised counts: {sessions}",
            len(missing),
            sessions=_some(missing),
        )
        yield Finding("records", tr("records"), None, text)


def _some(names: Sequence[str]) -> str:
    distinct = list(dict.fromkeys(names))
    more = len(distinct) - NAMED
    named = joined(", ", distinct[:NAMED])
    return tr("{names} and {count} more", names=named, count=more) if more > 0 else named
