"""What people type is read where it has one meaning, and left alone where it has two."""

from datetime import date, datetime, time, timedelta

import pytest

from drillctl.files.typed_values import a_day, a_local_time, a_word, hours, yes_no
from drillctl.model.action import ActionState, Element
from drillctl.model.record import Attendance, Rating


@pytest.mark.parametrize(
    ("typed", "minutes"),
    [
        ("3.5", 210),
        ("3,5", 210),
        ("3.5h", 210),
        ("3h30m", 210),
        ("3:30", 210),
        ("3小时", 180),
        ("3小时30分", 210),
        ("3个半小时", 210),
        ("３．５小时 ", 210),
        ("90 min", 90),
        (3.5, 210),
        (0, 0),
        (time(3, 30), 210),
        (timedelta(hours=26), 1560),
        (datetime(1899, 12, 31, 3, 30), 210),
        ("about 3 hours", None),
        ("3-4", None),
        ("3:75", None),
        (400, None),
        (-1, None),
        (True, None),
    ],
)
def test_hours(typed, minutes):
    assert hours(typed) == minutes


@pytest.mark.parametrize(
    "typed",
    [
        *(
            "2027-03-31",
            "2027/3/31",
            "2027.3.31",
            "2027年3月31日",
            "２０２７年３月３１日",
            "20270331",
        ),
        *("31.3.2027", "31/3/2027", "3/31/2027", "31 March 2027", "Mar 31, 2027", "by 2027-03-31"),
        *(date(2027, 3, 31), datetime(2027, 3, 31, 12)),
    ],
)
def test_a_date_in_many_styles(typed):
    assert a_day(typed, "by") == date(2027, 3, 31)


@pytest.mark.parametrize("typed", ["4/3/2027", "31/3", "soon", "2027-02-30", "3.2027", 46112])
def test_what_is_no_date_or_could_be_two(typed):
    assert a_day(typed) is None


def test_a_time_of_day_on_a_date():
    for typed in (
        "2027-03-06T09:00",
        "2027/3/6 9:00",
        "Sat 2027-03-06 09:00 (Asia/Shanghai)",
        "2027年3月6日 周六 9：00",
        datetime(2027, 3, 6, 8, 59, 59, 999000),
    ):
        assert a_local_time(typed) == datetime(2027, 3, 6, 9), typed
    for typed in ("2027-03-06", "9:00", "2027-03-06 09:00 or later", "2027-03-06 25:00"):
        assert a_local_time(typed) is None, typed


@pytest.mark.parametrize(
    ("typed", "words", "word"),
    [
        (" Present ", Attendance, "present"),
        ("ＬＡＴＥ", Attendance, "late"),
        ("到场", Attendance, "present"),
        ("√", Attendance, "present"),
        ("x", Attendance, "present"),
        ("✓", Attendance, "present"),
        (True, Attendance, "present"),
        ("缺席", Attendance, "absent"),
        ("替补", Attendance, "substitute"),
        ("×", Attendance, None),
        ("maybe", Attendance, None),
        ("ｐ", Rating, "P"),
        ("M - Performed with major challenges", Rating, "M"),
        ("P/S", Rating, None),
        ("P, but late", Rating, None),
        ("装备", Element, "equipment"),
        ("Organisation", Element, "organization"),
        ("已关闭", ActionState, "closed"),
    ],
)
def test_words_in_any_language(typed, words, word):
    assert a_word(typed, words) == word


def test_yes_and_no():
    assert [yes_no(typed) for typed in ("是", "YES", "√", True)] == [True] * 4
    assert [yes_no(typed) for typed in ("否", "no", False)] == [False] * 3
    assert yes_no("partly") is None
