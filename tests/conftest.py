"""Makes the test suite's own builders importable; in CI the same examples are tried each time.

Tests read time zones from where drillctl does.
"""

import os
import sys
from pathlib import Path

from hypothesis import settings

from drillctl.model.zone import zone_of

sys.path.insert(0, str(Path(__file__).parent))

# No deadline: on a machine that is busy with other things an example takes what it takes.
settings.register_profile("here", deadline=None)
settings.register_profile("ci", derandomize=True, deadline=None)
settings.load_profile("ci" if os.environ.get("CI") else "here")

zone_of("UTC")
