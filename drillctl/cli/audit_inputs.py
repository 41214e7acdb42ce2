"""What `drillctl audit` says of the files that a plan was made from: the same, or what changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from drillctl.cli.terminal import note, say
from drillctl.language import Message, tr, trn

if TYPE_CHECKING:
    from drillctl.files.document_changes import DocumentChange
    from drillctl.files.loading import Loaded
    from drillctl.model.plan import Plan

SAME, CHANGED, MISSING, NEW = STATES = ("same", "changed", "missing", "new")
LINES = 20
"""So many changes of one file's contents are listed in text; in JSON all are."""


@dataclass(frozen=True, slots=True)
class Inputs:
    """How the files stand to the plan. `states`: by the name in the plan. `changes`: what they say
    otherwise than then. `unknown`: files whose earlier contents can't be had, so that `changes`
    may be short of some."""

    states: dict[str, str]
    changes: "list[DocumentChange]"
    unknown: list[str]

    @property
    def same(self) -> bool:
        """Whether the plan was made from these very files and no others."""
        return all(state == SAME for state in self.states.values())


def inputs_of(plan: "Plan", loaded: "Loaded", paths: Sequence[str], was: Sequence[str]) -> Inputs:
    """The plan's inputs compared with the files as they are.

    `was`: files and folders that hold earlier copies, in which those are looked for that the plan
    was made from; after them git is asked.
    """
    from drillctl.files.document_changes import document_changes, things
    from drillctl.files.earlier_versions import earlier_version
    from drillctl.files.limited import read_limited

    then, now = plan.made.inputs, loaded.inputs
    states = {name: _state(then.get(name), now.get(name)) for name in sorted({*then, *now})}
    copies = [file for top in was for file in _files(Path(top))]
    before: list[bytes] = []
    after: list[bytes] = []
    unknown: list[str] = []
    for name, state in states.items():
        if state == SAME or not name.lower().endswith((".yaml", ".yml")):
            # Of a calendar no more is told: it is a person's.
            continue
        if state != NEW:
            place = loaded.files.get(name) or _place(name, paths)
            data = earlier_version(then[name], place, copies)
            if data is None:
                unknown.append(name)
                continue
            before.append(data)
        if name in loaded.files:
            after.append(read_limited(loaded.files[name]))
    return Inputs(states, document_changes(things(before), things(after)), unknown)


def _state(then: str | None, now: str | None) -> str:
    if then is None:
        return NEW
    if now is None:
        return MISSING
    return SAME if then == now else CHANGED


def _files(top: Path) -> list[Path]:
    if top.is_dir():
        return sorted(file for file in top.rglob("*") if file.is_file())
    return [top]


def _place(name: str, paths: Sequence[str]) -> Path:
    """Where a file that is gone lay: below the first folder named, else beside the first file."""
    tops = [Path(path) for path in paths if path != "-"]
    folder = next((top for top in tops if top.is_dir()), tops[0].parent if tops else Path())
    return folder / name


def inputs_data(plan: "Plan", inputs: Inputs) -> dict[str, Any]:
    """The same for programs."""
    return {
        "made": {
            "by": plan.made.by,
            "seed": plan.made.seed,
            "effort": plan.made.effort or None,
            "baseline": plan.made.baseline or None,
        },
        "inputs": [{"file": name, "state": state} for name, state in inputs.states.items()],
        "changes": [
            {
                "sort": change.sort,
                "id": change.id,
                "key": change.key or None,
                "was": change.was,
                "now": change.now,
                "hidden": change.hidden,
                "matters": change.matters,
            }
            for change in inputs.changes
        ],
        "unknown": inputs.unknown,
        "from_these_files": bool(plan.made.inputs) and inputs.same,
    }


def say_inputs(plan: "Plan", inputs: Inputs, breaches: int) -> None:
    """Each file that is not as it was, what changed in them, and whether the rules hold anyhow."""
    from drillctl import __version__

    if plan.made.by and plan.made.by != f"drillctl {__version__}":
        note(tr("note: the plan was made by {by}, this is {version}", by=plan.made.by,
                version=__version__))  # fmt: skip
    if not plan.made.inputs:
        say(tr("the plan names no files that it was made from"))
        return
    if inputs.same:
        say(trn("made from this {n} file, as it is", "made from these {n} files, as they are",
                len(inputs.states)))  # fmt: skip
        return
    words = {
        CHANGED: tr("changed since the plan was made"),
        MISSING: tr("missing: the plan was made from it too"),
        NEW: tr("new: the plan was made without it"),
    }
    for name, state in inputs.states.items():
        if state != SAME:
            say(tr("{name}: {what}", name=name, what=words[state]))
    for change in inputs.changes[:LINES]:
        say("  " + _change_text(change))
    more = len(inputs.changes) - LINES
    if more > 0:
        say("  " + trn("{n} more: see --format json", "{n} more: see --format json", more))
    if inputs.unknown:
        note(tr("note: what {files} held then is not known: name a copy with --was, or keep them "
                "in git", files=", ".join(inputs.unknown)))  # fmt: skip
    elif not any(change.matters for change in inputs.changes) and not _other_than_yaml(inputs):
        say(tr("nothing of it matters to a plan"))
    changed = sum(state != SAME for state in inputs.states.values())
    kept = (
        tr("every rule is kept with the files as they are now")
        if not breaches
        else trn(
            "{n} breach of a rule with the files as they are now",
            "{n} breaches of rules with the files as they are now",
            breaches,
        )
    )
    say(trn("{n} of {all} files is not as it was; {kept}", "{n} of {all} files are not as they "
            "were; {kept}", changed, all=len(inputs.states), kept=kept))  # fmt: skip


def _other_than_yaml(inputs: Inputs) -> bool:
    return any(
        state != SAME and not name.lower().endswith((".yaml", ".yml"))
        for name, state in inputs.states.items()
    )


def _change_text(change: "DocumentChange") -> Message:
    what = f"{change.sort} {change.id}".strip()
    if not change.key:
        if change.was is None:
            return tr("{what} is new", what=what)
        return tr("{what} is gone", what=what)
    if change.hidden:
        return tr("{what}: {key} has changed", what=what, key=change.key)
    return tr("{what}: {key}: {was} → {now}", what=what, key=change.key, was=change.was or "-",
              now=change.now or "-")  # fmt: skip
