"""Messages to people, in their language.

Stands below everything: every folder says its messages with `tr` and `trn`; only the edge (`cli/`
and what exports write for people) turns them into the reader's language. English is the source.
"""

from drillctl.language.catalogue import (
    LANGUAGES,
    current,
    from_environment,
    in_language,
    translated,
    use,
)
from drillctl.language.message import Message, joined, tr, trn

__all__ = [
    "LANGUAGES",
    "Message",
    "current",
    "from_environment",
    "in_language",
    "joined",
    "tr",
    "translated",
    "trn",
    "use",
]
