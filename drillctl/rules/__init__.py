"""The hard rules, one file each (design: Meaning of the rules, 1-12, and two more).

Every module here that has an ``ID`` is a rule and is found by itself: a new rule is one new file
and its tests. Each says its title, where a given plan breaks it (`breaches`, the plain
definition, which the audit uses), and offers the planner one of three shapes (see `rule`).
"""

from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import Any


@cache
def all_rules() -> tuple[Any, ...]:
    """Every rule module of this folder, in the order of their ``NUMBER`` and then name."""
    modules = [import_module(f"{__name__}.{found.name}") for found in iter_modules(__path__)]
    rules = [module for module in modules if hasattr(module, "ID")]
    return tuple(sorted(rules, key=lambda rule: (rule.NUMBER, rule.ID)))
