"""Whatever a command says to a person it says through the catalogue.

Commands run in a made-up language (`pseudo`), on the Chinese example, whose files hold no English
but keywords and ids; what they print in English is then data, or a text that forgot `tr`.
"""

import gettext
import importlib
import json
import pkgutil
import re
import shutil
import sys
from datetime import date
from enum import EnumMeta
from pathlib import Path

import pytest
from pseudo import Pseudo, pseudo, untranslated, words_of
from rich.console import Console, ConsoleDimensions

import drillctl.cli
import drillctl.model
from drillctl.cli.main import main
from drillctl.files.example.answers import Answers, default_units, hazards
from drillctl.files.example.writing import example_files, write_example
from drillctl.files.json_schema import SHAPES
from drillctl.files.plan_history import digest
from drillctl.files.shapes import Fields, ListOf, MapOf
from drillctl.language import catalogue
from drillctl.planning.plan import INTERRUPTED, TIME_LIMIT
from drillctl.rules import __path__ as rules_path

ANSWERS = Answers("zh", "Asia/Shanghai", *default_units("zh"), "flood", date(2027, 3, 1))
RECORD = """kind: record
session: flood-tabletop#9
start: 2026-11-07T09:00
capabilities: [water-rescue]
attendance: {li-wei: present, zhang-min: absent}
ratings: {o1: M}
areas: [{id: a1, text: 舟艇迟到, capability: water-rescue}]
actions:
  - {id: c1, text: 购买拖车, area: a1, owner: li-wei, due: 2027-01-31, retest: by 2027-05-15}
  - {id: c2, text: 书面通知, owner: 红十字会, due: 2027-06-30}
"""
BROKEN = {
    "values": """kind: roster
timezone: Asia/Shangai
teams: [{id: One Team, title: 甲, kind: volunteers}, {id: b}]
members:
  - {id: m1, name: 张, team: nowhere, certifications: [{id: none, issued: 2027-02-30}]}
  - {id: m1, name: 王, team: b, busy: [{from: 2027-03-05, to: 2027-03-01}], surname: 李}
  - {id: m3, name: yes, team: b, limits: {hours_per_7d: many}, availability: {rrule: x, for: 1h}}
equipment: [{id: boat, count: -1}]
""",
    "scenario": """kind: scenario
id: sea
title: 海
exercise: party
duration: 0h
priority: 11
schedule:
  window: {from: 2027-05-01, to: 2027-04-01}
  days: [someday]
  hours: {from: "9", to: "25:00"}
  after: [{scenario: sea}]
venue: {features: [ocean]}
equipment: {submarine: 2}
positions: [{id: p, count: 1, min: 3, needs: [diver]}, {id: p}]
joint: {meet: [[a]]}
expect: [{fill: 1}]
""",
    "policy": "kind: policy\nrest: 1y\ngoals: [fill, fill, fun]\nholidays: XX\norganizer: {email: x}\n",
    "kinds": "kind: rooster\n---\nversion: 2\n---\n- a\n---\nkind: scenario\nversion: 3\n",
    "syntax": "kind: roster\nmembers: [\n",
    "record": "kind: record\nsession: none#1\nstart: soon\nattendance: {ghost: maybe}\nratings: {o9: Z}\n",
    "plan": "kind: plan\nrevision: x\nsessions: [{id: a#0, start: 2027}]\n",
}
# Words of the domain that stand in files and are no text: enumerations, keys, rules, file types.
KEYWORDS = {
    "drillctl",
    "yaml",
    "yml",
    "json",
    "ics",
    "xlsx",
    "csv",
    "docx",
    "md",
    "minisig",
    "pub",
    "utc",
    "etc",
    "br",
}
# What `init` and `plan` propose to run, and what `init` writes.
COMMANDS = {"cd", "check", "plan", "test", "export", "gitignore", "schema", "show", "explain"}


_COMMAND_LINE = re.compile(r" +(\$ )?(drillctl|cd|cat) [^ ].*")


def _keys(shape) -> set[str]:
    match shape:
        case Fields():
            return set(shape.keys).union(*map(_keys, shape.keys.values()))
        case ListOf():
            return _keys(shape.item)
        case MapOf():
            return _keys(shape.value)
    return set()


