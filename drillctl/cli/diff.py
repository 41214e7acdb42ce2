"""``drillctl diff``: what changed between two plans, for which session and for whom."""

from drillctl.cli.terminal import note, say
from drillctl.language import tr


def diff(old: str, new: str, paths: list[str], *, format: str) -> int:
    """Prints the difference; with the roster and scenario files in `paths`, people by name."""
    from drillctl.cli.difference import shown
    from drillctl.explain.difference import difference
    from drillctl.files.loading import load
    from drillctl.files.plan_file import read_plan

    if old == new == "-":
        note(tr("error: only one of the two plans can come from standard input"))
        return 2
    before, problems = read_plan(old, as_written=True)
    after, more = read_plan(new, as_written=True)
    loaded = load(paths) if paths else None
    for diagnostic in (*problems, *more, *(loaded.diagnostics if loaded else ())):
        note(str(diagnostic))
    if before is None or after is None or (loaded and loaded.problem is None):
        return 1
    members = loaded.problem.roster.members if loaded and loaded.problem else {}
    say(shown(difference(before, after), members, format))
    return 0
