"""What may be left out of a command line, and where it comes from then.

In a workspace (see `workspace`) PLAN, PATHs, `--plan`, `--context`, the plan's file and the folder
of records have defaults. What is given wins; where PATHs are given, only they are read, without
the workspace's records, context and plan file to write. Commands name these parameters alike
(`paths`, `plan_file`, ...), which is what is gone by here.

PLAN comes first among the arguments: where it is left out, the first argument is told from it by
being a folder, a YAML file of another kind, or a session.
"""

import re
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from drillctl.language import tr

if TYPE_CHECKING:
    from typer.core import TyperCommand, TyperGroup

    from drillctl.cli.workspace import Here

ARGUMENTS = ("plan_file", "what", "paths", "new")
OPTIONS = {
    "drop": ("plan_file",),
    "whatif": ("plan_file",),
    "rsvp": ("plan_file",),
    "aar collect": ("output", "papers"),
    "aar check": ("papers",),
}
"""Parameters that a workspace makes optional, beside arguments of the names in `ARGUMENTS`."""
SUBSCRIPTIONS = "subscriptions.yaml"
SESSION = re.compile(r"[a-z0-9][a-z0-9._-]*#\d+(/.*)?")
_PLAN = re.compile(rb"^[{ ]*['\"]?kind['\"]?: *['\"]?plan\b", re.MULTILINE)
_KIND = re.compile(rb"^[{ ]*['\"]?kind['\"]?: *['\"]?(roster|scenario)\b", re.MULTILINE)


class WrongUseError(typer.TyperException):
    """What is missing or too much, for the person at the terminal."""

    exit_code = 2

    def __init__(self, message: str, ctx: Any) -> None:
        super().__init__(message)
        self.ctx = ctx


def optional(path: str, command: "TyperCommand | TyperGroup") -> None:
    """Makes optional what a workspace may give."""
    for param in command.params:
        argument = param.param_type_name == "argument"
        if (argument and param.name in ARGUMENTS) or param.name in OPTIONS.get(path, ()):
            param.required = False


def needed(path: str, name: str) -> bool:
    """Whether a parameter that the library takes for optional must be there all the same."""
    return (path, name) in (("explain", "what"), ("aar collect", "papers"))


def with_defaults(
    path: str, command: "TyperCommand | TyperGroup", callback: Callable[..., Any]
) -> Callable[..., Any]:
    """The command's function, which gets what is left out from the workspace."""

    @wraps(callback)
    def call(**values: Any) -> Any:
        from typer._click.globals import get_current_context

        given = _Given(path, command, values, get_current_context())
        given.fill()
        return callback(**given.values)

    return call


