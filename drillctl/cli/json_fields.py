"""The fields of every `--format json`: a contract, shown by ``drillctl help json``.

A path is written ``goals[].id``: the field `id` of each entry of the list `goals`; ``*`` stands for
any id. The tests compare them with what the commands print.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

Fields = Mapping[str, str]


def paths(data: Any, prefix: str = "", ids: tuple[str, ...] = ()) -> Iterator[str]:
    """Every path of a value; below those in `ids` the keys are ids."""
    if isinstance(data, dict):
        for key, value in data.items():
            name = "*" if prefix in ids else key
            yield from paths(value, f"{prefix}.{name}" if prefix else name, ids)
    elif isinstance(data, list):
        if not data:
            yield f"{prefix}[]"
        for value in data:
            yield from paths(value, f"{prefix}[]", ids)
    else:
        yield prefix


def page_of_fields(fields: Fields, said: Callable[[str], str]) -> list[tuple[str, str]]:
    """The rows of the help page."""
    return [(path, said(text)) for path, text in fields.items()]


_PROBLEM = {
    "path": "the file, or the cell FILE.xlsx!SHEET!CELL",
    "line": "from 1; 0 where the whole file is meant",
    "column": "likewise",
    "end_line": "where it ends; 0 where that is not known",
    "end_column": "likewise; behind the last character",
    "code": "which sort of problem",
    "severity": "error or warning",
    "message": "what is wrong",
    "hint": "how to mend it; may be empty",
    "fixable": "whether check --fix mends it",
}
_OF_A_CELL = ("path", "line", "column", "code", "message", "hint")
_PERSON = {
    "member": "id of the member",
    "name": "the member's name; null where no file has it",
    "session": "SCENARIO#N",
    "change": "what changes for them: asked, released, another role, another time",
    "was": "the position before; null where none",
    "now": "the position after; null where none",
}
_DIFFERENCE = {
    "revision.before": "revision of the earlier plan",
    "revision.after": "revision of the later plan",
    "sessions[].id": "SCENARIO#N",
    "sessions[].change": "what changes",
    "sessions[].before.start": "null in place of before: the session is new",
    "sessions[].before.end": "its end",
    "sessions[].before.venue": "id of the venue, or null",
    "sessions[].before.sequence": "sequence number of its event (RFC 5545)",
    "sessions[].after.start": "null in place of after: the session is cancelled",
    "sessions[].after.end": "its end",
    "sessions[].after.venue": "id of the venue, or null",
    "sessions[].after.sequence": "sequence number of its event (RFC 5545)",
    **{f"sessions[].people[].{key}": text for key, text in _PERSON.items()},
    **{f"people.*[].{key}": text for key, text in _PERSON.items()},
    "goals[].id": "the goal",
    "goals[].before": "its value before; null where it is not comparable",
    "goals[].after": "its value after",
}
_FIXES = {
    "fixes[].text": "the change that was solved for",
    "fixes[].fill": "how much the goal fill gains",
    "fixes[].seats": "seats filled more",
    "fixes[].lost_elsewhere": "seats lost in other sessions",
    "fixes[].sessions": "sessions that change",
    "fixes[].people": "people to tell",
}

_SUBSCRIPTION = {
    "id": "by which it is revoked",
    "subject": "whose calendar, team:ID or member:ID",
    "created": "when it was made",
    "revoked": "when it was revoked, or null",
}


def _below(prefix: str, fields: Fields) -> dict[str, str]:
    return {f"{prefix}{key}": text for key, text in fields.items()}


FIELDS: Mapping[str, Fields] = {
    "check": _below("[].", _PROBLEM),
    "check --list-codes": {
        "[].code": "a code",
        "[].severity": "error or warning",
        "[].title": "what it is about",
    },
    "plan": {
        "seats": "seats asked for",
        "filled": "seats filled",
        "sessions": "sessions asked for",
        "held": "sessions held",
        "goals[].id": "the goal",
        "goals[].value": "its value",
        "goals[].bound": "the bound proven for it",
        "goals[].gap": "relative distance of value and bound; 0 is proven optimal",
        "short_of_standbys[].session": "SCENARIO#N, of a position with too few standbys",
        "short_of_standbys[].position": "the position",
        "short_of_standbys[].probability": "that it keeps its minimum",
        "short_of_standbys[].simulated": "likewise, played",
        "short_of_standbys[].asked": "what the policy asks for",
        "findings[].action": "SESSION/ID of a corrective action to retest",
        "findings[].capability": "or a capability that is weak or lapses",
        "findings[].rated": "its last rating, S, M or U",
        "findings[].rated_on": "when",
        "findings[].by": "until when it is due",
        "findings[].sessions[]": "the sessions that answer it",
        "findings[].why[]": "what is in the way",
        "note": "what a reader must know: interrupted, time limit; may be empty",
    },
    "verify": {
        "file": "the plan",
        "revision": "its revision",
        "signer": "who signed it: the name of the workspace, or of the key's file; or null",
        "key": "id of the key",
        "signed_at": "the time that was signed, in UTC, or null",
        "comment": "minisign's trusted comment, which was signed too",
        "notes[]": "what is odd, such as another file name",
    },
    "log": {
        "entries[].line": "from 1",
        "entries[].hash": "of the line",
        "entries[].at": "when, in UTC",
        "entries[].by": "who wrote the plan",
        "entries[].command": "by which command",
        "entries[].version": "of drillctl",
        "entries[].revision.before": "revision of the plan before; null where there was none",
        "entries[].revision.after": "revision of the plan after",
        "entries[].plan.before": "hash of the plan's file before, or null",
        "entries[].plan.after": "hash of the plan's file after",
        "entries[].seats.before": "seats filled before, or null",
        "entries[].seats.after": "seats filled after",
        "entries[].held.before": "sessions held before, or null",
        "entries[].held.after": "sessions held after",
        "entries[].sessions[].id": "SCENARIO#N, of a session that changed",
        "entries[].sessions[].change": "how: new, cancelled, moved, restaffed",
        "entries[].reason": "why, or null",
        "entries[].previous[]": "hash of the line that it follows; of several after a merge",
        "problems[]": "why the history is not to be believed",
        "notes[]": "what is odd, such as a change without an entry",
    },
    "audit": {
        "breaches[].rule": "the rule that is broken",
        "breaches[].session": "where",
        "breaches[].member": "by whom, or null",
        "breaches[].text": "how",
        "goals.*": "the goal's value as recomputed; null where it can't be",
        "made.by": "the program that made the plan, and its version",
        "made.seed": "its seed",
        "made.effort": "how much work was spent, or null",
        "made.baseline": "hash of the plan that it was made from, or null",
        "inputs[].file": "a file that the plan was made from, or that is there now",
        "inputs[].state": "same, changed, missing or new since the plan was made",
        "changes[].sort": "member, scenario, policy, ... that the files say otherwise now",
        "changes[].id": "its id",
        "changes[].key": "the key that changed, parts apart by /; null: it is new or gone",
        "changes[].was": "the value then; null where there was none, or it is hidden",
        "changes[].now": "the value now; likewise",
        "changes[].hidden": "whether values are left out: private, or of many parts",
        "changes[].matters": "whether a plan may depend on it",
        "unknown[]": "files whose contents then are not known",
        "from_these_files": "whether the plan was made from these very files",
    },
    "show": {
        "sessions[].id": "SCENARIO#N, of the part of the plan that was asked for",
        "sessions[].title": "the scenario's title",
        "sessions[].exercise": "type of the exercise (HSEEP)",
        "sessions[].hazard": "the hazard",
        "sessions[].start": "with the offset of the roster's time zone",
        "sessions[].end": "likewise",
        "sessions[].week": "week of its start (ISO 8601), 2027-W09",
        "sessions[].venue": "id of the venue, or null",
        "sessions[].venue_title": "its title, or null",
        "sessions[].joint": "whether people of both kinds have seats",
        "sessions[].seats": "seats asked for",
        "sessions[].filled": "seats filled",
        "sessions[].standbys": "members standing by",
        "sessions[].teams[]": "ids of the teams with somebody in a seat",
        "sessions[].leads[]": "ids of the members who lead it",
        "sessions[].empty[].position": "a position with empty seats",
        "sessions[].empty[].seats": "how many",
        "sessions[].empty[].why[]": "why",
        "rows[].id": "id of a team, member or venue; by week there are no rows",
        "rows[].title": "its title, or the member's name",
        "rows[].kind": "professional or volunteer; null for a venue",
        "rows[].team": "id of the team, the member's or itself; null for a venue",
        "rows[].sessions[]": "sessions in order of start, with a seat in them",
        "rows[].standby[]": "sessions for which somebody stands by only",
        "rows[].hours": "hours of these sessions, without those of standbys",
        "not_held[].session": "SCENARIO#N",
        "not_held[].why[]": "why",
    },
    "explain SESSION": {
        "[].session": "SCENARIO#N",
        "[].position": "the position",
        "[].empty": "its empty seats",
        "[].members": "members in the roster",
        "[].steps[].title": "a rule, or what else people do",
        "[].steps[].rule": "the rule's id, or null",
        "[].steps[].left[]": "the members left after it",
        "[].steps[].stopped[].member": "who is stopped by it",
        "[].steps[].stopped[].why": "why, or null",
        **_below("[].", _FIXES),
    },
    "explain SESSION, which is not held": {
        "session": "SCENARIO#N",
        "conflict[].sort": "sort of the demand",
        "conflict[].text": "the demand; all of them together can't be met",
        "conflict[].place.file": "null in place of place: a default",
        "conflict[].place.line": "where it stands",
        "conflict[].place.column": "likewise",
        "possible.start": "null in place of possible; else it could be held then",
        "possible.venue": "and there",
        **_FIXES,
    },
    "explain SESSION --at": {
        "session": "SCENARIO#N",
        "at": "the other start, local",
        "breaks[].rule": "a rule broken then, all else as planned",
        "breaks[].text": "how",
        "not_held[]": "why it can't be held then at all",
        **_below("difference.", _DIFFERENCE),
    },
    "whatif": _DIFFERENCE,
    "diff": _DIFFERENCE,
    "drop": {
        **_below("difference.", _DIFFERENCE),
        "calls[].member": "whom to call, in this order",
        "calls[].name": "their name",
        "calls[].told[]": "what to tell them",
        "written": "the plan's file",
    },
    "rsvp": {
        "taken[].session": "SCENARIO#N",
        "taken[].member": "who answered",
        "taken[].status": "accepted, declined or tentative",
        "taken[].before": "the answer known before, or null",
        "refused[].path": "the file of an answer that was not taken",
        "refused[].line": "its line",
        "refused[].reason": "why, as a word",
        "refused[].text": "why",
        "problems[]": "what is wrong with a file",
    },
    "pin": {
        "pins[].session": "SCENARIO#N",
        "pins[].whole": "whether all of it is held",
        "pins[].start": "the start held, local, or null",
        "pins[].venue": "the venue held, or null",
        "pins[].people.*[]": "the members held in each position",
    },
    "publish": {
        "calendars[].calendar": "the calendar on the server",
        "calendars[].new": "whether it was made",
        "calendars[].kept": "events that were up to date",
        "calendars[].changes[].change": "what was done, or would be in a dry run",
        "calendars[].changes[].uid": "to which event",
        "calendars[].failed[]": "what could not be done",
        "dry_run": "whether nothing was changed",
    },
    "subscriptions new": {
        **_SUBSCRIPTION,
        "webcal": "the address as calendar programs open it; it is shown only now",
        "url": "likewise, as http or https",
    },
    "subscriptions list": {
        "file": "the file of the subscriptions",
        **_below("subscriptions[].", _SUBSCRIPTION),
    },
    "export ics": {
        "written[]": "the files",
        "leftovers[]": "files of earlier exports that are not among them",
    },
    "import availability": {
        "written": "the roster's file",
        "entered[].member": "id of a member with a calendar",
        "entered[].calendars[]": "the calendars",
        "left_out[].path": "a calendar that was left out",
        "left_out[].why": "why",
        "without[]": "members without one",
        **_below("problems[].", _PROBLEM),
    },
    "import roster": {
        "columns[].table": "a table of the sheets",
        "columns[].column": "a heading in it",
        "columns[].field": "what the column is taken for; null: left out",
        "columns[].group": "which of several certificates it belongs to, or null",
        "columns[].samples[]": "some of its values",
        **_below("problems[].", {k: _PROBLEM[k] for k in _OF_A_CELL}),
        "notes[]": "what else was noticed, in words",
        "rows": "rows read",
        "left_out": "rows left out",
        "new[]": "ids of new members",
        "changes[].member": "id of a member who changes",
        "changes[].field": "what changes",
        "changes[].old": "the value before, or null",
        "changes[].new": "the value after, or null",
        "missing[]": "ids of members whom no sheet names",
        "removed[]": "ids of members removed",
        "kept[].member": "id of a member with a certificate that the sheets don't list",
        "kept[].certification": "which was left as it is",
        "teams.*": "titles of new teams, by id",
        "certifications.*": "titles of new certifications, by id",
        "written": "the roster's file, or null",
    },
    "test": {
        "passed": "how many checks passed",
        "failed": "how many failed",
        "checks[].scenario": "id of the scenario that asks, or null: the policy",
        "checks[].check": "name of the check",
        "checks[].text": "the check as it is written",
        "checks[].path": "the file",
        "checks[].line": "from 1",
        "checks[].column": "likewise",
        "checks[].passed": "whether it passed",
        "checks[].message": "the verdict, with its figures",
        "checks[].details[]": "each place where it fails",
    },
    "aar collect": {
        "records[].session": "SCENARIO#N",
        "records[].path": "the record's file",
        "records[].changed": "whether it changes",
        "records[].new": "whether it is new",
        "records[].forms": "forms read for it",
        "records[].entered": "values entered",
        "records[].kept": "texts kept under unread",
        "records[].settled": "texts no longer needed there",
        **_below("problems[].", _PROBLEM),
        **_below("notes[].", _PROBLEM),
    },
    "aar check": _below("[].", _PROBLEM),
    "actions": {
        "actions[].id": "SESSION/ID",
        "actions[].text": "what is to be done",
        "actions[].state": "open or closed",
        "actions[].overdue_days": "days after its due date; 0 where it is not overdue",
        "actions[].raised": "date of the session that raised it",
        "actions[].due": "due date, or null",
        "actions[].owner": "id of the member who owes it, or the name given, or null",
        "actions[].owner_name": "their name, or null",
        "actions[].team": "team responsible, or null",
        "actions[].capability": "capability concerned, or null",
        "actions[].element": "element concerned (HSEEP), or null",
        "actions[].area": "id of the area for improvement, or null",
        "actions[].retest.by": "null in place of retest: none is demanded",
        "actions[].retest.scenario": "by which scenario, or null",
        "actions[].retested_by[]": "sessions of the plan that retest it; null without a plan",
        "actions[].history[].on": "date",
        "actions[].history[].by": "who said so",
        "actions[].history[].state": "new state, or null",
        "actions[].history[].session": "session that showed it, or null",
        "actions[].history[].due": "new due date, or null",
        "actions[].history[].owner": "new owner, or null",
        "actions[].history[].note": "in words",
    },
    "readiness": {
        "as_of": "the date of the report",
        "period.from": "first day of the period",
        "period.to": "its last day",
        "records": "records known by then",
        "blank_records": "records that nobody has filled in",
        "plan_revision": "revision of the plan counted, or null",
        "sessions_without_record[]": "sessions of the plan that have ended",
        "not_in_roster[].member": "person of the records who is not in the roster",
        "not_in_roster[].records": "in how many records",
        "recorded_twice[]": "sessions with two records of one day",
        "unknown_hazards[]": "hazards that neither the scenarios nor the policy know",
        "risk_formula": "how risk is reckoned",
    },
}
"""Of readiness the head; its sections hold the columns of the same section as CSV."""
IDS = ("goals", "people", "difference.people", "pins[].people", "teams", "certifications")
"""Where keys are ids."""
