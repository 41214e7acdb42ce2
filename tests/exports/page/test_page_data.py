"""The page's data: every index points at the right thing, and nothing private is in it."""

import json
from datetime import date

import pytest
from county import PLAN, ROSTER, plan, problem

from drillctl.exports.page.data import page_data
from drillctl.exports.page.page import _json_in_html
from drillctl.language import LANGUAGES

DAY = date(2027, 3, 1)
CONTACTS = ROSTER.replace("{{id: fire, kind", "{{id: fire, email: fire@example.org, kind").replace(
    "{{id: v2, name: Maria",
    "{{id: v2, email: maria@example.org, phone: '+86 139 0000', name: Maria",
)
CONTACTS = CONTACTS.replace("to: 2027-03-14}}", "to: 2027-03-14, why: operation}}")


def data(tmp_path, text=PLAN, roster=CONTACTS, **asked):
    return page_data(problem(tmp_path, roster=roster), plan(tmp_path, text), as_of=DAY, **asked)


def people(found, session, seats):
    scenario = found["scenarios"][session["scenario"]]
    return {
        scenario["positions"][position]["id"]: [found["people"][one]["id"] for one in who]
        for position, who in session[seats]
    }


def test_indices_point_at_what_the_plan_says(tmp_path):
    found = data(tmp_path)
    by_id = {session["id"]: session for session in found["sessions"]}
    flood = by_id["flood#1"]
    assert found["scenarios"][flood["scenario"]]["title"] == "Flood"
    assert found["venues"][flood["venue"]]["id"] == "lake"
    assert people(found, flood, "assigned") == {
        "leader": ["p2"], "crew": ["v1", "p3"], "shore": ["v2"]
    }  # fmt: skip
    assert people(found, flood, "standby") == {"crew": ["p1"]}
    assert [(found["equipment"][i]["id"], n) for i, n in flood["equipment"]] == [("boat", 1)]
    (gap,) = flood["empty"]
    assert found["scenarios"][flood["scenario"]]["positions"][gap[0]]["id"] == "shore"
    assert gap[1] == 1
    (leader,) = (p for p in found["people"] if p["id"] == "p2")
    assert [(found["certifications"][c]["id"], day) for c, day in leader["certs"]] == [
        ("ic", "2027-03-10"),
    ]  # fmt: skip
    assert found["teams"][leader["team"]]["id"] == "fire"
    assert found["totals"] == {
        "seats": 14, "filled": 11, "sessions": 4, "held": 4, "joint": 4, "people": 6
    }  # fmt: skip


def test_certifications_say_what_they_include(tmp_path):
    found = data(tmp_path)["certifications"]
    includes = {one["id"]: [found[held]["id"] for held in one["includes"]] for one in found}
    assert includes["boat-2"] == ["boat-1"]
    assert includes["boat-1"] == []


def test_times_are_local_and_without_offset(tmp_path):
    found = data(tmp_path)
    (flood,) = (s for s in found["sessions"] if s["id"] == "flood#1")
    assert (flood["start"], flood["end"]) == ("2027-03-06T09:00", "2027-03-06T13:00")
    assert found["zone"] == "Asia/Shanghai"


def test_matrices_are_by_place_in_the_lists(tmp_path):
    found = data(tmp_path)
    teams = [team["id"] for team in found["teams"]]
    joint = found["joint"]
    assert [teams[t] for t in joint["professional"]] == ["fire"]
    met = dict(zip((teams[t] for t in joint["volunteer"]), joint["cells"][0], strict=True))
    assert met["sky"]["planned_times"] == 2
    assert found["sessions"][met["sky"]["planned"]]["id"] == "flood#1"
    (water,) = found["practice"]["cells"]
    assert dict(zip(teams, water, strict=True))["club"] is None
    hours = {found["people"][row["person"]]["id"]: row["hours"] for row in found["workload"]}
    assert hours == {"p1": 6, "p2": 4, "p3": 7, "v1": 8, "v2": 8, "v3": 5}


def test_what_is_not_held_keeps_its_reasons_in_both_languages(tmp_path):
    text = PLAN.replace("sessions:", "sessions:", 1) + (
        'not_held: [{id: "boats#2", why: ["no start is left in the window"]}]\n'
    )
    (absent,) = data(tmp_path, text)["not_held"]
    assert (absent["id"], absent["seats"]) == ("boats#2", 2)
    assert [len(why) for why in absent["why"]] == [len(LANGUAGES)]


@pytest.mark.parametrize("secret", ["maria@example.org", "fire@example.org", "139 0000"])
def test_contacts_are_there_only_when_asked_for(tmp_path, secret):
    assert secret not in json.dumps(data(tmp_path))
    assert secret in json.dumps(data(tmp_path, private=True))
    assert secret not in json.dumps(data(tmp_path, redact=True))


def test_why_somebody_is_away_is_never_there(tmp_path):
    assert "operation" not in json.dumps(data(tmp_path, private=True))


def test_redacted_it_names_nobody(tmp_path):
    text = PLAN.replace(
        "empty: [{position: shore, seats: 1}]}",
        "empty: [{position: shore, seats: 1, why: ['李伟: also asked for table#1', 'too far']}]}",
    )
    found = data(tmp_path, text, redact=True)
    shown = json.dumps(found, ensure_ascii=False)
    for name in ("李伟", "Anna", "Tom", "王芳", "Maria", "张敏"):
        assert name not in shown
    assert {one["id"] for one in found["people"]} == {None}
    assert found["workload"] == []
    (flood,) = (s for s in found["sessions"] if s["id"] == "flood#1")
    assert [why[0] for why in flood["empty"][0][2]] == ["too far"]
    kinds = {
        found["teams"][found["people"][p]["team"]]["id"] for _, w in flood["assigned"] for p in w
    }
    assert kinds == {"fire", "sky"}


@pytest.mark.parametrize(
    "text", ["</script><script>alert(1)</script>", "<!--", "]]>", "a\u2028b\u2029c", "&lt;", "\ud800", '"\\']
)  # fmt: skip
def test_no_text_can_end_the_element_that_holds_the_data(text):
    written = _json_in_html({"name": text})
    assert not set(written) & set("<>&\u2028\u2029")
    written.encode("utf-8")
    assert json.loads(written) == {"name": text}
