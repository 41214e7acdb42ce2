"""Runs commands as where only the core is installed: ``python bare_install.py COMMANDS``.

`COMMANDS` is a JSON list of argument lists; standard output gets, as JSON, of each its exit status
and what it printed. Nothing of an extra can be found, as if it had never been installed.
"""

import contextlib
import io
import json
import sys
import traceback
from importlib.metadata import DistributionFinder, packages_distributions

from drillctl.cli.dependencies import DEPENDENCIES


class Without:
    """A finder of modules that finds none of `modules`, and no metadata of their packages."""

    def __init__(self, finder, modules, packages):
        self.finder, self.modules, self.packages = finder, modules, packages

    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in self.modules:
            return None
        return self.finder.find_spec(name, path, target)

    def find_distributions(self, context=None):
        context = context or DistributionFinder.Context()
        finder = getattr(self.finder, "find_distributions", None)
        found = finder(context) if finder is not None else ()
        return (one for one in found if one.name.lower() not in self.packages)


def bare():
    """Hides every extra from here on."""
    modules = {module for d in DEPENDENCIES if d.extra for module in d.modules}
    names = packages_distributions()
    packages = {name.lower() for module in modules for name in names.get(module, ())}
    assert not modules & set(sys.modules), modules & set(sys.modules)
    sys.meta_path[:] = [Without(finder, modules, packages) for finder in sys.meta_path]


def ran(arguments):
    """Exit status, standard output, standard error of the command as a program's would be."""
    from drillctl.cli.main import main

    out, err = (io.TextIOWrapper(io.BytesIO(), "utf-8", write_through=True) for _ in "oe")
    sys.argv = ["drillctl", *arguments]
    status = 0
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            main()
        except SystemExit as left:
            status = left.code or 0
        except BaseException:
            traceback.print_exc()
            status = -1
    texts = {name: to.buffer.getvalue().decode() for name, to in (("out", out), ("err", err))}
    return {"status": status, **texts}


if __name__ == "__main__":
    bare()
    print(json.dumps([ran(arguments) for arguments in json.loads(sys.argv[1])]))
