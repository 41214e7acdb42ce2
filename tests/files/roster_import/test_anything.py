"""Whatever a file holds, it is read or named; nothing breaks."""

from datetime import date, datetime, time, timedelta

import pytest
from files.roster_import.sheets import Silent, book
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from drillctl.files.roster_import import Wanted, import_roster
from drillctl.files.roster_import_certificates import certificates
from drillctl.files.roster_import_dates import DateColumn, DateError
from drillctl.files.roster_import_tables import Filled
from drillctl.files.rosters_alone import read_rosters
from drillctl.files.said import At

HEADS = [
    "姓名",
    "工号",
    "队伍",
    "手机",
    "邮箱",
    "证书",
    "发证日期",
    "到期日",
    "类别",
    "证书1",
    "到期日1",
    "急救员",
    "?",
]
CELLS = (
    st.none()
    | st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=12)
    | st.sampled_from(
        [
            "李伟",
            "Li Wei",
            "sky",
            "合计",
            "✓",
            "长期",
            "2025-04-01~2028-03-31",
            "1/2/2025",
            "Rope 1",
            "0",
            "-",
        ]
    )
    | st.integers(-5, 60000)
    | st.floats(allow_nan=False, allow_infinity=False, width=32)
    | st.booleans()
    | st.datetimes(datetime(1905, 1, 1), datetime(2100, 1, 1))
    | st.dates(date(1905, 1, 1), date(2100, 1, 1))
    | st.just(time(9, 30))
    | st.just(timedelta(hours=30))
)


def taken(path, **more):
    """The result, which is a roster that can be read or a list of problems."""
    wanted = Wanted(
        [str(path)],
        str(path.parent / "r.yaml"),
        timezone="UTC",
        team="sky",
        kind="volunteer",
        **more,
    )
    result = import_roster(wanted, Silent(yes=True))
    if result.merged is None:
        assert result.problems
    else:
        assert read_rosters({"r.yaml": result.merged.text.encode()}).problems == ()
    return result


@settings(
    deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.lists(st.sampled_from(HEADS), min_size=1, max_size=9),
    st.lists(st.lists(CELLS, max_size=9), max_size=5),
)
def test_any_workbook(tmp_path, heads, rows):
    taken(book(tmp_path, [heads, *rows]))


@settings(
    deadline=None, max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.binary(max_size=60)
    | st.text(max_size=60).map(lambda t: ("姓名,队伍,证书\n" + t).encode("utf-8", "replace"))
)
def test_any_text(tmp_path, data):
    (tmp_path / "m.csv").write_bytes(data)
    taken(tmp_path / "m.csv")
    (tmp_path / "m.csv").write_bytes("姓名;队伍\n".encode("gb18030") + data)
    taken(tmp_path / "m.csv", partial=True)


@given(
    st.text(
        st.sampled_from("Rope 急救员()（）~-至有效期长期;，、0123456789年月日./\n"), max_size=30
    )
)
def test_any_cell_of_certificates(text):
    for one in certificates(text):
        for typed in (one.issued, one.expires, one.single):
            assert typed in text


@given(CELLS.filter(lambda v: v is not None))
def test_any_date(value):
    column = DateColumn()
    cell = Filled(value, At("m.csv", 2, 1))
    column.look([cell])
    try:
        found = column.read(cell)
    except DateError as error:
        found = error
    if isinstance(found, DateError):
        assert found.message
        assert found.hint
    else:
        assert found is None or isinstance(found, date) or found == "never"


@given(st.dates(date(1950, 1, 1), date(2150, 12, 31)))
@pytest.mark.parametrize(
    "style",
    [
        "{y:04}-{m:02}-{d:02}",
        "{y}/{m}/{d}",
        "{y}年{m}月{d}日",
        "{d}.{m}.{y}",
        "{y:04}{m:02}{d:02}",
        "{y}.{m}.{d}",
        "{y}-{m}-{d} 00:00:00",
    ],
)
def test_every_day_in_every_style(style, day):
    text = style.format(y=day.year, m=day.month, d=day.day)
    assert DateColumn().read(Filled(text, At("m.csv", 2, 1))) == day


@given(st.dates(date(1950, 1, 1), date(2150, 12, 31)))
def test_every_day_where_the_order_is_known(day):
    at = At("m.csv", 2, 1)
    typed = {"dmy": f"{day.day}/{day.month}/{day.year}", "mdy": f"{day.month}/{day.day}/{day.year}"}
    for order, text in typed.items():
        assert DateColumn(order).read(Filled(text, at)) == day


@given(st.dates(date(1930, 1, 1), date(2150, 12, 31)))
def test_every_serial_of_both_systems(day):
    at = At("m.csv", 2, 1)
    assert DateColumn().read(Filled((day - date(1899, 12, 30)).days, at)) == day
    later = (day - date(1904, 1, 1)).days
    if later >= 10_000:
        assert DateColumn(epoch_1904=True).read(Filled(later, at)) == day
