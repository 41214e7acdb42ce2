"""What an example is made of, and whether an answer will do.

An answer is checked by the readers that later read it from the files.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from drillctl.files.diagnostics import Diagnostic, did_you_mean
from drillctl.files.documents import documents
from drillctl.files.nodes import Source
from drillctl.files.policy_file import read_policy
from drillctl.files.roster_file import RosterParts, read_roster
from drillctl.language import LANGUAGES, tr
from drillctl.model.zone import zone_names

_MONTH = re.compile(r"(\d{4})-(\d{1,2})")
_YEARS = (1903, 2198)
_NO_ID = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Unit:
    """A team of the example."""

    id: str
    title: str


@dataclass(frozen=True, slots=True)
class Answers:
    """What an example is made of.

    `language`: of comments, titles and names. `timezone`: IANA name. `hazard`: one of
    `hazards`. `first`: the first day of the first month to plan. `organizer`: e-mail address.
    """

    language: str
    timezone: str
    professional: Unit
    volunteer: Unit
    hazard: str
    first: date
    organizer: str | None = None


@cache
def hazards() -> Mapping[str, Mapping[str, Any]]:
    """What the example exercises, by hazard."""
    text = files(__package__).joinpath("hazards.yaml").read_text(encoding="utf-8")
    found: Mapping[str, Mapping[str, Any]] = yaml.safe_load(text)
    return found


def default_units(language: str) -> tuple[Unit, Unit]:
    """The professional and the volunteer team of the example."""
    if language == "zh":
        return Unit("county-fire", "县消防救援大队"), Unit("blue-sky", "蓝天救援队")
    return Unit("county-fire", "County fire brigade"), Unit("blue-sky", "Blue Sky rescue")


def month_after(day: date) -> date:
    """The first day of the month after that of `day`."""
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)


def read_language(text: str) -> str:
    """``en`` or ``zh``.

    Raises
    ------
    ValueError
        It is neither; the message says so. So do all functions below.
    """
    if text.lower() in LANGUAGES:
        return text.lower()
    raise ValueError(tr("{text!r} is not a language: write en or zh", text=text))


def read_timezone(text: str) -> str:
    """The IANA name of a zone, in any case, or its last part, as ``shanghai``."""
    wanted = text.lower().replace(" ", "_")
    zones = sorted(zone_names())
    exact = [zone for zone in zones if zone.lower() == wanted]
    ending = [zone for zone in zones if zone.lower().endswith(f"/{wanted}")]
    if exact or len(ending) == 1:
        return (exact or ending)[0]
    hint = did_you_mean(text, ending or zones)
    if not hint:
        hint = tr("use an IANA name such as Asia/Shanghai")
    raise ValueError(tr("unknown time zone {text!r} ({hint})", text=text, hint=hint))


def read_unit(text: str, default: str, other: Unit | None = None) -> Unit:
    """A team, given as TITLE or ID=TITLE.

    Without an id, its title's Latin letters make one; without such, it is `default`. `other`: a
    team whose id it can't have.
    """
    before, given, title = text.partition("=")
    title = (title if given else text).strip()
    name = before.strip() if given else _id_of(title) or default
    team = yaml.safe_dump({"teams": [{"id": name, "title": title, "kind": "volunteer"}]})
    parts = RosterParts()
    _checked("roster", f"kind: roster\n{team}", parts)
    if other is not None and name == other.id:
        hint = tr("write ID=TITLE to choose another")
        raise ValueError(tr("id {name!r} is the other team's too ({hint})", name=name, hint=hint))
    return Unit(name, title)


def read_hazard(text: str) -> str:
    """A hazard that there is an example of."""
    wanted = "-".join(text.lower().split())
    if wanted in hazards():
        return wanted
    hint = did_you_mean(wanted, hazards())
    raise ValueError(tr("no example of hazard {text!r} ({hint})", text=text, hint=hint))


def read_month(text: str) -> date:
    """The first day of a month, ``2027-03``."""
    found = _MONTH.fullmatch(text)
    if found is None or not 1 <= int(found[2]) <= 12:
        raise ValueError(tr("{text!r} is not a month: write it as 2027-03", text=text))
    year, month = int(found[1]), int(found[2])
    if not _YEARS[0] <= year <= _YEARS[1]:
        low, high = _YEARS
        raise ValueError(tr("year {year} is not in {low}-{high}", year=year, low=low, high=high))
    return date(year, month, 1)


def read_organizer(text: str) -> str:
    """An e-mail address."""
    _checked("policy", "kind: policy\n" + yaml.safe_dump({"organizer": {"email": text}}))
    return text


def _id_of(title: str) -> str:
    """The id that a title's Latin letters and digits make; empty without any."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    return _NO_ID.sub("-", plain).strip("-")[:64].strip("-")


def _checked(kind: str, text: str, parts: RosterParts | None = None) -> None:
    """Reads a document as from a file; its first problem is raised."""
    source = Source("", [])
    for document in documents("", text.encode()):
        if isinstance(document, Diagnostic):
            source.diagnostics.append(document)
        elif kind == "policy":
            read_policy(source, document)
        else:
            read_roster(source, document, parts or RosterParts())
    for found in source.diagnostics:
        if found.hint:
            raise ValueError(tr("{message} ({hint})", message=found.message, hint=found.hint))
        raise ValueError(found.message)
