"""Each warning where it holds, and not where it does not."""

from pathlib import Path

import pytest

from drillctl.advice import advice
from drillctl.files.loading import load

ROSTER = """kind: roster
timezone: Asia/Shanghai
certifications: {a: {}, b: {}, b-plus: {includes: [b]}}
teams: [{id: fire, kind: professional}, {id: sky, kind: volunteer}]
members:
"""
POSITION = "positions: [{id: p, count: 1, needs: [a]}]"
JOINT = "joint: {professional: {min: 1}, volunteer: {min: 1}}"


def warnings(folder, members, scenario, more=""):
    rows = "".join(f"  - {{id: m{n}, name: M{n}, {m}}}\n" for n, m in enumerate(members))
    fields = {
        "schedule": "schedule: {window: {from: 2027-03-01, to: 2027-03-28}}",
        "positions": POSITION,
        "joint": JOINT,
    }
    fields |= {line.partition(":")[0]: line for line in scenario}
    text = ROSTER + rows + "---\nkind: scenario\nid: s\nexercise: drill\nduration: 2h\n"
    text += "\n".join(fields.values()) + "\n" + more
    path = folder / "f.yaml"
    path.write_text(text, encoding="utf-8")
    loaded = load([path])
    assert loaded.problem is not None, loaded.diagnostics
    found = list(advice(loaded.problem, loaded.places, loaded.plans))
    lines = text.splitlines()
    return {(d.code, lines[d.line - 1].strip()[:20]): d.message for d in found}


def codes(*arguments, **more):
    return {code for code, _ in warnings(*arguments, **more)}


PRO, VOL = "team: fire", "team: sky"
HOLDS_A, HOLDS_B = "certifications: [a]", "certifications: [b]"
ENOUGH = [f"{PRO}, {HOLDS_A}", f"{VOL}, {HOLDS_A}"]


def test_nothing_to_say(tmp_path):
    assert warnings(tmp_path, ENOUGH, []) == {}


def expiring(day):
    return f"certifications: [{{id: a, expires: {day}}}]"


@pytest.mark.parametrize(
    ("members", "warned"),
    [
        ([f"{PRO}, {expiring('2027-03-10')}"], True),
        ([f"{PRO}, {expiring('2027-03-28')}"], False),
        ([f"{PRO}, {expiring('2027-02-10')}", f"{PRO}, {HOLDS_A}"], False),
        ([f"{PRO}, {expiring('2027-03-10')}", f"{VOL}, {HOLDS_A}"], False),
        ([f"{PRO}, {expiring('2027-03-10')}", f"{VOL}, {expiring('2027-03-12')}"], True),
        (
            [
                f"{PRO}, certifications: [{{id: a, expires: 2027-03-10}}, {{id: a, issued: 2027-03-11}}]"
            ],
            False,
        ),
    ],
)
def test_lapsing_certificate(tmp_path, members, warned):
    assert ("W001" in codes(tmp_path, [*members, VOL], [])) == warned


def test_lapsing_certificate_that_includes_the_need(tmp_path):
    members = [f"{PRO}, certifications: [{{id: b-plus, expires: 2027-03-10}}]", VOL]
    found = warnings(tmp_path, members, ["positions: [{id: p, count: 1, needs: [b]}]"])
    [message] = [m for (code, _), m in found.items() if code == "W001"]
    assert "b-plus of M0 (m0) lapses on 2027-03-10" in message
    assert "needed by s" in message


TWO = "positions: [{id: p, count: 1, needs: [a]}, {id: q, count: 1, needs: [b]}]"


@pytest.mark.parametrize(
    ("members", "positions", "warned"),
    [
        ([f"{PRO}, certifications: [a, b]"], TWO, True),
        ([f"{PRO}, certifications: [a, b]", f"{PRO}, {HOLDS_B}"], TWO, False),
        (
            [f"{PRO}, {HOLDS_A}", f"{VOL}, {HOLDS_A}"],
            "positions: [{id: p, count: 1, needs: [a], kind: volunteer}, {id: q, count: 1, needs: [a], lead: true}]",
            False,
        ),
        (
            [f"{PRO}, {HOLDS_A}", f"{VOL}"],
            "positions: [{id: p, count: 1, lead: true}, {id: q, count: 1, needs: [a]}]",
            True,
        ),
    ],
)
def test_only_holder_twice(tmp_path, members, positions, warned):
    assert ("W002" in codes(tmp_path, [*members, VOL], [positions])) == warned


def weekend_schedule(sessions, spacing, days="[sat, sun]"):
    return f"schedule: {{sessions: {sessions}, days: {days}, spacing: {spacing}, window: {{from: 2027-03-01, to: 2027-03-28}}}}"


@pytest.mark.parametrize(
    ("members", "schedule", "warned"),
    [
        ([f"{VOL}, {HOLDS_A}"], weekend_schedule(3, "5d"), True),
        ([f"{VOL}, {HOLDS_A}"], weekend_schedule(2, "5d"), False),
        ([f"{VOL}, {HOLDS_A}"], weekend_schedule(3, "0d"), False),
        ([f"{VOL}, {HOLDS_A}"], weekend_schedule(3, "5d", "[mon-fri]"), False),
        ([f"{PRO}, {HOLDS_A}"], weekend_schedule(3, "5d"), False),
        ([f"{VOL}, {HOLDS_A}", f"{VOL}, {HOLDS_A}"], weekend_schedule(3, "5d"), False),
    ],
)
def test_volunteer_weekends(tmp_path, members, schedule, warned):
    assert ("W003" in codes(tmp_path, [*members, PRO], [schedule])) == warned


