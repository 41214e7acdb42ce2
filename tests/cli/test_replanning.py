"""drop, whatif and pin, as a coordinator types them."""

import json

import pytest
from county import problem
from test_commands import run

ON = ("--as-of", "2027-03-01")


@pytest.fixture(scope="module")
def county(tmp_path_factory):
    """A folder of files, and a plan for them."""
    top = tmp_path_factory.mktemp("replanning")
    folder = top / "county"
    folder.mkdir()
    problem(folder)
    roster = folder / "roster.yaml"
    text = roster.read_text(encoding="utf-8")
    text = text.replace("name: Anna,", "name: Anna, phone: '+49 30 123', email: anna@example.org,")
    roster.write_text(text, encoding="utf-8")
    made = run("plan", folder, "-o", top / "plan.json")
    assert made.returncode == 0, made.stderr
    return folder


@pytest.fixture
def plan(county, tmp_path):
    copy = tmp_path / "plan.json"
    copy.write_bytes((county.parent / "plan.json").read_bytes())
    return copy


def test_one_line_mends_the_plan_and_lists_the_calls(county, plan):
    before = json.loads(plan.read_text())
    leaders = {s["id"]: s["assigned"].get("leader") for s in before["sessions"]}
    who = leaders["flood#2"][0]
    done = run("drop", who, county, "--plan", plan, "--from", "2027-03-08", "--to", "2027-04-30",
               "--why", "ill", *ON)  # fmt: skip
    assert done.returncode == 0, done.stderr
    after = json.loads(plan.read_text())
    assert after["revision"] == 2
    assert [absence["member"] for absence in after["away"]] == [who]
    late = [s for s in after["sessions"] if s["start"] >= "2027-03-08"]
    assert all(who not in members for s in late for members in s["assigned"].values())
    assert f"({who})\n  released" in done.stdout or "cancelled" in done.stdout
    calls = done.stdout.partition("to call, in this order")[2]
    assert f"({who})" not in calls
    assert "busy: [{from: 2027-03-08, to: 2027-04-30}]" in done.stderr
    assert "+49" not in done.stdout, "contact details are for a terminal alone"
    assert run("audit", plan, county).returncode == 0


def test_the_next_call_remembers_the_first(county, plan):
    for who in ("p2", "Tom"):
        dropped = run("drop", who, county, "--plan", plan, "--from", "2027-03-06", "--to",
                      "2027-03-07", *ON)  # fmt: skip
        assert dropped.returncode == 0, dropped.stderr
    after = json.loads(plan.read_text())
    assert {absence["member"] for absence in after["away"]} == {"p2", "p3"}
    for session in after["sessions"]:
        if session["start"][:10] in ("2027-03-06", "2027-03-07"):
            assert not {"p2", "p3"} & {m for who in session["assigned"].values() for m in who}


def test_what_is_typed_wrong_changes_nothing(county, plan):
    before = plan.read_bytes()
    for arguments, said in (
        (("pp1", "--from", "2027-03-06", "--to", "2027-03-07"), "did you mean 'p1'?"),
        (("p1", "--from", "6 March", "--to", "2027-03-07"), "--from '6 March' is neither"),
        (("p1", "--from", "2027-03-08", "--to", "2027-03-06"), "lies before --from"),
    ):
        done = run("drop", arguments[0], county, "--plan", plan, *arguments[1:], *ON)
        assert done.returncode == 2
        assert said in done.stderr
    assert plan.read_bytes() == before


def test_what_if_writes_nothing_and_shows_before_and_after(county, plan):
    before = plan.read_bytes()
    done = run("whatif", county, "--plan", plan, "--without", "member:p3", "--cancel", "table#1",
               "--busy", "v3:2027-03-01..2027-03-10", "--format", "json", *ON)  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert plan.read_bytes() == before
    shown = json.loads(done.stdout)
    changes = {s["id"]: s["change"] for s in shown["sessions"]}
    assert changes["table#1"] == "cancelled"
    assert {goal["id"] for goal in shown["goals"]} >= {"fill", "stability"}
    assert all(change["now"] is None for change in shown["people"]["p3"])


