"""A coordinator's own Word templates: checked as a whole before any of them is used."""

import re
import zipfile
from collections.abc import Iterator, Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

from drillctl.exports.documents.archive import pack, unpack
from drillctl.exports.documents.facts import Facts
from drillctl.exports.documents.kinds import KINDS
from drillctl.exports.documents.placeholders import PLACEHOLDERS, known, values
from drillctl.files.diagnostics import Diagnostic, did_you_mean
from drillctl.files.limited import MOST, read_limited
from drillctl.files.system_errors import system_error
from drillctl.language import tr

_TAG = re.compile(r"<[^>]+>")
_PARTS = re.compile(r"word/(document|header\d*|footer\d*|footnotes|endnotes)\.xml")
_LONGEST = 60


class TemplateError(Exception):
    """A template that passed its check and can't be filled in for some session after all."""


def template_files(folder: Path) -> dict[str, Path]:
    """The templates of a folder by the kind of document that each replaces."""
    found = {path.stem: path for path in sorted(folder.glob("*.docx")) if not _lock(path)}
    return {kind: path for kind, path in found.items() if "docx" in KINDS.get(kind, ())}


def check_templates(folder: Path) -> list[Diagnostic]:
    """All that is wrong with the templates of a folder; its files, none raised."""
    if not folder.is_dir():
        return [
            Diagnostic(str(folder), 0, 0, "F001", tr("no such folder"), tr("check the spelling"))
        ]
    names = [kind for kind, formats in KINDS.items() if "docx" in formats]
    found: list[Diagnostic] = []
    paths = [path for path in sorted(folder.iterdir()) if not _lock(path)]
    for path in paths:
        if path.suffix.lower() not in (".docx", ".dotx", ".doc", ".docm"):
            continue
        if path.suffix != ".docx" or path.stem not in names:
            hint = did_you_mean(path.name, [f"{name}.docx" for name in names])
            message = tr("no document is called {name!r}", name=path.name)
            found.append(Diagnostic(str(path), 0, 0, "T004", message, hint))
        else:
            found += _check(path)
    if not any(path.suffix == ".docx" for path in paths):
        hint = tr("name a template after a document, {name}.docx", name=names[0])
        found.append(Diagnostic(str(folder), 0, 0, "T004", tr("no template in this folder"), hint))
    return found


def render(path: Path, facts: Facts, kind: str) -> bytes:
    """A template filled in for a session; equal templates and facts give equal bytes.

    Raises
    ------
    TemplateError
        It asks for something that this session lacks, such as the first of no injects.
    """
    from docxtpl import DocxTemplate

    buffer = BytesIO()
    try:
        template = DocxTemplate(path)
        template.render(values(facts, kind), _environment())
        template.save(buffer)
    except Exception as error:
        # Whatever a template does, from a filter's TypeError to broken XML, is the template's.
        where = str(path) + ": " + facts.session.id + ": "
        raise TemplateError(where + _said(error)) from error
    title = facts.doctrine.documents[kind].title[facts.language]
    return pack(unpack(buffer.getvalue()), f"{title} {facts.session.id}", facts.language)


def _environment() -> Any:
    """Jinja2 that reaches nothing but the values it is given, and escapes them for XML."""
    from jinja2 import StrictUndefined
    from jinja2.sandbox import SandboxedEnvironment

    return SandboxedEnvironment(autoescape=True, undefined=StrictUndefined)


def _lock(path: Path) -> bool:
    """Whether it is what Word or LibreOffice leave beside an open file."""
    return path.name.startswith(("~$", ".~", "."))


def _check(path: Path) -> Iterator[Diagnostic]:
    try:
        members = unpack(read_limited(path), MOST)
    except OSError as error:
        yield Diagnostic(str(path), 0, 0, "F001", system_error(error))
        return
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, ValueError):
        members = {}
    if "word/document.xml" not in members or "[Content_Types].xml" not in members:
        hint = tr("save it as Word document (.docx)")
        yield Diagnostic(str(path), 0, 0, "T001", tr("not a Word document"), hint)
        return
    problems = 0
    for name in sorted(members):
        if _PARTS.fullmatch(name):
            for diagnostic in _check_part(path, members[name].decode("utf-8", "replace")):
                problems += 1
                yield diagnostic
    if not problems:
        yield from _try(path)


