"""A plan in the making on a real terminal: what is seen meanwhile, and what is left of it."""

import re
import sys

import pytest
from cli.screen import Session, widest
from county import ROSTER, SCENARIOS
from rich.cells import cell_len

from drillctl.cli.progress_table import Change, State, frame
from drillctl.language import use
from drillctl.model.policy import Goal
from drillctl.planning.search import Phase, Progress

GOALS = (Goal.FILL, Goal.JOINT, Goal.FAIRNESS, Goal.EARLINESS)
MOVING = """
import sys, time
from drillctl.cli.progress import Display
from drillctl.cli.terminal import note
from drillctl.model.policy import Goal
from drillctl.planning.interruption import Interrupt
from drillctl.planning.search import Phase, Progress

with Display((Goal.FILL, Goal.FAIRNESS), keep=True) as show:
    with Interrupt(None, lambda: show(Progress(Phase.STOP))):
        show(Progress(Phase.IMPROVE, Goal.FILL, 1400.0))
        show(Progress(Phase.BOUND, Goal.FILL, 1400.0, 1861.0))
        note("a warning that comes amid it")
        show(Progress(Phase.PROVE, Goal.FILL, 1850.0, 1861.0))
        while True:
            time.sleep(0.01)
"""


def lines(state, width, *, elapsed=12.5, ended=False):
    return [line.plain for line in frame(state, elapsed, width, ended=ended)]


def told(*progress):
    state = State(GOALS)
    for seconds, one in enumerate(progress):
        state.take(one, float(seconds))
    return state


BUSY = (
    Progress(Phase.IMPROVE, Goal.FILL, 1400),
    Progress(Phase.BOUND, Goal.FILL, 1700, 1861),
    Progress(Phase.BOUND, Goal.FAIRNESS, 2630500.5, 2500000),
    Progress(Phase.PROVE, Goal.FILL, 1850, 1861),
    Progress(Phase.PROVE, Goal.FILL, None, 1855),
)


def test_a_goal_has_value_bound_gap_and_how_it_came_there():
    shown = lines(told(*BUSY), 120)
    assert shown[0] == "12.5s  searching for what is proven best, goal after goal"
    assert shown[2] == (
        "> fill              1,850         1,855  0.3%  "
        "0.0s 1,400, 1.0s 1,700 8.7%, 3.0s 1,850 0.6%, 4.0s 1,850 0.3%"
    )
    assert shown[3].split() == ["joint", "-", "-"]
    assert "2,630,500 h²  2,500,000 h²  5.0%" in shown[4]


def test_a_bound_that_comes_to_be_known_is_no_change_of_the_value():
    state = told(Progress(Phase.IMPROVE, Goal.JOINT, 18), Progress(Phase.BOUND, Goal.JOINT, 18, 18))
    assert state.changes[Goal.JOINT] == (Change(0.0, 18, 18),)
    assert lines(state, 80)[3].split()[:4] == [">", "joint", "18", "18"]


def test_what_is_told_of_long_searches_does_not_grow():
    state = told(*(Progress(Phase.IMPROVE, Goal.FILL, n) for n in range(1000)))
    assert len(state.changes[Goal.FILL]) < 20
    assert lines(state, 60)[2].endswith("999.0s 999")


def test_a_wish_to_stop_stays_said():
    state = told(Progress(Phase.STOP), *BUSY)
    assert "stopping with the best plan so far" in lines(state, 120)[0]
    assert lines(state, 120, ended=True)[0] == "12.5s  stopped early"
    assert lines(told(*BUSY), 120, ended=True)[0] == "12.5s  planned"


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("width", [1, 9, 19, 39, 40, 79, 119, 200])
def test_it_fits_any_width(width, language):
    use(language)
    try:
        shown = lines(told(*BUSY), width)
    finally:
        use("en")
    assert len(shown) == 2 + len(GOALS)
    assert max(map(cell_len, shown)) <= width
    if width >= 39:
        assert "1,850" in shown[2]


def test_warnings_resizes_and_interrupts_leave_the_terminal_clean():
    session = Session([sys.executable, "-c", MOVING], columns=100)
    session.until(lambda text: "1,850" in text)
    # The warning stands whole, above the table.
    assert session.screen.text.splitlines()[0] == "a warning that comes amid it"
    assert re.search(r"> fill +1,850 +1,861 +0\.6% +.*1,400.*1,850 0\.6%", session.screen.text)
    session.resize(40)
    # A frame may be seen half drawn; it must come to fit.
    session.until(lambda text: "1,400" not in text and widest(text.partition("\n")[2]) <= 40)
    session.interrupt()
    session.until(lambda text: "stopping" in text)
    session.interrupt()
    assert session.end() != 0
    assert "KeyboardInterrupt" in session.screen.text
    assert session.screen.cursor
    # It is not hidden meanwhile either: who is killed could not show it again.
    assert session.raw.rindex("\x1b[?25l") < session.raw.index("1,850")


@pytest.fixture
def county(tmp_path, monkeypatch):
    (tmp_path / "roster.yaml").write_text(ROSTER.format(zone="Asia/Shanghai"), encoding="utf-8")
    (tmp_path / "scenarios.yaml").write_text(SCENARIOS, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


PLAN = [sys.executable, "-m", "drillctl", "plan", "roster.yaml", "scenarios.yaml"]
PLAN += ["--effort", "quick"]


def test_planning_on_a_terminal(county):
    session = Session([*PLAN, "-o", "plan.yaml"], NO_COLOR="1")
    assert session.end() == 0
    assert (county / "plan.yaml").is_file()
    assert session.screen.cursor
    live = [seen for seen in session.seen if "when, value, gap" in seen]
    assert any(re.search(r"fill +\d+ +\d+ +(\d\.\d%|optimal) +\d\.\ds \d+", seen) for seen in live)
    assert not re.search(r"\x1b\[[\d;]*3\d", session.raw)  # no colour
    # What stays is the last frame, once, and below it the summary with the same figures.
    text = session.screen.text
    assert text.count("when, value, gap") == 1
    last, _, summary = text.partition("\nstart ")
    figures = re.compile(r"^ *(fill|earliness) +(.+?)  +(.+?)  ", re.MULTILINE)
    assert figures.findall(last) == figures.findall(summary) != []


def test_a_terminal_that_can_not_move_its_cursor_gets_lines(county):
    session = Session([*PLAN, "-o", "-"], TERM="dumb", columns=60)
    assert session.end() == 0
    assert "\x1b" not in session.raw
    assert re.search(r"^\[ +\d+\.\ds\] fill +value \d+  bound \d+  gap", session.raw, re.MULTILINE)