def test_what_if_a_session_moved_and_more_were_certified(county, plan, tmp_path):
    out = tmp_path / "other.json"
    done = run("whatif", county, "--plan", plan, "--move", "boats#1=2027-03-27T09:00", "--with",
               "member:v2=boat-2", "--with", "equipment:boat=1", "-o", out, *ON)  # fmt: skip
    assert done.returncode == 0, done.stderr
    [boats] = [s for s in json.loads(out.read_text())["sessions"] if s["id"] == "boats#1"]
    assert boats["start"] == "2027-03-27T09:00+08:00"
    assert "Sat 2027-03-27 09:00" in done.stdout


def test_what_if_a_file_were_another(county, plan, tmp_path):
    edited = tmp_path / "scenarios.yaml"
    text = (county / "scenarios.yaml").read_text(encoding="utf-8")
    edited.write_text(text.replace("id: crew, count: 2, min: 1", "id: crew, count: 1"), "utf-8")
    done = run("whatif", county, "--plan", plan, "--edit", edited, "--format", "json", *ON)
    assert done.returncode == 0, done.stderr
    goals = {goal["id"]: goal for goal in json.loads(done.stdout)["goals"]}
    assert goals["fill"]["after"] < goals["fill"]["before"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--without", "p1"), "member:ID, team:ID"),
        (("--without", "member:p9"), "no member 'p9'"),
        (("--move", "boats#1=2027-03-27"), "is no local time"),
        (("--cancel", "boat#1"), "did you mean 'boats#1'?"),
        (("--busy", "p1:2027-03-09..2027-03-07"), "ends before it begins"),
        (("--with", "equipment:boat=many"), "is no number"),
    ],
)
def test_a_wrong_change_is_said_so(county, plan, arguments, said):
    done = run("whatif", county, "--plan", plan, *arguments, *ON)
    assert done.returncode == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_what_is_pinned_stays_through_a_replan(county, plan, tmp_path):
    was = {s["id"]: s for s in json.loads(plan.read_text())["sessions"]}
    assert run("pin", plan, "boats#1", "--start").returncode == 0
    assert run("pin", plan, "flood#2").returncode == 0
    listed = run("pin", plan)
    assert "flood#2: start, venue and people" in listed.stdout
    assert "boats#1: start 2027-" in listed.stdout
    text = (county / "scenarios.yaml").read_text(encoding="utf-8")
    edited = tmp_path / "scenarios.yaml"
    edited.write_text(text.replace("days: [sat, sun]", "days: [sun, sat]"), "utf-8")
    out = tmp_path / "again.json"
    done = run("plan", county / "roster.yaml", edited, "--baseline", plan, "-o", out, *ON)
    assert done.returncode == 0, done.stderr
    again = json.loads(out.read_text())
    now = {s["id"]: s for s in again["sessions"]}
    assert now["boats#1"]["start"] == was["boats#1"]["start"]
    assert now["flood#2"]["assigned"] == was["flood#2"]["assigned"]
    assert len(again["pin"]) == 2
    assert run("pin", out, "boats#1", "--remove").returncode == 0
    assert len(json.loads(out.read_text())["pin"]) == 1
    assert run("pin", plan, "boat#1").returncode == 2


def test_a_date_that_is_none_is_wrong_use(county, plan):
    done = run("plan", county, "--baseline", plan, "--as-of", "tomorrow", "-o", plan)
    assert done.returncode == 2
    assert "--as-of 'tomorrow'" in done.stderr


