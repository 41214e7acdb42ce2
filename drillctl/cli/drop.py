"""``drillctl drop``: somebody calls in; one line mends the plan and says whom to call."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from drillctl.cli.changing import changing
from drillctl.cli.replanning import bad_moment, mend, read_with_baseline
from drillctl.cli.terminal import note
from drillctl.language import tr

if TYPE_CHECKING:
    from drillctl.model.problem import Problem


@changing("drillctl drop", lambda given: [given["output"] or given["plan"]])
def drop(
    member: str,
    paths: list[str],
    *,
    plan: str,
    first: str,
    last: str,
    why: str,
    as_of: str | None,
    context: Sequence[str],
    effort: str,
    output: str | None,
    format: str = "text",
    reason: str | None = None,
    by: str | None = None,
) -> int:
    """Plans again without the member in that time, writes the plan, prints the calls to make."""
    from drillctl.cli.saving import Act
    from drillctl.files.values import parse_moment
    from drillctl.model.plan import Absence

    act = Act("drop", reason, by)
    if act.wrong(output or plan):
        return 2
    options = (("--from", first), ("--to", last), ("--as-of", as_of))
    if sum(bad_moment(*option) for option in options):
        return 2
    if plan == "-" and output is None:
        note(tr("error: a plan from standard input needs -o"))
        return 2
    start, end = parse_moment(first), parse_moment(last, days_more=1)
    assert start is not None
    assert end is not None
    if end <= start:
        note(tr("error: --to {last} lies before --from {first}", last=last, first=first))
        return 2
    read = read_with_baseline(plan, paths, as_of, context)
    if read is None:
        return 1
    loaded, problem = read
    known = _known(member, problem)
    if known is None:
        return 2
    target = output or plan
    if not mend(loaded, problem, [Absence(known, start, end, why)], target, effort, act, format):
        return 3
    if output != "-":
        note(
            tr(
                "the plan remembers the absence; for plans made anew, add to {member} in the "
                "roster: busy: [{{from: {first}, to: {last}}}]",
                member=known,
                first=first,
                last=last,
            )
        )
    return 0


def _known(member: str, problem: "Problem") -> str | None:
    """The id of the member of this id or name; None, and says so, where there is no one such."""
    from drillctl.files.diagnostics import no_such

    members = problem.roster.members
    if member in members:
        return member
    named = [m.id for m in members.values() if m.name == member]
    if len(named) == 1:
        return named[0]
    if named:
        note(
            tr(
                "error: {n} members are named {name!r}: give the id of one of {ids}",
                n=len(named),
                name=member,
                ids=", ".join(named),
            )
        )
    else:
        known = [*members, *(m.name for m in members.values())]
        note(tr("error: {what}", what=no_such(tr("member"), member, tr("the files"), known)))
    return None
