"""Documents that are nearly right through every parser: those that random changes of bytes don't reach.

`DRILLCTL_FUZZ_EXAMPLES` asks for more of them than the few of each run.
"""

import os

import nearly_right
import pytest
from hypothesis import HealthCheck, given, settings
from targets import TARGETS, harness

EXAMPLES = int(os.environ.get("DRILLCTL_FUZZ_EXAMPLES", "30"))
OF_TARGET = {
    "yaml": nearly_right.yaml_documents(),
    "plan": nearly_right.plans(),
    "calendar": nearly_right.calendars(),
    "reply": nearly_right.replies(),
    "table": nearly_right.tables(),
    "workbook": nearly_right.workbooks(),
    "form": nearly_right.forms(),
    "caldav": nearly_right.answers(),
}


@pytest.mark.parametrize("target", TARGETS)
def test_nearly_right(target):
    one = harness(target)

    @settings(
        max_examples=EXAMPLES, deadline=None, database=None, derandomize=True,
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(OF_TARGET[target])
    def reads(data: bytes) -> None:
        one(data)

    reads()