def keywords() -> set[str]:
    found = set(KEYWORDS)
    for shape in SHAPES.values():
        found |= _keys(shape)
    for module in pkgutil.iter_modules(drillctl.model.__path__):
        for value in vars(importlib.import_module(f"drillctl.model.{module.name}")).values():
            if isinstance(value, EnumMeta):
                found |= {str(member.value) for member in value}
    found |= {module.name for module in pkgutil.iter_modules(rules_path)}
    found |= {*hazards(), *SHAPES, *COMMANDS}
    return words_of(" ".join(found))


@pytest.fixture(scope="module")
def prepared(tmp_path_factory):
    """The example, planned, with a record and a spoiled copy of the plan."""
    from drillctl.files.loading import load
    from drillctl.files.plan_text import write_plan
    from drillctl.planning.plan import make_plan
    from drillctl.planning.search import Effort, Options

    folder = tmp_path_factory.mktemp("pseudo") / "hn"
    write_example(folder, example_files(ANSWERS))
    (folder / "records").mkdir()
    (folder / "records" / "flood-tabletop-9.yaml").write_text(RECORD, encoding="utf-8")
    loaded = load([folder / "roster.yaml", folder / "policy.yaml", folder / "scenarios"])
    plan = make_plan(loaded.problem, Options(Effort.QUICK, None, 1, None), inputs=loaded.inputs)
    write_plan(plan, str(folder / "plan.yaml"))
    spoiled = (folder / "plan.yaml").read_text(encoding="utf-8")
    for old, new in (
        ("li-wei", "wu-bin"),
        ("north-bank", "command-room"),
        ("chen-jing", "zhou-lin"),
    ):
        spoiled = spoiled.replace(old, new)
    (folder / "spoiled.plan").write_text(spoiled, encoding="utf-8")
    return folder


@pytest.fixture
def said(prepared, tmp_path, monkeypatch, capsys):
    """Runs a command there in the made-up language; the lines that no message said."""
    folder = tmp_path / "hn"
    shutil.copytree(prepared, folder)
    monkeypatch.chdir(folder)
    real = gettext.translation

    def translation(domain, *rest, **more):
        # Libraries keep what they read: theirs stays theirs.
        return Pseudo() if domain == "drillctl" else real(domain, *rest, **more)

    monkeypatch.setattr(gettext, "translation", translation)
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    monkeypatch.setenv("LANGUAGE", "zh")
    # Wide enough that no table cuts the words of data in two.
    monkeypatch.setenv("COLUMNS", "400")
    monkeypatch.setattr(Console, "size", property(lambda _: ConsoleDimensions(400, 50)))
    before = catalogue.current()
    catalogue.use("zh")

    def run(*arguments, more):
        monkeypatch.setattr(sys, "argv", ["drillctl", *arguments])
        try:
            main()
            status = 0
        except SystemExit as end:
            status = end.code or 0
        shown = capsys.readouterr()
        known = keywords() | more | words_of(" ".join([*arguments, str(tmp_path)]))
        for path in folder.rglob("*.yaml"):
            known |= words_of(f"{path.name} {_without_reasons(path)}")
        for path in folder.rglob("*.pub"):
            known |= words_of(path.read_text())
        text = shown.out + shown.err
        # A command line to type, as in the examples of help, is no text.
        read = [line for line in text.splitlines() if not _COMMAND_LINE.match(line)]
        return status, text, untranslated("\n".join(read), known)

    yield run
    monkeypatch.undo()
    catalogue.use(before)


def _without_reasons(path: Path) -> str:
    """A file's data; a plan holds reasons too, in English for programs."""
    text = path.read_text(encoding="utf-8")
    if "kind: plan" in text:
        text = "\n".join(
            line for line in text.splitlines() if "why:" not in line and "note:" not in line
        )
    return text


FILES = ("roster.yaml", "policy.yaml", "scenarios")
WITH_RECORDS = (*FILES, "records")


def broken(name):
    return lambda folder: (folder / "zz.yaml").write_text(BROKEN[name], encoding="utf-8")


def few_carers(folder):
    """Nobody with first aid is there in April and May."""
    roster = folder / "roster.yaml"
    lines = roster.read_text(encoding="utf-8").splitlines(keepends=True)
    kept = [line for line in lines if "busy:" not in line]
    text = "".join(
        line + "    busy: [{from: 2027-04-01, to: 2027-05-31}]\n"
        if "first-aid, issued" in line
        else line
        for line in kept
    )
    roster.write_text(text, encoding="utf-8")


