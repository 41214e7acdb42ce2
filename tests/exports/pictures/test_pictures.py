"""What the pictures of a plan show, checked in the structure of their SVG."""

import re
import xml.etree.ElementTree as ET
from datetime import date
from io import BytesIO

import pytest
from county import PLAN, ROSTER, SCENARIOS
from exports.pictures.drawing import SVG, box, drawn, groups, told, words
from language.pseudo import Pseudo, untranslated, words_of
from PIL import Image

from drillctl.exports.overview.rows import Axis
from drillctl.exports.pictures.pictures import Form, Picture
from drillctl.exports.pictures.size import NAMED, size_of
from drillctl.language import catalogue, use

NAMES = {"matrix-capabilities", "matrix-joint", "workload"}
SLIDE = NAMED["slide"]
HOSTILE = "</svg><script>alert(1)</script> $x^2$ 100%s a_b --> ]]> & \\n {0}"


@pytest.fixture(autouse=True)
def no_warnings():
    """As on a terminal, where whatever is warned of is a line too much."""
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("error")
        yield
    use("en")


def bars(svg):
    return {name for name in groups(svg) if name.startswith("bar-")}


def test_a_row_for_each_team_with_its_sessions(tmp_path):
    files, missing = drawn(tmp_path, *Picture)
    assert files.keys() == {"timeline-team", *NAMES}
    assert missing == ()
    found = groups(files["timeline-team"])
    assert {n for n in found if n.startswith("row-")} == {"row-fire", "row-sky", "row-club"}
    assert bars(files["timeline-team"]) == {
        "bar-table#1@fire", "bar-flood#1@fire", "bar-boats#1@fire", "bar-flood#2@fire",
        "bar-flood#1@sky", "bar-flood#2@sky", "bar-table#1@club", "bar-boats#1@club",
    }  # fmt: skip
    assert told(found["bar-flood#1@sky"]) == "Flood, Sat 2027-03-06 09:00–13:00, lake, 4 of 5 seats"


def test_bars_lie_at_their_days(tmp_path):
    found = groups(drawn(tmp_path)[0]["timeline-team"])
    at = [box(found[f"bar-{name}@fire"])[0] for name in ("table#1", "flood#1", "flood#2")]
    day = (at[1] - at[0]) / (3 + 14 / 24)
    assert at[2] - at[1] == pytest.approx(14 * day, rel=0.01)
    assert all(box(found[f"bar-{n}"])[2] - box(found[f"bar-{n}"])[0] > 11 for n in ("table#1@fire", "flood#1@sky"))  # fmt: skip


def test_sessions_of_one_time_lie_in_lanes(tmp_path):
    text = PLAN.replace('start: "2027-03-07T09:00+08:00", end: "2027-03-07T12:00+08:00"',
                        'start: "2027-03-06T10:00+08:00", end: "2027-03-06T13:00+08:00"')  # fmt: skip
    found = groups(drawn(tmp_path, text=text)[0]["timeline-team"])
    one, other = box(found["bar-flood#1@fire"]), box(found["bar-boats#1@fire"])
    assert one[0] < other[2]
    assert other[0] < one[2]
    assert one[3] < other[1] or other[3] < one[1]


def test_persons_and_venues(tmp_path):
    found = groups(drawn(tmp_path, by=Axis.PERSON)[0]["timeline-person"])
    assert "Standing by" in told(found["bar-flood#1@p1"])
    assert "Standing by" not in told(found["bar-flood#1@p2"])
    assert {n for n in found if n.startswith("row-")} == {f"row-{m}" for m in ("p1", "p2", "p3", "v1", "v2", "v3")}  # fmt: skip
    found = groups(drawn(tmp_path, by=Axis.VENUE)[0]["timeline-venue"])
    assert {n for n in found if n.startswith("bar-")} == {
        "bar-table#1@hall", "bar-flood#1@lake", "bar-flood#2@lake", "bar-boats#1@pond",
    }  # fmt: skip


