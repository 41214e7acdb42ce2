"""Small situations for readiness: the tiny county with other policies, records and plans."""

from county import ROSTER, SCENARIOS, problem

POLICY = "kind: policy\nperiod: {from: 2027-03-01, to: 2027-04-04}\ngranularity: 60m\n"
CURRENCY = POLICY + "currency: {water: 12mo, talk: 6mo}\nhazards: {flood: 5, storm: 2}\n"


def record(session, start, body="", attendance="p1: present"):
    """A record in YAML; `body`: more lines."""
    return (
        f"kind: record\nsession: {session}\nstart: {start}\nattendance: {{{attendance}}}\n{body}\n"
    )


def situation(tmp_path, *records, policy=CURRENCY, roster=ROSTER, scenarios=SCENARIOS, zone=None):
    """The problem, through real files."""
    scenarios = scenarios.replace(POLICY, policy)
    assert policy in scenarios
    for number, text in enumerate(records):
        (tmp_path / f"record-{number}.yaml").write_text(text, encoding="utf-8")
    return problem(tmp_path, zone=zone or "Asia/Shanghai", scenarios=scenarios, roster=roster)
