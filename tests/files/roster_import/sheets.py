"""Spreadsheets as people keep them, and what is read from them."""

import yaml
from openpyxl import Workbook

from drillctl.files.roster_import import Wanted, import_roster


class Silent:
    """Nobody at the terminal; `yes` takes each guess."""

    def __init__(self, yes=False, order=None):
        self.yes, self.dates = yes, order

    def layout(self, found):
        pass

    def column(self, found, column):
        return column.target if self.yes else None

    def order(self, column, dates):
        return self.dates

    def same(self, sort, text, name, title):
        return True if self.yes else None


def imported(folder, *files, roster=None, yes=False, order=None, into="roster.yaml", **wanted):
    """What comes of importing `files` into `roster`, or into a new one."""
    path = folder / into
    if roster is not None:
        path.write_bytes(roster.encode() if isinstance(roster, str) else roster)
    wanted = {"timezone": "Asia/Shanghai", "kind": "volunteer", "team": "sky"} | wanted
    return import_roster(Wanted([str(f) for f in files], str(path), **wanted), Silent(yes, order))


def csv(folder, text, name="m.csv", encoding="utf-8"):
    path = folder / name
    path.write_bytes(text.encode(encoding) if isinstance(text, str) else text)
    return path


def book(folder, rows, name="m.xlsx", title="Sheet1", change=lambda book: None):
    made = Workbook()
    page = made.worksheets[0]
    page.title = title
    for row in rows:
        page.append(row)
    change(made)
    made.save(folder / name)
    return folder / name


def members(result):
    """By id, the members of what would be written."""
    assert result.merged is not None, problems(result)
    return {m["id"]: m for m in yaml.safe_load(result.merged.text)["members"]}


def held(result, member):
    """{certification: (issued, expires)} of a member, as text."""
    found = {}
    for one in members(result)[member].get("certifications", ()):
        if isinstance(one, str):
            found[one] = ("", "")
        else:
            found[one["id"]] = (str(one.get("issued", "")), str(one.get("expires", "")))
    return found


def problems(result):
    """[(place, code)], the place without the folder."""
    found = []
    for one in result.problems:
        name = one.path.rpartition("/")[2]
        found.append((f"{name}:{one.line}:{one.column}" if one.line else name, one.code))
    return found
