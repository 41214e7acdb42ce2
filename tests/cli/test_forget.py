"""`drillctl forget`: nothing of the person left, nothing of anything else changed."""

import json
import os
import shutil
import subprocess
from hashlib import sha256
from pathlib import Path

import pytest

from drillctl.cli.command import run
from drillctl.files import atomic

# Every way in which a file may be written that has made trouble: comments, quotes, blocks, folds,
# anchors, Windows line ends, a byte order mark.
EXTRA = """\
kind: roster
members:
  # Li Na joined in 2021
  - phone: &tel "0571 8000"     # at home
    id: 'li-na'
    name: "\\u674E\\u5A1C"
    team: blue-sky
    email: li.na@example.org    # private
    certifications: [{id: swiftwater-1, issued: 2026-01-01}]
    busy:
      - {from: 2027-03-01, to: 2027-03-02, why: surgery}  # not a word to anybody
      - why: childcare
        from: 2027-03-05
        to: 2027-03-05
    busy_calendar: calendars/li-na.ics
    limits:
      hours_per_7d: 12
  - {id: li-na-2, name: 李娜娜, team: blue-sky, phone: 0571 9000}
"""
PAST = """\
\ufeffkind: record\r
session: river-flood#8\r
start: 2026-10-07T09:00\r
attendance:\r
  li-na: {status: substitute, for: wang-fang, note: broke an arm}  # 李娜 was late\r
  wang-fang: {status: substitute, for: li-na}\r
observations:\r
  - text: >\r
      The boat of 李娜\r
      and 李娜娜 leaked; ask li-na,\r
      or 娜娜.\r
    by: 李娜\r
  - "李娜强 led"\r
actions:\r
  - {id: a2, text: Mend, owner: li-na, contact: li.na@example.org, due: 2027-01-31,\r
     history: [{on: 2026-11-01, by: 李娜, note: seen}], capability: water-rescue}\r
"""
SUBSCRIPTIONS = """\
kind: subscriptions
version: 1
subscriptions:
  - {id: "1", member: "li-na", hash: "sha256:00", created: 2027-01-02T09:00:00Z}
"""
SNAPSHOT = """\
kind: snapshot
sessions:
- id: river-flood#1
  start: 2027-03-06T08:00
  end: 2027-03-06T11:00
  assigned:
    boat-crew: [anna, li-na]
"""
AWAY = """\
away:
- member: li-na
  from: 2027-03-20T00:00
  to: 2027-03-21T00:00
  why: flu
"""


@pytest.fixture(scope="module")
def planned(original, tmp_path_factory):
    """The prepared folder with Li Na in every kind of file, and two plans."""
    folder = tmp_path_factory.mktemp("forget") / "place"
    shutil.copytree(original, folder)
    before = Path.cwd()
    os.chdir(folder)
    try:
        Path("scenarios/more.yaml").write_text(EXTRA, encoding="utf-8")
        Path("scenarios/calendars").mkdir()
        shutil.copy("calendars/anna.ics", "scenarios/calendars/li-na.ics")
        Path("records/past.yaml").write_bytes(PAST.encode())
        Path("scenarios/snapshots").mkdir()
        Path("scenarios/snapshots/march.snapshot").write_text(SNAPSHOT, encoding="utf-8")
        with Path("scenarios/policy.yaml").open("a", encoding="utf-8") as policy:
            policy.write("pin: [{session: river-flood#1, people: {boat-crew: [li-na]}}]\n")
            policy.write("expect: [{without_any_member: {except: [li-na]}}]\n")
        assert run(["plan", "--effort", "quick"]) == 0
        assert run(["plan", "-o", "plan.json", "--effort", "quick"]) == 0
        with Path("plan.yaml").open("a", encoding="utf-8") as plan:
            plan.write(AWAY)
        Path("subscriptions.yaml").write_text(SUBSCRIPTIONS, encoding="utf-8")
    finally:
        os.chdir(before)
    return folder


@pytest.fixture
def place(planned, tmp_path, monkeypatch):
    folder = tmp_path / "place"
    shutil.copytree(planned, folder)
    monkeypatch.chdir(folder)
    monkeypatch.setenv("DRILLCTL_LANG", "en")
    return folder


def told(capsys, *arguments):
    status = run(arguments)
    out, err = capsys.readouterr()
    return status, out, err


def everything(folder):
    return {p: p.read_bytes() for p in folder.rglob("*") if p.is_file()}


FORGET = ("forget", "li-na", "roster.yaml", "scenarios", "records")


