"""The checks of `expect` blocks, one file each.

Every module here that has a ``FORM`` is a check, named as its file, and is found by itself: a new
check is one new file and its tests. Each says its ``TITLE``, the values that it takes (``FORM``,
see `model.expectation`), and by `judge` whether a plan meets it. It may say too ``PLAN_WIDE =
True`` (it can only be asked of a whole plan, in the policy) and ``NESTED = False`` (it can't be
asked of the plans that another check makes).

The declarations are all that reading files needs: what a check computes with it imports only
when it judges.
"""

from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import Any


@cache
def all_checks() -> dict[str, Any]:
    """Every check module of this folder by its name, in order of name."""
    modules = {m.name: import_module(f"{__name__}.{m.name}") for m in iter_modules(__path__)}
    return {name: m for name, m in sorted(modules.items()) if hasattr(m, "FORM")}
