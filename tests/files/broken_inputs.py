"""Broken inputs and what must be said of each; run as a program, it prints every message.

Each entry: name, file text (a roster unless it says otherwise), code, line, part of the message.
"""

import tempfile
from pathlib import Path

HEAD = "kind: roster\ntimezone: Asia/Shanghai\nteams: [{id: fire, kind: professional}, {id: sky, kind: volunteer}]\ncertifications: {ic: {}, boat: {}}\nvenues: [{id: lake, features: [water]}]\nequipment: [{id: boat, count: 2}]\n"
WHO = HEAD + "members:\n  - {id: a, name: A, team: fire, certifications: [ic]}\n"
OK = "---\nkind: scenario\nid: s\nexercise: drill\nduration: 2h\nschedule: {window: {from: 2027-03-01, to: 2027-03-31}}\npositions: [{id: p, count: 1}]\n"


def member(text: str) -> str:
    """A roster whose second member is `text` (line 9)."""
    return WHO + f"  - {text}\n" + OK


def scenario(text: str, duration: str = "2h", positions: str = "[{id: p, count: 1}]") -> str:
    """A scenario with `text` at line 15 of the file."""
    base = "---\nkind: scenario\nid: s\nexercise: drill\n"
    return f"{WHO}{base}duration: {duration}\npositions: {positions}\n{text}\n"


WINDOW = "schedule: {window: {from: 2027-03-01, to: 2027-03-31}"

