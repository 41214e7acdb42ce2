"""Answers to invitations, as mail programs send them and a coordinator takes them."""

import json
from datetime import UTC, datetime
from email.message import EmailMessage

import pytest
from county import PLAN, problem
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar, vDDDTypes
from test_commands import run

from drillctl.files.plan_file import read_plan
from drillctl.files.plan_text import plan_text
from drillctl.files.reply_file import read_replies

ON = ("--as-of", "2027-02-15")
MAILS = {"p1": "p1@example.org", "p2": "p2@example.org", "v1": "V1@Example.org", "v2": "pair@example.org",
         "v3": "pair@example.org", "p3": "p3@example.org"}  # fmt: skip


def reply(uid="f1@x", who="v1@example.org", status="ACCEPTED", stamp="20270210T080000Z", sequence=0,
          method="REPLY", more=()):  # fmt: skip
    lines = ("BEGIN:VCALENDAR", "PRODID:-//Mail//EN", "VERSION:2.0", f"METHOD:{method}",
             "BEGIN:VEVENT", f"UID:{uid}", f"DTSTAMP:{stamp}", f"SEQUENCE:{sequence}",
             "DTSTART:20270306T010000Z", f'ATTENDEE;CN="Li; Wei";PARTSTAT={status}:MAILTO:{who}',
             "ORGANIZER:mailto:drill@example.org", *more, "END:VEVENT", "END:VCALENDAR", "")  # fmt: skip
    return "\r\n".join(lines).encode()


@pytest.fixture
def place(tmp_path):
    folder = tmp_path / "county"
    folder.mkdir()
    problem(folder)
    roster = folder / "roster.yaml"
    text = roster.read_text(encoding="utf-8")
    for member, mail in MAILS.items():
        text = text.replace(f"id: {member},", f"id: {member}, email: {mail},")
    roster.write_text(text, encoding="utf-8")
    (tmp_path / "plan.yaml").write_text(PLAN, encoding="utf-8")
    return tmp_path


def put(place, *replies):
    paths = []
    for number, data in enumerate(replies):
        paths.append(place / f"reply-{number}.ics")
        paths[-1].write_bytes(data)
    return paths


def rsvp(place, *replies, more=()):
    return run("rsvp", *put(place, *replies), place / "county", "--plan", place / "plan.yaml",
               *ON, *more)  # fmt: skip


def answers(place, session="flood#1", name="plan.yaml"):
    plan, problems = read_plan(place / name)
    assert not problems
    found = next(s for s in plan.sessions if s.id == session).answers
    return {member: answer.status.value for member, answer in found.items()}


def test_answers_are_written_into_the_plan_and_read_again(place):
    done = rsvp(place, reply(), reply(who="p3@example.org", status="TENTATIVE"),
                reply(who="p1@example.org", status="DECLINED"))  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert answers(place) == {"p1": "declined", "p3": "tentative", "v1": "accepted"}
    assert "flood#1: 王芳 (v1): accepted" in done.stdout
    assert "flood#1: 1 accepted, 1 declined, 1 tentative, 2 without an answer" in done.stdout
    assert "1 seat is held by who declined" in done.stderr
    plan, _ = read_plan(place / "plan.yaml")
    for as_json in (False, True):
        (place / "again.txt").write_text(plan_text(plan, as_json), encoding="utf-8")
        assert read_plan(place / "again.txt")[0] == plan


def test_the_latest_answer_wins_in_whatever_order_they_come(place):
    early, late = (
        reply(status="DECLINED"),
        reply(status="ACCEPTED", stamp="20270211T080000Z"),
    )
    assert rsvp(place, late, early).returncode == 0
    assert answers(place) == {"v1": "accepted"}
    again = rsvp(place, early)
    assert again.returncode == 1
    assert "has answered flood#1 later: accepted" in again.stderr
    assert answers(place) == {"v1": "accepted"}
    same = rsvp(place, late)
    assert same.returncode == 0
    assert "(known already)" in same.stdout


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (reply(who="nobody@example.org"), "no member in the roster has the e-mail 'nobody@example.org'"),
        (reply(uid="f9@x"), "no session of the plan has the UID 'f9@x'"),
        (reply(uid="b1@x"), "v1 has no seat in boats#1"),
        (reply(uid="f2@x", sequence=3), "is it the latest plan?"),
        (reply(method="REQUEST"), ":4:1: I005 METHOD:REQUEST, not an answer"),
        (reply(method="COUNTER"), "proposes another time"),
        (reply(status="DELEGATED"), ":10:1: I005 PARTSTAT=DELEGATED is no answer"),
        (reply(stamp="2027-02-10"), ":7:1: I005 DTSTAMP '2027-02-10'"),
        (reply(more=["ATTENDEE:mailto:x@example.org"]), "2 ATTENDEEs"),
        (b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n", "the file breaks off"),
        (b"<!DOCTYPE html>\r\n", "web page"),
    ],
)  # fmt: skip
def test_what_can_not_be_taken_is_said_and_changes_nothing(place, data, said):
    before = answers(place)
    done = rsvp(place, data)
    assert done.returncode == 1
    assert said in done.stderr
    assert "reply-0.ics:" in done.stderr
    assert "Traceback" not in done.stderr
    assert answers(place) == before


