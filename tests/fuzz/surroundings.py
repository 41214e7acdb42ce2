"""A tiny county in a folder of its own, beside which one hostile file is read."""

import shutil
import tempfile
from contextlib import contextmanager
from functools import cache
from pathlib import Path

ROSTER = """kind: roster
timezone: Asia/Shanghai
certifications: {ic: {valid_for: 3y}, boat: {includes: [ic]}}
teams: [{id: fire, title: Fire, kind: professional}, {id: sky, title: Sky, kind: volunteer}]
members:
  - {id: a, name: Anna, team: fire, email: a@example.org, certifications: [boat]}
  - {id: b, name: 王芳, team: sky, email: b@example.org}
venues: [{id: lake, features: [water]}]
equipment: [{id: boat, count: 2}]
"""
SCENARIO = """kind: scenario
id: flood
title: Flood
exercise: drill
duration: 2h
capabilities: [rescue]
schedule: {window: {from: 2027-03-01, to: 2027-03-31}}
positions: [{id: lead, count: 1, needs: [ic]}, {id: crew, count: 1}]
objectives: [{id: o1, text: x, capability: rescue, critical_tasks: [t]}]
injects: [{at: 1h, text: x}]
"""
POLICY = "kind: policy\n"
PLAN = """kind: plan
version: 1
revision: 1
made: {by: drillctl, seed: 1}
sessions:
  - id: flood#1
    uid: flood-1@x
    sequence: 0
    start: 2027-03-06T09:00+08:00
    end: 2027-03-06T11:00+08:00
    assigned: {lead: [a], crew: [b]}
"""
OF_KIND = {"roster": ROSTER, "scenario": SCENARIO, "policy": POLICY}


@cache
def folder() -> Path:
    """In memory where the system has such a place; one for each process."""
    memory = Path("/dev/shm")
    made = tempfile.mkdtemp(prefix="fuzz-", dir=memory if memory.is_dir() else None)
    import atexit

    atexit.register(shutil.rmtree, made, ignore_errors=True)
    return Path(made)


def written(name: str, data: bytes | str) -> Path:
    """A file of the folder."""
    path = folder() / name
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return path


@cache
def rest(kinds: tuple[str, ...]) -> tuple[str, ...]:
    """The file that holds the county's documents of these kinds; none for none."""
    text = "---\n".join(OF_KIND[kind] for kind in kinds)
    return (str(written(f"rest-{'-'.join(kinds)}.yaml", text)),) if kinds else ()


@contextmanager
def rest_read_once():
    """What `rest` wrote is composed into nodes once only meanwhile."""
    from drillctl.files import loading

    composed: dict[str, list[object]] = {}
    compose = loading.documents

    def once(path, data):
        if "/rest-" not in path:
            return compose(path, data)
        if path not in composed:
            composed[path] = list(compose(path, data))
        return composed[path]

    loading.documents = once
    try:
        yield
    finally:
        loading.documents = compose


@cache
def county():
    """The county as a problem."""
    from drillctl.files.loading import load

    loaded = load(rest(tuple(OF_KIND)))
    assert loaded.problem is not None, loaded.diagnostics
    return loaded.problem


@cache
def plan():
    """A plan of it."""
    from drillctl.files.plan_file import read_plan

    read, problems = read_plan(written("rest-plan.yaml", PLAN))
    assert read is not None, problems
    return read