BROKEN: list[tuple[str, str | bytes, str, int, str]] = [
    ("tab indentation", "kind: roster\nmembers:\n\t- a\n", "Y001", 3, "token"),
    ("unclosed bracket", "kind: roster\nmembers: [a\n", "Y001", 3, "expected"),
    ("colon in text", "kind: roster\nteams: a: b\n", "Y001", 2, "mapping values"),
    ("nul byte", b"kind: ro\x00ster\n", "Y001", 1, "U+0000"),
    ("latin-1 bytes", "kind: roster\n# caf\u00e9\n".encode("latin-1"), "F002", 2, "0xe9"),
    ("utf-16", "kind: roster\n".encode("utf-16"), "F002", 1, "UTF-16"),
    ("deep nesting", "kind: roster\nmembers: " + "[" * 10_000, "Y003", 2, "200 levels"),
    ("duplicate key", "kind: roster\nkind: roster\n", "Y002", 2, "'kind' is given twice"),
    ("merge key", member("{<<: {}, id: b, name: B, team: fire}"), "Y004", 9, "merge"),
    ("no kind", "timezone: UTC\n", "S002", 1, "'kind' is missing"),
    ("unknown kind", "kind: rooster\n", "S008", 1, "rooster"),
    ("list document", "- a\n- b\n", "S003", 1, "a document is a mapping"),
    ("version 2", "kind: roster\nversion: 2\n", "S009", 2, "version '2'"),
    ("misspelt key", member("{id: b, nmae: B, team: fire}"), "S001", 9, "'nmae'"),
    ("missing name", member("{id: b, team: fire}"), "S002", 9, "'name' is missing"),
    ("name no", member("{id: b, name: no, team: fire}"), "S003", 9, "yes or no"),
    ("name empty", member("{id: b, name: , team: fire}"), "S003", 9, "not nothing"),
    ("name list", member("{id: b, name: [B], team: fire}"), "S003", 9, "not a list"),
    ("control character", member('{id: b, name: "B\\x1b", team: fire}'), "S007", 9, "U+001B"),
    ("line break in name", member('{id: b, name: "B\\nX", team: fire}'), "S007", 9, "U+000A"),
    ("upper-case id", member("{id: Bob, name: B, team: fire}"), "S006", 9, "'Bob'"),
    ("unknown team", member("{id: b, name: B, team: fier}"), "R001", 9, "'fier'"),
    ("member twice", member("{id: a, name: B, team: fire}"), "R002", 9, "defined twice"),
    (
        "unknown certification",
        member("{id: b, name: B, team: fire, certifications: [bota]}"),
        "R001",
        9,
        "'bota'",
    ),
    (
        "expiry before issue",
        member(
            "{id: b, name: B, team: fire, certifications: [{id: ic, issued: 2027-05-01, expires: 2027-04-01}]}"
        ),
        "C001",
        9,
        "before it is issued",
    ),
    (
        "no such date",
        member("{id: b, name: B, team: fire, busy: [{from: 2027-02-30, to: 2027-03-01}]}"),
        "V001",
        9,
        "2027-02-30",
    ),
    (
        "slashed date",
        member("{id: b, name: B, team: fire, busy: [{from: 01/02/2027, to: 2027-03-01}]}"),
        "V001",
        9,
        "01/02/2027",
    ),
    (
        "busy backwards",
        member("{id: b, name: B, team: fire, busy: [{from: 2027-03-05, to: 2027-03-01}]}"),
        "C002",
        9,
        "before it begins",
    ),
    (
        "unknown pattern",
        member("{id: b, name: B, team: fire, availability: weekend}"),
        "R001",
        9,
        "'weekend'",
    ),
    (
        "bad weekly hours",
        member('{id: b, name: B, team: fire, availability: {weekly: ["mon 25:00-26:00"]}}'),
        "V003",
        9,
        "mon 25:00",
    ),
    (
        "bad weekday",
        member('{id: b, name: B, team: fire, availability: {weekly: ["mun 10:00-12:00"]}}'),
        "V003",
        9,
        "mun",
    ),
    (
        "bad rrule",
        member('{id: b, name: B, team: fire, availability: {rrule: "FREQ=DAILY", for: 2h}}'),
        "V004",
        9,
        "DTSTART",
    ),
    (
        "rrule without for",
        member(
            '{id: b, name: B, team: fire, availability: {rrule: "DTSTART:20270101T080000\\nRRULE:FREQ=DAILY"}}'
        ),
        "S002",
        9,
        "`for`",
    ),
    (
        "negative limit",
        member("{id: b, name: B, team: fire, limits: {hours_per_7d: -1}}"),
        "S005",
        9,
        "-1",
    ),
    (
        "misspelt limit",
        member("{id: b, name: B, team: fire, limits: {hours_per_7_d: 8}}"),
        "S001",
        9,
        "hours_per_7_d",
    ),
    ("unknown zone", "kind: roster\ntimezone: Asia/Shangai\n", "V005", 2, "Shangai"),
    ("folder of zones", "kind: roster\ntimezone: Asia\n", "V005", 2, "Asia"),
    ("two zones", WHO + OK + "---\nkind: roster\ntimezone: UTC\n", "R005", 18, "differs"),
    ("no zone", "kind: roster\nmembers: []\n", "R005", 1, "time zone"),
    (
        "circular includes",
        "kind: roster\ntimezone: UTC\ncertifications:\n  a: {includes: [b]}\n  b: {includes: [a]}\n",
        "R003",
        4,
        "a -> b -> a",
    ),
    ("unknown exercise", WHO + OK.replace("drill", "table-top"), "S004", 12, "table-top"),
    ("priority 1e3", scenario("priority: 1e3"), "S003", 15, "'1e3'"),
    ("priority 11", scenario("priority: 11"), "S005", 15, "between 1 and 10"),
    ("quoted count", scenario("", positions='[{id: p, count: "2"}]'), "S003", 14, "whole number"),
    (
        "huge count",
        scenario("", positions="[{id: p, count: 99999999999999999999}]"),
        "S003",
        14,
        "whole number",
    ),
    (
        "min over count",
        scenario("", positions="[{id: p, count: 1, min: 2}]"),
        "C006",
        14,
        "larger than count",
    ),
    ("duration 2 hours", scenario("", duration="2 hours"), "V002", 13, "2 hours"),
    (
        "window backwards",
        scenario("schedule: {window: {from: 2027-04-01, to: 2027-03-01}}"),
        "C002",
        15,
        "before it begins",
    ),
    (
        "no permitted weekday",
        scenario("schedule: {window: {from: 2027-03-01, to: 2027-03-03}, days: [sat]}"),
        "C003",
        15,
        "weekday",
    ),
    (
        "longer than hours",
        scenario(WINDOW + ', hours: {from: "09:00", to: "10:00"}}'),
        "C005",
        15,
        "does not fit",
    ),
    (
        "hours backwards",
        scenario(WINDOW + ", hours: {from: 18:30, to: 12:30}}"),
        "C002",
        15,
        "18:30",
    ),
    ("fixed off the grid", scenario(WINDOW + ", fixed: [2027-03-06T09:10]}"), "C007", 15, "grid"),
    (
        "fixed with a zone",
        scenario(WINDOW + ', fixed: ["2027-03-06T09:00+08:00"]}'),
        "V001",
        15,
        "local time",
    ),
    (
        "more fixed than sessions",
        scenario(WINDOW + ", fixed: [2027-03-06T09:00, 2027-03-07T09:00]}"),
        "C007",
        15,
        "2 fixed",
    ),
    ("after unknown", scenario(WINDOW + ", after: [{scenario: t}]}"), "R001", 15, "'t'"),
    ("after itself", scenario(WINDOW + ", after: [{scenario: s}]}"), "R004", 15, "s -> s"),
    (
        "nobody can",
        scenario(WINDOW + "}", positions="[{id: p, count: 1, needs: [boat]}]"),
        "C004",
        14,
        "nobody",
    ),
    (
        "no volunteers",
        scenario(WINDOW + "}", positions="[{id: p, count: 1, kind: volunteer}]"),
        "C004",
        14,
        "volunteer",
    ),
    ("no such feature", scenario(WINDOW + "}\nvenue: {features: [watre]}"), "C008", 16, "watre"),
    ("unknown venue", scenario(WINDOW + "}\nvenue: {id: laek}"), "R001", 16, "laek"),
    ("too many boats", scenario(WINDOW + "}\nequipment: {boat: 3}"), "C009", 16, "3 boat"),
    (
        "joint out of reach",
        scenario(WINDOW + "}\njoint: {professional: {min: 2}}"),
        "C011",
        16,
        "only 1 seats",
    ),
    ("meet of one", scenario(WINDOW + "}\njoint: {meet: [[fire]]}"), "S003", 16, "pair"),
    (
        "inject without objective",
        scenario(
            WINDOW
            + "}\nobjectives: [{id: o1, text: x}]\ninjects: [{at: 1h, text: x, objective: o2}]"
        ),
        "R001",
        17,
        "no objective 'o2' in the objectives of 's' (known: o1)",
    ),
    (
        "late inject",
        scenario(WINDOW + "}\ninjects: [{at: 3h, text: x}]"),
        "C010",
        16,
        "after the session",
    ),
    ("scenario twice", WHO + OK + OK, "R002", 18, "defined twice"),
    (
        "position twice",
        scenario(WINDOW + "}", positions="[{id: p, count: 1}, {id: p, count: 2}]"),
        "R002",
        14,
        "given twice",
    ),
    ("no window", scenario(""), "C012", 11, "no period"),
    ("two policies", WHO + OK + "---\nkind: policy\n---\nkind: policy\n", "R006", 19, "one policy"),
    ("unknown goal", WHO + OK + "---\nkind: policy\ngoals: [fil]\n", "S004", 18, "'fil'"),
    ("unknown holidays", WHO + OK + "---\nkind: policy\nholidays: XX\n", "V006", 18, "'XX'"),
    (
        "period backwards",
        WHO + OK + "---\nkind: policy\nperiod: {from: 2027-04-01, to: 2027-03-01}\n",
        "C002",
        18,
        "before",
    ),
    (
        "remind no list",
        WHO + OK + "---\nkind: policy\nremind: 1d\n",
        "S003",
        18,
        "a list is expected",
    ),
    ("remind in words", WHO + OK + "---\nkind: policy\nremind: [1d, soon]\n", "V002", 18, "'soon'"),
    ("remind in months", WHO + OK + "---\nkind: policy\nremind: [1mo]\n", "V002", 18, "months"),
    (
        "remind twice",
        WHO + OK + "---\nkind: policy\nremind: [2h, 1d, 120m]\n",
        "R002",
        18,
        "reminder 2h",
    ),
    (
        "organizer no mapping",
        WHO + OK + "---\nkind: policy\norganizer: a@b.org\n",
        "S003",
        18,
        "mapping",
    ),
    (
        "organizer without e-mail",
        WHO + OK + "---\nkind: policy\norganizer: {name: A}\n",
        "S002",
        18,
        "'email' is missing",
    ),
    (
        "organizer misspelt",
        WHO + OK + "---\nkind: policy\norganizer: {emial: a@b.org, email: a@b.org}\n",
        "S001",
        18,
        "'emial'",
    ),
    (
        "organizer no address",
        WHO + OK + "---\nkind: policy\norganizer: {email: office}\n",
        "V007",
        18,
        "'office'",
    ),
    (
        "organizer two addresses",
        WHO + OK + "---\nkind: policy\norganizer: {email: 'a@b.org, c@d.org'}\n",
        "V007",
        18,
        "c@d.org",
    ),
    (
        "organizer with a line",
        WHO + OK + '---\nkind: policy\norganizer: {name: "A\\nX:1", email: a@b.org}\n',
        "S007",
        18,
        "U+000A",
    ),
    ("rest in years", WHO + OK + "---\nkind: policy\nrest: 1y\n", "V002", 18, "months or years"),
    (
        "window outside period",
        WHO + OK + "---\nkind: policy\nperiod: {from: 2028-01-01, to: 2028-03-01}\n",
        "C003",
        14,
        "outside",
    ),
    ("empty file", "", "F003", 0, "no member"),
]


def messages(text: str | bytes) -> list[str]:
    """What checking a file of this text says."""
    from drillctl.files.loading import load

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "f.yaml"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return [str(d).replace(f"{folder}/", "") for d in load([path]).diagnostics]


def main() -> None:
    """Prints each broken input's name and messages."""
    for name, text, *_ in BROKEN:
        print(f"{name}:")
        for message in messages(text):
            print(f"    {message}")


if __name__ == "__main__":
    main()
