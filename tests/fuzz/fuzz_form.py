"""Filled-in forms (.xlsx, and `record` YAML) as `aar collect` reads them; the record that comes
of them can be read again."""

from datetime import datetime
from pathlib import Path

from archives import packed
from empty_workbooks import spare
from shown import show
from surroundings import county, folder, plan, written

from drillctl.files.papers import Given, sorted_out
from drillctl.files.record_collect import collect

spare()
AS_OF = datetime(2027, 4, 1)


def one(data: bytes) -> None:
    """Collects the form into a record."""
    workbook = data.startswith((b"PK", b"--- "))
    name = "flood-1 form.xlsx" if workbook else "form.yaml"
    path = written(name, packed(data) if workbook else data)
    given = sorted_out([path])
    found = collect(given, county(), Given(), folder() / "records", plan(), "plan.yaml", AS_OF)
    show((*found.problems, *found.notes), found.texts)
    for record in found.records:
        if record.text is not None:
            _read_again(record.text)


def _read_again(text: str) -> None:
    from drillctl.files.loading import load_records

    path: Path = written("collected.yaml", text)
    show(load_records([path])[1], {})
