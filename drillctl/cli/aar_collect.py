"""``drillctl aar collect`` and ``check``: filled-in forms to records, and what they still lack."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from drillctl.cli.changing import changing
from drillctl.cli.office import no_office
from drillctl.cli.terminal import note, say
from drillctl.language import Message, joined, tr, trn

if TYPE_CHECKING:
    from drillctl.files.papers import Given
    from drillctl.files.record_collect import Collected, Outcome
    from drillctl.model.plan import Plan
    from drillctl.model.problem import Problem


def _records(given: dict[str, Any]) -> list[str]:
    return [] if given["dry_run"] else [given["out"]]


@changing("drillctl aar collect", _records, folders=True)
def aar_collect(
    papers: list[str],
    *,
    out: str,
    plan_path: str | None,
    as_of: str | None,
    dry_run: bool,
    format: str,
) -> int:
    """Writes one record for each session; returns 1 where a gap or a conflict is left."""
    from drillctl.files.atomic import write_all
    from drillctl.files.papers import collected_before

    folder = Path(out)
    if folder.exists() and not folder.is_dir():
        note(tr("error: {path} is no folder", path=out))
        return 2
    found = _collected(papers, folder, collected_before(folder, papers), plan_path, as_of)
    if isinstance(found, int):
        return found
    changed = [record for record in found.records if record.text is not None]
    if changed and not dry_run:
        folder.mkdir(parents=True, exist_ok=True)
        write_all((record.path, (record.text or "").encode()) for record in changed)
    _print(found, format, dry_run)
    _summary(found, len(changed))
    return 1 if found.problems else 0


def aar_check(papers: list[str], *, plan_path: str | None, as_of: str | None, format: str) -> int:
    """Prints all gaps and conflicts; returns 1 where there is one."""
    from drillctl.cli.check import print_problems
    from drillctl.files.papers import Given

    found = _collected(papers, None, Given(), plan_path, as_of)
    if isinstance(found, int):
        return found
    print_problems(found.problems, found.texts, format)
    _summary(found, None)
    return 1 if found.problems else 0


def _collected(
    papers: list[str],
    folder: Path | None,
    records: "Given",
    plan_path: str | None,
    as_of: str | None,
) -> "Outcome | int":
    """What all papers say, or the exit status of what keeps it from being read."""
    from drillctl.cli.replanning import bad_moment, now_there
    from drillctl.files.papers import sorted_out
    from drillctl.files.record_collect import collect
    from drillctl.files.values import parse_moment

    if bad_moment("--as-of", as_of):
        return 2
    given = sorted_out(papers)
    if given.workbooks and no_office():
        return 2
    read = _context(given, plan_path)
    if read is None:
        return 1
    known, plan = read
    moment = parse_moment(as_of) if as_of is not None else now_there(known)
    return collect(given, known, records, folder, plan, plan_path or "", moment)


def _context(given: "Given", plan_path: str | None) -> "tuple[Problem, Plan | None] | None":
    """Roster, scenarios and plan; None where something is wrong with them, which is printed."""
    from drillctl.files.loading import load
    from drillctl.files.papers import CONTEXT
    from drillctl.files.plan_file import read_plan

    plan, wrong = read_plan(plan_path) if plan_path is not None else (None, ())
    if not given.context:
        for diagnostic in given.problems:
            note(str(diagnostic))
        note(
            tr(
                "error: no roster and no scenario among the files (name their folder too, before "
                "or after the forms)"
            )
        )
        return None
    loaded = load(given.context, kinds=CONTEXT)
    for diagnostic in (*loaded.diagnostics, *wrong):
        note(str(diagnostic))
    if loaded.problem is None or wrong:
        return None
    return loaded.problem, plan


def _print(found: "Outcome", format: str, dry_run: bool) -> None:
    from drillctl.cli.check import print_problems, problem_data

    if format == "json":
        data = {
            "records": [_data(record) for record in found.records],
            "problems": [problem_data(d) for d in found.problems],
            "notes": [problem_data(d) for d in found.notes],
        }
        say(json.dumps(data, ensure_ascii=False, indent=2))
        return
    print_problems(found.problems, found.texts, format)
    for record in found.records:
        say(f"{record.path.as_posix()}: " + _became(record, dry_run))


def _became(record: "Collected", dry_run: bool) -> Message:
    if record.text is None:
        return tr("as it was")
    match dry_run, record.new:
        case False, True:
            became = tr("new")
        case False, False:
            became = tr("changed")
        case True, True:
            became = tr("would be new")
        case _:
            became = tr("would be changed")
    counts = (
        (record.entered, tr("{n} value(s) entered", n=record.entered)),
        (record.kept, tr("{n} text(s) kept under unread", n=record.kept)),
        (record.settled, tr("{n} text(s) under unread no longer needed", n=record.settled)),
    )
    said = [text for count, text in counts if count]
    return became + ": " + joined(", ", said) if said else became


def _data(record: "Collected") -> dict[str, str | int | bool]:
    return {
        "session": record.session,
        "path": record.path.as_posix(),
        "changed": record.text is not None,
        "new": record.new,
        "forms": record.forms,
        "entered": record.entered,
        "kept": record.kept,
        "settled": record.settled,
    }


def _summary(found: "Outcome", changed: int | None) -> None:
    for diagnostic in found.notes:
        note(tr("note: {text}", text=str(diagnostic)))
    problems = trn("{n} problem", "{n} problems", len(found.problems))
    sessions = trn("{n} session", "{n} sessions", len(found.records))
    counts = [tr("{problems} in {sessions}", problems=problems, sessions=sessions)]
    if found.to_come:
        counts.append(
            trn("{n} to come with empty forms", "{n} to come with empty forms", found.to_come)
        )
    if changed is not None:
        counts.append(trn("{n} record changed", "{n} records changed", changed))
    note(joined(", ", counts))
