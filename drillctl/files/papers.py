"""What was handed in: forms, records and what they refer to, told apart by what is in them."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from drillctl.files.diagnostics import Diagnostic
from drillctl.files.documents import documents
from drillctl.files.limited import read_yaml
from drillctl.files.nodes import Node
from drillctl.files.said import At, problem
from drillctl.files.system_errors import system_error
from drillctl.language import tr

CONTEXT = ("roster", "scenario", "policy")
_YAML = (".yaml", ".yml")
_WORKBOOKS = (".xlsx", ".xlsm", ".xls", ".ods", ".et")


@dataclass(frozen=True)
class Given:
    """The files that were named, or lie in a folder that was, by what is in them.

    `records`: path, text, root and whether it is the only document, of each record's document.
    """

    records: list[tuple[Path, str, Node, bool]] = field(default_factory=list)
    workbooks: list[Path] = field(default_factory=list)
    context: list[Path] = field(default_factory=list)
    problems: list[Diagnostic] = field(default_factory=list)
    texts: dict[str, str] = field(default_factory=dict)


def sorted_out(paths: Iterable[str | Path]) -> Given:
    """Every YAML file and workbook below the paths."""
    given = Given()
    for path in dict.fromkeys(file for top in paths for file in _files(Path(top), given)):
        if path.suffix.lower() in _WORKBOOKS:
            given.workbooks.append(path)
            continue
        try:
            data = read_yaml(path)
        except OSError as error:
            message = system_error(error)
            given.problems.append(problem(At(path.as_posix()), "F001", message))
            continue
        _sort_out(path, data, given)
    return given


def collected_before(out: Path, papers: Iterable[str | Path]) -> Given:
    """The records in `out`; below it, what `papers` name as forms is none."""
    if not out.exists():
        return Given()
    found = sorted_out([out])
    top = out.resolve()
    named = [path for path in (Path(paper).resolve() for paper in papers)
             if path == top or top in path.parents]  # fmt: skip
    found.records[:] = [
        record
        for record in found.records
        if record[0].resolve().parent == top
        or not any(path in (file := record[0].resolve()).parents or path == file for path in named)
    ]
    return found


def _files(top: Path, given: Given) -> list[Path]:
    if top.is_dir():
        wanted = (*_YAML, *_WORKBOOKS)
        files = (f for f in top.rglob("*") if f.suffix.lower() in wanted and f.is_file())
        return sorted(
            f
            for f in files
            if not any(part.startswith((".", "~$")) for part in f.relative_to(top).parts)
        )
    if top.exists():
        return [top]
    hint = tr("check the spelling") if top.suffix else tr("name a file or a folder")
    given.problems.append(problem(At(str(top)), "F001", tr("no such file or folder"), hint))
    return []


def _sort_out(path: Path, data: bytes, given: Given) -> None:
    shown = path.as_posix()
    roots: list[Node] = []
    for document in documents(shown, data):
        if isinstance(document, Diagnostic):
            given.problems.append(document)
            given.texts[shown] = data.decode("utf-8", "replace")
            return
        if document is not None:
            roots.append(document)
    kinds = [kind_of(root) for root in roots]
    text = data.decode("utf-8-sig")
    if "record" in kinds:
        given.texts[shown] = text
    alone = sum(kind != "" for kind in kinds) == 1
    given.records.extend(
        (path, text, root, alone)
        for root, kind in zip(roots, kinds, strict=True)
        if kind == "record"
    )
    if any(kind not in ("record", "plan") for kind in kinds):
        given.context.append(path)


def kind_of(root: Node) -> str:
    """The kind that a document says it is; "" of an empty one."""
    for key, value in root.value if isinstance(root, yaml.MappingNode) else ():
        if key.value == "kind":
            return str(value.value)
    return "" if root.tag.endswith(":null") else "unknown"
