"""The day of the week is said in the reader's language; the rest is ISO 8601."""

from datetime import date, datetime

from drillctl.language import catalogue, in_language
from drillctl.language.dates import day_shown, time_shown


class _Weekdays:
    def gettext(self, template: str) -> str:
        return {"Mon": "周一", "Sun": "周日"}.get(template, template)


def test_in_english():
    assert day_shown(date(2027, 3, 1)) == "Mon 2027-03-01"
    assert time_shown(datetime(2027, 3, 7, 9, 5)) == "Sun 2027-03-07 09:05"


def test_in_another_language(monkeypatch):
    monkeypatch.setattr(catalogue, "_translations", _Weekdays())
    assert in_language(day_shown(date(2027, 3, 1))) == "周一 2027-03-01"
    assert in_language(time_shown(datetime(2027, 3, 7, 19))) == "周日 2027-03-07 19:00"
