"""Certificates that have lapsed, or lapse within the period, and which positions lose a holder."""

from dataclasses import dataclass
from datetime import date

from drillctl.model.roster import HeldCertification, Member
from drillctl.model.scenario import Position, Scenario
from drillctl.readiness.holders import Demand, Holders, day_after, demand
from drillctl.readiness.known import Known

ByDemand = dict[Demand, list[tuple[Scenario, Position]]]
"""Positions by what they ask of a person."""


@dataclass(frozen=True, slots=True)
class LostPosition:
    """A position that a member can't hold any more. `left`: how many others can, the day after.

    `only_holder`: nobody else can. `too_few`: fewer are left than the position's minimum.
    """

    scenario: str
    position: str
    minimum: int
    left: int
    only_holder: bool
    too_few: bool


@dataclass(frozen=True, slots=True)
class LapsingCertificate:
    """A certificate that nothing else of the member's replaces. `expires`: its last valid day.

    `lapsed`: before the day of the report. `positions` of the scenarios that the member can hold on
    the last day and not after it; the fewest left first.
    """

    member: str
    team: str
    certification: str
    expires: date
    lapsed: bool
    only_holder: bool
    too_few: bool
    positions: tuple[LostPosition, ...]


def certificates(known: Known) -> tuple[LapsingCertificate, ...]:
    """Certificates whose last day lies before the period's end; the gravest, then soonest, first.

    One that is renewed, or that a higher one of the member's includes, is none of them.
    """
    roster = known.problem.roster
    holders = Holders(roster)
    positions = _by_demand(known)
    rows = []
    for member in roster.members.values():
        for held in _lapsing(known, member, holders):
            assert held.expires is not None
            lost = _lost(known, member, held, holders, positions)
            rows.append(
                LapsingCertificate(
                    member=member.id,
                    team=member.team,
                    certification=held.id,
                    expires=held.expires,
                    lapsed=held.expires < known.as_of,
                    only_holder=any(position.only_holder for position in lost),
                    too_few=any(position.too_few for position in lost),
                    positions=lost,
                )
            )
    rows.sort(
        key=lambda r: (
            not r.only_holder,
            not r.too_few,
            not r.positions,
            r.expires,
            r.member,
            r.certification,
        )
    )
    return (*rows,)


def _lapsing(known: Known, member: Member, holders: Holders) -> list[HeldCertification]:
    """Of each certification the entry with which the member ceases to hold it."""
    found: dict[str, HeldCertification] = {}
    for held in member.certifications:
        if held.expires is None or held.expires >= known.until:
            continue
        last = max(end for _, end in holders.held(member, held.id))
        if last == held.expires.toordinal():
            found[held.id] = held
    return list(found.values())


def _by_demand(known: Known) -> ByDemand:
    found: ByDemand = {}
    for scenario in known.problem.scenarios.values():
        for position in scenario.positions:
            found.setdefault(demand(position), []).append((scenario, position))
    return found


def _lost(
    known: Known,
    member: Member,
    held: HeldCertification,
    holders: Holders,
    positions: ByDemand,
) -> tuple[LostPosition, ...]:
    assert held.expires is not None
    after = day_after(held.expires)
    covered = known.problem.roster.covers(held.id)
    lost = [
        _position(scenario, position, holders.number(asked, max(after, known.as_of)))
        for asked, alike in positions.items()
        if asked.needs & covered
        and holders.meets(member, asked, held.expires)
        and not holders.meets(member, asked, after)
        for scenario, position in alike
    ]
    return (*sorted(lost, key=lambda p: (p.left - p.minimum, p.scenario, p.position)),)


def _position(scenario: Scenario, position: Position, left: int) -> LostPosition:
    return LostPosition(
        scenario=scenario.id,
        position=position.id,
        minimum=position.minimum,
        left=left,
        only_holder=left == 0,
        too_few=left < position.minimum,
    )