def asking_much(folder):
    policy = folder / "policy.yaml"
    checks = "\nexpect:\n  - filled: all\n  - hours_per_week: 1\n  - snapshot: spring\n"
    policy.write_text(policy.read_text("utf-8") + checks + "  - without_any_venue\n", "utf-8")


def a_table(folder):
    text = "id,name,team,phone\nli-wei,Li Wei,county-fire,13800000000\nxu-hua,Xu Hua,blue-sky,\n"
    (folder / "people.csv").write_text(text, encoding="utf-8")


def a_bad_table(folder):
    text = "name,team,email,expires\nLi Wei,county-fire,no,4/1/2025\n,x,,\nXu Hua,y,a@b.org,never\n"
    (folder / "people.csv").write_text(text, encoding="utf-8")


def subscribed(folder):
    entry = f'{{id: li-wei-1, member: li-wei, hash: "sha256:{"0a" * 32}", created: 2027-01-01T09:00:00Z}}'
    text = f"kind: subscriptions\nsubscriptions:\n  - {entry}\n"
    (folder / "subscriptions.yaml").write_text(text, encoding="utf-8")


def bad_subscriptions(folder):
    (folder / "subscriptions.yaml").write_text(
        "kind: subscriptions\nsubscriptions:\n"
        "  - {id: a, hash: x, created: now}\n  - {id: a, team: b, member: c, hash: y}\n",
        encoding="utf-8",
    )


def tampered_history(folder):
    entry = {"at": "2027", "by": "", "command": "", "version": "", "sessions": [], "reason": None}
    keys = ("revision", "plan", "seats", "held")
    pairs = {key: {"before": None, "after": "0"} for key in keys}
    lines = [json.dumps({**entry, **pairs, "previous": hashes}) for hashes in ([], ["none"])]
    (folder / "plan.yaml.history").write_text("\n".join([*lines, "{}"]), encoding="utf-8")


def spoilt_history(folder):
    lines = ["<<<<<<< HEAD", '{"at']
    (folder / "plan.yaml.history").write_text("\n".join(lines), encoding="utf-8")


def left_behind(folder):
    tampered_history(folder)
    data = (folder / "plan.yaml").read_bytes()
    (folder / "x.yaml").write_bytes(data)
    file = folder / "plan.yaml.history"
    text = file.read_text("utf-8").replace('"after": "0"', f'"after": "{digest(data)}"')
    file.write_text(text, encoding="utf-8")


def respelt(was, now):
    """The plan with something else in it, as x.yaml."""

    def change(folder):
        text = (folder / "plan.yaml").read_text(encoding="utf-8")
        assert was in text
        (folder / "x.yaml").write_text(text.replace(was, now), encoding="utf-8")

    return change


def nothing(folder):
    """The example as it is."""