def test_signs_are_drawn_where_they_hold(tmp_path):
    def shapes(group):
        """Areas and marks; a mark's outline is written only where it is used first."""
        defined = sum(1 for defs in group.iter(f"{SVG}defs") for _ in defs)
        return sum(1 for e in group.iter() if e.tag in (f"{SVG}path", f"{SVG}use")) - defined

    found = groups(drawn(tmp_path, by=Axis.PERSON)[0]["timeline-person"])
    plain, joint = shapes(found["bar-boats#1@p3"]), shapes(found["bar-flood#1@p2"])
    # boats#1 is joint and full, flood#1 joint with an empty seat: one ring more.
    assert joint > plain
    standby = ET.tostring(found["bar-flood#1@p1"], encoding="unicode")
    assert "stroke-dasharray" in standby
    assert "stroke-dasharray" not in ET.tostring(found["bar-flood#1@p2"], encoding="unicode")
    alone = PLAN.replace("helm: [p3], crew: [v3]", "helm: [p3], crew: [p1]")
    apart = groups(drawn(tmp_path, by=Axis.PERSON, text=alone)[0]["timeline-person"])
    assert shapes(apart["bar-boats#1@p3"]) < plain


def test_what_is_not_there_is_not_in_the_legend(tmp_path):
    shown = words(drawn(tmp_path, text_kept=True)[0]["timeline-team"])
    assert {"Full-scale exercise", "Tabletop exercise", "Drill", "Empty seats"} <= set(shown)
    assert "Seminar" not in shown
    assert "Standing by" not in shown


def test_the_matrices_and_the_workload(tmp_path):
    scenarios = SCENARIOS + "currency: {water: 12mo}\n"
    files = drawn(tmp_path, *Picture, scenarios=scenarios, text_kept=True)[0]
    cells = {n for n in groups(files["matrix-capabilities"]) if n.startswith("cell-")}
    assert cells == {"cell-fire-water", "cell-sky-water", "cell-club-water"}
    shown = words(files["matrix-capabilities"])
    assert shown.count("never") == 4  # three teams, and the legend
    assert shown.count("2027-03-06 ×2") == 2
    shown = words(files["matrix-joint"])
    assert {"a scenario asks for this pair", "2027-03-06", "2027-03-02"} <= set(shown)
    shown = words(files["workload"])
    assert "4 of 8 h in 7 days from 2027-03-06" in shown or "2 of 2 sessions in 28 days from 2027-03-06" in shown  # fmt: skip
    assert "王芳 · sky" in shown
    assert "no limit" in shown


def test_without_people_or_teams_of_a_kind_a_picture_says_so(tmp_path):
    nothing = "kind: plan\nversion: 1\nsessions: []\n"
    files = drawn(tmp_path, *Picture, text=nothing, text_kept=True)[0]
    assert "There is nothing to show." in words(files["workload"])
    assert bars(files["timeline-team"]) == set()
    assert "row-fire" in groups(files["timeline-team"])


def test_redacted_pictures_name_nobody(tmp_path):
    names = ["李伟", "Anna", "Tom", "王芳", "Maria", "张敏"]
    for by in Axis:
        only = Picture if by is Axis.PERSON else [Picture.TIMELINE]
        open_, redacted = (
            b"".join(
                drawn(tmp_path, *only, by=by, redact=redact, text_kept=True)[0].values()
            ).decode()
            for redact in (False, True)
        )
        assert all(name in open_ for name in names) == (by is Axis.PERSON)
        assert not any(name in redacted for name in names)
        assert not re.search(r"\b(row|cell)-[pv][123]\b|@[pv][123]\b", redacted)
        assert ("person 1" in redacted) == (by is Axis.PERSON)


def test_an_e_mail_address_is_in_no_picture(tmp_path):
    roster = ROSTER.replace("name: Anna,", "name: Anna, email: anna@example.org, phone: '5551234',")
    for data in drawn(tmp_path, *Picture, by=Axis.PERSON, roster=roster, text_kept=True)[
        0
    ].values():
        assert b"example.org" not in data
        assert b"5551234" not in data


@pytest.mark.parametrize("text_kept", [False, True])
def test_hostile_names_stay_text(tmp_path, text_kept):
    quoted = "'" + HOSTILE + "'"
    roster = ROSTER.replace("id: fire,", "id: fire, title: " + quoted.replace("{0}", "{{0}}") + ",")
    scenarios = SCENARIOS.replace("title: Boat drill", "title: " + quoted)
    files, _ = drawn(tmp_path, *Picture, roster=roster, scenarios=scenarios, text_kept=text_kept)
    for data in files.values():
        tree = ET.fromstring(data)
        assert not list(tree.iter(f"{SVG}script"))
    found = groups(files["timeline-team"])
    assert told(found["bar-boats#1@fire"]).startswith(HOSTILE)
    if text_kept:
        assert any(shown.startswith("</svg><script>alert(1)</scr") for shown in words(files["timeline-team"]))  # fmt: skip
        assert HOSTILE in words(files["timeline-team"])


