"""Plans of another level or time as --context: top down, and quarter after quarter."""

import json

import pytest
from county import ROSTER, SCENARIOS
from test_commands import run


@pytest.fixture(scope="module")
def levels(tmp_path_factory):
    """A province that plans the flood, a county that plans the rest, each with its plan."""
    top = tmp_path_factory.mktemp("levels")
    flood, table, boats, policy = SCENARIOS.split("---\n")
    flood = flood.replace(", after: [{scenario: table, gap: 3d}]", "")
    boats = boats.replace("hours: {from", "after: [{scenario: flood, gap: 1d}], hours: {from")
    for name, documents in (("province", (flood, policy)), ("county", (table, boats, policy))):
        (top / name).mkdir()
        (top / name / "roster.yaml").write_text(ROSTER.format(zone="Asia/Shanghai"), "utf-8")
        (top / name / "scenarios.yaml").write_text("---\n".join(documents), "utf-8")
    made = run("plan", top / "province", "-o", top / "province.yaml")
    assert made.returncode == 0, made.stderr
    made = run("plan", top / "county", "--context", top / "province.yaml", "-o",
               top / "county.json")  # fmt: skip
    assert made.returncode == 0, made.stderr
    assert "context province.yaml: 2 sessions, 6 of this roster's members" in made.stderr
    return top


def test_the_county_plans_around_the_province(levels):
    province = (levels / "province.yaml").read_text(encoding="utf-8")
    assert "equipment:\n    boat: 1" in province
    plan = json.loads((levels / "county.json").read_text(encoding="utf-8"))
    assert {s["id"] for s in plan["sessions"]} == {"table#1", "boats#1"}
    [boats] = [s for s in plan["sessions"] if s["id"] == "boats#1"]
    last = max(line.split(": ")[1] for line in province.splitlines() if "  end:" in line)
    assert boats["start"] > last, "it comes after a scenario of the province's"
    assert plan["made"]["context"].keys() == {"province.yaml"}
    audited = run("audit", levels / "county.json", levels / "county", "--context",
                  levels / "province.yaml")  # fmt: skip
    assert audited.returncode == 0, audited.stdout
    assert "note" not in audited.stderr


def test_who_forgets_the_context_is_told(levels, tmp_path):
    done = run("audit", levels / "county.json", levels / "county")
    assert "no scenario 'flood' is defined" in done.stderr
    boats = (levels / "county" / "scenarios.yaml").read_text("utf-8")
    (tmp_path / "scenarios.yaml").write_text(
        boats.replace("after: [{scenario: flood, gap: 1d}], ", ""), "utf-8"
    )
    files = (levels / "county" / "roster.yaml", tmp_path / "scenarios.yaml")
    plan = tmp_path / "plan.json"
    plan.write_bytes((levels / "county.json").read_bytes())
    done = run("drop", "v3", *files, "--plan", plan, "--from", "2027-03-01", "--to", "2027-03-02",
               "--as-of", "2027-01-01")  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "the plan was made around province.yaml: name it with --context" in done.stderr


def test_a_new_province_plan_is_felt_by_the_audit_and_mended_by_a_replan(levels, tmp_path):
    plan = json.loads((levels / "county.json").read_text("utf-8"))
    [table] = [s for s in plan["sessions"] if s["id"] == "table#1"]
    [chair] = table["assigned"]["chair"]
    other = tmp_path / "province.yaml"
    other.write_text(
        f"""
kind: plan
sessions:
  - id: alarm#1
    uid: alarm@province
    start: "{table["start"]}"
    end: "{table["end"]}"
    assigned: {{anyone: [{chair}]}}
  - {{id: "flood#1", uid: f@p, start: "2027-03-06T09:00+08:00", end: "2027-03-06T13:00+08:00", assigned: {{}}}}
""",
        "utf-8",
    )
    found = run("audit", levels / "county.json", levels / "county", "--context", other)
    assert found.returncode == 1
    assert f"table#1 {chair}: elsewhere:" in found.stdout
    assert "alarm#1 of a plan elsewhere" in found.stdout
    out = tmp_path / "again.json"
    made = run("plan", levels / "county", "--context", other, "--baseline",
               levels / "county.json", "--as-of", "2027-01-01", "-o", out)  # fmt: skip
    assert made.returncode == 0, made.stderr
    assert "province.yaml has changed since the plan was made" in made.stderr
    [again] = [s for s in json.loads(out.read_text("utf-8"))["sessions"] if s["id"] == "table#1"]
    assert again["assigned"]["chair"] != [chair]


def test_what_the_context_holds_of_these_files_is_not_planned_again(levels, tmp_path):
    both = (levels / "county", levels / "province" / "scenarios.yaml")
    policy = tmp_path / "flood.yaml"
    policy.write_text(both[1].read_text("utf-8").split("---\n")[0], "utf-8")
    out = tmp_path / "plan.json"
    made = run("plan", both[0], policy, "--context", levels / "province.yaml", "-o", out)
    assert made.returncode == 0, made.stderr
    assert "2 sessions of these files not planned again" in made.stderr
    assert json.loads(out.read_text("utf-8"))["sessions"][0]["id"] == "table#1"
    again = run("plan", both[0], policy, "--context", levels / "province.yaml", "--context", out,
                "-o", tmp_path / "none.json")  # fmt: skip
    assert again.returncode == 1
    assert "every session is in a plan of the context" in again.stderr
    assert not (tmp_path / "none.json").exists()


def test_a_context_that_is_no_plan_is_an_error(levels, tmp_path):
    done = run("plan", levels / "county", "--context", levels / "county" / "roster.yaml", "-o",
               tmp_path / "plan.yaml")  # fmt: skip
    assert done.returncode == 1
    assert "not a plan but 'roster'" in done.stderr
