"""The proof that a plan came from its files: planning anew gives it again."""

import io
import json
import shutil
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from cli.test_audit_inputs import edit, git
from cli.test_rsvp import reply

from drillctl.cli.command import run

FILES = ["roster.yaml", "scenarios"]
AGAIN = ["--as-of", "2027-02-01"]


@pytest.fixture
def place(original, tmp_path, monkeypatch):
    folder = tmp_path / "place"
    shutil.copytree(original, folder)
    monkeypatch.chdir(folder)
    monkeypatch.setenv("DRILLCTL_LANG", "en")
    return folder


@pytest.fixture
def idle(monkeypatch):
    """Planning is a failure: what can't be proven is said before any work."""

    def never(*_, **__):
        raise AssertionError("planned")

    monkeypatch.setattr("drillctl.planning.plan.make_plan", never)


def audited(capsys, plan="plan.yaml", *more, files=FILES, status=0):
    capsys.readouterr()
    assert run(["audit", plan, *files, "--reproduce", *more]) == status
    return capsys.readouterr()


def data(capsys, plan="plan.yaml", *more, **how):
    told = audited(capsys, plan, *more, "--format", "json", **how)
    return json.loads(told.out)["reproduction"]


def test_the_same_files_give_the_same_plan(place, capsys):
    told = audited(capsys).out
    assert "reproduced: planning anew from these 3 files gives this very plan" in told
    assert "written into it since" not in told


def test_in_whatever_order_and_by_whatever_folder_they_are_named(place, capsys):
    audited(capsys, files=["scenarios/river-flood.yaml", "roster.yaml", "scenarios/policy.yaml"])
    Path("all").mkdir()
    for name in FILES:
        shutil.move(name, "all")
    told = audited(capsys, files=["all"]).out
    assert "made from these 3 files, as they are" in told


def test_a_plan_in_json_and_one_from_standard_input(place, capsys, monkeypatch):
    assert run(["plan", *FILES, "-o", "plan.json", "--effort", "quick"]) == 0
    audited(capsys, "plan.json")
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(Path("plan.yaml").read_bytes())))
    audited(capsys, "-")
    assert "only the plan can be" in audited(capsys, files=["-", "scenarios"], status=2).err


CHANGES = {
    "plan --baseline plan.yaml -o new.yaml": ["plan.yaml, revision 1, as of 2027-02-01 00:00:00"],
    "drop li-wei --from 2027-03-01 --to 2027-03-31 --why flu -o new.yaml": ["1 absence"],
    "rsvp replies --repair -o new.yaml": ["1 absence"],
    "whatif --without member:anna --move river-flood#1=2027-03-13T09:00 -o new.yaml": [
        "without member:anna, move river-flood#1=2027-03-13T09:00"
    ],
    "whatif --cancel river-flood#2 --with equipment:boat=1 -o new.yaml": ["cancel river-flood#2"],
    "whatif --busy anna:2027-03-01..2027-03-10 -o new.yaml": ["busy anna"],
}


@pytest.mark.parametrize("line", CHANGES)
def test_a_replan_is_reproduced_with_all_that_the_files_do_not_say(line, place, capsys):
    uid = Path("plan.yaml").read_text("utf-8").partition("uid: ")[2].partition("\n")[0].strip("'")
    declined = reply(uid=uid, who="anna@example.org", status="DECLINED")
    Path("replies/anna.ics").write_bytes(declined)
    assert run([*line.split(), *AGAIN]) == 0
    files = [*FILES, "records"]
    found = data(capsys, "new.yaml", files=files)
    assert (found["verdict"], found["baseline"]) == ("reproduced", "plan.yaml")
    for text in CHANGES[line]:
        assert text in " ".join(found["rests_on"])
    assert len(found["rests_on"]) == (1 if line.startswith("plan") else 2)