def test_explain_says_why_and_proves_what_helps(county, tmp_path):
    edited = tmp_path / "roster.yaml"
    text = (county / "roster.yaml").read_text(encoding="utf-8")
    edited.write_text(text.replace("{id: v2, name: Maria,", "{id: v2, name: 'Maria [x]',"), "utf-8")
    plan = tmp_path / "plan.yaml"
    files = (edited, county / "scenarios.yaml")
    assert run("plan", *files, "-o", plan).returncode == 0
    for session in ("flood#1", "boats#1/crew", "table#1"):
        done = run("explain", plan, session, *files)
        assert done.returncode == 0, done.stderr
        assert session.partition("/")[0] in done.stdout
    shown = json.loads(run("explain", plan, "flood#1/crew", *files, "--no-fixes", "--format",
                           "json").stdout)  # fmt: skip
    assert [entry["position"] for entry in shown] == ["crew"]
    assert shown[0]["steps"][0]["rule"] == "certified"
    wrong = run("explain", plan, "flood#1/crow", *files)
    assert wrong.returncode == 2
    assert "did you mean 'crew'?" in wrong.stderr
    wrong = run("explain", plan, "flod#1", *files)
    assert wrong.returncode == 2
    assert "did you mean 'flood#1'?" in wrong.stderr


def test_why_not_another_start(county, plan):
    done = run("explain", plan, "boats#1", county, "--at", "2027-03-15T09:00")
    assert done.returncode == 0, done.stderr
    assert "breaks\n  - schedule:" in done.stdout
    assert "it can't be held then at all" in done.stdout
    was = {s["id"]: s for s in json.loads(plan.read_text())["sessions"]}["boats#1"]
    free = "2027-03-27T13:00"
    assert not was["start"].startswith(free)
    shown = json.loads(run("explain", plan, "boats#1", county, "--at", free, "--format",
                           "json").stdout)  # fmt: skip
    changes = {s["id"]: s for s in shown["difference"]["sessions"]}
    assert changes["boats#1"]["after"]["start"] == free + "+08:00"
    assert run("explain", plan, "boats#1", county, "--at", "Monday").returncode == 2


def test_why_a_session_is_not_held_with_the_lines_that_say_so(county, tmp_path):
    """Days on which the helm is away: what conflicts, with file and line, and what would help."""
    scenarios = tmp_path / "scenarios.yaml"
    text = (county / "scenarios.yaml").read_text(encoding="utf-8")
    boats = text.index("id: boats")
    narrow = text[boats:].replace("to: 2027-04-04}, days: [sat, sun]", "to: 2027-03-05}", 1)
    scenarios.write_text(text[:boats] + narrow, "utf-8")
    plan = tmp_path / "plan.yaml"
    roster = tmp_path / "roster.yaml"
    tom = "name: Tom, team: fire, certifications: [boat-2]"
    away = f"{tom}, busy: [{{from: 2027-03-01, to: 2027-03-05, why: leave}}]"
    people = (county / "roster.yaml").read_text(encoding="utf-8")
    roster.write_text(people.replace(tom, away), "utf-8")
    files = (roster, scenarios)
    made = run("plan", *files, "-o", plan)
    assert made.returncode == 0, made.stderr
    assert "boats#1: not held" in made.stdout
    done = run("explain", plan, "boats#1", *files)
    assert done.returncode == 0, done.stderr
    line = next(n for n, row in enumerate(scenarios.read_text("utf-8").splitlines(), start=1)
                if "to: 2027-03-05" in row)  # fmt: skip
    assert f"between 2027-03-01 and 2027-03-05  ({scenarios}:{line})" in done.stdout
    assert f"Tom (p3): busy times  ({roster}:" in done.stdout
    assert "widen the window of boats to 2027-03-07 and hold boats#1 on Sun" in done.stdout
    shown = json.loads(run("explain", plan, "boats#1", *files, "--format", "json").stdout)
    assert {"window"} <= {demand["sort"] for demand in shown["conflict"]}
    assert all(fix["fill"] > 0 for fix in shown["fixes"])
    asked = run("explain", plan, "boats#1", *files, "--at", "2027-03-03T09:00", "--no-fixes")
    assert asked.returncode == 0, asked.stderr
    assert "pinned" not in asked.stdout
