"""The same plan, byte for byte, in one process, in several, and on a cluster that loses a worker."""

import multiprocessing
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import psutil
import pytest

from drillctl.audit.audit import audit
from drillctl.files.loading import load
from drillctl.files.plan_text import plan_text
from drillctl.planning import plan as front_door
from drillctl.planning.executors import ClusterError, open_executor
from drillctl.planning.plan import make_plan
from drillctl.planning.search import Effort, Options

sys.path.insert(0, str(Path(__file__).parents[1] / "bench"))
from instances import Size, write


@pytest.fixture(scope="module")
def city(tmp_path_factory):
    folder = write(tmp_path_factory.mktemp("city"), Size(240, 90, 10), tight=True, seed=3)
    return load([folder]).problem


@pytest.fixture(autouse=True)
def without_exact_search(monkeypatch):
    """The tasks are the subject here; the exact program never runs in them."""
    monkeypatch.setattr(front_door, "EXACT", 0)


def planned(city, **more) -> str:
    made = make_plan(city, Options(effort=Effort.NORMAL, **more))
    assert audit(city, made) == ()
    return plan_text(made)


@pytest.fixture(scope="module")
def alone(city) -> str:
    before, front_door.EXACT = front_door.EXACT, 0
    try:
        return planned(city)
    finally:
        front_door.EXACT = before


def test_two_processes_make_the_same_plan(city, alone):
    assert planned(city, workers=2) == alone


def test_a_process_that_dies_costs_nothing_but_time(city, alone):
    killed = []

    def kill_one_at_work() -> None:
        while not killed:
            for child in multiprocessing.active_children():
                if psutil.Process(child.pid).cpu_times().user > 1.5:
                    os.kill(child.pid, signal.SIGKILL)
                    killed.append(child.pid)
                    return
            time.sleep(0.01)

    killer = threading.Thread(target=kill_one_at_work, daemon=True)
    killer.start()
    assert planned(city, workers=2) == alone
    assert killed


@pytest.fixture
def cluster(tmp_path):
    """A real scheduler and two workers, each its own process: (address, workers)."""
    pytest.importorskip("distributed", reason="the extra drillctl[cluster] is not installed")
    file = tmp_path / "scheduler.json"
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    dask = [sys.executable, "-m", "dask"]
    scheduler = subprocess.Popen(
        [*dask, "scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard",
         "--scheduler-file", str(file)], **quiet)  # fmt: skip
    workers = [
        subprocess.Popen(
            [*dask, "worker", "--scheduler-file", str(file), "--nthreads", "1", "--no-nanny",
             "--no-dashboard", "--local-directory", str(tmp_path / f"worker-{n}")], **quiet)
        for n in range(2)
    ]  # fmt: skip
    from distributed import Client

    for _ in range(600):
        if file.exists() and file.stat().st_size:
            break
        time.sleep(0.05)
    with Client(scheduler_file=str(file), set_as_default=False) as client:
        client.wait_for_workers(2, timeout=60)
        yield client, workers
    for process in (*workers, scheduler):
        process.kill()
        process.wait()


def test_a_cluster_that_loses_a_worker_makes_the_same_plan(city, alone, cluster):
    client, workers = cluster
    killed = threading.Event()

    def kill_one_at_work() -> None:
        by_pid = {pid: name for name, pid in client.run(os.getpid).items()}
        victim = workers[0]
        while victim.poll() is None:
            if client.processing().get(by_pid[victim.pid]):
                victim.kill()
                killed.set()
                return
            time.sleep(0.01)

    killer = threading.Thread(target=kill_one_at_work, daemon=True)
    killer.start()
    made = planned(city, cluster=client.scheduler.address)
    assert killed.is_set(), "the worker must die with a task in its hands"
    assert made == alone


def test_a_cluster_that_is_not_there_is_said_so():
    with (
        pytest.raises(ClusterError, match="no Dask scheduler answers"),
        open_executor(1, "tcp://127.0.0.1:9"),
    ):
        pass
