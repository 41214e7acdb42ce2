"""``drillctl follow-up``: one more line in a corrective action's history."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from drillctl.cli import terminal
from drillctl.cli.changing import changing
from drillctl.cli.replanning import now_there
from drillctl.language import joined, tr

if TYPE_CHECKING:
    from drillctl.model.problem import Problem


def _records(given: dict[str, Any]) -> list[str]:
    """The folders that hold the action's record, as `aar collect` locks them."""
    from drillctl.files.record_history import HistoryError, action_file

    try:
        file = action_file(given["paths"], given["action"])
    except (HistoryError, OSError, ValueError):
        return []  # which the command itself says in better words
    tops = [top for top in map(Path, given["paths"]) if top in file.parents]
    return [str(folder) for folder in dict.fromkeys((*tops, file.parent))]


@changing("drillctl follow-up", _records)
def follow_up(
    action: str,
    paths: list[str],
    *,
    by: str,
    state: str | None,
    session: str | None,
    due: str | None,
    owner: str | None,
    note: str,
    on: str | None,
) -> int:
    """Adds the line to the file that raised the action; returns the exit status."""
    from drillctl.files.atomic import write_bytes
    from drillctl.files.limited import read_yaml
    from drillctl.files.loading import load
    from drillctl.files.record_history import HistoryError, action_file, with_entry
    from drillctl.files.values import parse_date
    from drillctl.model.action import ActionState, Entry, owed_actions
    from drillctl.readiness.action_status import told

    dates = {"--due": due, "--on": on}
    wrong: list[str] = [
        tr("{option} {value!r} is not a date: write 2027-03-31", option=option, value=value)
        for option, value in dates.items()
        if value and parse_date(value) is None
    ]
    if state == "closed" and session is None:
        wrong.append(tr("--state closed needs --session: the one at which it was seen to work"))
    if not by.strip():
        wrong.append(tr("--by names nobody"))
    if not any((state, due, owner, note)):
        wrong.append(tr("nothing to add: give --state, --due, --owner or --note"))
    for text in wrong:
        terminal.note(tr("error: {text}", text=text))
    if wrong:
        return 2
    loaded = load(paths)
    for diagnostic in loaded.diagnostics:
        terminal.note(str(diagnostic))
    if loaded.problem is None:
        return 1
    problem = loaded.problem
    owed = {one.id: one for one in owed_actions(problem.records)}
    wrong = list(_unknown(problem, action, owed, session))
    day = (parse_date(on) if on else None) or now_there(problem).date()
    last = owed[action].history[-1].on if action in owed and owed[action].history else None
    if last is not None and day < last:
        if on:
            before = tr("--on {day} lies before the last line of its history, {last}",
                        day=day, last=last)  # fmt: skip
        else:
            before = tr(
                "today, {day} by this machine's clock, lies before the last line of its history, "
                "{last}: set the clock, or give --on",
                day=day,
                last=last,
            )
        wrong.append(before)
    for text in wrong:
        terminal.note(tr("error: {text}", text=text))
    if wrong:
        return 2
    entry = Entry(
        day,
        by,
        ActionState(state) if state else None,
        session,
        parse_date(due) if due else None,
        owner,
        note,
    )
    if owed[action].history[-1:] == (entry,):
        # Said again by who doesn't know whether a command that was killed had written it.
        terminal.note(tr("{action}: its history ends with this very line; nothing was written",
                         action=action))  # fmt: skip
        return 0
    try:
        path = action_file(paths, action)
        write_bytes(path, with_entry(read_yaml(path), action, entry, problem))
    except HistoryError as error:
        terminal.note(tr("error: {text}", text=str(error)))
        return 1
    terminal.say(joined("", (f"{action}: ", told(entry))))
    terminal.note(tr("written to {path}", path=path))
    return 0


def _unknown(
    problem: "Problem", action: str, owed: "Mapping[str, object]", session: str | None
) -> "list[str]":
    """What the line names that nothing defines."""
    from drillctl.files.diagnostics import no_such

    found = []
    if action not in owed:
        found.append(no_such(tr("action"), action, tr("the records"), owed))
    sessions = {record.session for record in problem.records}
    if session is not None and session not in sessions:
        found.append(no_such(tr("record of session"), session, tr("the files"), sessions))
    return found
