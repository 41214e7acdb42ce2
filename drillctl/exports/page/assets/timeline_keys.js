/*
 * The timeline by keyboard. The chart is one stop of the Tab key, its sessions are the next: one of
 * them is in the order of Tab, and the arrow keys go from it to the others.
 */
(function (drillctl) {
  "use strict";

  const STEPS = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] };

  /**
   * Listens on the chart.
   * @param {HTMLElement} chart that can be focused
   * @param {{pan: function(number), zoom: function(number), fit: function(),
   *   bars: function(): Array<Array<{key: string, start: string}>>,
   *   reveal: function(string)}} does `pan` in parts of what is shown, `zoom` in with a positive
   *   number; `bars` are those of each row by start; `reveal` brings one into the window
   * @returns {{settle: function(), tidy: function(), current: function(): ?string}} `settle` is to
   *   be called whenever the chart was drawn anew, `tidy` when it has come to rest; `current` is the
   *   bar that was focused last, if it is in the window
   */
  drillctl.timelineKeys = function (chart, does) {
    let current = null;
    let wanted = null;

    const buttonOf = (key) => chart.querySelector(`[data-bar="${key}"]`);

    /** Sees to it that one bar, and only one, can be reached by Tab; focuses the one wanted. */
    function settle() {
      const found = (current !== null && buttonOf(current)) || chart.querySelector("[data-bar]");
      for (const other of chart.querySelectorAll('[data-bar][tabindex="0"]')) {
        if (other !== found) other.setAttribute("tabindex", "-1");
      }
      found?.setAttribute("tabindex", "0");
      const target = wanted !== null && buttonOf(wanted);
      if (target) {
        wanted = null;
        target.focus();
      }
    }

    /** Puts the bars of each row in order of time again, for who reads the page in its order. */
    function tidy() {
      const focused = document.activeElement;
      for (const row of chart.querySelectorAll(".vis-foreground .vis-group")) {
        const place = new Map([...row.children].map((item) =>
          [item, Number(item.querySelector("[data-bar]")?.dataset.bar.split(".")[1])]));
        const inOrder = [...row.children].sort((a, b) => place.get(a) - place.get(b));
        if (inOrder.some((item, at) => item !== row.children[at])) row.append(...inOrder);
      }
      if (chart.contains(focused)) focused.focus({ preventScroll: true });
    }

    /** The nearest bar that way: in its row the next one, of another row the closest in time. */
    function neighbour(key, [down, along]) {
      const rows = does.bars();
      const row = rows.findIndex((bars) => bars.some((bar) => bar.key === key));
      const place = rows[row]?.findIndex((bar) => bar.key === key);
      if (along) return rows[row]?.[place + along]?.key ?? null;
      for (let next = row + down; rows[next]; next += down) {
        const from = drillctl.instant(rows[row][place].start);
        const away = (bar) => Math.abs(drillctl.instant(bar.start) - from);
        const nearest = rows[next].reduce(
          (best, bar) => (best === null || away(bar) < away(best) ? bar : best), null);
        if (nearest) return nearest.key;
      }
      return null;
    }

    function go(key) {
      current = wanted = key;
      if (buttonOf(key)) settle();
      else does.reveal(key);
    }

    function onBar(key, event) {
      const next = event.key in STEPS ? neighbour(key, STEPS[event.key]) : null;
      if (next !== null) go(next);
      return event.key in STEPS;
    }

    function onChart(event) {
      if (event.key === "ArrowLeft") does.pan(-0.25);
      else if (event.key === "ArrowRight") does.pan(0.25);
      else return false;
      return true;
    }

    function onBoth(event) {
      if (event.key === "+" || event.key === "=") does.zoom(1);
      else if (event.key === "-") does.zoom(-1);
      else if (event.key === "0" || event.key === "Home") does.fit();
      else return false;
      return true;
    }

    chart.addEventListener("keydown", function (event) {
      if (event.ctrlKey || event.altKey || event.metaKey) return;
      const key = event.target.dataset.bar;
      const done = onBoth(event) || (key === undefined ? onChart(event) : onBar(key, event));
      if (done) event.preventDefault();
    });
    chart.addEventListener("focusin", function (event) {
      if (event.target.dataset.bar === undefined) return;
      current = event.target.dataset.bar;
      settle();
    });
    return { settle, tidy, current: () => (current && buttonOf(current) ? current : null) };
  };
})((window.drillctl ??= {}));
