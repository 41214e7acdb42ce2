"""YAML as editors read it: by the core schema of YAML 1.2.2 (10.3), every key a string."""

import math
import re
from typing import Any

import yaml

_INT = re.compile(r"[-+]?[0-9]+")
_OTHER_INT = re.compile(r"0o[0-7]+|0x[0-9a-fA-F]+")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_INFINITE = re.compile(r"[-+]?\.(inf|Inf|INF)")
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def data_of(text: str) -> list[Any]:
    """The documents of a text."""
    return [_plain(node) for node in yaml.compose_all(text, _LOADER) if node is not None]


def _plain(node: yaml.Node) -> Any:
    if isinstance(node, yaml.SequenceNode):
        return [_plain(item) for item in node.value]
    if isinstance(node, yaml.MappingNode):
        return {str(key.value): _plain(value) for key, value in node.value}
    return single(node.value) if not node.style else node.value


def single(value: str) -> Any:
    """What a plain scalar means."""
    if value in ("", "~", "null", "Null", "NULL"):
        return None
    if value in ("true", "True", "TRUE", "false", "False", "FALSE"):
        return value.lower() == "true"
    if _INT.fullmatch(value):
        return int(value)
    if _OTHER_INT.fullmatch(value):
        return int(value[2:], 8 if value[1] == "o" else 16)
    if _INFINITE.fullmatch(value):
        return -math.inf if value[0] == "-" else math.inf
    if value in (".nan", ".NaN", ".NAN"):
        return math.nan
    return float(value) if _FLOAT.fullmatch(value) else value