@pytest.mark.parametrize("form", Form)
def test_the_same_plan_gives_the_same_bytes(tmp_path, form):
    only = (Picture.TIMELINE, Picture.CAPABILITIES)
    first = drawn(tmp_path, *only, form=form)
    assert first == drawn(tmp_path, *only, form=form)
    assert all(f"{date.today()}".encode() not in data for data in first[0].values())


def test_a_picture_has_its_size_and_its_title(tmp_path):
    files, _ = drawn(tmp_path, form=Form.PNG)
    with Image.open(BytesIO(files["timeline-team"])) as image:
        assert image.size == (1920, 1080)
        assert image.info["Title"] == "Timeline by team"
        assert image.info["dpi"] == pytest.approx((144, 144), abs=0.1)
        assert "11 of 14 seats filled" in image.info["Description"]
    tree = ET.fromstring(drawn(tmp_path, Picture.WORKLOAD)[0]["workload"])
    assert tree.get("role") == "img"
    assert [child.tag for child in tree][:2] == [f"{SVG}title", f"{SVG}desc"]
    assert tree.findtext(f"{SVG}title") == "Workload and limits"


@pytest.mark.parametrize(("text", "pixels"), [
    ("slide", (1920, 1080)), ("A4", (2339, 1654)), ("3840x2160", (3840, 2160)), ("800x640", (800, 640)),
    ("1920x", None), ("0x0", None), ("640x10001", None), ("letter", None), ("1920x1080 ", None), ("٣٢٠x٩٩٩", None),
])  # fmt: skip
def test_sizes(text, pixels):
    size = size_of(text)
    assert (size and (size.width, size.height)) == pixels
    assert size is None or size.dpi >= 96


def test_more_pixels_are_a_sharper_picture_of_the_same(tmp_path):
    small, large = (groups(drawn(tmp_path, size=size)[0]["timeline-team"]) for size in (SLIDE, size_of("3840x2160")))  # fmt: skip
    assert small.keys() == large.keys()
    assert box(small["bar-flood#1@sky"]) == pytest.approx(box(large["bar-flood#1@sky"]))


def province(teams):
    lines = "".join(
        f"  - {{{{id: t{n:03}, title: Team {n}, kind: volunteer}}}}\n" for n in range(teams)
    )
    return ROSTER.replace("members:", lines + "members:")


def test_many_rows_go_over_numbered_files(tmp_path):
    files, _ = drawn(tmp_path, Picture.TIMELINE, Picture.JOINT, roster=province(60))
    sheets = [name for name in files if name.startswith("timeline")]
    assert sheets == [f"timeline-team-{n:02}" for n in range(1, len(sheets) + 1)]
    found = [groups(files[name]) for name in sheets]
    rows = [name for sheet in found for name in sheet if name.startswith("row-")]
    assert len(rows) == len(set(rows)) == 63
    # Rows are no lower than their letters, and all is on the sheet.
    assert all(len(sheet) > 1 for sheet in found)
    joint = [name for name in files if name.startswith("matrix-joint")]
    columns = [n for name in joint for n in groups(files[name]) if n.startswith("column-")]
    assert len(columns) == len(set(columns)) == 62


def test_no_letter_is_smaller_than_nine_points(tmp_path):
    files, _ = drawn(tmp_path, *Picture, roster=province(30), text_kept=True)
    sizes = {
        float(size)
        for data in files.values()
        for size in re.findall(rb"font-size: ([0-9.]+)px", data)
    }
    assert sizes
    assert min(sizes) >= 9


def test_in_chinese(tmp_path):
    use("zh")
    shown = words(drawn(tmp_path, text_kept=True)[0]["timeline-team"])
    assert any("3月" in text or "Mar" in text for text in shown)
    assert "2027-03-01 至 2027-04-04" in " ".join(shown)


def test_every_word_that_is_drawn_is_said_by_a_message(tmp_path, monkeypatch):
    use("zh")
    monkeypatch.setattr(catalogue, "_translations", Pseudo())
    scenarios = SCENARIOS + "currency: {water: 12mo}\n"
    known = words_of(ROSTER + scenarios + PLAN)
    for by in Axis:
        files, _ = drawn(tmp_path, *Picture, by=by, scenarios=scenarios, text_kept=True)
        for data in files.values():
            shown = [*words(data), *(told(group) for group in groups(data).values())]
            assert untranslated("\n".join(shown), known) == []
            assert any("\uff21" <= c <= "\uff5a" for text in shown for c in text)