def test_a_person_is_gone_and_all_else_is_as_it_was(place, capsys):
    capsys.readouterr()
    before = told(capsys, "audit")
    assert "plan was made" not in before[2]
    os.chmod("subscriptions.yaml", 0o600)
    status, out, err = told(capsys, *FORGET, "--plan", "plan.yaml", "--yes")
    assert (status, err) == (0, "")
    # One file less: their calendar is read no more.
    after = told(capsys, "audit")
    assert after == (0, before[1].replace("these 7 files", "these 6 files"), "")
    assert told(capsys, "check")[0] == 0
    for path in (*place.glob("scenarios/*"), *place.glob("records/*"), place / "plan.yaml"):
        if path.is_file():
            text = path.read_text(encoding="utf-8")
            assert "li-na" not in text.replace("li-na-2", ""), path
            for mark in ("li.na@", "0571 8000", "surgery", "childcare", "flu\n", "broke", "674E"):
                assert mark not in text, (path, mark)
    assert Path("scenarios/more.yaml").read_text(encoding="utf-8") == (
        "kind: roster\n"
        "members:\n"
        "  # Li Na joined in 2021\n"
        "  - id: 'former-1'\n"
        "    name: Former member 1\n"
        "    team: blue-sky\n"
        "    certifications: [{id: swiftwater-1, issued: 2026-01-01}]\n"
        "    busy:\n"
        "      - {from: 2027-03-01, to: 2027-03-02}  # not a word to anybody\n"
        "      - from: 2027-03-05\n"
        "        to: 2027-03-05\n"
        "  - {id: li-na-2, name: 李娜娜, team: blue-sky, phone: 0571 9000}\n"
    )
    assert Path("records/past.yaml").read_bytes().decode() == (
        PAST.replace(", note: broke an arm", "")
        .replace("  li-na: {", "  former-1: {")
        .replace("for: li-na", "for: former-1")
        .replace("# 李娜 was", "# Former member 1 was")
        .replace("boat of 李娜\r", "boat of Former member 1\r")
        .replace("ask li-na", "ask former-1")
        .replace("by: 李娜", "by: Former member 1")
        .replace("owner: li-na", "owner: former-1")
        .replace("li.na@example.org", "Former member 1")
    )
    assert 'member: "former-1"' in Path("subscriptions.yaml").read_text(encoding="utf-8")
    assert Path("subscriptions.yaml").stat().st_mode & 0o777 == 0o600
    snapshot = Path("scenarios/snapshots/march.snapshot").read_text(encoding="utf-8")
    assert snapshot == SNAPSHOT.replace("li-na", "former-1")
    assert 'records/past.yaml:13: - "李娜强 led"' in out.replace("\\", "/")
    assert "more.yaml:9: - {from: 2027-03-01, to: 2027-03-02}  # not a word" in out
    assert "delete scenarios/calendars/li-na.ics" in out.replace("\\", "/")


def test_what_proves_a_plan_is_not_rewritten_but_said(place, capsys):
    Path("plan.yaml.history").write_text('{"reason": "li-na is ill"}\n', encoding="utf-8")
    Path("plan.json.history").write_text('{"reason": "rain"}\n', encoding="utf-8")
    Path("plan.yaml.minisig").write_text("untrusted comment: x\n", encoding="utf-8")
    plans = ("--plan", "plan.yaml", "--plan", "plan.json")
    status, out, _ = told(capsys, *FORGET, *plans, "--yes")
    assert status == 0
    assert "plan.yaml.history names them" in out
    assert "plan.json.history" not in out
    assert "plan.yaml.minisig no longer fits: sign anew" in out
    assert "li-na" in Path("plan.yaml.history").read_text(encoding="utf-8")


def test_the_history_of_a_plan_tells_of_it_without_a_name(place, capsys):
    assert run([*FORGET, "--plan", "plan.yaml", "--yes", "--reason", "asked to", "--by", "B"]) == 0
    capsys.readouterr()
    status, out, _ = told(capsys, "log", "--format", "json")
    assert status == 0
    entry = json.loads(out)["entries"][-1]
    assert (entry["command"], entry["reason"], entry["by"]) == ("forget", "asked to", "B")
    assert entry["plan"]["after"] == digest("plan.yaml")
    assert "li-na" not in Path("plan.yaml.history").read_text(encoding="utf-8")
    assert run(["forget", "anna", "--plan", "plan.yaml", "--yes"]) == 0
    capsys.readouterr()
    status, out, _ = told(capsys, "log", "--format", "json")
    assert status == 0
    assert [one["command"] for one in json.loads(out)["entries"]][-2:] == ["forget", "forget"]


def test_what_others_wrote_meanwhile_stays(place, capsys, monkeypatch):
    def agree(question):
        with Path("scenarios/policy.yaml").open("a", encoding="utf-8") as policy:
            policy.write("# a colleague's line\n")
        return "y"

    for stream in ("stdin", "stdout"):
        monkeypatch.setattr(f"sys.{stream}.isatty", lambda: True)
    monkeypatch.setattr("builtins.input", agree)
    before = everything(place)
    status, _, err = told(capsys, *FORGET, "--plan", "plan.yaml")
    assert status == 1
    assert "policy.yaml has been changed meanwhile: nothing was written" in err
    changed = {path for path, data in everything(place).items() if before.get(path) != data}
    assert changed == {place / "scenarios/policy.yaml"}


def test_a_second_run_changes_nothing(place, capsys):
    assert run([*FORGET, "--yes"]) == 0
    before = everything(place)
    status, _, err = told(capsys, *FORGET, "--yes")
    assert status == 2
    assert "no member 'li-na' in the files" in err
    assert everything(place) == before


