"""The same plan, byte for byte, in one process, in several, and on a cluster that loses a worker."""

import multiprocessing
import os
import signal
import subprocess
import sys
import threading
import time
from functools import cache
from pathlib import Path

import pytest

from drillctl.audit.audit import audit
from drillctl.files.loading import load
from drillctl.files.plan_text import plan_text
from drillctl.planning import engine, executors
from drillctl.planning import plan as front_door
from drillctl.planning.engine import improve_part
from drillctl.planning.executors import ClusterError, open_executor
from drillctl.planning.plan import make_plan
from drillctl.planning.search import Effort, Options

sys.path.insert(0, str(Path(__file__).parents[1] / "bench"))
from instances import Size, write

CITIES = {
    # One community, improved as a whole in two tasks of which the better stays.
    "whole": (Size(80, 40, 6), True, 3),
    # Two communities, a task for each, whose results are put together.
    "parts": (Size(160, 40, 8, 2), False, 1),
}
STRUCK = "TEST_EXECUTORS_STRUCK"


@pytest.fixture(scope="module")
def city(tmp_path_factory):
    """name -> the problem: small, but not so small that it is planned without tasks."""

    @cache
    def problem(name):
        size, tight, seed = CITIES[name]
        return load([write(tmp_path_factory.mktemp(name), size, tight=tight, seed=seed)]).problem

    return problem


@pytest.fixture(autouse=True)
def short_and_without_exact_search(monkeypatch):
    """The tasks are the subject here; the exact program never runs in them."""
    monkeypatch.setattr(front_door, "EXACT", 0)
    # Two neighbourhoods for each session and generation.
    monkeypatch.setitem(engine.EFFORTS, Effort.QUICK, 200)


def planned(city, **more) -> str:
    made = make_plan(city, Options(effort=Effort.QUICK, **more))
    assert audit(city, made) == ()
    return plan_text(made)


@pytest.fixture(scope="module")
def alone(city):
    """name -> the plan, made in one process."""

    @cache
    def plan(name) -> str:
        return planned(city(name))

    return plan


@pytest.fixture
def tasks(monkeypatch) -> list[int]:
    """How many tasks each call of `run_all` was given."""
    seen = []

    def run_all(executor, task, arguments):
        seen.append(len(arguments))
        return real(executor, task, arguments)

    real = engine.run_all
    monkeypatch.setattr(engine, "run_all", run_all)
    return seen


@pytest.mark.parametrize("name", CITIES)
def test_two_processes_make_the_same_plan(name, city, alone, tasks):
    assert planned(city(name), workers=2) == alone(name)
    assert tasks[:2] == [2, 2], "two generations, each in two tasks"


def struck(blob):
    """The task, but the first process that takes one up is killed with it in its hands."""
    assert multiprocessing.parent_process() is not None or Path(os.environ[STRUCK]).exists()
    try:
        Path(os.environ[STRUCK]).touch(exist_ok=False)
    except FileExistsError:
        return improve_part(blob)
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError("a killed process goes on")


def test_a_process_that_dies_costs_nothing_but_time(city, alone, tmp_path, monkeypatch):
    expected = alone("parts")
    killed = tmp_path / "killed"
    monkeypatch.setenv(STRUCK, str(killed))
    monkeypatch.setattr(engine, "improve_part", struck)
    assert planned(city("parts"), workers=2) == expected
    assert killed.exists()


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

    expected = alone("parts")
    killer = threading.Thread(target=kill_one_at_work, daemon=True)
    killer.start()
    made = planned(city("parts"), cluster=client.scheduler.address)
    assert killed.is_set(), "the worker must die with a task in its hands"
    assert made == expected


def test_a_cluster_that_is_not_there_is_said_so(monkeypatch):
    monkeypatch.setattr(executors, "PATIENCE", 1)
    with (
        pytest.raises(ClusterError, match="no Dask scheduler answers"),
        open_executor(1, "tcp://127.0.0.1:9"),
    ):
        pass
