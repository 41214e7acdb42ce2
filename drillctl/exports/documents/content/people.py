"""Who takes part: teams, positions, sign-in, attendance."""

from collections import Counter
from collections.abc import Iterator

from drillctl.exports.documents.blocks import Block, Heading, Paragraph, Table
from drillctl.exports.documents.facts import Facts, hours
from drillctl.model.record import Attended
from drillctl.model.roster import Team

WALK_INS = 15


def team_counts(facts: Facts) -> list[tuple[Team, int]]:
    """Each team that takes part, with how many of its members are assigned."""
    teams, members = facts.problem.roster.teams, facts.problem.roster.members
    counts = Counter(members[member].team for _, member in facts.session.members())
    return [(teams[team], counts[team]) for team in sorted(counts)]


def teams(facts: Facts) -> Iterator[Block]:
    """Teams, professional or volunteer, and how many each sends."""
    rows = [(team.title, facts.word(team.kind), str(n)) for team, n in team_counts(facts)]
    rows.append(
        (facts.word("participants_total"), "", str(sum(1 for _ in facts.session.members())))
    )
    yield Table(facts.words(("team", "kind", "people")), rows, (6, 2, 2))


def positions(facts: Facts) -> Iterator[Block]:
    """Positions with their seats, and who is asked for."""
    roster = facts.problem.roster.certifications
    rows = []
    for position in facts.scenario.positions:
        asked = [roster[n].title if n in roster else n for n in position.needs]
        if position.kind:
            asked.insert(0, facts.word(position.kind))
        if position.lead:
            asked.append(facts.word("lead"))
        rows.append((position.title, str(position.count), "; ".join(asked)))
    yield Table(facts.words(("position", "seats", "demanded")), rows, (4, 2, 6))
    yield from _empty(facts)


def players(facts: Facts) -> Iterator[Block]:
    """Everybody by team, with position."""
    heads = facts.words(("name", "position", "planned_as"))
    for team, rows in _by_team(facts):
        yield Heading(team, 2)
        yield Table(heads, rows, (4, 5, 2))
    yield from _empty(facts)


def _by_team(facts: Facts) -> Iterator[tuple[str, list[tuple[str, str, str]]]]:
    members, teams = facts.problem.roster.members, facts.problem.roster.teams
    groups: dict[str, list[tuple[str, str, str]]] = {}
    for member, position, standby in facts.people:
        planned = facts.word("standby" if standby else "assigned")
        row = (facts.name(member), facts.position(position), planned)
        groups.setdefault(members[member].team, []).append(row)
    for team, rows in groups.items():
        yield f"{teams[team].title} ({facts.word(teams[team].kind)})", rows


def _empty(facts: Facts) -> Iterator[Block]:
    if facts.session.empty:
        yield Heading(facts.word("empty_seats"), 2)
        rows = [(facts.position(e.position), str(e.seats), "") for e in facts.session.empty]
        yield Table(facts.words(("position", "seats", "filled_by")), rows, (4, 2, 5), lines=1)


_SIGN_IN = ("number", "name", "team", "position", "planned_as", "arrived", "left", "signature")
_SIGN_IN_WIDTHS = (1, 4, 5, 4, 2, 2, 2, 4)


def sign_in(facts: Facts) -> Iterator[Block]:
    """A row for each planned member."""
    rows = []
    for number, (member, position, standby) in enumerate(facts.people, 1):
        planned = facts.word("standby" if standby else "assigned")
        known = (facts.name(member), facts.team_of(member), facts.position(position), planned)
        rows.append((str(number), *known, "", "", ""))
    yield Table(facts.words(_SIGN_IN), rows, _SIGN_IN_WIDTHS, lines=1)


def walk_ins(facts: Facts) -> Iterator[Block]:
    """Rows for who comes unplanned."""
    heads = ("number", "name", "organisation", "position", "arrived", "left", "signature")
    rows = [(str(n), "", "", "", "", "", "") for n in range(1, WALK_INS + 1)]
    yield Table(facts.words(heads), rows, (1, 4, 5, 4, 2, 2, 4), lines=1)


def took_part(facts: Facts) -> Iterator[Block]:
    """Everybody planned, everybody who came, and how."""
    record = facts.record
    came = dict(record.attendance) if record else {}
    planned = {member: (position, standby) for member, position, standby in facts.people}
    order = [*planned, *(member for member in came if member not in planned)]
    rows = []
    for member in order:
        position, standby = planned.get(member, ("", False))
        how = came.get(member, Attended())
        as_planned = facts.word("standby" if standby else "assigned") if member in planned else ""
        rows.append(
            (
                facts.name(member),
                facts.team_of(member),
                facts.position(how.position or position),
                as_planned,
                _how(facts, how),
                _hours(facts, how),
                how.note,
            )
        )
    heads = ("name", "team", "position", "planned_as", "attendance", "hours", "note")
    yield from _summary(facts)
    yield Table(facts.words(heads), rows, (5, 6, 5, 3, 4, 2, 5))
    if record is not None and record.guests:
        yield Heading(facts.word("guests"), 2)
        guests = [
            (
                guest.name,
                guest.organisation,
                hours(guest.minutes) if guest.minutes else "",
                guest.note,
            )
            for guest in record.guests
        ]
        yield Table(facts.words(("name", "organisation", "hours", "note")), guests, (4, 4, 2, 4))
    yield from _empty(facts)


def _summary(facts: Facts) -> Iterator[Block]:
    """Planned and present by team."""
    members = facts.problem.roster.members
    present = facts.record.present if facts.record else ()
    came = Counter(members[m].team for m in present if m in members)
    rows = []
    for team, count in team_counts(facts):
        shown = str(came.get(team.id, 0)) if facts.record else ""
        rows.append((team.title, facts.word(team.kind), str(count), shown))
    if rows:
        heads = facts.words(("team", "kind", "planned_number", "took_part_number"))
        yield Table(heads, rows, (6, 2, 2, 2))
    else:
        yield Paragraph(facts.word("none"))


def _how(facts: Facts, how: Attended) -> str:
    if how.status is None:
        return ""
    word = facts.word(how.status)
    return (
        f"{word} ({facts.word('instead_of')} {facts.name(how.instead_of)})"
        if how.instead_of
        else word
    )


def _hours(facts: Facts, how: Attended) -> str:
    if how.minutes is not None:
        return hours(how.minutes)
    record = facts.record
    if how.took_part and record is not None and record.end is not None:
        return hours(int((record.end - record.start).total_seconds() // 60))
    return ""


CONTENT = {
    "teams": teams,
    "positions": positions,
    "players": players,
    "sign_in": sign_in,
    "walk_ins": walk_ins,
    "took_part": took_part,
}
