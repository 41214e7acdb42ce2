"""Being asked to end, by SIGTERM (a shutdown, a container, `timeout`) or SIGHUP (a lost terminal).

The command ends at once, hidden files removed and worker processes gone, where the system's own way
would leave those behind. Ctrl-C is another wish, the planner's: it keeps the best plan so far.
"""

import os
import signal
import sys
import threading
from types import FrameType


class Ended(BaseException):
    """The command is to end. `number`: of the signal."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


def heed() -> None:
    """From here on these signals raise `Ended`; one that is ignored (nohup) stays ignored."""
    if threading.current_thread() is not threading.main_thread():
        return
    for name in ("SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) is signal.SIG_DFL:
            signal.signal(number, _end)


def _end(number: int, frame: FrameType | None) -> None:
    # Once is enough: a second one must not break the tidying up.
    signal.signal(number, signal.SIG_IGN)
    if "multiprocessing" in sys.modules:
        import multiprocessing

        for child in multiprocessing.active_children():
            child.terminate()
    raise Ended(number)


def exit_at_once(number: int) -> None:
    """Ends this process as shells know it of the signal: 143 for SIGTERM, 129 for SIGHUP."""
    os._exit(128 + number)