def test_a_baseline_written_over_is_found_among_copies_or_in_git(place, capsys, idle, monkeypatch):
    git("init", "-q", ".")
    git("add", "plan.yaml")
    git("commit", "-qm", "agreed")
    shutil.copy("plan.yaml", "../copy.yaml")
    monkeypatch.undo()
    monkeypatch.chdir(place)
    assert run(["plan", *FILES, "--baseline", "plan.yaml", *AGAIN]) == 0
    assert data(capsys)["baseline"].startswith("plan.yaml of commit ")
    shutil.rmtree(".git")
    assert data(capsys, "plan.yaml", "--was", "../copy.yaml")["baseline"] == "../copy.yaml"
    told = audited(capsys, status=1).out
    assert "not proven: the plan that it was made from (sha256:" in told
    # The history knows of it.
    assert " by Office" in told


def test_a_baseline_from_a_pipe_is_kept_by_its_hash(place, capsys, monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(Path("plan.yaml").read_bytes())))
    assert run(["plan", *FILES, "--baseline", "-", "-o", "new.yaml", *AGAIN]) == 0
    told = audited(capsys, "new.yaml", files=[*FILES, "records"])
    assert "it rests on plan.yaml, revision 1" in told.out
    assert "of the plan before, ask likewise" in told.err


def test_pins_and_answers_that_came_later_are_named(place, capsys):
    assert run(["pin", "river-flood#1"]) == 0
    assert run(["rsvp", "replies", *AGAIN]) == 0
    found = data(capsys)
    assert found["verdict"] == "reproduced"
    assert found["since"] == ["1 pin (river-flood#1)", "1 answer to an invitation"]


def test_a_tampered_plan_with_the_right_hashes_is_caught(place, capsys):
    text = Path("plan.yaml").read_text("utf-8")
    # Both may do either: no rule is broken, and no goal is missed.
    text = text.replace("leader: [li-wei]", "leader: [wang-fang]", 1)
    text = text.replace("[anna, wang-fang]", "[anna, li-wei]", 1)
    Path("plan.yaml").write_text(text, encoding="utf-8")
    assert run(["audit", "plan.yaml", *FILES, "--require-same"]) == 0
    told = audited(capsys, status=1).out
    assert "made from these 3 files, as they are" in told
    assert "not reproduced" in told
    assert "river-flood#1: other people" in told
    assert "~ boat-crew -> leader: 王芳 (wang-fang)" in told
    found = data(capsys, status=1)
    assert found["verdict"] == "differs"
    assert set(found["difference"]["people"]) == {"li-wei", "wang-fang"}
    assert found["parts"] == []


@pytest.mark.parametrize(("was", "now", "says"), [
    ("capacity", "capacity", "comments, spacing or order"),
    ("seed: 1", "seed: 2", "plan: made/seed: 1 → 2"),
    ("sequence: 0", "sequence: 7", "sequence: 0 → 7"),
])  # fmt: skip
def test_what_differs_beside_sessions_and_people_is_named(place, capsys, was, now, says):
    text = Path("plan.yaml").read_text("utf-8").replace(was, now, 1)
    Path("plan.yaml").write_text(text + "# x\n", encoding="utf-8")
    told = audited(capsys, status=1).out
    assert "not reproduced" in told
    assert says in told


def test_changed_files_are_said_before_any_planning(place, capsys, idle):
    edit("roster.yaml", "capacity: 20}\n  - {id: east", "capacity: 30}\n  - {id: east")
    told = audited(capsys, status=1).out
    assert "roster.yaml: changed since the plan was made" in told
    assert "not proven: the files are not those that it was made from" in told


def test_records_of_what_came_later_are_left_out(place, capsys):
    told = audited(capsys, files=[*FILES, "records"]).out
    assert "river-flood-9.yaml: new: the plan was made without it" in told
    assert "reproduced: planning anew from these 3 files" in told


def test_a_calendar_that_came_later_cannot_be_left_out(place, capsys, monkeypatch):
    edit("roster.yaml", "email: anna@example.org,", "busy_calendar: calendars,")
    assert run(["plan", *FILES, "--effort", "quick"]) == 0
    audited(capsys)
    shutil.copy("calendars/anna.ics", "calendars/more.ics")
    told = audited(capsys, status=1).out
    assert "not proven: the files are not those" in told


