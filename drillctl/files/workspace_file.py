"""``kind: workspace`` documents, `drillctl.yaml` in a folder: defaults of the commands there."""

from drillctl.files.diagnostics import did_you_mean
from drillctl.files.nodes import Node, Source, fields, scalar, sequence, text, what
from drillctl.files.workspace_shape import WORKSPACE
from drillctl.language import LANGUAGES, tr
from drillctl.model.workspace import Workspace


def read_workspace(source: Source, root: Node) -> Workspace | None:
    """The workspace of one document; None where it is no mapping or names no path."""
    found = fields(source, root, WORKSPACE.keys, WORKSPACE.required)
    if found is None:
        return None

    def each(key: str) -> tuple[str, ...]:
        return sequence(source, found[key], text) if key in found else ()

    def one(key: str) -> str | None:
        return text(source, found[key]) if key in found else None

    paths = each("paths")
    if "paths" in found and found["paths"].value == []:
        hint = tr("write paths: [.] for the whole folder")
        source.problem(found["paths"], "S002", tr("a workspace needs at least one path"), hint)
    plan, context, records = one("plan"), each("context"), one("records")
    lang = _language(source, found["lang"]) if "lang" in found else None
    if not paths:
        return None
    return Workspace(paths, plan or Workspace(paths).plan, context, records, lang)


def _language(source: Source, node: Node) -> str | None:
    value = scalar(source, node)
    if value is None or value in LANGUAGES:
        return value
    hint = did_you_mean(value, LANGUAGES)
    source.problem(node, "S004", tr("{value} is not allowed here", value=what(node)), hint)
    return None
