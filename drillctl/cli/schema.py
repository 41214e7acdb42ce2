"""``drillctl schema``: a kind of document as JSON Schema, for editors."""

import json
import sys


def schema(kind: str | None) -> int:
    """Prints the schema; returns 2 where there is none of that kind."""
    from drillctl.files.diagnostics import did_you_mean
    from drillctl.files.json_schema import SHAPES, json_schema

    if kind not in SHAPES:
        wanted = f"no schema of kind {kind!r}" if kind else "name the kind of document"
        hint = did_you_mean(kind or "", SHAPES)
        print(f"error: {wanted} ({hint})", file=sys.stderr)
        return 2
    print(json.dumps(json_schema(kind), ensure_ascii=False, indent=2))
    return 0
