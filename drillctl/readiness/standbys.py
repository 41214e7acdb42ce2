"""Whether standbys are enough: the probability that a position of the plan keeps its minimum.

Said twice, by ways that share nothing but the members' probabilities (`show_up`): exactly, from the
number of seated members and standbys who appear, and by playing whole sessions many times with
random numbers that depend on the policy's seed and the session alone.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import TYPE_CHECKING

from drillctl.model.plan import ParticipationStatus
from drillctl.model.roster import Kind, Roster
from drillctl.model.scenario import Joint, Position, Scenario
from drillctl.model.show_up import keeps
from drillctl.readiness.known import Known, Planned
from drillctl.readiness.show_up import show_up

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

DRAWS = 10_000
"""How often each session is played; the standard error is at most 0.005."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A position that has standbys, or whose standbys are ``auto``.

    `exact`: the probability that at least `minimum` of its members and standbys appear.
    `simulated`: the share of `DRAWS` plays in which it had them. `session_simulated`: likewise, in
    which every position of the session had, with or without standbys, and those who sat were as its
    `joint` demands. `below`: `exact` is less than `asked`, the policy's `show_up`.
    """

    session: str
    day: date
    position: str
    minimum: int
    seated: int
    standbys: int
    exact: float
    simulated: float
    session_simulated: float
    asked: float
    below: bool


def standbys(known: Known) -> tuple[Kept, ...]:
    """Such positions of the sessions ahead; what falls short most comes first.

    Who has declined the invitation counts as not appearing, as does who has left the roster.
    """
    chances = show_up(known.problem, known.as_of)
    rows: list[Kept] = []
    for planned in known.planned:
        scenario = known.problem.scenarios.get(planned.session.scenario)
        if scenario is not None:
            rows += _session(known, planned, scenario, chances)
    return (*sorted(rows, key=lambda r: (not r.below, r.exact, r.day, r.session, r.position)),)


def _session(
    known: Known, planned: Planned, scenario: Scenario, chances: Mapping[str, float]
) -> Iterator[Kept]:
    session, asked = planned.session, known.problem.policy.show_up
    watched = [p for p in scenario.positions if p.standby_auto or session.standby.get(p.id)]
    if not watched:
        return
    coming = {
        member: 0.0
        if (answer := session.answers.get(member)) and answer.status is _DECLINED
        else chances.get(member, 0.0)
        for _, member in (*session.members(), *session.standbys())
    }
    problem = known.problem
    shares, whole = played(
        planned,
        scenario.positions,
        coming,
        problem.policy.seed,
        joint=(scenario.joint, problem.roster),
    )
    for position in watched:
        seated = session.assigned.get(position.id, ())
        waiting = session.standby.get(position.id, ())
        exact = keeps(position.minimum, [coming[m] for m in (*seated, *waiting)])
        yield Kept(
            session=session.id,
            day=planned.day,
            position=position.id,
            minimum=position.minimum,
            seated=len(seated),
            standbys=len(waiting),
            exact=round(exact, 4),
            simulated=shares[position.id],
            session_simulated=whole,
            asked=asked,
            below=exact < asked,
        )


_DECLINED = ParticipationStatus.DECLINED


def played(
    planned: Planned,
    positions: Sequence[Position],
    chances: Mapping[str, float],
    seed: int,
    draws: int = DRAWS,
    *,
    joint: tuple[Joint, Roster] | None = None,
) -> tuple[dict[str, float], float]:
    """Plays the session `draws` times: the share in which each position, and all, had its minimum.

    In each play everybody appears or not, by their own chance; a standby steps in only where a seat
    of the position is free, and only into one. Where `joint` is given, with the people's roster, a
    session in which those who sit are not as it demands can't be held either.
    """
    import numpy as np

    people = sorted(chances)
    digest = sha256(planned.session.id.encode()).digest()
    generator = np.random.default_rng([seed, int.from_bytes(digest[:8], "big")])
    odds = np.array([chances[member] for member in people])
    here = generator.random((draws, len(people))) < odds
    columns = {member: here[:, column] for column, member in enumerate(people)}
    every = np.ones(draws, dtype=bool)
    shares = {}
    seated = {member: columns[member] for _, member in planned.session.members()}
    for position in positions:
        taken = _number(columns, planned.session.assigned.get(position.id, ()), draws)
        for standby in planned.session.standby.get(position.id, ()):
            steps_in = columns[standby] & (taken < position.count)
            columns[standby] = columns[standby] & ~steps_in
            seated[standby] = seated.get(standby, False) | steps_in
            taken = taken + steps_in
        enough = taken >= position.minimum
        shares[position.id] = float(enough.mean())
        every &= enough
    if joint is not None:
        every &= _truly_joint(*joint, seated, draws)
    return shares, float(every.mean())


def _truly_joint(
    joint: Joint, roster: Roster, seated: "Mapping[str, NDArray[np.bool_]]", draws: int
) -> "NDArray[np.bool_]":
    """The plays in which those who sit are as the scenario's `joint` demands (rule 8)."""
    import numpy as np

    of_kind = {kind: np.zeros(draws, dtype=np.int64) for kind in Kind}
    of_team = {team: np.zeros(draws, dtype=bool) for team in roster.teams}
    for member, sits in seated.items():
        if member in roster.members:
            of_kind[roster.members[member].kind] += sits
            of_team[roster.members[member].team] |= sits
    professionals, volunteers = of_kind[Kind.PROFESSIONAL], of_kind[Kind.VOLUNTEER]
    held = (professionals >= joint.professional_min) & (volunteers >= joint.volunteer_min)
    held &= sum(sits.astype(np.int64) for sits in of_team.values()) >= joint.teams_min
    if joint.per_professional is not None:
        held &= volunteers <= joint.per_professional * professionals
    for one, other in joint.meet:
        held &= of_team[one] & of_team[other]
    return np.asarray(held, dtype=bool)


def _number(
    columns: "Mapping[str, NDArray[np.bool_]]", members: Sequence[str], draws: int
) -> "NDArray[np.int64]":
    import numpy as np

    total = np.zeros(draws, dtype=np.int64)
    for member in members:
        total = total + columns[member]
    return total