def test_a_shared_address_means_whoever_has_a_seat(place):
    assert rsvp(place, reply(who="pair@example.org")).returncode == 0
    assert answers(place) == {"v2": "accepted"}
    text = (place / "plan.yaml").read_text(encoding="utf-8")
    (place / "plan.yaml").write_text(
        text.replace("- v2]", "- v2, v3]").replace("[v2]", "[v2, v3]", 1), "utf-8"
    )
    done = rsvp(place, reply(who="pair@example.org", stamp="20270212T080000Z"))
    assert done.returncode == 1
    assert "v2 and v3 share the e-mail" in done.stderr


def test_two_answers_of_one_time_are_a_question(place):
    done = rsvp(place, reply(), reply(status="DECLINED"), reply(who="p3@example.org"))
    assert done.returncode == 1
    assert done.stderr.count("v1 says accepted and declined of flood#1 at one time: ask") == 2
    assert answers(place) == {"p3": "accepted"}, "the others are taken all the same"


def test_an_answer_to_an_earlier_revision_is_stale(place):
    text = (place / "plan.yaml").read_text(encoding="utf-8")
    (place / "plan.yaml").write_text(text.replace("uid: f1@x,", "uid: f1@x, sequence: 2,"), "utf-8")
    done = rsvp(place, reply(sequence=1))
    assert done.returncode == 1
    assert "as it was at SEQUENCE 1, it has changed to 2 since: ask again" in done.stderr
    assert answers(place) == {}
    assert rsvp(place, reply(sequence=2)).returncode == 0
    assert answers(place) == {"v1": "accepted"}


def test_a_saved_mail_works_with_the_calendar_as_part_and_attachment(place):
    mail = EmailMessage()
    mail["From"], mail["Subject"] = "王芳 <v1@example.org>", "Accepted: Flood"
    mail.set_content("I am coming.")
    text = reply().decode()
    mail.add_alternative(text, subtype="calendar", params={"method": "REPLY"})
    mail.add_attachment(text.encode(), maintype="application", subtype="ics", filename="invite.ics")
    (place / "mails").mkdir()
    (place / "mails" / "a.eml").write_bytes(mail.as_bytes())
    done = run("rsvp", place / "mails", place / "county", "--plan", place / "plan.yaml", *ON)
    assert done.returncode == 0, done.stderr
    assert answers(place) == {"v1": "accepted"}
    plain = EmailMessage()
    plain.set_content("Sorry, no.")
    (place / "mails" / "a.eml").write_bytes(plain.as_bytes())
    done = run("rsvp", place / "mails", place / "county", "--plan", place / "plan.yaml", *ON)
    assert done.returncode == 1
    assert "a.eml:0:0: I005 the mail holds no calendar part" in done.stderr


def test_a_decline_goes_on_to_a_repair_and_a_replan_keeps_the_other_answers(place):
    made = run("plan", place / "county", "-o", place / "plan.yaml")
    assert made.returncode == 0, made.stderr
    plan, _ = read_plan(place / "plan.yaml")
    [flood] = [s for s in plan.sessions if s.id == "flood#1"]
    [table] = [s for s in plan.sessions if s.id == "table#1"]
    [chair] = table.assigned["chair"]
    [crew, *_] = [m for m in flood.assigned["crew"] if m in MAILS]
    done = rsvp(
        place,
        reply(uid=flood.uid, who=MAILS[crew].lower(), status="DECLINED"),
        reply(uid=table.uid, who=MAILS[chair]),
        more=("--repair",),
    )
    assert done.returncode == 0, done.stderr
    assert "to call, in this order" in done.stdout or "nobody needs a call" in done.stdout
    after, _ = read_plan(place / "plan.yaml")
    assert after.revision == 2
    assert [(a.member, a.why) for a in after.away] == [(crew, "declined flood#1")]
    new = {s.id: s for s in after.sessions}
    assert new["table#1"].sequence == 0
    assert answers(place, "table#1") == {chair: "accepted"}
    assert new["flood#1"].sequence == flood.sequence + 1
    assert new["flood#1"].answers == {}, "the invitation that they answered is no more"
    if new["flood#1"].start == flood.start:
        assert crew not in {m for _, m in new["flood#1"].members()}
    assert run("audit", place / "plan.yaml", place / "county").returncode == 0
    stale = rsvp(place, reply(uid=flood.uid, who="p1@example.org"))
    assert stale.returncode == 1


