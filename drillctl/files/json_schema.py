"""The kinds of documents as JSON Schema (draft 7), for editors and other programs.

What only a reader of all files can say (references, ids given twice, dates in the wrong order) is
not in it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from drillctl.files.expect_schema import expectations_schema
from drillctl.files.plan_shape import PLAN
from drillctl.files.policy_shape import POLICY
from drillctl.files.record_shape import RECORD
from drillctl.files.roster_shape import ROSTER
from drillctl.files.scenario_shape import SCENARIO
from drillctl.files.schema_values import DEFINITIONS, fields_schema
from drillctl.files.shapes import Fields
from drillctl.files.subscription_shape import SUBSCRIPTIONS
from drillctl.files.workspace_shape import WORKSPACE
from drillctl.language import current, use

SHAPES: dict[str, Fields] = {
    "roster": ROSTER,
    "scenario": SCENARIO,
    "policy": POLICY,
    "plan": PLAN,
    "record": RECORD,
    "workspace": WORKSPACE,
    "subscriptions": SUBSCRIPTIONS,
}
"""By kind of document."""
ANY_KIND = "drillctl"
"""Name of the schema of a document of any kind."""
_FORMS = ("record",)
_DRAFT = "http://json-schema.org/draft-07/schema#"


def json_schema(kind: str, language: str = "en") -> dict[str, Any]:
    """The schema of a kind of document, or of `ANY_KIND`, its descriptions in `language`.

    Raises
    ------
    KeyError
        There is none of that kind.
    """
    with _in(language):
        body = _any_kind() if kind == ANY_KIND else _document(kind)
        forms = kind in (ANY_KIND, *_FORMS)
    return {
        "$schema": _DRAFT,
        "$id": f"urn:drillctl:schema:1:{kind}",
        "title": f"drillctl {kind}" if kind != ANY_KIND else "drillctl",
        **body,
        **({"definitions": DEFINITIONS} if forms else {}),
    }


def _document(kind: str) -> dict[str, Any]:
    shape = SHAPES[kind]
    made = fields_schema(shape, form=kind in _FORMS)
    if "expect" in shape.keys:
        checks = expectations_schema(plan_wide=kind == "policy")
        made["properties"]["expect"] = {**made["properties"]["expect"], **checks}
    return {**made, "required": ["kind", *shape.required]}


def _any_kind() -> dict[str, Any]:
    """Each document of a file by its `kind`; there may be empty ones."""
    return {
        "type": ["object", "null"],
        "required": ["kind"],
        "properties": {"kind": {"enum": list(SHAPES)}},
        "allOf": [
            {
                "if": {
                    "type": "object",
                    "required": ["kind"],
                    "properties": {"kind": {"const": kind}},
                },
                "then": _document(kind),
            }
            for kind in SHAPES
        ],
    }


@contextmanager
def _in(language: str) -> Iterator[None]:
    before = current()
    if language != before:
        use(language)
    try:
        yield
    finally:
        if current() != before:
            use(before)
