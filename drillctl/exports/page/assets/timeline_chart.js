/* The timeline drawn: vis-timeline given our rows, bars, words and limits. */
(function (drillctl) {
  "use strict";

  const { plan, make } = drillctl;
  const HOUR = 3_600_000;
  const DAY = 24 * HOUR;
  const NARROWEST = 6 * HOUR;
  /** Pixels. */
  const BAR = 26;
  const DRAGGED = 5;

  /**
   * From the first start to the last end, with a little room; without sessions, the period.
   * At the end there is room for a bar, which is wider there than its session is long.
   */
  function span(chart) {
    const starts = plan.sessions.map((session) => +drillctl.instant(session.start));
    const ends = plan.sessions.map((session) => +drillctl.instant(session.end));
    const [first, last] = plan.period.map((day) => +drillctl.instant(day));
    const start = starts.length ? starts.reduce((a, b) => Math.min(a, b)) : first;
    const end = ends.length ? ends.reduce((a, b) => Math.max(a, b)) : last + DAY;
    const room = Math.max((end - start) / 60, 12 * HOUR);
    return { start: start - room, end: end + room + (end - start) * BAR / (chart.clientWidth / 2) };
  }

  /** Today in the roster's zone, as the data writes dates; null where it isn't in the period. */
  drillctl.today = function () {
    let today;
    try {
      today = new Intl.DateTimeFormat("en-CA", { timeZone: plan.zone }).format(new Date());
    } catch {
      return null;
    }
    return today >= plan.period[0] && today <= plan.period[1] ? today : null;
  };

  function todayItems() {
    const today = drillctl.today();
    if (today === null) return [];
    const start = +drillctl.instant(today);
    return [{ id: "today", type: "background", start, end: start + DAY, className: "timeline-today" }];
  }

  const titleOf = (row) => row.title ?? drillctl.t("timeline_no_venue");

  function itemsOf(rows) {
    return rows.flatMap((row, place) => row.bars.map((bar, number) => ({
      id: `${place}.${number}`,
      group: place,
      start: +drillctl.instant(plan.sessions[bar.session].start),
      end: +drillctl.instant(plan.sessions[bar.session].end),
      bar,
      row: titleOf(row),
    })));
  }

  function barOf(item) {
    if (!item.bar) return "";
    const button = drillctl.sessionBar(item.bar.session, item.bar.standby, item.row);
    button.dataset.bar = item.id;
    button.dataset.session = item.bar.session;
    return button;
  }

  function labelOf(group) {
    // Without groups, the component makes one of its own.
    if (!group?.row) return "";
    const { note } = group.row;
    const shown = titleOf(group.row);
    return make("span", { class: "timeline-row", title: note ? `${shown}\n${note}` : shown },
      make("span", { class: "timeline-row-title", text: shown }),
      note && make("span", { class: "timeline-row-note", text: note }));
  }

  /** A click opens the session; the end of a drag that began on a bar is none. */
  function openOnClick(chart) {
    let from = null;
    chart.addEventListener("pointerdown", (event) => (from = event), true);
    chart.addEventListener("click", function (event) {
      const bar = event.target.closest("[data-session]");
      const moved = event.detail > 0 && from !== null &&
        Math.hypot(event.clientX - from.clientX, event.clientY - from.clientY) > DRAGGED;
      if (bar && !moved) drillctl.openSession(Number(bar.dataset.session));
    });
  }

  /**
   * Draws an empty timeline into `chart`, which must be in the page and shown.
   * @param {HTMLElement} chart
   * @param {{start: *, end: *}|null} shown the window to begin with; null: all
   */
  drillctl.timelineChart = function (chart, shown) {
    const whole = span(chart);
    const beyond = (whole.end - whole.start) / 2;
    const min = Math.min(whole.start - beyond, +drillctl.instant(plan.period[0]) - NARROWEST);
    const max = Math.max(whole.end + beyond, +drillctl.instant(plan.period[1]) + DAY);
    const still = { animation: false };
    let rows = [];
    let begun = false;
    chart.classList.add("is-beginning");
    const timeline = new vis.Timeline(chart, new vis.DataSet(), new vis.DataSet(), {
      min,
      max,
      zoomMin: NARROWEST,
      maxMinorChars: 6,
      moment: (date) => vis.moment.utc(date),
      format: drillctl.timelineFormat(),
      orientation: { axis: "top", item: "top" },
      groupOrder: "id",
      margin: { axis: 4, item: { horizontal: 2, vertical: 4 } },
      template: barOf,
      groupTemplate: labelOf,
      selectable: false,
      showCurrentTime: false,
      showTooltips: false,
      // Turning the wheel scrolls the page; with Ctrl it zooms, with Shift or sideways it pans.
      zoomKey: "ctrlKey",
      verticalScroll: true,
      horizontalScroll: true,
      horizontalScrollKey: "shiftKey",
      horizontalScrollInvert: true,
      xss: { disabled: false },
      // Before that, any items are fitted into a window of the component's own choice.
      onInitialDrawComplete() {
        begun = true;
        chart.classList.remove("is-beginning");
        put(shown ?? whole);
      },
    });

    function put({ start, end }) {
      // An item that is added where it is seen is measured at once, one layout of the page for
      // each; what comes into the window later is measured together. So look away meanwhile.
      timeline.setWindow(min, min + NARROWEST, still);
      timeline.setData({
        groups: rows.map((row, id) => ({ id, row, content: "" })),
        items: [...itemsOf(rows), ...todayItems()],
      });
      timeline.setWindow(start, end, still);
    }

    function pan(part) {
      const { start, end } = timeline.getWindow();
      timeline.setWindow(+start + part * (end - start), +end + part * (end - start), still);
    }
    const startOf = (key) => {
      const [place, number] = key.split(".");
      return drillctl.instant(plan.sessions[rows[place].bars[number].session].start);
    };
    /** The bar that was focused last stays where it is, if it is in sight; else the middle. */
    function zoom(steps) {
      const { start, end } = timeline.getWindow();
      const key = keys.current();
      const around = key === null ? (+start + +end) / 2 : +startOf(key);
      const factor = 0.5 ** steps;
      timeline.setWindow(
        around - factor * (around - start), around + factor * (end - around), still);
    }
    const fit = () => timeline.setWindow(whole.start, whole.end, still);
    const reveal = (time) => timeline.moveTo(time, still);

    openOnClick(chart);
    const keys = drillctl.timelineKeys(chart, {
      pan, zoom, fit,
      bars: () => rows.map((row, place) => row.bars.map(({ session }, number) =>
        ({ key: `${place}.${number}`, start: plan.sessions[session].start }))),
      reveal: (key) => reveal(startOf(key)),
    });
    timeline.on("changed", keys.settle);
    timeline.on("rangechanged", keys.tidy);

    return {
      pan, zoom, fit, reveal,
      draw(found) {
        rows = found;
        if (begun) put(timeline.getWindow());
      },
      window: () => (begun ? timeline.getWindow() : shown),
      destroy: () => timeline.destroy(),
    };
  };
})((window.drillctl ??= {}));