def client_reply(data, member, status):
    """What a calendar program answers to an invitation: its own ATTENDEE, and the rest as it was."""
    calendar = Calendar.from_ical(data)
    [event] = calendar.events
    calendar["METHOD"] = "REPLY"
    [own] = [a for a in event.attendees if member in a.params["CN"]]
    own.params["PARTSTAT"] = status
    event["ATTENDEE"] = own
    event["DTSTAMP"] = vDDDTypes(datetime(2027, 2, 20, 8, tzinfo=UTC))
    return calendar.to_ical()


def test_our_own_invitations_are_answered_by_address_even_without_a_mailbox(place):
    roster = place / "county" / "roster.yaml"
    text = roster.read_text("utf-8").replace("V1@Example.org", '"Ürsula+a@Example.org"')
    roster.write_text(text.replace("email: p3@example.org, ", ""), "utf-8")
    (place / "county" / "scenarios.yaml").open("a", encoding="utf-8").write(
        "organizer: {name: Drills, email: drills@example.org}\n"
    )
    plan, out = place / "plan.yaml", place / "out"
    sent = run(
        "export", "ics", plan, place / "county", "-o", out, "--method", "request", "--by", "all"
    )
    assert sent.returncode == 0, sent.stderr
    [request] = [p for p in out.rglob("*.ics") if p.name.startswith("flood-1")]
    data = request.read_bytes()
    done = rsvp(
        place, client_reply(data, "王芳", "ACCEPTED"), client_reply(data, "Tom", "DECLINED")
    )
    assert done.returncode == 0, done.stderr
    assert answers(place) == {"p3": "declined", "v1": "accepted"}


def test_json_for_programs(place):
    done = rsvp(place, reply(), reply(uid="f9@x"), more=("--format", "json"))
    found = json.loads(done.stdout)
    assert found["taken"] == [
        {"session": "flood#1", "member": "v1", "status": "accepted", "before": None}
    ]
    assert [r["reason"] for r in found["refused"]] == ["unknown session"]


def test_wrong_use_exits_2(place):
    [path] = put(place, reply())
    plan = ("--plan", place / "plan.yaml")
    assert run("rsvp", path, *plan).returncode == 2
    assert run("rsvp", place / "county", *plan).returncode == 2
    assert run("rsvp", path, place / "county", *plan, "--as-of", "soon").returncode == 2


def test_an_answer_in_a_plan_that_is_none_is_said_with_its_line(place):
    text = PLAN.replace(
        "uid: f1@x,", "uid: f1@x, answers: {v1: maybe, p1: {status: accepted, at: noon}},"
    )
    (place / "plan.yaml").write_text(text, encoding="utf-8")
    _, problems = read_plan(place / "plan.yaml")
    assert [(p.line, p.code) for p in problems] == [(6, "S004"), (6, "V001")]


_LINE = st.sampled_from(
    ["METHOD:REPLY", "BEGIN:VEVENT", "END:VEVENT", "UID:f1@x", "UID:", "DTSTAMP:20270210T080000Z",
     "DTSTAMP:99999999T999999Z", "SEQUENCE:-1", "SEQUENCE:9", "ATTENDEE:mailto:a@b", "ATTENDEE:",
     "ATTENDEE;PARTSTAT=ACCEPTED:mailto:a@b", "ATTENDEE;PARTSTAT=:x", "RECURRENCE-ID:x"]
)  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(st.lists(_LINE, max_size=9) | st.permutations(["METHOD:REPLY", "BEGIN:VEVENT", "UID:f1@x"]))
def test_no_reply_makes_a_traceback(lines):
    found, problems = read_replies(
        "r", "\r\n".join(["BEGIN:VCALENDAR", *lines, "END:VCALENDAR", ""]).encode()
    )
    assert found or problems


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=200), st.sampled_from([b"", b"Content-Type: text/calendar; charset=x\n\n",
                                                 b"Content-Type: multipart/mixed; boundary=a\n\n--a\n"]))  # fmt: skip
def test_no_mail_makes_a_traceback(data, head):
    assert read_replies("r", head + data)[1]
