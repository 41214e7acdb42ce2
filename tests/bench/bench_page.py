"""The page of a province's year (1,000 sessions, 3,000 members) in a real browser.

Asked for: a file under 6 MB, open within 2 s, scrolling smoothly. Prints JSON; run as
``python tests/bench/bench_page.py [FILE.json] [--size L] [--times 5]``. Ratios are to the same
browser opening an empty file, and to a page as high that holds only text.
"""

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import mean, median

sys.path.insert(0, str(Path(__file__).parents[1]))

from bench.page_instances import province
from browser.chromium import LAUNCH
from playwright.sync_api import Page, sync_playwright

from drillctl.exports.page.page import page

ASKED_BYTES, ASKED_OPEN_S, SLOW_FRAME_MS = 6_000_000, 2.0, 50
PAINTED = """
  new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() =>
    done(performance.now()))))
"""
"""Milliseconds from navigation until what was asked for is on the screen and the thread is free."""
SCROLL = """
  (box) => new Promise((done) => {
    const element = document.querySelector(box) ?? document.scrollingElement;
    const frames = [];
    let last = performance.now();
    let left = 90;
    element.scrollTop = 0;
    requestAnimationFrame(function step(now) {
      frames.push(now - last);
      last = now;
      element.scrollBy(0, 120);
      if (element.scrollTop + element.clientHeight >= element.scrollHeight) element.scrollTop = 0;
      if (left--) requestAnimationFrame(step);
      else done(frames.slice(1));
    });
  })
"""
PAN = """
  () => new Promise((done) => {
    const chart = document.querySelector(".timeline-chart");
    const keys = ["ArrowRight", "ArrowLeft", "+", "-"];
    const frames = [];
    let last = performance.now();
    let left = 40;
    requestAnimationFrame(function step(now) {
      frames.push(now - last);
      last = now;
      chart.dispatchEvent(new KeyboardEvent("keydown", { key: keys[left % 4], bubbles: true }));
      if (left--) requestAnimationFrame(step);
      else done(frames.slice(1));
    });
  })
"""
"""The chart panned or zoomed in every frame."""
VIEWS = {
    # view: (what shows it, what scrolls)
    "overview": (lambda shown: shown.locator("#tab-overview").click(), ":root"),
    "calendar month": (lambda shown: _calendar(shown, 0), ":root"),
    "calendar week": (lambda shown: _calendar(shown, 1), ":root"),
    "calendar list": (lambda shown: _calendar(shown, 2), ":root"),
    "timeline by team": (lambda shown: _timeline(shown, "team"), ":root"),
    "timeline by person": (lambda shown: _timeline(shown, "person"), ":root"),
    "timeline by venue": (lambda shown: _timeline(shown, "venue"), ":root"),
    "matrices": (lambda shown: shown.locator("#tab-matrices").click(), ":root"),
    "capability by team": (lambda shown: shown.locator("#tab-matrices").click(), ".matrix-box"),
}


def _calendar(shown: Page, place: int) -> None:
    shown.locator("#tab-calendar").click()
    shown.locator(".ec-toolbar .ec-end button").nth(place).click()


def _timeline(shown: Page, axis: str) -> None:
    shown.locator("#tab-timeline").click()
    shown.locator(f"[data-axis={axis}]").click()
    shown.locator("[data-session]").first.wait_for()


def took(action: Callable[[], object]) -> float:
    """Seconds of one run."""
    begin = time.perf_counter()
    action()
    return time.perf_counter() - begin


def opening(browser, path: Path, fragment: str, times: int) -> float:
    """Median seconds from navigation until painted; each time in a fresh context."""
    found = []
    for _ in range(times):
        context = browser.new_context(viewport={"width": 1280, "height": 900})
        shown = context.new_page()
        shown.goto(path.as_uri() + fragment)
        found.append(shown.evaluate(PAINTED) / 1000)
        context.close()
    return median(found)


def scrolling(shown: Page, box: str) -> dict[str, float]:
    """Frames while scrolling `box`, the page where there is none."""
    return summed(shown.evaluate(SCROLL, box))


def summed(frames: list[float]) -> dict[str, float]:
    """What a reader feels of frames, in milliseconds each."""
    return {
        "frames": len(frames),
        "median_ms": round(median(frames), 1),
        "mean_ms": round(mean(frames), 1),
        "worst_ms": round(max(frames), 1),
        "share_slow": round(sum(ms > SLOW_FRAME_MS for ms in frames) / len(frames), 3),
    }


def measure(size: str, times: int) -> dict[str, object]:
    """All figures of one size."""
    asked, made = province(size)
    found: dict[str, object] = {
        "sessions": len(made.sessions) + len(made.not_held),
        "members": len(asked.roster.members),
    }
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as driver:
        path, empty, plain = (Path(folder, f"{name}.html") for name in ("page", "empty", "plain"))
        found["write_s"] = took(
            lambda: path.write_text(
                page(asked, made, as_of=asked.period.first, language="en"), encoding="utf-8"
            )
        )
        empty.write_text("<!doctype html><title>empty</title>", encoding="utf-8")
        plain.write_text(f"<!doctype html><pre>{'text ' * 20}{'<br>text' * 2000}", encoding="utf-8")
        found["bytes"] = path.stat().st_size
        found["bytes_ratio_to_asked"] = path.stat().st_size / ASKED_BYTES
        browser = driver.chromium.launch(**LAUNCH)
        bare = opening(browser, empty, "", times)
        for name in ("overview", "calendar", "timeline", "matrices"):
            seconds = opening(browser, path, f"#view={name}", times)
            found[f"open_{name}_s"] = seconds
            found[f"open_{name}_ratio_to_empty"] = seconds / bare
        found["open_ratio_to_asked"] = found["open_calendar_s"] / ASKED_OPEN_S  # type: ignore[operator]
        shown = browser.new_page(viewport={"width": 1280, "height": 900})
        shown.goto(plain.as_uri())
        found["scroll plain text"] = base = scrolling(shown, ":root")
        shown.goto(path.as_uri())
        for name, (turn_to, box) in VIEWS.items():
            turn = took(lambda turn_to=turn_to: (turn_to(shown), shown.evaluate(PAINTED)))
            frames = scrolling(shown, box)
            ratio = round(frames["mean_ms"] / base["mean_ms"], 2)
            found[f"scroll {name}"] = {"turn_s": round(turn, 3), **frames, "ratio_to_plain": ratio}
            if name.startswith("timeline"):
                found[f"pan and zoom {name}"] = summed(shown.evaluate(PAN))
        shown.locator("#person-search").fill("王")
        found["search_s"] = took(
            lambda: (shown.locator("#person-search").fill("王伟"), shown.evaluate(PAINTED))
        )
    return {
        name: round(value, 3) if isinstance(value, float) else value
        for name, value in found.items()
    }


def main() -> None:
    """Measures and prints; to a file too where one is named."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", nargs="?", type=Path)
    parser.add_argument("--size", default="L")
    parser.add_argument("--times", type=int, default=5)
    given = parser.parse_args()
    text = json.dumps(measure(given.size, given.times), indent=2)
    print(text)
    if given.file is not None:
        given.file.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
