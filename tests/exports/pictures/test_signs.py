"""Without colours, every exercise type and every state still looks like no other."""

from io import BytesIO
from itertools import combinations

import numpy
import pytest
from PIL import Image

from drillctl.exports.pictures import style
from drillctl.exports.pictures.bars import CHIP, draw_chip, draw_empty, draw_joint
from drillctl.exports.pictures.capabilities import draw_state
from drillctl.exports.pictures.fonts import LATIN, Lettering
from drillctl.exports.pictures.joint import _SHADES
from drillctl.exports.pictures.lanes import lanes
from drillctl.exports.pictures.load import _EASY, _NEAR, _OVER
from drillctl.exports.pictures.parts import Line, numbered, sheets
from drillctl.exports.pictures.sheet import Sheet
from drillctl.exports.pictures.size import Size

SMALL = Size(640, 640, 144)
PITCH = 40
"""Pixels from sample to sample."""


def samples(*draw):
    """What each draws at (x, y), as grey pixels."""
    sheet = Sheet(SMALL, Lettering((LATIN,)), "", "")
    inch = PITCH / 144
    for number, one in enumerate(draw):
        one(sheet, (number + 0.5) * inch, inch / 2)
    with Image.open(BytesIO(sheet.png())) as image:
        grey = numpy.asarray(image.convert("L"), dtype=int)
    return [grey[:PITCH, PITCH * n : PITCH * (n + 1)] for n in range(len(draw))]


def chip(look, **more):
    return lambda sheet, x, y: draw_chip(sheet, look, x - CHIP / 2, y, CHIP, CHIP, **more)


def differ(one, other):
    """The share of a sample's pixels in which two differ clearly."""
    inner = int(CHIP * 144) ** 2
    return (abs(one - other) > 60).sum() / inner


@pytest.mark.parametrize("standby", [False, True])
def test_exercise_types_differ_in_grey(standby):
    found = samples(*(chip(look, standby=standby) for look in style.EXERCISES.values()))
    for (a, one), (b, other) in combinations(zip(style.EXERCISES, found, strict=True), 2):
        assert differ(one, other) > 0.03, (a, b)


def test_the_same_does_not_differ():
    look = next(iter(style.EXERCISES.values()))
    one, other = samples(chip(look), chip(look))
    assert differ(one, other) == 0


def test_each_type_has_its_own_shape_and_lightness():
    looks = list(style.EXERCISES.values())
    assert len({look.shape for look in looks}) == len(looks)
    grey = [Image.new("RGB", (1, 1), look.fill).convert("L").getpixel((0, 0)) for look in looks]
    assert all(b - a >= 15 for a, b in zip(sorted(grey), sorted(grey)[1:], strict=False)), grey
    # Light ones are talked through, dark ones acted out.
    assert min(grey[:4]) > max(grey[4:])


def test_what_is_drawn_on_a_type_stands_out():
    for look in style.EXERCISES.values():
        fill, ink = (luminance(colour) for colour in (look.fill, look.ink))
        assert (max(fill, ink) + 0.05) / (min(fill, ink) + 0.05) >= 3, look.name


def luminance(colour):
    """Relative luminance (WCAG 2.2)."""
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return sum(w * p for w, p in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def test_words_stand_out_from_what_they_are_written_on():
    ink = luminance(style.INK)
    for fill in (*(look.fill for look in style.STATES.values()), *_SHADES, style.FAINT):
        assert (luminance(fill) + 0.05) / (ink + 0.05) >= 4.5


def test_states_and_shares_differ_in_grey():
    def state(look):
        return lambda sheet, x, y: draw_state(sheet, look, x - 0.1, y - 0.1, 0.2, 0.2)

    def share(look):
        return lambda sheet, x, y: sheet.box(x - 0.1, y - 0.1, 0.2, 0.2, look.fill, edge=style.INK, hatch=look.hatch)  # fmt: skip

    for looks, draw in ((style.STATES.values(), state), ((_EASY, _NEAR, _OVER), share)):
        found = samples(*(draw(look) for look in looks))
        for one, other in combinations(found, 2):
            assert differ(one, other) > 0.03


def test_joint_empty_and_standby_show_in_grey():
    look = next(iter(style.EXERCISES.values()))
    plain = chip(look)

    def joint(sheet, x, y):
        plain(sheet, x, y)
        draw_joint(sheet, x - CHIP / 2, y, CHIP, CHIP)

    def empty(sheet, x, y):
        plain(sheet, x, y)
        draw_empty(sheet, x + CHIP / 2, y - CHIP / 2, CHIP)

    found = samples(plain, joint, empty, chip(look, standby=True))
    assert all(differ(one, other) > 0.03 for one, other in combinations(found[:3], 2))
    dark = next(iter(reversed(style.EXERCISES.values())))
    filled, outlined = samples(chip(dark), chip(dark, standby=True))
    assert differ(filled, outlined) > 0.3


@pytest.mark.parametrize(("extents", "expected"), [
    ([], []), ([(0, 1), (1, 2)], [0, 0]), ([(0, 2), (1, 3), (2, 4)], [0, 1, 0]),
    ([(1, 3), (0, 2)], [1, 0]), ([(0, 9), (1, 2), (1, 2), (3, 4)], [0, 1, 2, 1]),
])  # fmt: skip
def test_lanes(extents, expected):
    assert lanes(extents) == expected


def test_sheets_are_few_and_about_equally_full():
    rows = [Line(1.0)] * 11
    assert [len(sheet) for sheet in sheets(rows, 10)] == [6, 5]
    assert sheets(rows[:10], 10) == [list(range(10))]
    assert sheets([], 10) == []
    assert [len(sheet) for sheet in sheets([Line(20.0), Line(1.0)], 10)] == [1, 1]


def test_a_heading_is_repeated_and_never_last():
    lines = [Line(1, heading=True), *[Line(1)] * 4, Line(1, heading=True), *[Line(1)] * 5]
    found = sheets(lines, 6)
    assert [place for sheet in found for place in sheet if not lines[place].heading] == [1, 2, 3, 4, 6, 7, 8, 9, 10]  # fmt: skip
    for sheet in found:
        assert lines[sheet[0]].heading
        assert not lines[sheet[-1]].heading


def test_numbers_of_files():
    assert list(numbered("workload", 1)) == ["workload"]
    assert list(numbered("workload", 2)) == ["workload-01", "workload-02"]
    assert list(numbered("workload", 100))[-1] == "workload-100"
    assert next(numbered("workload", 100)) == "workload-001"
