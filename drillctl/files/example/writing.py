"""From answers to the files of the example, and onto the disk: all of them or none."""

import json
from calendar import monthrange
from collections.abc import Mapping
from datetime import date, timedelta
from importlib.resources import files
from pathlib import Path

import yaml

from drillctl.files.atomic import write_all
from drillctl.files.example.answers import Answers, hazards, month_after
from drillctl.files.json_schema import SHAPES, json_schema

_SCHEMAS = ".drillctl"
_BESIDE = (".git",)


def example_files(answers: Answers) -> dict[str, str]:
    """The text of each file by its path in the folder, with the schemas that editors use."""
    import jinja2

    made = jinja2.Environment(
        undefined=jinja2.StrictUndefined,
        keep_trailing_newline=True,
        trim_blocks=True,
        lstrip_blocks=True,
        autoescape=False,
    )
    made.filters.update(quoted=_quoted, compact=lambda day: day.strftime("%Y%m%d"))
    values = _values(answers)
    hazard = answers.hazard
    written: dict[str, str] = {}
    for template, path, kind in (
        ("drillctl.yaml", "drillctl.yaml", "workspace"),
        ("roster.yaml", "roster.yaml", "roster"),
        ("policy.yaml", "policy.yaml", "policy"),
        ("scenarios/tabletop.yaml", f"scenarios/{hazard}-tabletop.yaml", "scenario"),
        ("scenarios/full-scale.yaml", f"scenarios/{hazard}-full-scale.yaml", "scenario"),
        ("gitignore", ".gitignore", ""),
    ):
        source = files(__package__).joinpath(answers.language, template)
        text = made.from_string(source.read_text(encoding="utf-8")).render(values)
        written[path] = _modeline(path, kind) + text
    for kind in SHAPES:
        schema = json.dumps(json_schema(kind), ensure_ascii=False, indent=2)
        written[f"{_SCHEMAS}/{kind}.schema.json"] = schema + "\n"
    return written


def in_the_way(folder: Path) -> list[str]:
    """What stands in a folder that should be new or empty, by name; itself if it is no folder.

    A repository just begun counts as empty.
    """
    if not folder.exists() and not folder.is_symlink():
        return []
    if not folder.is_dir():
        return [folder.name]
    return sorted(entry.name for entry in folder.iterdir() if entry.name not in _BESIDE)


def write_example(folder: Path, written: Mapping[str, str]) -> None:
    """Writes the files into a new or empty folder.

    Raises
    ------
    OSError
        A folder or file can't be written; nothing is left behind. So it is after Ctrl-C.
    """
    paths = {folder / name: text.encode() for name, text in written.items()}
    new: list[Path] = []
    try:
        for below in dict.fromkeys(path.parent for path in paths):
            missing = [above for above in (below, *below.parents) if not above.exists()]
            for above in reversed(missing):
                above.mkdir()
                new.append(above)
        write_all(paths.items())
    except BaseException:
        for path in paths:
            if path.parent.is_dir():
                path.unlink(missing_ok=True)
        for above in reversed(new):
            above.rmdir()
        raise


def _values(answers: Answers) -> dict[str, object]:
    """What templates name. Three months are planned: a tabletop in the first, then outdoors."""
    first = answers.first
    second = month_after(first)
    third = month_after(second)
    hazard = hazards()[answers.hazard]
    # A year old, on a day that every year has.
    issued = date(first.year - 1, first.month, 15)
    leave = second + timedelta(days=9)
    return {
        "timezone": answers.timezone,
        "professional": answers.professional,
        "volunteer": answers.volunteer,
        "organizer": answers.organizer,
        "hazard": {"id": answers.hazard, **hazard, "text": hazard[answers.language]},
        "first": first,
        "first_end": second - timedelta(days=1),
        "second": second,
        "last": third.replace(day=monthrange(third.year, third.month)[1]),
        "issued": issued,
        "expires": issued.replace(year=issued.year + 2) - timedelta(days=1),
        "leave": {"first": leave, "last": leave + timedelta(days=6)},
    }


def _quoted(text: str) -> str:
    """`text` as a YAML value, in quotes only where it needs them."""
    dumped = yaml.safe_dump([text], default_flow_style=True, allow_unicode=True, width=10**6)
    return dumped.strip().removeprefix("[").removesuffix("]")


def _modeline(path: str, kind: str) -> str:
    """The line by which yaml-language-server finds the schema."""
    if kind not in SHAPES:
        return ""
    up = "../" * path.count("/")
    return f"# yaml-language-server: $schema={up}{_SCHEMAS}/{kind}.schema.json\n"
