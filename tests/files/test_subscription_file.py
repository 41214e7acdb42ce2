"""Subscriptions as they stand in a file."""

import stat
from datetime import UTC, datetime, timedelta, timezone

import pytest

from drillctl.files.subscription_file import read_subscription_file, write_subscription_file
from drillctl.model.subscription import Subject, Subscription
from drillctl.serving.register import added, revoked

NOW = datetime(2027, 1, 2, 9, 30, 5, tzinfo=UTC)
ONE = Subscription("anna-1", Subject.MEMBER, "anna", f"sha256:{'0a' * 32}", NOW)
TWO = Subscription("no", Subject.TEAM, "123", f"sha256:{'1e' * 32}", NOW, NOW + timedelta(days=1))


@pytest.mark.parametrize("kept", [(), (ONE,), (ONE, TWO)])
def test_what_is_written_is_read(kept, tmp_path):
    path = tmp_path / "subscriptions.yaml"
    write_subscription_file(path, kept)
    assert read_subscription_file(path) == (kept, ())
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    first = path.read_bytes()
    write_subscription_file(path, kept)
    assert path.read_bytes() == first


def test_times_are_the_same_instants(tmp_path):
    east = NOW.astimezone(timezone(timedelta(hours=8)))
    path = tmp_path / "subscriptions.yaml"
    write_subscription_file(path, [Subscription("a", Subject.TEAM, "b", ONE.hash, east)])
    assert "created: 2027-01-02T09:30:05Z" in path.read_text()


def test_no_file_holds_none(tmp_path):
    assert read_subscription_file(tmp_path / "none.yaml") == ((), ())
    [problem] = read_subscription_file(tmp_path)[1]
    assert problem.code == "F001"


HASH = f'"sha256:{"0a" * 32}"'
BAD = [
    ("kind: roster", "1:7: S008"),
    ("{}", "1:1: S002"),
    ("kind: subscriptions", "1:1: S002"),
    (f"{{kind: subscriptions, subscriptions: [{{id: a, hash: {HASH}, created: 2027-01-01T09:00Z}}]}}", "S002"),
    (f"{{kind: subscriptions, subscriptions: [{{id: a, team: b, member: c, hash: {HASH}, created: 2027-01-01T09:00Z}}]}}", "S001"),
    ("{kind: subscriptions, subscriptions: [{id: a, team: b, hash: secret, created: 2027-01-01T09:00Z}]}", "S003"),
    (f"{{kind: subscriptions, subscriptions: [{{id: a, team: b, hash: {HASH}, created: yesterday}}]}}", "V001"),
    (f"{{kind: subscriptions, subscriptions: [{{id: a, team: b, hash: {HASH}, created: 2027-01-01T09:00Z, revoked: yes}}]}}", "V001"),
    ("kind: subscriptions\nsubscriptions:\n" + f"  - {{id: a, team: b, hash: {HASH}, created: 2027-01-01T09:00Z}}\n" * 2, "4:5: R002"),
    ("kind: [", "Y001"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "said"), BAD)
def test_what_is_wrong_is_said_with_its_place(text, said, tmp_path):
    path = tmp_path / "subscriptions.yaml"
    path.write_text(text)
    problems = read_subscription_file(path)[1]
    assert problems
    assert said in str(problems[0])


def test_ids_are_the_first_that_are_free_and_never_too_long():
    kept = added((), Subject.TEAM, "a" * 64, "s", NOW)
    kept = added(kept, Subject.MEMBER, "a" * 64, "t", NOW)
    kept = added(kept, Subject.MEMBER, "b", "u", NOW)
    assert [one.id for one in kept] == ["a" * 62 + "-1", "a" * 62 + "-2", "b-1"]


def test_revoking_again_keeps_the_first_time():
    later = NOW + timedelta(days=9)
    kept = revoked((ONE, TWO), ["anna-1", "no"], later)
    assert [one.revoked for one in kept] == [later, TWO.revoked]
    assert [one.live for one in kept] == [False, False]
