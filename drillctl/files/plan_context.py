"""Plans that stay as they are, and around which others are made."""

from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

from drillctl.files.diagnostics import Diagnostic
from drillctl.files.limited import read_yaml
from drillctl.files.plan_file import read_plan
from drillctl.language import tr
from drillctl.model.plan import Plan


def read_context(
    files: Sequence[str | Path], diagnostics: list[Diagnostic]
) -> tuple[tuple[Plan, ...], dict[str, str]]:
    """The plans of the context, and file name to hash; a session may be in one of them only."""
    plans: list[Plan] = []
    hashes: dict[str, str] = {}
    holder: dict[str, str] = {}
    for file in dict.fromkeys(str(file) for file in files):
        if file == "-":
            message = tr("a plan of the context can't be standard input")
            hint = tr("name its file")
            diagnostics.append(Diagnostic("<stdin>", 0, 0, "F001", message, hint))
            continue
        plan, problems = read_plan(file)
        diagnostics += problems
        if plan is None:
            continue
        plans.append(plan)
        name = Path(file).name
        digest = sha256(read_yaml(file)).hexdigest()
        hashes[name if name not in hashes else file] = f"sha256:{digest}"
        for session in plan.listed():
            other = holder.setdefault(session, file)
            if other != file:
                message = tr("session {session!r} is in {other} too", session=session, other=other)
                hint = tr("give one plan of the context for each session")
                diagnostics.append(Diagnostic(file, 0, 0, "R002", message, hint))
    return tuple(plans), hashes