def digest(path):
    return f"sha256:{sha256(Path(path).read_bytes()).hexdigest()}"


def test_plans_of_both_formats_know_the_new_hashes(place, capsys):
    made = json.loads(Path("plan.json").read_text(encoding="utf-8"))
    assert made["made"]["inputs"]["calendars/li-na.ics"]
    made["made"]["context"] = {"plan.yaml": digest("plan.yaml")}
    Path("plan.json").write_text(json.dumps(made, ensure_ascii=False), encoding="utf-8")
    before = digest("plan.yaml")
    assert run([*FORGET, "--plan", "plan.yaml", "--plan", "plan.json", "--yes"]) == 0
    capsys.readouterr()
    made = json.loads(Path("plan.json").read_text(encoding="utf-8"))["made"]
    assert made["context"] == {"plan.yaml": digest("plan.yaml")} != {"plan.yaml": before}
    assert made["inputs"]["more.yaml"] == digest("scenarios/more.yaml")
    assert not any("li-na" in name for name in made["inputs"])
    assert "has changed since" not in told(capsys, "audit")[2]


def test_dry_run_and_nobody_to_ask_write_nothing(place, capsys):
    before = everything(place)
    status, out, _ = told(capsys, *FORGET, "--dry-run")
    assert status == 0
    assert "李娜 (li-na) becomes former-1, Former member 1" in out
    status, _, err = told(capsys, *FORGET)
    assert status == 2
    assert "--yes" in err
    assert everything(place) == before


def test_all_files_or_none(place, capsys, monkeypatch):
    before = everything(place)
    real, calls = atomic._sync, []

    def full(name):
        calls.append(name)
        if len(calls) == 3:
            raise OSError(28, "No space left on device")
        real(name)

    monkeypatch.setattr(atomic, "_sync", full)
    with pytest.raises(OSError, match="No space"):
        run([*FORGET, "--yes"])
    assert everything(place) == before


def test_a_file_that_cannot_be_read_stops_it(place, capsys):
    Path("records/broken.yaml").write_text("kind: [record\n", encoding="utf-8")
    before = everything(place)
    status, _, err = told(capsys, *FORGET, "--yes")
    assert status == 1
    assert "broken.yaml" in err
    assert everything(place) == before


def test_own_limits_stay_where_a_plan_may_need_them(place, capsys):
    policy = Path("scenarios/policy.yaml")
    text = policy.read_text(encoding="utf-8")
    policy.write_text(text + "limits: {hours_per_7d: 5}\n", encoding="utf-8")
    status, out, _ = told(capsys, *FORGET, "--yes")
    assert status == 0
    assert "limits stay" in out
    assert "hours_per_7d: 12" in Path("scenarios/more.yaml").read_text(encoding="utf-8")


def test_a_chosen_pseudonym_and_those_that_are_taken(place, capsys):
    assert told(capsys, *FORGET, "--as", "wang-fang", "--yes")[0] == 2
    assert told(capsys, *FORGET, "--as", "No Id", "--yes")[0] == 2
    assert told(capsys, *FORGET, "--as", "gone", "--yes")[0] == 0
    assert "id: 'gone'" in Path("scenarios/more.yaml").read_text(encoding="utf-8")
    status, out, _ = told(capsys, "forget", "王芳", "--yes")
    assert status == 0
    assert "王芳 (wang-fang) becomes former-1" in out
    assert "former-2" in told(capsys, "forget", "anna", "--dry-run")[1]


def test_who_has_left_the_roster_is_forgotten_in_the_records(place, capsys):
    status, out, _ = told(capsys, "forget", "li-na", "records", "--yes")
    assert status == 0
    text = Path("records/past.yaml").read_text(encoding="utf-8")
    assert "former-1: {status: substitute" in text
    assert "by: 李娜" in text
    assert "stays in the roster" not in out


@pytest.mark.skipif(shutil.which("git") is None, reason="needs git")
def test_git_history_is_counted_and_no_name_is_an_argument(place, capsys, monkeypatch):
    who = ["-c", "user.name=x", "-c", "user.email=x@example.org"]
    started = []
    real = subprocess.Popen

    def watched(arguments, *more, **named):
        started.append(arguments)
        return real(arguments, *more, **named)

    for number, name in enumerate(("records", ".")):
        subprocess.run(["git", "init", "-q"], check=True)
        subprocess.run(["git", "add", "-f", name], check=True)
        subprocess.run(["git", *who, "commit", "-qm", f"No {number}"], check=True)
    monkeypatch.setattr(subprocess, "Popen", watched)
    _, out, _ = told(capsys, *FORGET, "--dry-run")
    assert "2 commits name them" in out
    assert "'li-na==>former-1' '李娜==>Former member 1'" in out
    assert started
    assert not any("li-na" in str(word) or "李娜" in str(word) for a in started for word in a)


def test_without_git_history_nothing_is_said_of_it(place, capsys):
    if not os.environ.get("GIT_DIR"):
        assert "git history" not in told(capsys, *FORGET, "--dry-run")[1]