def plan_of(days):
    sessions = "".join(
        f"  - {{id: 's#{n}', uid: u{n}, sequence: 0, start: 2027-03-{day}T09:00+08:00, end: 2027-03-{day}T11:00+08:00, assigned: {{p: [m1]}}}}\n"
        for n, day in enumerate(days, 1)
    )
    return f"---\nkind: plan\nversion: 1\nrevision: 1\nmade: {{by: drillctl, seed: 1, inputs: {{}}}}\ngoals: []\nsessions:\n{sessions}"


def test_volunteer_weekends_in_a_plan(tmp_path):
    schedule = "schedule: {sessions: 3, window: {from: 2027-03-01, to: 2027-03-28}}"
    often = warnings(tmp_path, ENOUGH, [schedule], plan_of(["06", "14", "27"]))
    assert "3 of 4 weekends from volunteer M1 (m1)" in often["W003", "- {id: m1, name: M1,"]
    seldom = codes(tmp_path, ENOUGH, [schedule], plan_of(["06", "07", "27"]))
    assert "W003" not in seldom
    weekdays = codes(tmp_path, ENOUGH, [schedule], plan_of(["08", "09", "10"]))
    assert "W003" not in weekdays


def busy(first, last):
    return f"busy: [{{from: 2027-03-{first}, to: 2027-03-{last}}}]"


@pytest.mark.parametrize(
    ("members", "positions", "said"),
    [
        ([f"{PRO}, {HOLDS_A}, {busy('08', '14')}"], POSITION, "from 2027-03-08 to 2027-03-14"),
        ([f"{PRO}, {HOLDS_A}, {busy('08', '13')}"], POSITION, None),
        ([f"{PRO}, {HOLDS_A}, {busy('01', '28')}"], POSITION, "on any permitted date"),
        (
            [f"{PRO}, {HOLDS_A}, {busy('08', '14')}", f"{VOL}, {HOLDS_A}, {busy('10', '18')}"],
            POSITION,
            None,
        ),
        (
            [f"{PRO}, {HOLDS_A}, {busy('08', '14')}", f"{VOL}, {HOLDS_A}, {busy('14', '20')}"],
            "positions: [{id: p, count: 2, needs: [a]}]",
            "from 2027-03-08 to 2027-03-20",
        ),
        (
            [f"{PRO}, {HOLDS_A}, {busy('08', '14')}", f"{VOL}, {HOLDS_A}, {busy('14', '20')}"],
            "positions: [{id: p, count: 2, min: 1, needs: [a]}]",
            None,
        ),
    ],
)
def test_unstaffed_dates(tmp_path, members, positions, said):
    found = [
        m for (c, _), m in warnings(tmp_path, [*members, VOL], [positions]).items() if c == "W004"
    ]
    assert len(found) == (said is not None)
    assert said is None or said in found[0]


@pytest.mark.parametrize(
    ("scenario", "warned"),
    [
        (["joint: {}"], True),
        (["joint: {professional: {min: 1}}"], True),
        (["joint: {meet: [[fire, sky]]}"], False),
        (
            [
                "joint: {volunteer: {min: 1}}",
                "positions: [{id: p, count: 1, needs: [a]}, {id: l, count: 1, lead: true}]",
            ],
            False,
        ),
        (
            [
                "joint: {}",
                "positions: [{id: v, count: 2, min: 1, kind: volunteer}, {id: l, count: 1, lead: true}]",
            ],
            False,
        ),
        (
            [
                "joint: {}",
                "positions: [{id: v, count: 2, min: 0, kind: volunteer}, {id: l, count: 1, lead: true}]",
            ],
            True,
        ),
    ],
)
def test_not_joint(tmp_path, scenario, warned):
    assert ("W005" in codes(tmp_path, ENOUGH, scenario)) == warned


@pytest.mark.parametrize(
    ("sessions", "spacing", "days", "warned"),
    [
        (3, "14d", "[mon-sun]", True),
        (3, "13d", "[mon-sun]", False),
        (2, "21d", "[sat]", False),
        (5, "7d", "[sat]", True),
    ],
)
def test_too_many_sessions(tmp_path, sessions, spacing, days, warned):
    assert (
        "W006" in codes(tmp_path, ENOUGH, [weekend_schedule(sessions, spacing, days)])
    ) == warned


def test_unpractised_capability(tmp_path):
    policy = "---\nkind: policy\ncurrency: {watr-rescue: 12mo, mass-care: 12mo}\n"
    found = warnings(tmp_path, ENOUGH, ["capabilities: [water-rescue, mass-care]"], policy)
    assert [m for (c, _), m in found.items() if c == "W007"] == [
        "no scenario practises 'watr-rescue'"
    ]


def test_shared_address(tmp_path):
    one, other = "email: a@example.org", "email: A@example.org"
    members = [f"{PRO}, {HOLDS_A}, {one}", f"{VOL}, {HOLDS_A}, {other}"]
    assert "M1 (m1) has the e-mail address of M0 (m0)" in warnings(tmp_path, members, []).values()
    assert "W008" not in codes(tmp_path, [members[0], ENOUGH[1]], [])


def test_shipped_scenarios_have_true_advice_only():
    loaded = load([Path(__file__).parents[2] / "scenarios"])
    found = list(advice(loaded.problem, loaded.places))
    assert {d.code for d in found} == {"W004"}
    assert len(found) <= 5
