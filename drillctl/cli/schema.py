"""``drillctl schema``: the kinds of documents as JSON Schema, for editors."""

import json
from pathlib import Path

from drillctl.cli.terminal import note, say
from drillctl.language import tr

ALL = "all"


def schema(kind: str | None, output: str | None = None, language: str = "en") -> int:
    """Prints or writes a kind's schema, or all of them; lists the kinds where none is named.

    Returns the exit status, 2 where there is none of that kind.
    """
    from drillctl.files.atomic import write_text
    from drillctl.files.diagnostics import did_you_mean
    from drillctl.files.json_schema import ANY_KIND, SHAPES

    if kind is None:
        for known, shape in SHAPES.items():
            say(f"{known:10} " + shape.about)
        say(f"{ANY_KIND:10} " + tr("A document of any kind, chosen by its `kind`."))
        say(f"{ALL:10} " + tr("One file for each of these, into the folder that -o names."))
        return 0
    if kind == ALL:
        return _write_all(output, language)
    if kind not in (*SHAPES, ANY_KIND):
        hint = did_you_mean(kind, (*SHAPES, ANY_KIND, ALL))
        note(tr("error: no schema of kind {kind!r} ({hint})", kind=kind, hint=hint))
        return 2
    text = schema_text(kind, language)
    if output in (None, "-"):
        print(text, end="")
    else:
        write_text(Path(str(output)), text)
    return 0


def _write_all(output: str | None, language: str) -> int:
    from drillctl.files.json_schema import ANY_KIND, SHAPES

    if output in (None, "-"):
        note(tr("error: name the folder for all schemas: -o .drillctl"))
        return 2
    folder = Path(str(output))
    if folder.exists() and not folder.is_dir():
        note(tr("error: {path} is no folder", path=str(folder)))
        return 2
    write_schemas(folder, (*SHAPES, ANY_KIND), language)
    return 0


def write_schemas(folder: Path, kinds: tuple[str, ...], language: str = "en") -> None:
    """Writes ``KIND.schema.json`` for each of the kinds.

    Raises
    ------
    OSError
        A file can't be written.
    """
    from drillctl.files.atomic import write_all

    folder.mkdir(parents=True, exist_ok=True)
    write_all(
        (folder / f"{kind}.schema.json", schema_text(kind, language).encode()) for kind in kinds
    )


def schema_text(kind: str, language: str = "en") -> str:
    """The schema as it is written."""
    from drillctl.files.json_schema import json_schema

    return json.dumps(json_schema(kind, language), ensure_ascii=False, indent=2) + "\n"
