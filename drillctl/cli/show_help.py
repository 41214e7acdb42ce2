"""``drillctl help``: the manual page of a command, or a topic."""

import os
import sys
from collections.abc import Sequence

from drillctl.cli.terminal import note
from drillctl.language import tr


def show_help(words: Sequence[str]) -> int:
    """Prints the page; returns 2 where there is no such command or topic."""
    from drillctl.cli.command import tree, walk
    from drillctl.cli.help_page import columns, page
    from drillctl.cli.topics import TOPICS, topic_page
    from drillctl.files.diagnostics import did_you_mean

    width = columns(os.environ)
    name = " ".join(words)
    commands = dict(walk(tree()))
    if name in TOPICS:
        sys.stdout.write(topic_page(name, width))
    elif name in commands:
        sys.stdout.write(page(commands[name], name, width))
    else:
        hint = did_you_mean(name, [*commands, *TOPICS]) or tr("drillctl help lists all")
        note(tr("drillctl: error: no command or topic {name!r} ({hint})", name=name, hint=hint))
        return 2
    return 0
