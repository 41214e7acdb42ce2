"""An answer is taken, or refused with what is wrong and how to mend it."""

import re
from datetime import date

import pytest

from drillctl.files.example import answers


@pytest.mark.parametrize(
    ("text", "zone"),
    [
        ("Asia/Shanghai", "Asia/Shanghai"),
        ("asia/shanghai", "Asia/Shanghai"),
        ("shanghai", "Asia/Shanghai"),
        ("new york", "America/New_York"),
        ("UTC", "UTC"),
    ],
)
def test_a_time_zone_is_found_however_it_is_typed(text, zone):
    assert answers.read_timezone(text) == zone


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("Feuerwehr Köln", answers.Unit("feuerwehr-koln", "Feuerwehr Köln")),
        ("蓝天救援队", answers.Unit("team", "蓝天救援队")),
        ("blue-sky=蓝天救援队", answers.Unit("blue-sky", "蓝天救援队")),
        ("A" * 90, answers.Unit("a" * 64, "A" * 90)),
        ("No. 7: #1, [x]", answers.Unit("no-7-1-x", "No. 7: #1, [x]")),
    ],
)
def test_a_team_without_id_gets_one_of_its_title(text, unit):
    assert answers.read_unit(text, "team") == unit


@pytest.mark.parametrize(
    ("read", "text", "said"),
    [
        (answers.read_language, "de", "'de' is not a language: write en or zh"),
        (answers.read_timezone, "Asia/Shangai", "did you mean 'Asia/Shanghai'?"),
        (answers.read_timezone, "+08:00", "unknown time zone"),
        (answers.read_hazard, "floods", "did you mean 'flood'?"),
        (answers.read_hazard, "meteor", "known: earthquake, flood"),
        (answers.read_month, "2027-13", "'2027-13' is not a month: write it as 2027-03"),
        (answers.read_month, "March", "is not a month"),
        (answers.read_month, "2199-01", "year 2199 is not in 1903-2198"),
        (answers.read_organizer, "nobody", "'nobody' is no e-mail address"),
        (lambda text: answers.read_unit(text, "team"), "Blue Sky!=x", "'Blue Sky!' is not an id"),
        (lambda text: answers.read_unit(text, "team"), "x=", "text is expected"),
        (lambda text: answers.read_unit(text, "team"), "a\x07b", "control character U+0007"),
        (
            lambda text: answers.read_unit(text, "t", answers.Unit("a", "B")),
            "a=C",
            "id 'a' is the other team's too",
        ),
    ],
)
def test_a_bad_answer_is_refused_with_the_reason(read, text, said):
    with pytest.raises(ValueError, match=re.escape(said)):
        read(text)


def test_the_month_after():
    assert answers.month_after(date(2027, 12, 31)) == date(2028, 1, 1)
    assert answers.month_after(date(2027, 1, 31)) == date(2027, 2, 1)


def test_every_hazard_has_the_same_texts_in_both_languages():
    first = answers.hazards()["flood"]
    for hazard in answers.hazards().values():
        assert set(hazard) == set(first)
        assert set(hazard["en"]) == set(hazard["zh"]) == set(first["en"])
