"""``kind: workspace`` documents, `drillctl.yaml` in a folder: defaults of the commands there."""

import re

from drillctl.files.diagnostics import did_you_mean
from drillctl.files.nodes import Node, Source, boolean, fields, scalar, sequence, text, what
from drillctl.files.patterns import HINT_SIGNING_KEY, SIGNING_KEY
from drillctl.files.workspace_shape import SIGNER, WORKSPACE
from drillctl.language import LANGUAGES, tr
from drillctl.model.workspace import Signer, Workspace

_KEY = re.compile(SIGNING_KEY)


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
    signers = sequence(source, found["signers"], _signer) if "signers" in found else ()
    history = boolean(source, found["history"]) if "history" in found else False
    if not paths:
        return None
    plan = plan or Workspace(paths).plan
    return Workspace(paths, plan, context, records, lang, signers, bool(history))


def _signer(source: Source, node: Node) -> Signer | None:
    found = fields(source, node, SIGNER.keys, SIGNER.required) or {}
    name = text(source, found["name"]) if "name" in found else None
    key = scalar(source, found["key"]) if "key" in found else None
    if key is not None and not _KEY.fullmatch(key):
        message = tr("{value} is no public key", value=what(found["key"]))
        source.problem(found["key"], "V008", message, HINT_SIGNING_KEY)
        return None
    return Signer(name, key) if name is not None and key is not None else None


def _language(source: Source, node: Node) -> str | None:
    value = scalar(source, node)
    if value is None or value in LANGUAGES:
        return value
    hint = did_you_mean(value, LANGUAGES)
    source.problem(node, "S004", tr("{value} is not allowed here", value=what(node)), hint)
    return None