@pytest.mark.parametrize(("was", "now", "install"), [
    ("drillctl 0.1.0", "drillctl 9.9", ["drillctl==9.9", "ortools=="]),
    ("ortools: ", "ortools: 1.", ["drillctl==", "ortools==1.9."]),
    ("drillctl 0.1.0", "drillctl 1;rm", []),
    ("ortools: ", "evil: ", []),
])  # fmt: skip
def test_another_version_proves_nothing_and_is_named(place, capsys, idle, was, now, install):
    from drillctl import __version__

    edit("plan.yaml", was.replace("0.1.0", __version__), now)
    found = data(capsys, status=1)
    assert found["verdict"] == "unproven"
    assert "another version may plan otherwise" in found["why"][0]
    assert len(found["install"]) == len(install)
    assert all(map(str.startswith, found["install"], install))
    told = audited(capsys, status=1)
    assert ("pip install drillctl==" in told.err) == bool(install)


@pytest.mark.parametrize(("spoil", "says"), [
    (lambda text: text.replace("  effort: quick\n", ""), "with what effort"),
    (lambda text: text.replace("effort: quick", "effort: immense"), "'immense'"),
    (lambda text: text.replace("revision: 1", "revision: 2"), "from which plan"),
    (lambda text: text.replace("  seed: 1\n", "  seed: 1\n  whatif: [dance x]\n"), "dance x"),
    (lambda text: text.replace("  seed: 1\n", "  seed: 1\n  whatif: [without member:x]\n"),
     "without member:x"),
    (lambda text: text.replace("  seed: 1\n", "  seed: 1\n  context: {a.yaml: 'sha256:0'}\n"),
     "--context"),
    (lambda text: text.replace("  seed: 1\n", "  seed: 1\n  baseline: sha256:0\n"), "as of when"),
])  # fmt: skip
def test_what_a_plan_does_not_say_is_in_the_way(place, capsys, idle, spoil, says):
    Path("plan.yaml").write_text(spoil(Path("plan.yaml").read_text("utf-8")), encoding="utf-8")
    found = data(capsys, status=1)
    assert found["verdict"] == "unproven"
    assert says in " ".join(found["why"])


def test_a_wall_clock_limit_can_not_be_repeated(place, capsys, monkeypatch):
    assert run(["plan", *FILES, "--time-limit", "5", "-o", "new.yaml"]) == 0
    assert "wall-clock limit" in audited(capsys, "new.yaml", status=1).out


def test_ctrl_c_proves_nothing(place, capsys, monkeypatch):
    from drillctl.planning import plan

    real = plan.make_plan

    def stopped(*given, **more):
        made = real(*given, **more)
        return replace(made, made=replace(made.made, note=plan.INTERRUPTED))

    monkeypatch.setattr(plan, "make_plan", stopped)
    with pytest.raises(KeyboardInterrupt):
        run(["audit", "plan.yaml", *FILES, "--reproduce"])
    monkeypatch.undo()
    monkeypatch.chdir(place)
    text = Path("plan.yaml").read_text("utf-8")
    Path("plan.yaml").write_text(text.replace("  seed: 1\n", f"  seed: 1\n  note: '{plan.INTERRUPTED}'\n"))  # fmt: skip
    assert "it was interrupted" in audited(capsys, status=1).out


def test_where_somebody_was_forgotten_nobody_is_accused(place, capsys):
    assert run(["forget", "wang-fang", *FILES, "--plan", "plan.yaml", "--yes"]) in (0, 1)
    found = data(capsys, status=1)
    assert found["verdict"] == "unproven"
    assert "former-1" in found["why"][0]


def test_of_a_plan_around_another_the_other_is_needed(place, capsys):
    Path("more").mkdir()
    text = Path("scenarios/river-flood.yaml").read_text("utf-8").replace("id: river-flood", "id: x")
    Path("more/x.yaml").write_text(text, encoding="utf-8")
    files, around = ["roster.yaml", "more"], ["--context", "plan.yaml"]
    assert run(["plan", *files, "-o", "new.yaml", "--effort", "quick", *around]) == 0
    audited(capsys, "new.yaml", *around, files=files)
    edit("plan.yaml", "north-lake", "east-river")
    assert "--context" in audited(capsys, "new.yaml", *around, files=files, status=1).out
