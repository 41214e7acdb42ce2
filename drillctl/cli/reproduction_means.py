"""What it takes to plan anew as a plan was made, and what of it is missing: files, versions, the
plan before it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from drillctl.cli.audit_inputs import NEW, SAME
from drillctl.files.limited import read_limited
from drillctl.language import Message, joined, tr
from drillctl.language.visible import one_line

if TYPE_CHECKING:
    from drillctl.cli.audit_inputs import Inputs
    from drillctl.files.loading import Loaded
    from drillctl.model.plan import Plan

_VERSION = re.compile(r"[0-9][0-9A-Za-z.+]{0,40}")


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be proven. `data`: the plan's bytes, at `path`, or from standard input, ``-``.

    `was`: where earlier copies of files lie. `context`: plans that stay as they are.
    """

    path: str
    plan: "Plan"
    data: bytes
    paths: Sequence[str]
    was: Sequence[str] = ()
    context: Sequence[str] = ()
    workers: int = 1
    cluster: str | None = None


@dataclass(frozen=True, slots=True)
class Means:
    """What is needed to plan anew. `baseline`: the plan that it was made from, found in `where`."""

    baseline: "Plan | None" = None
    where: str = ""


def needed(plan: "Plan") -> tuple[str, ...]:
    """What of drillctl and its libraries to install to plan as `plan` was: pip's requirements."""
    from drillctl import __version__
    from drillctl.planning.libraries import LIBRARIES

    program, _, version = plan.made.by.rpartition(" ")
    wanted = {program: version, **plan.made.libraries}
    here = {"drillctl": __version__, **_installed(plan)}
    # Anybody can write a plan, and this is to be copied into a shell.
    harmless = wanted.keys() <= {"drillctl", *LIBRARIES} and all(
        _VERSION.fullmatch(version) for version in wanted.values()
    )
    if not harmless or all(here[name] == version for name, version in wanted.items()):
        return ()
    return tuple(f"{name}=={version}" for name, version in wanted.items())


def _installed(plan: "Plan") -> dict[str, str]:
    """The versions here of the libraries that the plan names."""
    from importlib.metadata import version

    from drillctl.planning.libraries import LIBRARIES

    return {name: version(name) for name in plan.made.libraries if name in LIBRARIES}


def in_the_way(asked: Asked, loaded: "Loaded", inputs: "Inputs") -> Iterator[Message]:
    """Why planning anew could prove nothing."""
    from drillctl import __version__
    from drillctl.model.zone import data_version
    from drillctl.planning.plan import INTERRUPTED, TIME_LIMIT
    from drillctl.planning.search import Effort

    made = asked.plan.made
    if TIME_LIMIT in made.note:
        yield tr("it was made under a wall-clock limit: planning again may give another plan")
    if INTERRUPTED in made.note:
        yield tr("it was interrupted: where a search was stopped can't be repeated")
    if not made.inputs or not made.effort or not made.libraries:
        yield tr("it does not say from which files, with what effort and by which versions it "
                 "was made: an earlier drillctl made it, or somebody's hand")  # fmt: skip
    elif made.effort not in list(Effort):
        yield tr("it says that it was made with effort {effort!r}, which there is not",
                 effort=made.effort)  # fmt: skip
    if made.inputs and any(state != SAME for state in _without_later(asked, loaded, inputs)):
        yield tr("the files are not those that it was made from: name them as they were, from "
                 "a copy or from version control")  # fmt: skip
    if sorted(made.context.values()) != sorted(loaded.context.values()):
        yield tr("the plans of the context are not those that it was made around: name them with "
                 "--context, as they were")  # fmt: skip
    if made.by != f"drillctl {__version__}" or _installed(asked.plan) != made.libraries:
        here = {"drillctl": __version__, **_installed(asked.plan)}
        yield tr("{then} made it, and here is {here}: another version may plan otherwise",
                 then=joined(", ", (made.by or "?", *map(" ".join, made.libraries.items()))),
                 here=joined(", ", map(" ".join, here.items())))  # fmt: skip
    if made.tzdata and made.tzdata != data_version():
        yield tr("zone data {then} gave its local times their offsets, and here is {now}: pip "
                 "install the release of tzdata that holds it",
                 then=made.tzdata, now=data_version() or "?")  # fmt: skip


def _without_later(asked: Asked, loaded: "Loaded", inputs: "Inputs") -> Iterator[str]:
    """The states of the files, but for those that came later and are simply left out."""
    later = later_files(asked, loaded, inputs)
    for name, state in inputs.states.items():
        if loaded.files.get(name) not in later:
            yield state


def later_files(asked: Asked, loaded: "Loaded", inputs: "Inputs") -> frozenset[Path]:
    """Files that the plan was made without, such as records of what came after.

    Of calendars that lie in a folder which a roster names, none can be left out.
    """
    from drillctl.files.loading import files_below

    named = frozenset(files_below(asked.paths))
    new = {loaded.files.get(name) for name, state in inputs.states.items() if state == NEW}
    return frozenset(file for file in named if file in new)


def means_of(asked: Asked) -> Means | Message:
    """The plan that it was made from, if it was from one; or why that can't be had."""
    from drillctl.files.earlier_versions import earlier_version, files_in
    from drillctl.files.plan_file import parsed_plan
    from drillctl.model.clock_rules import by_rules_of_now

    plan = asked.plan
    if not plan.made.baseline:
        if plan.revision > 1 or plan.made.as_of is not None:
            return tr("it is revision {n}, and does not say from which plan it was made",
                      n=plan.revision)  # fmt: skip
        return Means()
    if plan.made.as_of is None:
        return tr("it does not say as of when it was made")
    place = None if asked.path == "-" else Path(asked.path)
    beside = [] if place is None else sorted(
        file
        for file in place.parent.glob("*")
        if file.suffix in (".yaml", ".yml", ".json") and file.is_file()
    )  # fmt: skip
    copies = [*files_in(Path(top) for top in asked.was), *beside]
    found = earlier_version(plan.made.baseline, place, copies)
    if found is None:
        return _unknown_baseline(plan, place)
    baseline, _ = parsed_plan(str(found.where), found.data)
    if baseline is None:
        return tr("{file}, which it was made from, can't be read as a plan", file=found.where)
    return Means(by_rules_of_now(baseline), found.where)


def _unknown_baseline(plan: "Plan", place: Path | None) -> Message:
    """That the plan which it was made from is not here, and what the history knows of that."""
    from drillctl.files.plan_history import history_file, read_history

    missing = tr("the plan that it was made from ({hash}) is not here: name a copy with --was, or "
                 "keep plans in git", hash=plan.made.baseline[:19])  # fmt: skip
    file = history_file(place) if place is not None else None
    if file is None or not file.is_file():
        return missing
    for entry in read_history(read_limited(file), None).entries:
        if entry is not None and entry["plan"]["after"] == plan.made.baseline:
            return tr("{missing}; it was written at {at} by {by}", missing=missing,
                      at=one_line(entry["at"]), by=one_line(entry["by"]))  # fmt: skip
    return missing
