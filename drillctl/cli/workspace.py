"""The workspace that a command runs in: what `drillctl.yaml`, here or above, says to work on."""

import os
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import typer

from drillctl.cli.reader_language import workspace_file
from drillctl.cli.terminal import note
from drillctl.files.limited import read_yaml
from drillctl.language import tr
from drillctl.model.workspace import Workspace


@dataclass(frozen=True)
class Here:
    """A workspace as seen from the current folder, to which all paths given are relative."""

    folder: Path
    workspace: Workspace

    @cached_property
    def paths(self) -> list[str]:
        """What to read: the workspace's paths, and the folder of its records once it is there."""
        return self.workspace_paths(records=True)

    def workspace_paths(self, *, records: bool) -> list[str]:
        """Likewise, with or without the records."""
        more = [self.records] if records and self.records and Path(self.records).is_dir() else []
        return [self._seen(path) for path in self.workspace.paths] + more

    @property
    def plan(self) -> str:
        """The plan's file, which may not be there yet."""
        return self._seen(self.workspace.plan)

    @property
    def context(self) -> list[str]:
        """The plans that stay as they are."""
        return [self._seen(path) for path in self.workspace.context]

    @property
    def records(self) -> str | None:
        """The folder of the records, which may not be there yet."""
        return self._seen(self.workspace.records) if self.workspace.records else None

    def _seen(self, path: str) -> str:
        return path if os.path.isabs(path) else os.path.relpath(self.folder / path)


def workspace(*, quiet: bool = False) -> Here | None:
    """The workspace of the current folder; None where there is none.

    Where it lies above, that is said on stderr, unless `quiet`.

    Raises
    ------
    typer.Exit
        Its file is broken, which is printed.
    """
    file = workspace_file()
    if file is None:
        return None
    from drillctl.files.diagnostics import Diagnostic
    from drillctl.files.documents import documents
    from drillctl.files.nodes import Source
    from drillctl.files.workspace_file import read_workspace

    shown = os.path.relpath(file)
    found: list[Diagnostic] = []
    read = None
    for document in documents(shown, read_yaml(file)):
        if isinstance(document, Diagnostic):
            found.append(document)
        elif document is not None and read is None:
            read = read_workspace(Source(shown, found), document)
    if not found and read is None:
        found.append(Diagnostic(shown, 1, 1, "F003", tr("the file holds no workspace")))
    for diagnostic in sorted(found):
        note(str(diagnostic))
    if found or read is None:
        raise typer.Exit(1)
    if file.parent != Path.cwd() and not quiet:
        note(tr("using {file}", file=shown))
    return Here(file.parent, read)