class _Given:
    """The arguments of one run; the workspace is read where one of them is left out."""

    def __init__(self, path: str, command: Any, values: dict[str, Any], context: Any) -> None:
        self.path, self.values, self.context = path, values, context
        self.arguments = [p.name for p in command.params if p.param_type_name == "argument"]
        self._read = False
        self._here: Here | None = None

    @property
    def here(self) -> "Here | None":
        if not self._read:
            from drillctl.cli.workspace import workspace

            self._read, self._here = True, workspace()
        return self._here

    def fill(self) -> None:
        values = self.values
        if self.arguments[:1] == ["plan_file"]:
            self._tell_plan()
        elif self.path == "diff":
            self._tell_new()
        explicit = bool(values.get("paths"))
        if "paths" in values and not explicit:
            self._fill_paths()
        if self.path in ("aar collect", "aar check"):
            self._fill_papers()
            explicit = False
        if "plan_file" in values and values["plan_file"] is None:
            self._fill_plan(explicit)
        if "context" in values and not values["context"] and not explicit and self._read:
            values["context"] = self.here.context if self.here else None
        if self.path == "forget" and not explicit and self.here is not None:
            plans = [p for p in (self.here.plan, *self.here.context) if Path(p).is_file()]
            values["plans"] = [*(values["plans"] or []), *plans]
        self._fill_output(explicit)
        self._fill_subscriptions()
        self._check_stdin()

    def _tell_plan(self) -> None:
        """Which of the arguments is the plan; the others move up where none is."""
        values = self.values
        rest = [name for name in self.arguments if name != "plan_file"]
        words = [word for name in self.arguments for word in _words(values[name])]
        plan = None
        if words and self._is_plan(words[0], rest):
            plan, words = words[0], words[1:]
        values["plan_file"] = plan
        if rest[:1] == ["what"]:
            if not words:
                raise self._missing("SESSION[/POSITION]")
            values["what"], words = words[0], words[1:]
            rest = rest[1:]
        if rest:
            values[rest[0]] = words

    def _is_plan(self, word: str, rest: list[str]) -> bool:
        file = Path(word)
        if rest[:1] in (["what"], ["sessions"]):
            return not SESSION.fullmatch(word) or file.exists()
        if self.here is None or not rest:
            return True
        return word == "-" or not file.exists() or (file.is_file() and _says(file, _PLAN))

    def _tell_new(self) -> None:
        """The later plan is the workspace's where the second argument is no plan."""
        values = self.values
        words = [*_words(values["new"]), *_words(values["paths"])]
        if words and (words[0] == "-" or not Path(words[0]).exists() or (Path(words[0]).is_file()
                      and _says(Path(words[0]), _PLAN))):  # fmt: skip
            values["new"], values["paths"] = words[0], words[1:]
        elif self.here is None:
            if not words:
                raise self._missing("NEW")
            values["new"], values["paths"] = words[0], words[1:]
        else:
            values["new"], values["paths"] = self.here.plan, words

    def _fill_paths(self) -> None:
        if self.path == "check" and any(self.values.get(k) for k in ("list_codes", "explain")):
            return
        if self.here is not None:
            self.values["paths"] = self.here.paths
        elif self.path != "diff":
            raise self._missing("PATH...")

    def _fill_papers(self) -> None:
        papers = _words(self.values["papers"])
        if not papers and self.path == "aar collect":
            raise self._missing("PATH...")
        if not any(_holds_roster(Path(paper)) for paper in papers) and self.here is not None:
            papers = [*papers, *self.here.workspace_paths(records=not papers)]
        if not papers:
            raise self._missing("PATH...")
        self.values["papers"] = papers

    def _fill_plan(self, explicit: bool) -> None:
        must = "plan_file" in self.arguments or "plan_file" in OPTIONS.get(self.path, ())
        if must:
            if self.here is None:
                raise self._missing("PLAN" if "plan_file" in self.arguments else "--plan")
            self.values["plan_file"] = self.here.plan
        elif self.path == "test":
            # It plans anew unless told otherwise: the plan at hand may be of earlier files.
            return
        elif not explicit and self._read and self.here and Path(self.here.plan).is_file():
            self.values["plan_file"] = self.here.plan

    def _fill_output(self, explicit: bool) -> None:
        values = self.values
        if self.path == "aar collect" and values["output"] is None:
            records = self.here.records if self.here else None
            if records is None:
                raise self._missing("--output")
            values["output"] = records
        source = self.context.get_parameter_source("output") if self.path == "plan" else None
        if source is not None and source.name == "DEFAULT" and not explicit and self.here:
            values["output"] = self.here.plan

    def _fill_subscriptions(self) -> None:
        """The file of the subscriptions is beside the plan."""
        values = self.values
        if "subscriptions_file" not in values or values["subscriptions_file"] is not None:
            return
        plan = values.get("plan_file") or (self.here.plan if self.here else None)
        values["subscriptions_file"] = str(Path(plan or "plan.yaml").parent / SUBSCRIPTIONS)

    def _check_stdin(self) -> None:
        read = ("plan_file", "baseline", "since", "old", "new", "paths", "papers", "given")
        if sum(_words(self.values.get(name)).count("-") for name in read) > 1:
            raise WrongUseError(tr("only one of the files can be standard input"), self.context)

    def _missing(self, name: str) -> WrongUseError:
        what = tr("{name} is missing: name it, or work in a folder with a drillctl.yaml",
                  name=name)  # fmt: skip
        return WrongUseError(what, self.context)


def _words(value: Any) -> list[str]:
    if value is None:
        return []
    return [value] if isinstance(value, str) else list(value)


def _says(file: Path, kind: "re.Pattern[bytes]") -> bool:
    """Whether a file begins as one of that kind."""
    try:
        with file.open("rb") as opened:
            return kind.search(opened.read(4096)) is not None
    except OSError:
        return False


def _holds_roster(path: Path) -> bool:
    """Whether a file, or one below a folder, is a roster or a scenario."""
    from drillctl.files.loading import files_below

    return path.exists() and any(_says(file, _KIND) for file in files_below([path]))
