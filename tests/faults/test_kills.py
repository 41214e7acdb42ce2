"""A command killed at any moment leaves each file old or new, and the next run as if nothing was.

Here every command's writing is broken off at a few of its steps. With DRILLCTL_FAULTS=200 each is
killed at 200 moments spread over its run time as well, and at every step; the figures are printed.
"""

import os
import random
import shutil
import signal
import time

import pytest
from faults.fault_cases import CASES
from faults.killing import Tally, Trial, contents
from publishing.radicale_server import USER, Radicale

from drillctl.files.plan_history import digest

LONG = int(os.environ.get("DRILLCTL_FAULTS", "0"))
SHORT = ("replan", "export-ics")


@pytest.mark.parametrize("name", CASES if LONG else SHORT)
def test_killed(name, interpreter, base, tmp_path):
    trial = Trial(interpreter, CASES[name], base, tmp_path)
    assert trial.status in (0, 1), trial.said
    assert trial.after != trial.before
    assert (trial.twice != trial.after) == (name in ("replan", "drop"))
    steps = trial.changes()
    chance = random.Random(name)
    tally = Tally()
    for step in range(1, steps + 1) if LONG else sorted(chance.sample(range(1, steps + 1), 3)):
        trial.kill(tally, before_call=step)
    assert tally.kills == (steps if LONG else 3)
    by_step = tally.kills
    for moment in range(LONG):
        after = chance.uniform(0, 1.05 * trial.seconds)
        trial.kill(tally, rerun_all=moment % 10 == 0, kill_after=after)
    print(f"\n{name}: {trial.seconds:.2f} s, {steps} steps, {by_step} + {tally.kills - by_step} kills, "
          f"{tally.ended_before} too late; old {tally.old}, new {tally.new}, some new "
          f"{tally.some_new}; hidden left {tally.left_hidden}; next runs {tally.next_runs}; "
          f"wrong {len(tally.wrong)}")  # fmt: skip
    assert not tally.wrong, "\n".join(tally.wrong[:20])
    if len([p for p in trial.after if trial.after[p] != trial.before.get(p)]) == 1:
        assert tally.some_new == 0


def test_a_plan_killed_with_its_history(interpreter, base, tmp_path):
    """The history may tell of a plan that was never written; the next entry follows all the same."""
    argv = (*CASES["pin"], "--reason", "Agreed", "--by", "Office")
    trial = Trial(interpreter, argv, base, tmp_path)
    told = len(trial.after["plan.yaml.history"].splitlines())
    assert told == 1
    plans = {data["plan.yaml"] for data in (trial.before, trial.after)}
    steps = trial.changes()
    unfinished = 0
    # The two take their places in the last steps.
    for step in range(1 if LONG else steps - 5, steps + 1):
        folder = trial.fresh()
        assert interpreter.run(folder, argv, before_call=step) == -signal.SIGKILL
        plan, history = folder / "plan.yaml", folder / "plan.yaml.history"
        assert plan.read_bytes() in plans
        alone = history.exists() and plan.read_bytes() == trial.before["plan.yaml"]
        unfinished += alone
        assert interpreter.run(folder, argv) == 0
        assert plan.read_bytes() == trial.after["plan.yaml"]
        lines = history.read_bytes().splitlines()
        assert all(line.endswith(b"}") for line in lines)
        assert f'"after": "{digest(plan.read_bytes())}"' in lines[-1].decode()
        assert interpreter.run(folder, ("log", "plan.yaml")) == 0
    assert unfinished


@pytest.mark.skipif(not LONG, reason="DRILLCTL_FAULTS is not set; tests/publishing kills a few")
@pytest.mark.parametrize("over", ["nothing", "an older plan"])
def test_killed_while_publishing(over, interpreter, base, tmp_path):
    text = (base / "plan.yaml").read_text("utf-8")
    changed = text.replace("sequence: 0", "sequence: 1").replace("north-lake", "east-river")
    (tmp_path / "changed.yaml").write_text(changed, "utf-8")
    server = Radicale(tmp_path)
    server.start()
    storage, kept = server.storage, tmp_path / "kept"

    def publish(plan, **how):
        argv = (
            "publish",
            str(plan),
            "roster.yaml",
            "scenarios",
            "--caldav",
            server.url,
            "--user",
            USER,
        )
        return interpreter.run(base, argv, **how)

    def events():
        # But what the server keeps for itself, such as its cache and files half written.
        found = contents(storage) if storage.exists() else {}
        return {p: t for p, t in found.items() if p.endswith(".ics") and "/." not in p}

    def restore():
        # The server holds its own lock in the storage's folder, which stays.
        shutil.rmtree(storage / "collection-root", ignore_errors=True)
        if over != "nothing":
            shutil.copytree(kept / "collection-root", storage / "collection-root")

    try:
        plan = base / "plan.yaml"
        if over != "nothing":
            assert publish(plan) == 0
            shutil.copytree(storage, kept)
            plan = tmp_path / "changed.yaml"
        before = events()
        began = time.monotonic()
        assert publish(plan) == 0
        seconds = time.monotonic() - began
        after = events()
        assert after != before
        chance = random.Random(over)
        old = new = some = late = 0
        for _ in range(LONG // 2):
            restore()
            late += publish(plan, kill_after=chance.uniform(0, 1.05 * seconds)) != -signal.SIGKILL
            time.sleep(0.1)  # what the server was asked last it does
            now = events()
            wrong = [p for p, text in now.items() if text not in (before.get(p), after.get(p))]
            assert not wrong
            assert before.keys() <= now.keys()
            old, new, some = (
                old + (now == before),
                new + (now == after),
                some + (now not in (before, after)),
            )
            assert publish(plan) == 0
            assert events() == after
        print(f"\npublish over {over}: {seconds:.2f} s, {LONG // 2} kills, {late} too late; "
              f"old {old}, new {new}, some new {some}; next runs {LONG // 2}")  # fmt: skip
    finally:
        server.close()
