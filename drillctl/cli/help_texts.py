"""Every English text that help pages look up in the catalogue of messages, for its extraction.

Help is written as plain strings, where `tr` is not seen to be called; here they are all together.
"""

import inspect
from collections.abc import Iterator

from drillctl.cli import help_page
from drillctl.cli.command import tree, walk
from drillctl.cli.dependencies import DEPENDENCIES
from drillctl.cli.examples import MANUALS
from drillctl.cli.json_fields import FIELDS
from drillctl.cli.privacy import FIELDS as PERSONAL
from drillctl.cli.topics import TOPICS


def help_texts() -> tuple[str, ...]:
    """Each text once, in the order in which pages show it.

    What the command-line library says itself is never printed: `wrong_use` says it anew.
    """
    return tuple(dict.fromkeys(text for text in _texts() if text))


def _texts() -> Iterator[str]:
    yield from help_page.HEADINGS.values()
    yield from help_page.WORDS
    yield from help_page.STATUS.values()
    yield help_page.WORKSPACE
    yield help_page.CALL_TOPICS
    for _, command in walk(tree()):
        yield inspect.cleandoc(command.help or "")
        yield help_page.first_sentence(command)
        for param in command.params:
            yield getattr(param, "help", None) or ""
    for manual in MANUALS.values():
        yield from manual.status.values()
        yield from (example.why for example in manual.examples)
    for topic in TOPICS.values():
        yield topic.title
        yield from (part if isinstance(part, str) else part[1] for part in topic.parts)
    yield from PERSONAL.values()
    yield from (dependency.why for dependency in DEPENDENCIES)
    for fields in FIELDS.values():
        yield from fields.values()
