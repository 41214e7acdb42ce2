"""Plans, YAML and JSON, as every command reads them; a plan that can be read is audited."""

from shown import clean, show
from surroundings import county, written

from drillctl.files.plan_file import read_plan


def one(data: bytes) -> None:
    """Reads, audits, and writes it anew."""
    path = written("plan.json" if data[:1] == b"{" else "plan.yaml", data)
    plan, problems = read_plan(path)
    show(problems, {})
    if plan is None:
        return
    from drillctl.audit.audit import audit
    from drillctl.files.plan_text import plan_text

    for breach in audit(county(), plan):
        clean(str(breach))
    again = written("again.yaml", plan_text(plan))
    read, problems = read_plan(again)
    assert read == plan, problems
