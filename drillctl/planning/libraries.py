"""The packages by whose version a plan can come out otherwise, from the same files."""

from importlib.metadata import version

from drillctl.model.problem import Problem

LIBRARIES = ("ortools", "holidays")


def libraries(problem: Problem) -> dict[str, str]:
    """Package to installed version: the solver, and who knows the holidays where they count."""
    used = LIBRARIES if problem.policy.holidays else LIBRARIES[:1]
    return {name: version(name) for name in used}
