"""A plan with every sign of a picture, and what a drawn picture shows."""

import re
import xml.etree.ElementTree as ET
from datetime import date

from county import PLAN, ROSTER, SCENARIOS, plan, problem

from drillctl.exports.overview.rows import Axis
from drillctl.exports.pictures.pictures import Form, Picture, pictures
from drillctl.exports.pictures.size import NAMED

SVG = "{http://www.w3.org/2000/svg}"


def drawn(
    folder,
    *only,
    by=Axis.TEAM,
    form=Form.SVG,
    roster=ROSTER,
    scenarios=SCENARIOS,
    text=PLAN,
    text_kept=False,
    **more,
):
    """Pictures of the tiny county by name without suffix, the timeline where none is named."""
    known = problem(folder, roster=roster, scenarios=scenarios)
    made = pictures(known, plan(folder, text), form=form, by=by, size=more.pop("size", NAMED["slide"]),
                    as_of=date(2027, 3, 1), text=text_kept,
                    only=only or [Picture.TIMELINE], **more)  # fmt: skip
    return {name.rpartition(".")[0]: data for name, data in made.files}, made.missing


def groups(svg):
    """Every group of an SVG by its id."""
    return {g.get("id"): g for g in ET.fromstring(svg).iter(f"{SVG}g") if g.get("id")}


def told(group):
    """The title of a group; "" for none."""
    return group.findtext(f"{SVG}title") or ""


def words(svg):
    """The texts that an SVG with text shows."""
    return ["".join(t.itertext()) for t in ET.fromstring(svg).iter(f"{SVG}text")]


def box(group):
    """(left, top, right, bottom) in points of the first path of a group."""
    path = next(group.iter(f"{SVG}path"))
    numbers = [float(n) for n in re.findall(r"-?[0-9.]+", path.get("d"))]
    xs, ys = numbers[::2], numbers[1::2]
    return min(xs), min(ys), max(xs), max(ys)
