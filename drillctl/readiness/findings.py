"""What to do first: the few sentences that a coordinator reads before any table.

Missing records come first, since all the rest would read differently with them; then what concerns
a hazard or a capability, by risk; then what concerns people.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

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
        text = f"{_number(len(never), 'more hazard')} never exercised: "
        yield Finding("hazards", "hazards", never[0].risk, text + _some([r.hazard for r in never]))
    for row in report.risk[:HAZARDS]:
        parts = [_exercised(row), _weakness(row), _planned(report, row)]
        yield Finding("risk", row.hazard, row.risk, "; ".join(part for part in parts if part))


def _exercised(row: HazardRisk) -> str:
    return f"last exercised {row.last}" if row.last else "never exercised"


def _weakness(row: HazardRisk) -> str:
    if row.weakest is None:
        return "no scenario practises a capability for it"
    if row.rating is None:
        return f"{row.weakest} never rated"
    return f"weakest: {row.weakest}, rated {row.rating}"


def _planned(report: "Report", row: HazardRisk | Capability) -> str:
    if report.plan_revision is None:
        return ""
    return f"next {row.planned} ({row.planned_session})" if row.planned else "NOT IN THE PLAN"


def _capabilities(report: "Report") -> Iterator[Finding]:
    """One sentence for a capability that is rated below P, or is not current with everybody."""
    teams = [row for row in report.currency if row.member is None]
    for row in report.capabilities:
        parts = [_rated(row)] if row.below else []
        stale = _stale([team for team in teams if team.capability == row.capability], report)
        if stale or parts:
            parts += [stale, _planned(report, row)]
            text = "; ".join(part for part in parts if part)
            section = "capabilities" if row.below else "currency"
            yield Finding(section, row.capability, row.risk, text)


def _rated(row: Capability) -> str:
    trend = "" if row.trend in (None, Trend.SAME) else f", {row.trend} than before"
    return f"rated {row.rating} on {row.rated}{trend}"


def _stale(teams: Sequence[Currency], report: "Report") -> str:
    never, lapsed, lapsing = (
        sum(getattr(team, state) or 0 for team in teams) for state in ("never", "lapsed", "lapsing")
    )
    counts = ((never, "never practised it"), (lapsed, "have lapsed"), (lapsing, "will lapse"))
    told = ", ".join(f"{number} {what}" for number, what in counts if number)
    if not told:
        return ""
    total = sum(team.members or 0 for team in teams)
    text = f"{never + lapsed + lapsing} of {total} members not current on {report.until} ({told})"
    if any(team.planned for team in teams):
        text += f", the plan seats {sum(team.refreshed or 0 for team in teams)} of them"
    return text


def _actions(report: "Report") -> Iterator[Finding]:
    overdue = [row for row in report.actions if row.standing is Standing.OVERDUE]
    if overdue:
        longest = max(overdue, key=lambda row: row.days_overdue or 0)
        text = f"{_number(len(overdue), 'corrective action')} overdue, the longest "
        text += f"{longest.action} by {longest.days_overdue} days"
        unowned = sum(not row.owner for row in overdue)
        text += f"; {unowned} without an owner" if unowned else ""
        yield Finding("actions", "actions", max(r.risk for r in overdue), text)
    due = [row for row in report.actions if row.retest_by and row.retest_by <= report.until]
    open_ = [row for row in due if row.retest_planned is None]
    if open_:
        text = f"{_number(len(due), 'retest')} due by {report.until}"
        if report.plan_revision is not None:
            text += f", {len(open_)} NOT IN THE PLAN: {_some([row.action for row in open_])}"
        yield Finding("actions", "retests", max(r.risk for r in open_), text)


def _certificates(report: "Report") -> Iterator[Finding]:
    rows = report.certificates
    if rows:
        people = len({row.member for row in rows})
        text = f"{_number(len(rows), 'certificate')} of {_number(people, 'member')} "
        lapsed = sum(row.lapsed for row in rows)
        text += f"lapsing by {report.until}" + (f", {lapsed} of them already" if lapsed else "")
        positions = [
            f"{p.scenario}/{p.position}" for row in rows for p in row.positions if p.only_holder
        ]
        if positions:
            text += f"; NOBODY is left for {_some(positions)}"
        few = [
            f"{p.scenario}/{p.position}"
            for row in rows
            for p in row.positions
            if p.too_few and not p.only_holder
        ]
        text += f"; too few are left for {_some(few)}" if few else ""
        yield Finding("certificates", "certificates", None, text)


def _joint(report: "Report") -> Iterator[Finding]:
    never = [row for row in report.joint if row.never]
    if never:
        text = f"{len(never)} of {_number(len(report.joint), 'pair')} of teams never met"
        missing = [row for row in never if row.planned is None]
        if report.plan_revision is not None:
            text += (
                f", {len(missing)} of them not in the plan either"
                if missing
                else ("; the plan brings them all together")
            )
        names = [f"{row.professional} and {row.volunteer}" for row in missing]
        text += f": {_some(names)}" if names else ""
        yield Finding("joint", "joint", None, text)


def _standbys(report: "Report") -> Iterator[Finding]:
    below = [row for row in report.standbys if row.below]
    if below:
        names = [f"{row.session}/{row.position} ({row.exact:.0%})" for row in below]
        text = f"{_number(len(below), 'position')} with standbys less sure of their "
        text += f"minimum than the {below[0].asked:.0%} asked: {_some(names)}"
        yield Finding("standbys", "standbys", None, text)


def _limits(report: "Report") -> Iterator[Finding]:
    ahead = {row.member: row.share for row in reversed(report.limits) if row.ahead}
    if ahead:
        over = sum(share > 1 for share in ahead.values())
        text = f"{_number(len(ahead), 'member')} at 80 % or more of a limit"
        yield Finding("limits", "limits", None, text + (f", {over} OVER it" if over else ""))


def _unrecorded(report: "Report") -> Iterator[Finding]:
    missing = report.unrecorded
    if missing:
        text = f"{_number(len(missing), 'session')} of the plan passed without a filled-in "
        text += f"record, so that nothing they practised counts: {_some(missing)}"
        yield Finding("records", "records", None, text)


def _number(count: int, what: str) -> str:
    return f"{count} {what}" + ("" if count == 1 else "s")


def _some(names: Sequence[str]) -> str:
    distinct = list(dict.fromkeys(names))
    more = len(distinct) - NAMED
    return ", ".join(distinct[:NAMED]) + (f" and {more} more" if more > 0 else "")
