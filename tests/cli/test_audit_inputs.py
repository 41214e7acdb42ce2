"""Whether a plan came from these files, and what they say otherwise since."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from drillctl.cli.command import run

FILES = ["roster.yaml", "scenarios"]


@pytest.fixture
def place(original, tmp_path, monkeypatch):
    """The folder as the plan was made from it: before there was a record."""
    folder = tmp_path / "place"
    shutil.copytree(original, folder)
    monkeypatch.chdir(folder)
    monkeypatch.setenv("DRILLCTL_LANG", "en")
    shutil.copytree(".", tmp_path / "copies")
    return folder


def edit(name, was, now):
    text = Path(name).read_text("utf-8")
    assert was in text
    Path(name).write_text(text.replace(was, now), encoding="utf-8")


def audited(capsys, *more, status=0):
    capsys.readouterr()
    assert run(["audit", "plan.yaml", *FILES, *more]) == status
    return capsys.readouterr()


def data(capsys, *more):
    return json.loads(audited(capsys, *more, "--format", "json").out)


def test_the_very_files_are_proven(place, capsys):
    assert "made from these 3 files, as they are" in audited(capsys, "--require-same").out
    found = data(capsys)
    assert found["from_these_files"] is True
    assert {entry["state"] for entry in found["inputs"]} == {"same"}
    assert found["made"]["effort"] == "quick"


def test_one_byte_is_enough_for_another_file(place, capsys):
    Path("roster.yaml").write_bytes(Path("roster.yaml").read_bytes() + b"#")
    told = audited(capsys, "--require-same", "--was", "../copies", status=1)
    assert "roster.yaml: changed since the plan was made" in told.out
    assert "nothing of it matters to a plan" in told.out
    assert "1 of 3 files is not as it was; every rule is kept" in told.out
    assert data(capsys)["from_these_files"] is False


def test_without_copies_what_was_there_is_not_known(place, capsys):
    edit("roster.yaml", "capacity: 20", "capacity: 21")
    told = audited(capsys)
    assert "what roster.yaml held then is not known" in told.err
    assert data(capsys)["unknown"] == ["roster.yaml"]


def test_missing_and_new_files_are_named(place, capsys):
    Path("scenarios/policy.yaml").rename("scenarios/rules.yaml")
    edit("scenarios/rules.yaml", "60m", "30m")
    told = audited(capsys, "--was", "../copies").out
    assert "policy.yaml: missing" in told
    assert "rules.yaml: new" in told
    # It is one policy, wherever it stands.
    assert "policy: granularity: 60m → 30m" in told


def changed(capsys, *more):
    return {(c["sort"], c["id"], c["key"]): c for c in data(capsys, *more)["changes"]}


def test_what_changed_is_said_by_what_it_means(place, capsys):
    edit("roster.yaml", "certifications: [ic-1, swiftwater-1]}\n  - {id: wang-fang",
         "certifications: [{id: ic-1, expires: 2028-12-31}, swiftwater-1]}\n  - {id: wang-fang")  # fmt: skip
    edit("roster.yaml", "  - {id: zhang-min, name: 张敏, team: blue-sky}\n",
         "  - {id: chen, name: 陈, team: blue-sky}\n")  # fmt: skip
    edit("roster.yaml", "anna@example.org", "secret@example.org")
    edit("scenarios/river-flood.yaml", 'from: "08:00"', 'from: "07:00"')
    found = changed(capsys, "--was", "../copies")
    assert found["member", "chen", None]["now"] == "chen"
    assert found["member", "zhang-min", None]["now"] is None
    assert found["member", "li-wei", "certifications/ic-1/expires"]["now"] == "2028-12-31"
    assert found["scenario", "river-flood", "schedule/hours/from"]["was"] == "08:00"
    address = found["member", "anna", "email"]
    assert (address["hidden"], address["matters"], address["now"]) == (True, False, None)
    assert len(found) == 5
    told = "".join(audited(capsys, "--was", "../copies"))
    assert "member zhang-min is gone" in told
    assert "member anna: email has changed" in told
    assert "secret@" not in told


def test_rules_broken_by_the_files_as_they_are_now_are_counted(place, capsys):
    for member in ("li-wei", "wang-fang"):
        edit("roster.yaml", f"{{id: {member},",
             f"{{id: {member}, busy: [{{from: 2027-03-01, to: 2027-03-31}}],")  # fmt: skip
    told = audited(capsys, "--was", "../copies", status=1).out
    assert "member li-wei: busy has changed" in told
    assert "with the files as they are now" in told
    assert "every rule is kept" not in told


def git(*arguments):
    subprocess.run(["git", "-c", "user.name=x", "-c", "user.email=x@x", *arguments], check=True,
                   capture_output=True)  # fmt: skip


def test_git_knows_what_was_there(place, capsys):
    git("init", "-q", ".")
    git("add", "-A")
    git("commit", "-qm", "agreed")
    edit("roster.yaml", "capacity: 20}\n  - {id: east", "capacity: 30}\n  - {id: east")
    git("commit", "-qam", "more room")
    edit("scenarios/river-flood.yaml", "duration: 3h", "duration: 2h")
    Path("scenarios/policy.yaml").unlink()
    found = data_of_any_status(capsys)
    assert found["unknown"] == []
    keys = {(c["sort"], c["key"]): (c["was"], c["now"]) for c in found["changes"]}
    assert keys["venue", "capacity"] == ("20", "30")
    assert keys["scenario", "duration"] == ("3h", "2h")
    assert keys["policy", None] == ("", None)


def data_of_any_status(capsys):
    capsys.readouterr()
    run(["audit", "plan.yaml", *FILES, "--format", "json"])
    return json.loads(capsys.readouterr().out)


def test_a_replan_tells_from_which_plan_it_was_made(place, capsys):
    from hashlib import sha256

    hash = sha256(Path("plan.yaml").read_bytes()).hexdigest()
    assert run(["plan", *FILES, "--baseline", "plan.yaml", "--as-of", "2027-02-01"]) == 0
    made = Path("plan.yaml").read_text("utf-8").partition("goals:")[0]
    assert f"baseline: sha256:{hash}" in made
    assert "as_of: 2027-02-01T00:00" in made
    assert data(capsys)["made"]["baseline"] == f"sha256:{hash}"