def _check_part(path: Path, xml: str) -> Iterator[Diagnostic]:
    """A body, header or footer: its syntax, then each name that it asks for."""
    from docxtpl import DocxTemplate
    from jinja2 import TemplateSyntaxError

    # A paragraph on each line, so that Jinja's line number is the paragraph's.
    lines = "\n".join(re.split(r"(?=<w:p[ >])", xml.replace("\n", " ")))
    source = DocxTemplate(BytesIO()).patch_xml(lines)
    environment = _environment()
    try:
        tree = environment.parse(source)
        environment.compile(source)
    except TemplateSyntaxError as error:
        excerpt = _excerpt(source, error.lineno)
        message = tr("{error} in {excerpt!r}", error=error.message, excerpt=excerpt)
        yield Diagnostic(str(path), 0, 0, "T002", message, tr("see {{ name }} and {%p for ... %}"))
        return
    seen: set[str] = set()
    for name, near, line in _Names(known(path.stem), tree).unknown():
        if name in seen:
            continue
        seen.add(name)
        message = tr(
            "nothing is called {name!r}, in {excerpt!r}",
            name=name,
            excerpt=_excerpt(source, line),
        )
        hint = did_you_mean(name.rpartition(".")[2], near) or "drillctl aar new --list-placeholders"
        if "." not in name and name in PLACEHOLDERS:
            hint = tr("players must not see it")
        yield Diagnostic(str(path), 0, 0, "T003", message, hint)


def _excerpt(source: str, line: int) -> str:
    lines = source.split("\n")
    text = " ".join(_TAG.sub("", lines[min(line, len(lines)) - 1]).split()) if lines else ""
    return text if len(text) <= _LONGEST else text[:_LONGEST] + "..."


def _try(path: Path) -> Iterator[Diagnostic]:
    """Renders it with one of everything, to meet what only shows then."""
    from docxtpl import DocxTemplate

    try:
        template = DocxTemplate(path)
        template.render(known(path.stem), _environment())
        template.save(BytesIO())
    except Exception as error:
        message = _said(error)
        yield Diagnostic(str(path), 0, 0, "T002", message, tr("see {{ name }} and {%p for ... %}"))


def _said(error: Exception) -> str:
    return tr("can't be filled in: {error}", error=" ".join(str(error).split())[:200])


class _Names:
    """The names that a template asks for and nothing is called by.

    A loop's name stands for an entry of what it loops over, as far as that can be told; what
    can't be told, such as the result of a filter, is let pass.
    """

    def __init__(self, known: Mapping[str, Any], tree: Any) -> None:
        from jinja2.meta import find_undeclared_variables

        self._known = known
        self._tree = tree
        self._undeclared = find_undeclared_variables(tree) - {"range", "dict", "cycler", "joiner"}

    def unknown(self) -> Iterator[tuple[str, list[str], int]]:
        """(name, what is known in its place, line) of each."""
        yield from self._visit(self._tree, self._known)

    def _visit(self, node: Any, scope: Mapping[str, Any]) -> Iterator[tuple[str, list[str], int]]:
        from jinja2 import nodes

        names = _path(node)
        if names:
            _, wrong = self._meaning(names, scope)
            if wrong is not None:
                yield (*wrong, node.lineno)
            return
        inside = scope
        if isinstance(node, nodes.For):
            over, _ = self._meaning(_path(node.iter), scope)
            entry = over[0] if isinstance(over, list) else None
            if isinstance(node.target, nodes.Name):
                inside = {**scope, node.target.name: entry}
            else:
                inside = {**scope, **{t.name: None for t in node.target.find_all(nodes.Name)}}
        for child in node.iter_child_nodes():
            yield from self._visit(child, inside)

    def _meaning(
        self, names: list[str], scope: Mapping[str, Any]
    ) -> tuple[Any, tuple[str, list[str]] | None]:
        """What a name stands for (None: can't be told), and what is wrong with it."""
        if not names:
            return None, None
        if names[0] not in scope:
            wrong = names[0] in self._undeclared
            return None, (names[0], list(self._known)) if wrong else None
        value = scope[names[0]]
        for place, name in enumerate(names[1:], 2):
            if isinstance(value, list) and name.isdigit():
                value = value[0]
            elif not isinstance(value, dict):
                return None, None
            elif name not in value:
                return None, (".".join(names[:place]), list(value))
            else:
                value = value[name]
        return value, None


def _path(node: Any) -> list[str]:
    """``session.title`` as names; empty for anything else."""
    from jinja2 import nodes

    if isinstance(node, nodes.Name):
        return [node.name]
    if isinstance(node, nodes.Getattr):
        before = _path(node.node)
        return [*before, node.attr] if before else []
    if isinstance(node, nodes.Getitem) and isinstance(node.arg, nodes.Const):
        before = _path(node.node)
        return [*before, str(node.arg.value)] if before else []
    return []
