"""Where the tasks of the search run: here, in processes of this machine, or on a Dask cluster.

All three are a standard `concurrent.futures.Executor`. A task is a pure function of its
arguments and results are taken in order of submission, so the plan does not depend on which.
"""

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing.connection import wait
from typing import Any

from drillctl.language import tr

PATIENCE = 10
"""Seconds within which a cluster's scheduler must answer."""


class Inline(Executor):
    """Runs each task at once, in this process."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """The finished future of ``fn(*args, **kwargs)``."""
        future: Future[Any] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:
            future.set_exception(error)
        return future


class ClusterError(Exception):
    """The cluster can't be used; the text says why, to the person at the terminal."""


@contextmanager
def open_executor(workers: int, cluster: str | None = None) -> Iterator[Executor]:
    """An executor for the time of a plan.

    Raises
    ------
    ClusterError
        `distributed` is not installed, or nobody answers at the address.
    """
    if cluster is not None:
        with _dask(cluster) as executor:
            yield executor
    elif workers > 1:
        # Not forked: the solver's threads may be running here.
        context = multiprocessing.get_context("spawn")
        with ProcessPoolExecutor(workers, context, _begin_worker) as pool:
            # A process lost while another one starts would leave the pool waiting for ever
            # (Python 3.11), so all start before there is work to lose.
            for started in [pool.submit(os.getpid) for _ in range(workers)]:
                started.result()
            yield pool
    else:
        yield Inline()


def _begin_worker() -> None:
    """Ctrl-C reaches every process of a terminal; only the parent knows what to do."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_the_parent, daemon=True).start()


def _end_with_the_parent() -> None:
    """A pool's process waits for work for ever, also when its parent was killed."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)


@contextmanager
def _dask(address: str) -> Iterator[Executor]:
    try:
        from distributed import Client
    except ImportError:
        raise ClusterError(tr("--cluster needs Dask: pip install 'drillctl[cluster]'")) from None
    try:
        client = Client(address, timeout=PATIENCE, set_as_default=False)
    except (OSError, TimeoutError, ValueError) as error:
        text = tr("no Dask scheduler answers at {address}: {error}", address=address, error=error)
        raise ClusterError(text) from None
    try:
        yield client.get_executor(pure=False, retries=5)
    finally:
        client.close()


def run_all(
    executor: Executor, task: Callable[..., Any], arguments: Sequence[tuple[Any, ...]]
) -> list[Any]:
    """The task's result for each of `arguments`, in their order.

    What a process that died leaves undone is done here: a task is a pure function.
    """
    if len(arguments) == 1:
        return [task(*arguments[0])]
    futures: list[Future[Any] | None] = []
    for given in arguments:
        try:
            futures.append(executor.submit(task, *given))
        except BrokenProcessPool:
            futures.append(None)
    results = []
    for future, given in zip(futures, arguments, strict=True):
        try:
            results.append(task(*given) if future is None else _outcome(executor, future))
        except BrokenProcessPool:
            results.append(task(*given))
    return results


def _outcome(executor: Executor, future: Future[Any]) -> Any:
    """The future's result; BrokenProcessPool also where the pool broke before it took the task."""
    while True:
        try:
            return future.result(timeout=30)
        except TimeoutError:
            if not future.done():
                executor.submit(os.getpid)  # raises where nobody will ever answer
