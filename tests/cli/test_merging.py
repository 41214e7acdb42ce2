"""A folder of files under git is the database: two coordinators' work merges as text does."""

import json
import subprocess

import pytest
from test_actions import FIRST, SECOND, folder  # noqa: F401
from test_commands import run


def git(where, *arguments):
    identity = ("-c", "user.name=x", "-c", "user.email=x@example.org", "-c", "commit.gpgsign=false")
    done = subprocess.run(["git", *identity, *arguments], cwd=where, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture
def shared(folder):  # noqa: F811
    git(folder, "init", "-q", "-b", "main")
    git(folder, "add", ".")
    git(folder, "commit", "-qm", "all")
    return folder


def on_branch(where, name, change):
    git(where, "checkout", "-q", "-b", name, "main")
    change()
    git(where, "add", ".")
    git(where, "commit", "-qm", name)


def test_records_and_lines_of_two_coordinators_merge(shared):
    later = SECOND.replace("flood#2", "flood#3").replace("2027-03-06", "2027-03-20")

    def one():
        done = run("follow-up", "flood#1/c1", shared, "--by", "p1", "--note", "paid", "--on",
                   "2027-03-08")  # fmt: skip
        assert done.returncode == 0, done.stderr
        (shared / "flood-3.yaml").write_text(
            later.replace("flood#1/c2", "flood#1/c3"), encoding="utf-8"
        )

    def other():
        done = run("follow-up", "flood#1/c3", shared, "--by", "p2", "--owner", "Anna", "--on",
                   "2027-03-09")  # fmt: skip
        assert done.returncode == 0, done.stderr
        (shared / "table-1.yaml").write_text(
            "kind: record\nsession: table#1\nstart: 2027-03-02T19:00\nattendance: {p1: present}\n"
            "actions: [{id: c1, text: Say it louder, owner: p1, due: 2027-05-01}]\n",
            encoding="utf-8",
        )

    on_branch(shared, "one", one)
    on_branch(shared, "other", other)
    git(shared, "merge", "-q", "-m", "both", "one")
    listed = run("actions", shared, "--state", "all", "--format", "json", "--as-of", "2027-04-01")
    assert listed.returncode == 0, listed.stderr
    found = {a["id"]: a for a in json.loads(listed.stdout)["actions"]}
    assert found["flood#1/c1"]["history"][-1]["note"] == "paid"
    assert found["flood#1/c3"]["owner"] == "p2"
    assert found["flood#1/c3"]["state"] == "closed"
    assert found["table#1/c1"]["state"] == "open"
    was = shared.parent / "was"
    was.mkdir()
    (was / "flood-1.yaml").write_text(FIRST, encoding="utf-8")
    assert run("actions", shared, "--earlier", was).returncode == 0
