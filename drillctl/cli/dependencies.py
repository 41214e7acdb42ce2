"""What drillctl needs of others, and why: `drillctl help dependencies`, and what an extra lacks.

The one source of both; a test compares it with pyproject.toml, with what the source imports and
with the licences that the packages themselves name.
"""

from dataclasses import dataclass
from importlib.util import find_spec


@dataclass(frozen=True, slots=True)
class Dependency:
    """A package by its name, `bounds` as in pyproject.toml, `licence` as an SPDX expression.

    `extra`: "" for the core. `modules`: what is imported of it; none: it is data.
    """

    name: str
    bounds: str
    licence: str
    why: str
    modules: tuple[str, ...]
    extra: str = ""


DEPENDENCIES: tuple[Dependency, ...] = (
    Dependency(
        "filelock",
        ">=3.30,<5",
        "MIT",
        "One writer at a time, on every system; the standard library has no such lock.",
        ("filelock",),
    ),
    Dependency(
        "holidays",
        ">=0.90,<1",
        "MIT",
        "Public holidays of the policy's country, and working days moved around them.",
        ("holidays",),
    ),
    Dependency(
        "icalendar",
        ">=7,<8",
        "BSD-2-Clause",
        "People's calendars and their replies. In the core, since a roster that names calendars "
        "must mean the same on every machine.",
        ("icalendar",),
    ),
    Dependency(
        "jinja2",
        ">=3.1.6,<4",
        "BSD-3-Clause",
        "The files that init writes, with as many teams, dates and certificates as were asked for.",
        ("jinja2",),
    ),
    Dependency(
        "numpy",
        ">=2.0.2,<3",
        "BSD-3-Clause",
        "Time of all people at once, as arrays; the solver needs it too.",
        ("numpy",),
    ),
    Dependency(
        "ortools",
        ">=9.15,<9.16",
        "Apache-2.0",
        "The solvers that plan and prove bounds. One minor version: another may find another plan "
        "from the same files. It brings pandas, which drillctl does not use.",
        ("ortools",),
    ),
    Dependency(
        "pypinyin",
        ">=0.55,<0.56",
        "MIT",
        "Ids made of Chinese names. In the core and of one minor version, since a name must give "
        "the same id on every machine.",
        ("pypinyin",),
    ),
    Dependency(
        "python-dateutil",
        ">=2.9,<3",
        "Apache-2.0 OR BSD-3-Clause",
        "Recurrence rules (RFC 5545) of shifts and availability.",
        ("dateutil",),
    ),
    Dependency(
        "pyyaml",
        ">=6.0.2,<7",
        "MIT",
        "Every file that people write, with the line and column of each value.",
        ("yaml",),
    ),
    Dependency(
        "recurring-ical-events",
        ">=3.8.1,<4",
        "LGPL-3.0-or-later",
        "Recurring events of people's calendars, with what was moved and left out.",
        ("recurring_ical_events",),
    ),
    Dependency(
        "rich",
        ">=14,<16",
        "MIT",
        "Tables and colour at the terminal, and how wide characters are; typer needs it too.",
        ("rich",),
    ),
    Dependency(
        "typer",
        ">=0.29,<0.30",
        "MIT",
        "Commands and options. One minor version: the help and the messages of wrong use build on "
        "parts of it that may change.",
        ("typer",),
    ),
    Dependency(
        "tzdata",
        ">=2026.1",
        "Apache-2.0",
        "Time zones from one known source, the same on every machine.",
        (),
    ),
    Dependency(
        "tzlocal",
        ">=5.3,<6",
        "MIT",
        "The machine's time zone by its name, which init offers; the standard library tells only "
        "its offset.",
        ("tzlocal",),
    ),
    Dependency(
        "caldav",
        ">=3.6,<4",
        "Apache-2.0 OR GPL-3.0-or-later",
        "Calendars onto a server (RFC 4791): publish.",
        ("caldav",),
        "caldav",
    ),
    Dependency(
        "niquests",
        ">=3.10,<4",
        "Apache-2.0",
        "The connection to it, whose failures are told apart; caldav needs it too.",
        ("niquests",),
        "caldav",
    ),
    Dependency(
        "distributed",
        ">=2026.1",
        "BSD-3-Clause",
        "Dask's executor, for plan --cluster.",
        ("distributed",),
        "cluster",
    ),
    Dependency(
        "keyring",
        ">=25,<26",
        "MIT",
        "The password for publish out of the system's keyring.",
        ("keyring",),
        "keyring",
    ),
    Dependency(
        "docxtpl",
        ">=0.20.2,<0.21",
        "LGPL-2.1-only",
        "Word templates of your own: aar new --templates.",
        ("docxtpl",),
        "office",
    ),
    Dependency(
        "lxml",
        ">=5.3,<7",
        "BSD-3-Clause",
        "The XML of Word files; python-docx needs it too.",
        ("lxml",),
        "office",
    ),
    Dependency(
        "openpyxl",
        ">=3.1.5,<4",
        "MIT",
        "Workbooks: export xlsx, import roster, the forms of aar new and aar collect.",
        ("openpyxl",),
        "office",
    ),
    Dependency(
        "python-docx",
        ">=1.2,<2",
        "MIT",
        "Word files: aar new.",
        ("docx",),
        "office",
    ),
    Dependency(
        "matplotlib",
        ">=3.11,<4",
        "PSF-2.0",
        "export png and export svg.",
        ("matplotlib",),
        "pictures",
    ),
    Dependency(
        "limits",
        ">=5.8,<6",
        "MIT",
        "How often an address may ask.",
        ("limits",),
        "serve",
    ),
    Dependency(
        "starlette",
        ">=1,<2",
        "BSD-3-Clause",
        "Requests and answers of serve.",
        ("starlette",),
        "serve",
    ),
    Dependency(
        "uvicorn",
        ">=0.40,<1",
        "BSD-3-Clause",
        "HTTP.",
        ("uvicorn",),
        "serve",
    ),
    Dependency(
        "watchfiles",
        ">=1.1,<2",
        "MIT",
        "Tells when the plan or the files change.",
        ("watchfiles",),
        "serve",
    ),
    Dependency(
        "cryptography",
        ">=50",
        "Apache-2.0 OR BSD-3-Clause",
        "Tells a damaged signature from a changed plan; py-minisign needs it too.",
        ("cryptography",),
        "sign",
    ),
    Dependency(
        "py-minisign",
        ">=0.21,<0.22",
        "ISC",
        "Signatures in minisign's format: sign, verify, key new.",
        ("minisign",),
        "sign",
    ),
)
"""Every package that pyproject.toml asks for, the core's first."""


def absent(extra: str) -> bool:
    """Whether anything of that extra is not installed."""
    needed = (module for d in DEPENDENCIES if d.extra == extra for module in d.modules)
    return any(find_spec(module) is None for module in needed)