# Each: its name, what is done to the example first, and the commands, of which the last is read.
CASES = [
    ("check", nothing, [("check", *FILES)]),
    ("check list codes", nothing, [("check", "--list-codes")]),
    *[(f"check broken {name}", broken(name), [("check", *FILES, "zz.yaml")]) for name in BROKEN],
    ("check nothing there", nothing, [("check", "nowhere", "no.yaml")]),
    ("plan", nothing, [("plan", *FILES, "--effort", "quick")]),
    ("plan broken", broken("values"), [("plan", *FILES, "zz.yaml")]),
    ("plan with gaps", few_carers, [("plan", *FILES, "--effort", "quick", "--require-full")]),
    ("plan with records", nothing, [("plan", *WITH_RECORDS, "--effort", "quick")]),
    (
        "plan from a baseline",
        nothing,
        [
            (
                "plan",
                *FILES,
                "--baseline",
                "plan.yaml",
                "--as-of",
                "2027-03-20",
                "--effort",
                "quick",
            ),
        ],
    ),
    ("plan elsewhere", nothing, [("plan", *FILES, "-o", "no/such/plan.yaml")]),
    ("plan as of never", nothing, [("plan", *FILES, "--as-of", "never")]),
    ("audit", nothing, [("audit", "plan.yaml", *FILES)]),
    ("audit breaches", nothing, [("audit", "spoiled.plan", *FILES)]),
    ("audit reproduce", nothing, [("audit", "plan.yaml", *FILES, "--reproduce")]),
    *[
        (f"audit reproduce {name}", respelt(was, now), [("audit", "x.yaml", *FILES, "--reproduce")])
        for name, was, now in (
            ("moved", "north-bank", "command-room"),
            ("reordered", "kind: plan", "# x\nkind: plan"),
            ("other version", "by: drillctl 0", "by: drillctl 9"),
            ("too little said", "effort", "note"),
            ("no effort", "effort: quick", "effort: x"),
            ("no baseline", "seed: 1", "seed: 1\n  baseline: x\n  as_of: 2027-01-01T00:00"),
            ("no moment", "seed: 1", "seed: 1\n  baseline: x"),
            ("later revision", "revision: 1", "revision: 2"),
            ("other context", "seed: 1", "seed: 1\n  context: {x: y}"),
            ("limit", "seed: 1", f"seed: 1\n  note: '{TIME_LIMIT}'"),
            ("interrupted", "seed: 1", f"seed: 1\n  note: '{INTERRUPTED}'"),
        )
    ],
    (
        "audit reproduce mended",
        nothing,
        [
            (
                "drop",
                "li-wei",
                *FILES,
                "--plan",
                "plan.yaml",
                "--from",
                "2027-03-01",
                "--to",
                "2027-05-31",
                "--as-of",
                "2027-02-01",
                "-o",
                "x.yaml",
            ),
            ("pin", "x.yaml", "flood-full-scale#1"),
            ("audit", "x.yaml", *FILES, "--reproduce"),
        ],
    ),
    ("audit no plan", nothing, [("audit", "roster.yaml", *FILES)]),
    ("show", nothing, [("show", "plan.yaml", *FILES)]),
    *[
        (f"show by {axis}", nothing, [("show", "plan.yaml", *FILES, "--by", axis)])
        for axis in ("person", "venue")
    ],
    (
        "show by week",
        few_carers,
        [
            ("plan", *FILES, "--effort", "quick"),
            ("show", "plan.yaml", *FILES, "--by", "week", "--member", "li-wei"),
        ],
    ),
    (
        "show nobody",
        nothing,
        [("show", "plan.yaml", *FILES, "--team", "x", "--from", "y", "--to", "2027-03-01")],
    ),
    ("show nothing", nothing, [("show", "plan.yaml", *FILES, "--to", "2027-01-01")]),
    ("explain", nothing, [("explain", "plan.yaml", "flood-full-scale#1/carer", *FILES)]),
    ("explain session", nothing, [("explain", "plan.yaml", "flood-full-scale#1", *FILES)]),
    (
        "explain another start",
        nothing,
        [
            ("explain", "plan.yaml", "flood-full-scale#1", *FILES, "--at", "2027-04-05T09:00"),
        ],
    ),
    (
        "explain an empty seat",
        few_carers,
        [
            ("plan", *FILES, "--effort", "quick"),
            ("explain", "plan.yaml", "flood-full-scale#1/carer", *FILES),
        ],
    ),
    ("explain no session", nothing, [("explain", "plan.yaml", "flood#7", *FILES)]),
    (
        "diff",
        few_carers,
        [
            ("plan", *FILES, "--effort", "quick", "-o", "new.yaml", "--baseline", "plan.yaml"),
            ("diff", "plan.yaml", "new.yaml", *FILES),
        ],
    ),
    (
        "diff markdown",
        few_carers,
        [
            ("plan", *FILES, "--effort", "quick", "-o", "new.yaml", "--baseline", "plan.yaml"),
            ("diff", "plan.yaml", "new.yaml", *FILES, "--format", "markdown"),
        ],
    ),
    ("diff the same", nothing, [("diff", "plan.yaml", "plan.yaml")]),
    (
        "whatif",
        nothing,
        [
            (
                "whatif",
                *FILES,
                "--plan",
                "plan.yaml",
                "--without",
                "member:li-wei",
                "--as-of",
                "2027-02-01",
            ),
        ],
    ),
    (
        "whatif moved",
        nothing,
        [
            (
                "whatif",
                *FILES,
                "--plan",
                "plan.yaml",
                "--move",
                "flood-full-scale#1=2027-04-10T09:00",
                "--cancel",
                "flood-full-scale#2",
                "--as-of",
                "2027-02-01",
            ),
        ],
    ),
    (
        "whatif wrong",
        nothing,
        [("whatif", *FILES, "--plan", "plan.yaml", "--without", "member:x", "--busy", "y")],
    ),
    (
        "drop",
        nothing,
        [
            (
                "drop",
                "li-wei",
                *FILES,
                "--plan",
                "plan.yaml",
                "--from",
                "2027-04-01",
                "--to",
                "2027-05-31",
                "--as-of",
                "2027-03-20",
            ),
        ],
    ),
    (
        "forget",
        nothing,
        [("forget", "li-wei", *WITH_RECORDS, "--plan", "plan.yaml", "--yes")],
    ),
    ("forget without asking", nothing, [("forget", "li-wei", *FILES)]),
    ("forget a dry run", nothing, [("forget", "li-wei", *FILES, "--dry-run")]),
    ("forget nobody", nothing, [("forget", "li-wie", *FILES, "--yes")]),
    ("forget as somebody", nothing, [("forget", "li-wei", *FILES, "--as", "zhang-min")]),
    ("forget as no id", nothing, [("forget", "li-wei", *FILES, "--as", "X Y")]),
    ("forget from a pipe", nothing, [("forget", "li-wei", "-")]),
    ("forget in what is broken", broken("syntax"), [("forget", "li-wei", *FILES, "zz.yaml")]),
    ("help privacy", nothing, [("help", "privacy")]),
    ("help dependencies", nothing, [("help", "dependencies")]),
    (
        "drop nobody",
        nothing,
        [
            (
                "drop",
                "xx",
                *FILES,
                "--plan",
                "plan.yaml",
                "--from",
                "2027-04-01",
                "--to",
                "2027-03-01",
            ),
        ],
    ),
    ("pin", nothing, [("pin", "plan.yaml", "flood-full-scale#1", "--start")]),
    ("pin list", nothing, [("pin", "plan.yaml", "flood-full-scale#1"), ("pin", "plan.yaml")]),
    (
        "log",
        nothing,
        [
            ("pin", "plan.yaml", "flood-full-scale#1", "--reason", "好", "--by", "李"),
            ("log", "plan.yaml"),
        ],
    ),
    ("log tampered", tampered_history, [("log", "plan.yaml")]),
    ("log spoilt", spoilt_history, [("log", "plan.yaml")]),
    ("log left behind", left_behind, [("log", "x.yaml")]),
    ("log none", nothing, [("log", "plan.yaml")]),
    (
        "sign",
        nothing,
        [("key", "new", "-o", "k.key", "--no-password"), ("sign", "plan.yaml", "--key", "k.key")],
    ),
    ("sign no key", nothing, [("sign", "plan.yaml", "--key", "none.key")]),
    ("sign at never", nothing, [("sign", "plan.yaml", "--at", "never")]),
    ("key new", nothing, [("key", "new", "-o", "k.key", "--no-password")]),
    ("key new there", nothing, [("key", "new", "-o", "roster.yaml")]),
    (
        "verify",
        nothing,
        [
            ("key", "new", "-o", "k.key", "--no-password"),
            ("sign", "plan.yaml", "--key", "k.key", "--at", "now"),
            ("verify", "plan.yaml", "--key", "k.pub"),
        ],
    ),
    *[
        (
            f"verify {name}",
            nothing,
            [
                ("key", "new", "-o", "k.key", "--no-password"),
                ("sign", "plan.yaml", "--key", "k.key"),
                command,
                ("verify", "plan.yaml", "--key", "k.pub"),
            ],
        )
        for name, command in (
            ("older pinned", ("pin", "plan.yaml", "flood-full-scale#1")),
            (
                "older revision",
                (
                    "plan",
                    *FILES,
                    "--baseline",
                    "plan.yaml",
                    "--as-of",
                    "2027-02-01",
                    "--effort",
                    "quick",
                ),
            ),
        )
    ],
    ("verify no key", nothing, [("verify", "plan.yaml", "--key", "none.pub")]),
    ("pin nothing", nothing, [("pin", "plan.yaml", "flood#1")]),
    *[
        (
            f"readiness {format}",
            nothing,
            [
                (
                    "readiness",
                    *WITH_RECORDS,
                    "--plan",
                    "plan.yaml",
                    "--as-of",
                    "2027-03-01",
                    "--format",
                    format,
                ),
            ],
        )
        for format in ("text", "markdown")
    ],
    ("readiness wrong", nothing, [("readiness", *WITH_RECORDS, "--only", "none")]),
    ("actions", nothing, [("actions", *WITH_RECORDS, "--history", "--as-of", "2027-03-01")]),
    ("actions of nobody", nothing, [("actions", *WITH_RECORDS, "--owner", "xx")]),
    (
        "follow-up",
        nothing,
        [
            (
                "follow-up",
                "flood-tabletop#9/c1",
                *WITH_RECORDS,
                "--by",
                "li-wei",
                "--note",
                "好",
                "--on",
                "2027-03-01",
            ),
        ],
    ),
    (
        "follow-up unknown",
        nothing,
        [("follow-up", "flood-tabletop#9/c7", *WITH_RECORDS, "--by", "li-wei", "--note", "好")],
    ),
    ("aar new", nothing, [("aar", "new", "plan.yaml", *FILES, "-o", "forms")]),
    ("aar placeholders", nothing, [("aar", "new", "--list-placeholders")]),
    (
        "aar check",
        nothing,
        [
            ("aar", "new", "plan.yaml", *FILES, "-o", "forms"),
            ("aar", "check", "forms", *FILES, "--plan", "plan.yaml"),
        ],
    ),
    (
        "aar collect",
        nothing,
        [
            ("aar", "new", "plan.yaml", *FILES, "-o", "forms"),
            ("aar", "collect", "forms", *FILES, "--plan", "plan.yaml", "-o", "records"),
        ],
    ),
    ("rsvp no reply", nothing, [("rsvp", "roster.yaml", *FILES, "--plan", "plan.yaml")]),
    ("export", nothing, [("export", "ics", "plan.yaml", *FILES, "-o", "out", "--by", "team")]),
    ("export no plan", nothing, [("export", "ics", "none.yaml", *FILES, "-o", "out")]),
    (
        "import availability",
        nothing,
        [("import", "availability", "nowhere", "--roster", "roster.yaml", "-o", "x.yaml")],
    ),
    ("schema of nothing", nothing, [("schema", "rooster")]),
    ("init", nothing, [("init", "new")]),
    (
        "init in the way",
        nothing,
        [
            ("init", "."),
        ],
    ),
    ("init wrong", nothing, [("init", "new", "--timezone", "x", "--from", "y", "--hazard", "z")]),
    ("test", nothing, [("test", *FILES)]),
    ("test failing", asking_much, [("test", *FILES, "--effort", "quick")]),
    ("import roster", a_table, [("import", "roster", "people.csv", "--into", "roster.yaml")]),
    ("import bad roster", a_bad_table, [("import", "roster", "people.csv", "-o", "new.yaml")]),
    ("serve wrong", nothing, [("serve", "plan.yaml", *FILES, "--private", "--redact")]),
    ("serve stdin", nothing, [("serve", "plan.yaml", "-")]),
    ("serve nowhere", nothing, [("serve", "plan.yaml", *FILES, "--host", "198.51.100.7")]),
    ("serve no plan", nothing, [("serve", "none.yaml", *FILES, "--port", "0")]),
    ("serve broken", broken("values"), [("serve", "plan.yaml", *FILES, "zz.yaml", "--port", "0")]),
    ("serve badly", bad_subscriptions, [("serve", "plan.yaml", *FILES, "--port", "0")]),
    ("subscriptions none", nothing, [("subscriptions", "list")]),
    (
        "subscriptions",
        subscribed,
        [("subscriptions", "list"), ("subscriptions", "revoke", "li-wei-1")],
    ),
    ("subscriptions bad", bad_subscriptions, [("subscriptions", "list")]),
    (
        "subscriptions wrong",
        subscribed,
        [
            ("subscriptions", "revoke", "li-wei-2"),
            ("subscriptions", "new", "member:li", "roster.yaml"),
            ("subscriptions", "new", "li-wei", "roster.yaml"),
            ("subscriptions", "new", "team:x", "roster.yaml", "--base-url", "ftp://x"),
            ("subscriptions", "new", "team:x", "roster.yaml", "--base-url", "https://x/?y"),
        ],
    ),
    ("export xlsx", nothing, [("export", "xlsx", "plan.yaml", *FILES, "-o", "p.xlsx")]),
    ("export html", nothing, [("export", "html", "plan.yaml", *FILES, "-o", "p.html")]),
    (
        "export html wrong",
        nothing,
        [
            ("export", "html", "plan.yaml", *FILES, "--private", "--redact"),
            ("export", "html", "plan.yaml", *FILES, "--as-of", "soon"),
        ],
    ),
    ("export png", nothing, [("export", "png", "plan.yaml", *FILES, "-o", "p")]),
    (
        "export svg wrong",
        nothing,
        [("export", "svg", "plan.yaml", *FILES, "-o", "p", "--size", "9")],
    ),
    ("export csv", nothing, [("export", "csv", "plan.yaml", *FILES, "-o", "tables")]),
    ("no such option", nothing, [("plan", "--no-such")]),
    ("no such command", nothing, [("plann",)]),
    ("argument missing", nothing, [("explain",)]),
    ("bad choice", nothing, [("plan", *FILES, "--effort", "huge")]),
    ("bad number", nothing, [("plan", *FILES, "--workers", "many")]),
    *[
        (f"help {name}", nothing, [(*name.split(), "--help")])
        for name in ("plan", "check", "init", "aar new", "export ics", "readiness")
    ],
]


