"""Problems compiled for tests of single layers."""

import sys
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from drillctl.files.loading import load
from drillctl.planning.candidates import find_candidates
from drillctl.planning.instance import Instance, compile_instance
from drillctl.rules import all_rules
from drillctl.rules.rule import Context
from drillctl.timeline.timeline import Timeline

sys.path.insert(0, str(Path(__file__).parents[1] / "bench"))
from instances import Size, write


def context_of(problem) -> Context:
    return Context(problem, Timeline(problem))


def compiled(problem) -> Instance:
    context = context_of(problem)
    return compile_instance(context, find_candidates(context, all_rules()), all_rules())


@cache
def town(*, jurisdictions: int = 1, tight: bool = False):
    """A generated problem of 20 sessions a jurisdiction."""
    with TemporaryDirectory() as folder:
        size = Size(60 * jurisdictions, 20 * jurisdictions, 6, jurisdictions)
        return load([write(Path(folder), size, tight=tight, seed=1)]).problem
