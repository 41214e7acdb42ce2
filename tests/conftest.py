"""Makes the test suite's own builders importable; in CI the same examples are tried each time.

Tests read time zones from where drillctl does.
"""

import os
import sys
from pathlib import Path

from hypothesis import settings

from drillctl.model.zone import zone_of

sys.path.insert(0, str(Path(__file__).parent))

settings.register_profile("ci", derandomize=True)
if os.environ.get("CI"):
    settings.load_profile("ci")

zone_of("UTC")