@pytest.mark.parametrize(("name", "prepare", "commands"), CASES, ids=[c[0] for c in CASES])
def test_all_that_is_said_is_in_the_readers_language(said, name, prepare, commands):
    prepare(Path.cwd())
    for command in commands:
        status, shown, found = said(*command, more=_words_of_use(name))
    assert status != 3, shown
    assert found == [], "\n".join(found)


def _words_of_use(name):
    """What is typed, which help and refusals name: commands, options, arguments, choices."""
    if name == "aar placeholders":
        from drillctl.exports.documents.placeholders import FOR_PLAYERS, listed

        written = [placeholder for placeholder, _ in listed()]
        return words_of(" ".join([*FOR_PLAYERS, *written, "river"]))
    if name == "import bad roster":
        return words_of("Xu Hua no")
    if name.startswith("audit reproduce"):
        return words_of("pip install")
    if name == "test failing":
        return {"snapshots"}
    if name.startswith("forget"):
        return words_of(
            "former-1 Former member 1 git filter-repo replace-text replace-message FILE"
        )
    if name == "help privacy":
        from drillctl.cli.privacy import OUTLETS

        return words_of(" ".join(outlet.what for outlet in OUTLETS))
    if name == "help dependencies":
        from drillctl.cli.dependencies import DEPENDENCIES

        named = " ".join(f"{d.name} {d.bounds} {d.licence} {d.extra}" for d in DEPENDENCIES)
        return words_of(f"{named} pip install")
    if name == "readiness wrong":
        from drillctl.readiness.report import SECTIONS

        return words_of(" ".join(SECTIONS))
    if not name.startswith(("help", "no such", "bad", "argument")):
        return set()
    from typer.main import get_command

    from drillctl.cli.app import app

    found = {"options", "args", "command", "seconds"}

    def walk(command):
        for parameter in command.params:
            found.update([*parameter.opts, *parameter.secondary_opts])
            found.update([parameter.name or "", parameter.metavar or ""])
        for below, inner in getattr(command, "commands", {}).items():
            found.add(below)
            walk(inner)

    walk(get_command(app))
    for module in pkgutil.iter_modules(drillctl.cli.__path__):
        if module.name.endswith(("arguments", "_app")):
            for value in vars(importlib.import_module(f"drillctl.cli.{module.name}")).values():
                if isinstance(value, EnumMeta):
                    found.update(str(member.value) for member in value)
    return words_of(" ".join(found))


def test_what_forgets_the_catalogue_is_found():
    known = words_of("flood#1 li-wei")
    assert untranslated(pseudo("no {x} in") + " flood#1: li-wei, 5 h", known) == []
    assert untranslated("flood#1 not held", known) == ["not, held in: flood#1 not held"]
    assert pseudo("{a!r} of {{b}} {n:>5}") == "{a!r} ｏｆ {{ｂ}} {n:>5}"
