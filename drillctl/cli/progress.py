"""How a plan in the making is shown on stderr: a live table on a terminal, else a line a goal."""

import os
import sys
import time
from collections.abc import Sequence
from typing import TYPE_CHECKING

from drillctl.cli.terminal import note
from drillctl.language import tr
from drillctl.model.plan import relative_gap

if TYPE_CHECKING:
    from rich.live import Live
    from rich.text import Text

    from drillctl.model.plan import GoalValue
    from drillctl.model.policy import Goal
    from drillctl.planning.search import Progress

FRAMES = 5
"""Frames a second."""


class Display:
    """What `Options.on_progress` calls; a context manager, after which the terminal is as before.

    `goals`: in their order. `keep`: whether the last state stays on the screen.
    """

    def __init__(self, goals: "Sequence[Goal]", *, keep: bool) -> None:
        self._shown = LiveTable(goals, keep=keep) if _can_move() else Lines()

    def __enter__(self) -> "Display":
        self._shown.open()
        return self

    def __exit__(self, *_: object) -> None:
        self._shown.close()

    def __call__(self, progress: "Progress") -> None:
        self._shown.take(progress)

    def settle(self, goals: "Sequence[GoalValue]") -> None:
        """Takes what the finished plan has come to."""
        self._shown.settle(goals)


def _can_move() -> bool:
    """Whether stderr is a terminal on which what was written can be written over."""
    return sys.stderr.isatty() and os.environ.get("TERM") not in ("dumb", "unknown")


class Lines:
    """A line for each goal's last state, as soon as the next one's turn comes."""

    def __init__(self) -> None:
        self._began = time.monotonic()
        self._goal: Goal | None = None
        self._last = ""

    def open(self) -> None:
        """Nothing is there to be shown yet."""

    def take(self, progress: "Progress") -> None:
        """Keeps the state of a goal in its turn; tells of the one before."""
        from drillctl.planning.search import Phase

        value, bound = progress.value, progress.bound
        if progress.phase is Phase.IMPROVE or value is None or bound is None:
            return
        if self._goal not in (None, progress.goal):
            note(self._last)
        self._goal = progress.goal
        gap = tr(
            "value {value:g}  bound {bound:g}  gap {share:.1%}",
            value=value,
            bound=bound,
            share=relative_gap(value, bound),
        )
        self._last = f"[{time.monotonic() - self._began:6.1f}s] {progress.goal:<13} " + gap

    def settle(self, goals: "Sequence[GoalValue]") -> None:
        """The summary tells of the plan."""

    def close(self) -> None:
        """Tells of the last goal."""
        if self._last:
            note(self._last)


class LiveTable:
    """A table that Rich draws anew some times a second, in a thread of its own.

    Searches tell their state from other threads, and Ctrl-C amid anything: it is only written
    down here.
    """

    def __init__(self, goals: "Sequence[Goal]", *, keep: bool) -> None:
        from rich.console import Console

        from drillctl.cli.progress_table import State

        self._state = State(goals)
        self._keep = keep
        self._began = time.monotonic()
        self._ended: float | None = None
        self._console = Console(stderr=True, highlight=False)
        self._live: Live | None = None

    def open(self) -> None:
        """Draws the first frame."""
        from rich.live import Live

        self._live = Live(
            console=self._console,
            get_renderable=self._frame,
            refresh_per_second=FRAMES,
            # Nothing but the result may get to stdout, which can be a pipe to another command.
            redirect_stdout=False,
            transient=not self._keep,
        )
        self._live.start()
        # Rich hides the cursor; who is stopped or killed meanwhile could not show it again.
        self._console.show_cursor(True)

    def take(self, progress: "Progress") -> None:
        """Writes a state down."""
        self._state.take(progress, time.monotonic() - self._began)

    def settle(self, goals: "Sequence[GoalValue]") -> None:
        """The last frame holds these."""
        from drillctl.planning.search import Phase, Progress

        for goal in goals:
            self.take(Progress(Phase.PROVE, goal.id, goal.value, goal.bound))

    def close(self) -> None:
        """Draws the last frame, or wipes it."""
        self._ended = time.monotonic() - self._began
        if self._live is not None:
            self._live.stop()

    def _frame(self) -> "Text":
        from rich.text import Text

        from drillctl.cli.progress_table import frame

        elapsed = time.monotonic() - self._began if self._ended is None else self._ended
        # The last column stays free: some terminals begin a new line as soon as it is written.
        width = self._console.width - 1
        lines = frame(self._state, elapsed, width, ended=self._ended is not None)
        return Text("\n", no_wrap=True, overflow="crop").join(lines)
