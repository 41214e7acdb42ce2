"""Advice: what is legal in the files and unwise, one file per warning (`W` codes).

Every module here that has a ``CODE`` is a warning and is found by itself: it says its `TITLE` and
yields, by `found`, each place at which it holds. Advice is true of the files alone, whatever plan
is made from them, and is only looked for where they hold no error.
"""

from collections.abc import Iterable, Iterator
from importlib import import_module
from pkgutil import iter_modules

from drillctl.advice.subject import Subject
from drillctl.files.diagnostics import Diagnostic
from drillctl.files.places import Places
from drillctl.model.plan import Plan
from drillctl.model.problem import Problem


def advice(problem: Problem, places: Places, plans: Iterable[Plan] = ()) -> Iterator[Diagnostic]:
    """All warnings about what was read; `plans`: those among the files."""
    subject = Subject(problem, places, tuple(plans))
    for module in iter_modules(__path__):
        warning = import_module(f"{__name__}.{module.name}")
        if hasattr(warning, "CODE"):
            for place, message, hint in warning.found(subject):
                if place is not None:
                    path, line, column = place
                    yield Diagnostic(path, line, column, warning.CODE, message, hint)
