"""The page put together: one file, no network, nothing that the data could turn into script.

What the data holds is embedded as JSON in which no character can end the element (HTML standard,
4.12.1.3); scripts run by their hash only (Content Security Policy Level 3), and nothing may be
loaded from anywhere.
"""

import base64
import hashlib
import json
from datetime import date
from html import escape
from importlib.resources import files
from typing import Any

from drillctl.exports.page.data import page_data
from drillctl.exports.page.texts import TEXTS
from drillctl.language import LANGUAGES, translated
from drillctl.model.plan import Plan
from drillctl.model.problem import Problem

STYLES = (
    "vendor/event-calendar/event-calendar.min.css",
    "page.css",
    "session.css",
    "calendar.css",
    "print.css",
    "timeline.css",
    "matrices.css",
)
"""The last two have pages of their own, which must come after those of `print.css`."""
VENDOR_SCRIPTS = (
    "vendor/event-calendar/event-calendar.min.js",
    "vendor/vis-timeline/vis-timeline-graph2d.min.js",
)
SCRIPTS = (
    "elements.js",
    "text.js",
    "state.js",
    "theme.js",
    "address.js",
    "session.js",
    "search.js",
    "overview.js",
    "calendar.js",
    "row_pages.js",
    "timeline_rows.js",
    "timeline_axis.js",
    "timeline_bar.js",
    "timeline_keys.js",
    "timeline_chart.js",
    "timeline.js",
    "matrix_table.js",
    "practice_matrix.js",
    "joint_matrix.js",
    "workload.js",
    "print.js",
    "matrices.js",
    "main.js",
)
"""In the order in which they run."""
LIVE_STYLE, LIVE_SCRIPT = "live.css", "live.js"


def page(
    problem: Problem,
    plan: Plan,
    *,
    as_of: date,
    language: str | None = None,
    private: bool = False,
    redact: bool = False,
    live: str | None = None,
) -> str:
    """The HTML of the page.

    `as_of`: the local date at whose end currency and workload are looked at. `language`: the one
    shown first; None: the reader's. `private`: with e-mail addresses and telephone numbers.
    `redact`: without any person. `live`: the address of the server-sent events that tell of a
    newer page; the page then may connect to where it came from.
    """
    data: dict[str, Any] = page_data(problem, plan, as_of=as_of, private=private, redact=redact)
    data["language"] = language
    data["live"] = live
    data["texts"] = {
        key: [translated(text, each) for each in LANGUAGES] for key, text in TEXTS.items()
    }
    scripts = [_script(name) for name in VENDOR_SCRIPTS]
    scripts.append("".join(_script(name) for name in (*SCRIPTS, *((LIVE_SCRIPT,) if live else ()))))
    styles = (*STYLES, *((LIVE_STYLE,) if live else ()))
    return _filled(
        _asset("page.html"),
        {
            "language": language or "en",
            "title": escape(translated(TEXTS["title"], language or "en")),
            "policy": escape(_policy(scripts, live=live is not None)),
            "styles": "".join(f"<style>\n{_asset(name)}</style>\n" for name in styles),
            "data": _json_in_html(data),
            "scripts": "".join(f"<script>{script}</script>\n" for script in scripts),
        },
    )


def _asset(name: str) -> str:
    return (files("drillctl.exports.page") / "assets" / name).read_text(encoding="utf-8")


def _script(name: str) -> str:
    """A script as it may stand inside an element: in strings, ``</`` and ``<\\/`` are the same."""
    text = _asset(name).replace("\r\n", "\n")
    return text.replace("</script", "<\\/script").replace("<!--", "<\\!--")


def _policy(scripts: list[str], *, live: bool) -> str:
    hashes = (
        base64.b64encode(hashlib.sha256(script.encode()).digest()).decode() for script in scripts
    )
    rules = {
        "default-src": "'none'",
        "script-src": " ".join(f"'sha256-{found}'" for found in hashes),
        "style-src": "'unsafe-inline'",
        "img-src": "data:",
        "base-uri": "'none'",
        "form-action": "'none'",
    }
    if live:
        rules["connect-src"] = "'self'"
    return "; ".join(f"{name} {value}" for name, value in rules.items())


_ESCAPED = {ord(c): f"\\u{ord(c):04x}" for c in "<>&\u2028\u2029"}


def _json_in_html(data: object) -> str:
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    # A lone surrogate has no UTF-8; in JSON its escape is text like any other.
    text = text.encode("utf-8", "backslashreplace").decode()
    return text.translate(_ESCAPED)


def _filled(template: str, values: dict[str, str]) -> str:
    """The template with each ``@NAME@`` replaced, once: values are not looked into."""
    parts = template.split("@")
    return "".join(values[part] if place % 2 else part for place, part in enumerate(parts))
