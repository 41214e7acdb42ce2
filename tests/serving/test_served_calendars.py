"""Calendars at secret addresses: the bytes of an export, and nothing for anybody else."""

import shutil
from datetime import UTC, datetime
from pathlib import Path

import icalendar
import pytest
from serving.running import running

from drillctl.exports.ics.audience import Audience
from drillctl.exports.ics.files import write_calendars
from drillctl.files.loading import load
from drillctl.files.plan_file import read_plan
from drillctl.files.subscription_file import read_subscription_file, write_subscription_file
from drillctl.model.subscription import Subject
from drillctl.serving.register import added, revoked
from drillctl.serving.secrets_kept import new_secret

FILE = Path("subscriptions.yaml")
NOW = datetime(2027, 1, 1, tzinfo=UTC)


def subscribe(subject, name):
    secret = new_secret()
    kept, _ = read_subscription_file(FILE)
    write_subscription_file(FILE, added(kept, subject, name, secret, NOW))
    return f"/calendars/{secret}.ics"


def revoke(*ids):
    kept, _ = read_subscription_file(FILE)
    write_subscription_file(FILE, revoked(kept, ids, NOW))


def exported(folder, audience, name, **how):
    plan, _ = read_plan("plan.yaml")
    problem = load(["roster.yaml", "scenarios"]).problem
    folder.mkdir()
    write_calendars(problem, plan, folder, audience, **how)
    return (folder / f"{audience}-{name}.ics").read_bytes()


@pytest.mark.parametrize(("subject", "name"), [("team", "blue-sky"), ("member", "li-wei")])
@pytest.mark.parametrize("redact", [False, True])
def test_a_calendar_is_the_exported_one(subject, name, redact, place):
    with running(place, redact=redact) as at:
        # Made while it runs: the file is looked at again at each request.
        answer = at.ask(subscribe(Subject(subject), name))
    assert answer.status == 200
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    assert answer.headers["cache-control"] == "private, no-cache"
    assert answer.body == exported(place / "out", Audience(subject), name, redact=redact)
    events = icalendar.Calendar.from_ical(answer.body).walk("VEVENT")
    assert [str(event["SUMMARY"]) for event in events] == ["River flood", "River flood"]


def test_who_has_it_gets_it_once(place):
    path = subscribe(Subject.TEAM, "blue-sky")
    with running(place) as at:
        first = at.ask(path)
        again = at.ask(path, If_None_Match=f'"x", W/{first.headers["etag"]}')
        head = at.ask(path, "HEAD")
    assert (again.status, again.body) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]
    assert (head.status, head.body) == (200, b"")


def test_a_member_without_a_session_has_an_empty_calendar(place):
    with running(place) as at:
        answer = at.ask(subscribe(Subject.MEMBER, "chen-jie"))
    assert answer.status == 200
    assert icalendar.Calendar.from_ical(answer.body).walk("VEVENT") == []


def test_a_changed_plan_changes_the_calendar(place):
    path = subscribe(Subject.MEMBER, "anna")
    with running(place) as at:
        first = at.ask(path)
        text = Path("roster.yaml").read_text("utf-8").replace("North Lake", "South Lake")
        with at.listening(at.ask("/").headers["etag"].strip('"')) as following:
            Path("roster.yaml").write_text(text, "utf-8")
            assert following()[0] == "newer"
        second = at.ask(path, If_None_Match=first.headers["etag"])
    assert b"North Lake" in first.body
    assert (second.status, b"South Lake" in second.body) == (200, True)


def test_revoking_takes_effect_at_once_and_for_that_address_only(place):
    old, new = subscribe(Subject.TEAM, "blue-sky"), subscribe(Subject.TEAM, "blue-sky")
    with running(place) as at:
        assert (at.ask(old).status, at.ask(new).status) == (200, 200)
        revoke("blue-sky-1")
        assert (at.ask(old).status, at.ask(new).status) == (404, 200)
        FILE.unlink()
        assert at.ask(new).status == 404


def test_unknown_revoked_and_departed_are_told_alike(place):
    gone, past = subscribe(Subject.MEMBER, "chen-jie"), subscribe(Subject.TEAM, "blue-sky")
    revoke("blue-sky-1")
    roster = Path("roster.yaml").read_text("utf-8").splitlines(keepends=True)
    Path("roster.yaml").write_text("".join(r for r in roster if "chen-jie" not in r), "utf-8")
    unknown = f"/calendars/{new_secret()}.ics"
    with running(place) as at:
        answers = [at.ask(path) for path in (unknown, past, gone, "/calendars/team-blue-sky.ics")]
    assert {(a.status, a.body) for a in answers} == {(404, answers[0].body)}
    assert len({tuple(h for h in a.headers.items() if h[0] != "date") for a in answers}) == 1


def test_a_secret_of_any_shape_is_only_unknown(place):
    subscribe(Subject.TEAM, "blue-sky")
    with running(place) as at:
        for secret in ("", "%00", "%ff%fe", "a" * 4000, "..", "%2e%2e%2f", "sha256:" + "0" * 64):
            assert at.ask(f"/calendars/{secret}.ics").status == 404, secret
        kept, _ = read_subscription_file(FILE)
        assert at.ask(f"/calendars/{kept[0].hash}.ics").status == 404


def test_a_file_that_can_not_be_read_keeps_what_held_and_is_told_once(place):
    path = subscribe(Subject.TEAM, "blue-sky")
    with running(place) as at:
        assert at.ask(path).status == 200
        shutil.copy(FILE, "kept.yaml")
        FILE.write_text("kind: subscriptions\nsubscriptions: 5\n")
        assert [at.ask(path).status for _ in range(3)] == [200, 200, 200]
        assert [(p.place, p.code) for p in at.unread] == [("subscriptions.yaml:2:16", "S003")]
        shutil.move("kept.yaml", FILE)
        revoke("blue-sky-1")
        assert at.ask(path).status == 404


def test_calendars_need_no_key_and_no_name(place):
    path = subscribe(Subject.TEAM, "blue-sky")
    with running(place) as at:
        assert at.ask(path, Host="plans.example.org").status == 200
    with running(place, locked=True) as at:
        assert (at.ask("/").status, at.ask(path).status) == (403, 200)
