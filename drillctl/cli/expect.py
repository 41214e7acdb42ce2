"""``drillctl test``: plans, then judges every check of the `expect` blocks."""

import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from drillctl.cli.terminal import note, say
from drillctl.language import joined, tr, trn

if TYPE_CHECKING:
    from drillctl.expectations.question import Means, Verdict
    from drillctl.files.loading import Loaded
    from drillctl.model.expectation import Expectation
    from drillctl.model.plan import Plan
    from drillctl.model.problem import Problem


@dataclass(frozen=True)
class Judged:
    """One check and its verdict. `seconds`: how long that took."""

    expectation: "Expectation"
    verdict: "Verdict"
    seconds: float = 0.0


def judge_plan(
    paths: list[str],
    *,
    plan: str | None,
    context: Sequence[str],
    effort: str,
    workers: int,
    update: bool,
    format: str,
    only: Sequence[str],
    scenario: Sequence[str],
    output: str | None,
) -> int:
    """Judges a plan, or the one it makes, by the files' checks; 1 where one fails."""
    if output not in (None, "-") and not Path(str(output)).resolve().parent.is_dir():
        note(tr("error: no such folder: {folder}", folder=Path(str(output)).parent))
        return 2
    read = _read(paths, plan, context)
    if read is None:
        return 1
    loaded, problem, given = read
    wanted = _wanted(problem, only, scenario)
    if wanted is None:
        return 2
    if not wanted:
        hint = tr("write `expect: [{held: all}]` into a scenario or the policy")
        note(tr("nothing to test: no check in the files; {hint}", hint=hint))
        return 1
    made, interrupted = (given, False) if given else _planned(problem, loaded, effort, workers)
    if interrupted:
        raise KeyboardInterrupt
    if made is None:
        return 3
    judged = _audited(problem, made, plan) if given else []
    if not judged:
        judged = _judged(problem, made, wanted, workers, update=update)
    _report(judged, format, output)
    return 0 if all(one.verdict.passed for one in judged) else 1


def _read(
    paths: list[str], plan: str | None, context: Sequence[str]
) -> "tuple[Loaded, Problem, Plan | None] | None":
    """The files as a problem, and the plan that is given; None, and said, where they are wrong."""
    from drillctl.cli.reading import note_context, read_matching
    from drillctl.files.loading import load

    made: Plan | None = None
    if plan is not None:
        both = read_matching(plan, paths, context)
        if both is None:
            return None
        loaded, made = both
    else:
        loaded = load(paths, context=context)
        for diagnostic in loaded.diagnostics:
            note(str(diagnostic))
    if loaded.problem is None:
        n = len(loaded.diagnostics)
        note(
            trn(
                "{n} problem found; nothing was tested", "{n} problems found; nothing was tested", n
            )
        )
        return None
    note_context(loaded, made)
    return loaded, loaded.problem, made


def _wanted(
    problem: "Problem", only: Sequence[str], scenario: Sequence[str]
) -> "list[Expectation] | None":
    """The checks asked for: the plan's, then each scenario's. None, and said: no such name."""
    from drillctl.expectations import all_checks
    from drillctl.files.diagnostics import no_such

    wrong = [no_such("check", n, "drillctl", all_checks()) for n in only if n not in all_checks()]
    wrong += [
        no_such(tr("scenario"), name, tr("the files"), problem.scenarios)
        for name in scenario
        if name not in problem.scenarios
    ]
    for text in wrong:
        note(tr("error: {problem}", problem=text))
    if wrong:
        return None
    every = [*problem.policy.expect, *(e for s in problem.scenarios.values() for e in s.expect)]
    return [
        expectation
        for expectation in every
        if (not only or expectation.check in only)
        and (not scenario or expectation.scenario in scenario)
    ]


def _planned(
    problem: "Problem", loaded: "Loaded", effort: str, workers: int
) -> "tuple[Plan | None, bool]":
    """The plan that `drillctl plan` makes of the files, and whether the person stopped it."""
    from drillctl.cli.plan import audited_plan
    from drillctl.planning.plan import INTERRUPTED
    from drillctl.planning.search import Effort, Options

    made = audited_plan(problem, Options(Effort(effort), workers=workers), loaded)
    return made, made is not None and INTERRUPTED in made.made.note


