"""A held session is joint as its scenario's `joint` block demands.

Counted over assigned members: the minima of professionals, volunteers and teams hold, the pairs
of teams named in `meet` are both there, and volunteers <= per_professional x professionals.
"""

from collections.abc import Iterator

from drillctl.language import tr
from drillctl.model.plan import Plan
from drillctl.model.roster import Kind
from drillctl.rules.rule import Breach, Context, DistinctQuota, Quota, SessionQuota, Shape
from drillctl.rules.sessions import known, seated

NUMBER = 8
ID = "joint"
TITLE = tr("Truly joint")
SHAPE = Shape.QUOTA


def quotas(context: Context) -> Iterator[Quota]:
    """The joint block of every session as sums over its members."""
    members = context.problem.roster.members.values()
    professionals = {m.id: 1 for m in members if m.kind is Kind.PROFESSIONAL}
    volunteers = {m.id: 1 for m in members if m.kind is Kind.VOLUNTEER}
    team_of = {m.id: m.team for m in members}
    present: dict[str, dict[str, int]] = {}
    for member in members:
        present.setdefault(member.team, {})[member.id] = 1
    ratios: dict[int, dict[str, int]] = {}
    for session in context.problem.sessions():
        joint = context.problem.scenarios[session.scenario].joint
        if joint.professional_min:
            yield SessionQuota(session, professionals, low=joint.professional_min)
        if joint.volunteer_min:
            yield SessionQuota(session, volunteers, low=joint.volunteer_min)
        if joint.teams_min:
            yield DistinctQuota(session, team_of, joint.teams_min)
        if joint.per_professional is not None:
            most = joint.per_professional
            if most not in ratios:
                ratios[most] = dict.fromkeys(professionals, -most) | volunteers
            yield SessionQuota(session, ratios[most], high=0)
        for team in dict.fromkeys(team for pair in joint.meet for team in pair):
            yield SessionQuota(session, present.get(team, {}), low=1)


def breaches(context: Context, plan: Plan) -> Iterator[Breach]:
    """Every demand of a joint block that a held session does not meet, with the count."""
    for session, scenario in known(context, plan):
        joint = scenario.joint
        members = seated(context, session)
        professionals = sum(m.kind is Kind.PROFESSIONAL for m in members)
        volunteers = len(members) - professionals
        teams = {m.team for m in members}
        if professionals < joint.professional_min:
            text = tr(
                "{session} has {count} professionals, fewer than {minimum}",
                session=session.id,
                count=professionals,
                minimum=joint.professional_min,
            )
            yield Breach(ID, text, session.id)
        if volunteers < joint.volunteer_min:
            text = tr(
                "{session} has {count} volunteers, fewer than {minimum}",
                session=session.id,
                count=volunteers,
                minimum=joint.volunteer_min,
            )
            yield Breach(ID, text, session.id)
        if len(teams) < joint.teams_min:
            text = tr(
                "{session} has {count} teams, fewer than {minimum}",
                session=session.id,
                count=len(teams),
                minimum=joint.teams_min,
            )
            yield Breach(ID, text, session.id)
        most = joint.per_professional
        if most is not None and volunteers > most * professionals:
            text = tr(
                "{session} has {volunteers} volunteers to {professionals} professionals, "
                "more than {most} to each",
                session=session.id,
                volunteers=volunteers,
                professionals=professionals,
                most=most,
            )
            yield Breach(ID, text, session.id)
        for pair in joint.meet:
            for team in pair:
                if team not in teams:
                    text = tr(
                        "{session} is to bring {one} and {other} together, but {team} has nobody "
                        "there",
                        session=session.id,
                        one=pair[0],
                        other=pair[1],
                        team=team,
                    )
                    yield Breach(ID, text, session.id)
