"""``drillctl whatif``: the difference a change would make; nothing is written unless asked."""

from collections.abc import Sequence
from dataclasses import replace

from drillctl.cli.changing import changing
from drillctl.cli.plan import audited_plan
from drillctl.cli.replanning import bad_moment, read_with_baseline
from drillctl.cli.terminal import note, say
from drillctl.cli.whatif_changes import CHANGES, changed, written
from drillctl.language import tr


@changing("drillctl whatif", lambda given: [given["output"]])
def whatif(
    paths: list[str],
    *,
    plan: str,
    without: list[str],
    with_: list[str],
    move: list[str],
    cancel: list[str],
    busy: list[str],
    edit: list[str],
    as_of: str | None,
    context: Sequence[str],
    effort: str,
    output: str | None,
    format: str,
    reason: str | None = None,
    by: str | None = None,
) -> int:
    """Plans again with the changes around `plan`; prints before and after, and who is affected."""
    from drillctl.cli.difference import shown
    from drillctl.cli.saving import Act, save_plan
    from drillctl.explain.difference import difference
    from drillctl.planning.search import Effort, Options

    act = Act("whatif", reason, by)
    if act.wrong("-" if output is None else output) or bad_moment("--as-of", as_of):
        return 2
    read = read_with_baseline(plan, paths, as_of, context, instead=edit)
    if read is None:
        return 1
    loaded, problem = read
    baseline = problem.baseline
    assert baseline is not None
    options = {"without": without, "with": with_, "move": move, "cancel": cancel, "busy": busy}
    asked = [(option, value) for option in CHANGES for value in options[option]]
    problem, rules, wrong = changed(problem, asked)
    for text in wrong:
        note(tr("error: {text}", text=text))
    if wrong:
        return 2
    made = audited_plan(problem, Options(Effort(effort)), loaded, rules)
    if made is None:
        return 3
    found = difference(baseline, made)
    assert loaded.problem is not None
    # Who is left out of the question still has a name.
    members = {**loaded.problem.roster.members, **problem.roster.members}
    if output is not None:
        save_plan(replace(made, made=replace(made.made, whatif=written(asked))), output, act)
    if output != "-":
        say(shown(found, members, format))
    return 0
