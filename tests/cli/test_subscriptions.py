"""Addresses of calendars, made, listed and revoked at the terminal."""

import json
import os
import re
import shutil
import stat
from pathlib import Path

import pytest

from drillctl.cli.command import run
from drillctl.serving.secrets_kept import hashed

FILE = Path("subscriptions.yaml")


@pytest.fixture
def place(original, tmp_path, monkeypatch):
    folder = tmp_path / "place"
    shutil.copytree(original, folder)
    monkeypatch.chdir(folder)
    monkeypatch.setenv("DRILLCTL_LANG", "en")
    FILE.unlink()
    return folder


def test_an_address_is_printed_once_and_only_its_hash_is_kept(place, capsys):
    assert run(["subscriptions", "new", "team:county-fire"]) == 0
    told = capsys.readouterr()
    webcal, http = told.out.splitlines()
    secret = re.fullmatch(r"http://127\.0\.0\.1:8765/calendars/([\w-]{32})\.ics", http)[1]
    assert webcal == f"webcal://127.0.0.1:8765/calendars/{secret}.ics"
    assert "revoke county-fire-1" in told.err
    assert "works on this machine only" in told.err
    text = FILE.read_text()
    assert secret not in text
    assert hashed(secret) in text
    assert stat.S_IMODE(os.stat(FILE).st_mode) == 0o600


def test_the_file_stays_its_owners_and_nothing_else_appears(place):
    before = set(place.iterdir())
    assert run(["subscriptions", "new", "team:county-fire"]) == 0
    FILE.chmod(0o644)
    assert run(["subscriptions", "new", "team:county-fire"]) == 0
    assert stat.S_IMODE(os.stat(FILE).st_mode) == 0o600
    assert set(place.iterdir()) - before == {place / FILE}


def test_another_address_is_another_and_both_live(place, capsys):
    for _ in range(2):
        assert run(["subscriptions", "new", "member:anna"]) == 0
    addresses = capsys.readouterr().out.splitlines()
    assert len(set(addresses)) == 4
    assert run(["subscriptions", "list", "--format", "json"]) == 0
    listed = json.loads(capsys.readouterr().out)
    assert listed["file"] == "subscriptions.yaml"
    assert [(one["id"], one["subject"], one["revoked"]) for one in listed["subscriptions"]] == [
        ("anna-1", "member:anna", None),
        ("anna-2", "member:anna", None),
    ]
    assert not [a for a in addresses if a.split("/")[-1][:32] in json.dumps(listed)]


def test_revoked_is_listed_as_such_and_its_number_is_not_used_again(place, capsys):
    run(["subscriptions", "new", "member:anna"])
    run(["subscriptions", "new", "member:anna"])
    assert run(["subscriptions", "revoke", "anna-1", "anna-1"]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "1 address works no more"
    first = FILE.read_text()
    assert run(["subscriptions", "revoke", "anna-1"]) == 0
    assert FILE.read_text() == first
    run(["subscriptions", "new", "member:anna"])
    capsys.readouterr()
    assert run(["subscriptions", "list"]) == 0
    rows = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert [row[0] for row in rows] == ["id", "anna-1", "anna-2", "anna-3"]
    assert [row[3] == "no" for row in rows[1:]] == [False, True, True]


@pytest.mark.parametrize(("where", "webcal", "url"), [
    (["--host", "plans.local", "--port", "80"], "webcal://plans.local:80/", "http://plans.local:80/"),
    (["--host", "fe80::1"], "webcal://[fe80::1]:8765/", "http://[fe80::1]:8765/"),
    (["--base-url", "https://a.example/drill"], "webcals://a.example/drill/", "https://a.example/drill/"),
    (["--base-url", "http://http.example/"], "webcal://http.example/", "http://http.example/"),
])  # fmt: skip
def test_the_address_is_where_it_is_served(where, webcal, url, place, capsys):
    assert run(["subscriptions", "new", "team:blue-sky", "--format", "json", *where]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["webcal"].startswith(f"{webcal}calendars/")
    assert told["url"].startswith(f"{url}calendars/")


@pytest.mark.parametrize(("arguments", "said"), [
    (["new", "team:county-fir"], "no team 'county-fir' in the files (did you mean 'county-fire'?)"),
    (["new", "member:ana"], "no member 'ana' in the files (did you mean 'anna'?)"),
    (["new", "member:county-fire"], "no member 'county-fire'"),
    (["new", "anna"], "'anna' is neither team:ID nor member:ID"),
    (["new", "venue:north-lake"], "'venue:north-lake' is neither team:ID nor member:ID"),
    (["new", "team:blue-sky", "--base-url", "plans.example.org"], "write https://"),
    (["new", "team:blue-sky", "--base-url", "https://me:pw@x.example/"], "nothing else"),
    (["new", "team:blue-sky", "--base-url", "https://x.example:port/"], "write https://"),
    (["revoke", "anna-1"], "no subscription 'anna-1' in subscriptions.yaml"),
])  # fmt: skip
def test_what_is_not_there_is_said_and_nothing_written(arguments, said, place, capsys):
    assert run(["subscriptions", *arguments]) == 2
    assert said in capsys.readouterr().err
    assert not FILE.exists()


def test_one_unknown_of_several_revokes_none(place, capsys):
    run(["subscriptions", "new", "member:anna"])
    before = FILE.read_bytes()
    assert run(["subscriptions", "revoke", "anna-1", "ana-1"]) == 2
    assert "did you mean 'anna-1'?" in capsys.readouterr().err
    assert FILE.read_bytes() == before


def test_the_file_is_beside_the_plan_of_the_workspace(place, monkeypatch, capsys):
    (place / "below").mkdir()
    monkeypatch.chdir("below")
    assert run(["subscriptions", "new", "member:anna"]) == 0
    assert (place / FILE).exists()
    assert run(["subscriptions", "new", "member:anna", "--file", "own.yaml"]) == 0
    assert Path("own.yaml").exists()


def test_a_folder_with_subscriptions_is_checked_and_planned_as_before(place, capsys):
    assert run(["plan", "-o", "before.plan", "--effort", "quick", "."]) == 0
    run(["subscriptions", "new", "member:anna"])
    assert run(["check", "."]) == 0
    assert run(["plan", "-o", "after.plan", "--effort", "quick", "."]) == 0
    assert Path("before.plan").read_bytes() == Path("after.plan").read_bytes()
    FILE.write_text(FILE.read_text().replace("sha256:", "md5:"))
    capsys.readouterr()
    assert run(["check", "."]) == 1
    assert re.search(r"subscriptions\.yaml:\d+:\d+: S003 'md5:\w+", capsys.readouterr().out)
