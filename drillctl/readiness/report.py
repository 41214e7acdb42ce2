"""All sections of the report together."""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date

from drillctl.model.plan import Plan
from drillctl.model.problem import Problem
from drillctl.readiness.actions import OpenAction, open_actions
from drillctl.readiness.attendance import Attended, attendance
from drillctl.readiness.capabilities import Capability, capabilities
from drillctl.readiness.certificates import LapsingCertificate, certificates
from drillctl.readiness.currency import Currency, currency
from drillctl.readiness.fairness import Fairness, fairness
from drillctl.readiness.findings import Finding, findings
from drillctl.readiness.hazards import HazardHistory, hazards
from drillctl.readiness.joint import Meeting, joint
from drillctl.readiness.known import known
from drillctl.readiness.limits import NearLimit, near_limits
from drillctl.readiness.risk import FORMULA, HazardRisk, hazard_risks
from drillctl.readiness.show_up import ShowsUp, shows_up
from drillctl.readiness.standbys import Kept, standbys

SECTIONS = (
    "risk",
    "hazards",
    "capabilities",
    "actions",
    "currency",
    "certificates",
    "joint",
    "attendance",
    "fairness",
    "limits",
    "show-up",
    "standbys",
)


@dataclass(frozen=True, slots=True)
class Report:
    """Readiness at the end of the local date `as_of`; a field for each of `SECTIONS`.

    `first` and `until`: the period's local dates, both included. `records`: sessions that took
    place by then and are filled in; `blank`: records by then that nobody has filled in.
    `plan_revision` None: there is no plan. `unrecorded`: its sessions that lie behind and have no
    filled-in record. `strangers`: people in records who are not in the roster, with how many
    records name each. `twice`: sessions with two records of one day, both of which count.
    `unknown_hazards`: of records, and of no scenario or policy. `show_up` is the section
    ``show-up``.
    """

    as_of: date
    first: date
    until: date
    records: int
    blank: int
    plan_revision: int | None
    formula: str
    findings: tuple[Finding, ...]
    risk: tuple[HazardRisk, ...]
    hazards: tuple[HazardHistory, ...]
    capabilities: tuple[Capability, ...]
    actions: tuple[OpenAction, ...]
    currency: tuple[Currency, ...]
    certificates: tuple[LapsingCertificate, ...]
    joint: tuple[Meeting, ...]
    attendance: tuple[Attended, ...]
    fairness: tuple[Fairness, ...]
    limits: tuple[NearLimit, ...]
    show_up: tuple[ShowsUp, ...]
    standbys: tuple[Kept, ...]
    unrecorded: tuple[str, ...]
    strangers: tuple[tuple[str, int], ...]
    twice: tuple[str, ...]
    unknown_hazards: tuple[str, ...]


def report(problem: Problem, as_of: date, plan: Plan | None = None) -> Report:
    """Every section, as known at the end of the local date `as_of`."""
    about = known(problem, as_of, plan)
    named = Counter(member for record in about.records for member in record.attendance)
    unknown = {m: n for m, n in named.items() if m not in problem.roster.members}
    days = Counter((record.session, record.start.date()) for record in about.records)
    risks = hazard_risks(about)
    hazard_names = {row.hazard.casefold() for row in risks}
    written = {about.hazard(record) for record in about.records}
    found = Report(
        as_of=as_of,
        first=problem.period.first,
        until=problem.period.last,
        records=len(about.records),
        blank=sum(r.blank and r.start.date() <= as_of for r in problem.records),
        plan_revision=plan.revision if plan is not None else None,
        formula=FORMULA,
        findings=(),
        risk=risks,
        hazards=hazards(about),
        capabilities=capabilities(about),
        actions=open_actions(about),
        currency=currency(about),
        certificates=certificates(about),
        joint=joint(about),
        attendance=attendance(about),
        fairness=fairness(about),
        limits=near_limits(about),
        show_up=shows_up(about),
        standbys=standbys(about),
        unrecorded=about.unrecorded,
        strangers=(*sorted(unknown.items(), key=lambda item: (-item[1], item[0])),),
        twice=(*sorted({session for (session, _), number in days.items() if number > 1}),),
        unknown_hazards=(*sorted(h for h in written if h and h.casefold() not in hazard_names),),
    )
    return replace(found, findings=findings(found))
