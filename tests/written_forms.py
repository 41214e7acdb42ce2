"""Workbooks laid out as drillctl.files.forms says, as a small stand-in for what writes them."""

from openpyxl import Workbook

from drillctl.files import forms

HEAD = {
    "session": "flood#1",
    "title": "Flood",
    "start": "2027-03-06 09:00",
    "end": "2027-03-06 13:00",
    "venue": "lake",
}
PEOPLE = [
    {"member": "p2", "name": "Anna", "team": "fire", "position": "leader", "planned": "assigned"},
    {"member": "v1", "name": "王芳", "team": "sky", "position": "crew", "planned": "assigned"},
    {"member": "p3", "name": "Tom", "team": "fire", "position": "crew", "planned": "assigned"},
    {"member": "v2", "name": "Maria", "team": "sky", "position": "shore", "planned": "assigned"},
    {"member": "p1", "name": "李伟", "team": "fire", "position": "crew", "planned": "standby"},
]


def people(**typed):
    """The rows of the session's sign-in sheet with what is typed for each member."""
    return [{**row, **typed.get(row["member"], {})} for row in PEOPLE]


def workbook(path, sheets, *, lang="en", head=None, shuffle=None, change=None):
    """Writes a workbook: sheet key to rows, each a dict of column key to what is typed.

    `shuffle`: the columns' order. `change`: called with the workbook before it is saved.
    """
    book = Workbook()
    book.remove(book.active)
    for key, rows in sheets.items():
        kind = forms.SHEETS[key]
        sheet = book.create_sheet(kind.title[lang])
        for label, value in (HEAD if head is None else head).items():
            sheet.append([forms.HEAD[label][lang], value])
        sheet.append([])
        columns = list(kind.columns)
        if shuffle is not None:
            columns = shuffle(columns)
        sheet.append([column.heading[lang] for column in columns])
        for row in rows:
            sheet.append([row.get(column.key) for column in columns])
    if change is not None:
        change(book)
    path.parent.mkdir(parents=True, exist_ok=True)
    book.save(path)
    return path