def _audited(problem: "Problem", plan: "Plan", name: str | None) -> list[Judged]:
    """The rules that a given plan breaks, as one failure; its checks would mean nothing."""
    from drillctl.audit.audit import audit
    from drillctl.expectations.question import Verdict
    from drillctl.model.expectation import Expectation

    breaches = audit(problem, plan)
    if not breaches:
        return []
    said = trn(
        "the plan breaks the rules in {n} place; no check was judged",
        "the plan breaks the rules in {n} places; no check was judged",
        len(breaches),
    )
    details = tuple(
        tr("{where}: {rule}: {text}", where=b.session or "-", rule=b.rule, text=b.text)
        for b in breaches
    )
    place = Expectation("audit", text="audit", path=name or "", line=1, column=1)
    return [Judged(place, Verdict(False, said, details))]


def _judged(
    problem: "Problem",
    plan: "Plan",
    wanted: "Sequence[Expectation]",
    workers: int,
    *,
    update: bool,
) -> list[Judged]:
    """Every check's verdict, in order; on a terminal a line on stderr says which is at work."""
    from drillctl.expectations import all_checks
    from drillctl.expectations.question import Means, Question, Verdict, judge

    live = sys.stderr.isatty()
    many = any(not getattr(all_checks()[e.check], "NESTED", True) for e in wanted)
    found: list[Judged] = []
    snapshots: dict[tuple[str, str], str] = {}
    with _means(workers if many else 1, Means, update) as means:
        for number, expectation in enumerate(wanted, start=1):
            if live:
                shown = f"{number}/{len(wanted)} {expectation.text:.60}"
                print(f"\r{shown}\x1b[K", end="", file=sys.stderr, flush=True)
            began = time.monotonic()
            verdict: Verdict | None = None
            if expectation.check == "snapshot":
                key = (str(Path(expectation.path).parent), expectation.values["name"])
                here = f"{expectation.path}:{expectation.line}"
                first = snapshots.setdefault(key, here)
                if first != here:
                    said = tr("{first} uses the same file: choose another name", first=first)
                    verdict = Verdict(False, said)
            verdict = verdict or judge(Question(expectation, problem, plan, plan, means))
            found.append(Judged(expectation, verdict, time.monotonic() - began))
    if live:
        print("\r\x1b[K", end="", file=sys.stderr, flush=True)
    return found


@contextmanager
def _means(workers: int, means: "type[Means]", update: bool) -> "Iterator[Means]":
    """Where tasks run: here, or in so many processes, which Ctrl-C ends at once."""
    from drillctl.planning.executors import open_executor, run_all

    with open_executor(workers) as executor:

        def run(task: Callable[..., Any], arguments: Sequence[tuple[Any, ...]]) -> list[Any]:
            try:
                return run_all(executor, task, arguments)
            except KeyboardInterrupt:
                for process in list((getattr(executor, "_processes", None) or {}).values()):
                    process.terminate()
                executor.shutdown(wait=False, cancel_futures=True)
                raise

        yield means(run, update)


def _report(judged: Sequence[Judged], format: str, output: str | None) -> None:
    """The result in the format, in a file where one is named; the text then on stdout as well."""
    from drillctl.cli.expect_formats import FORMATS, text

    if output not in (None, "-"):
        from drillctl.files.atomic import write_text

        path = Path(str(output))
        if format == "text":
            write_text(path, text(judged, timed=False) + "\n")
        else:
            write_text(path, FORMATS[format](judged) + "\n")
        format = "text"
    if format == "text":
        say(text(judged, timed=sys.stdout.isatty()))
    else:
        say(FORMATS[format](judged))
    note(_counted(judged))


def _counted(judged: Sequence[Judged]) -> str:
    failed = sum(not one.verdict.passed for one in judged)
    parts = [trn("{n} check passed", "{n} checks passed", len(judged) - failed)]
    if failed:
        parts.append(trn("{n} check failed", "{n} checks failed", failed))
    return joined(", ", parts)
