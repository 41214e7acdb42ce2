"""The fixed words of the page. Its scripts know them by key."""

from collections.abc import Mapping

from drillctl.language import Message, tr

TEXTS: Mapping[str, Message] = {
    "title": tr("Exercise plan"),
}
"""A placeholder such as ``{{n}}`` is filled in by the script."""
