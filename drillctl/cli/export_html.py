"""``drillctl export html``: the plan as one page."""

from pathlib import Path

from drillctl.cli.reading import no_folder_for, read_planned
from drillctl.cli.replanning import given_day
from drillctl.cli.terminal import note, say
from drillctl.language import tr

PRIVATE_AND_REDACTED = tr("--private shows contacts and --redact nobody: give one of them")


def export_html(
    plan_path: str,
    paths: list[str],
    *,
    out: str,
    language: str | None,
    as_of: str | None,
    private: bool,
    redact: bool,
) -> int:
    """Writes the page; returns the exit status."""
    from drillctl.exports.page.page import page
    from drillctl.files.atomic import write_text

    if private and redact:
        note(tr("error: {what}", what=PRIVATE_AND_REDACTED))
        return 2
    day = given_day(as_of)
    if (as_of is not None and day is None) or (out != "-" and no_folder_for(out)):
        return 2
    read = read_planned(plan_path, paths)
    if read is None:
        return 1
    problem, plan = read
    html = page(
        problem,
        plan,
        as_of=day or problem.today,
        language=language,
        private=private,
        redact=redact,
    )
    if out == "-":
        print(html, end="")
        return 0
    write_text(Path(out), html)
    say(tr("written to {file}", file=out))
    return 0
