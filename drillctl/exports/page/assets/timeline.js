/* The view of the timeline: the switch of axes, the buttons, the chart and its pages of rows. */
(function (drillctl) {
  "use strict";

  const { plan, make } = drillctl;
  /** So many bars are drawn at a time, if there is a choice. */
  const BARS = 600;
  /** Pixels across a page of A4 on its side, within its margins. */
  const PAPER = 1030;
  let axis = "team";
  let panel = null;
  let chart = null;
  let pages = null;
  let parts = null;

  const button = (properties, ...children) =>
    make("button", { type: "button", class: "button", ...properties }, ...children);

  function switchOfAxes() {
    const choose = (name) => function () {
      axis = name;
      pages.restart();
      for (const other of parts.axes) {
        other.setAttribute("aria-pressed", String(other.dataset.axis === axis));
      }
      draw();
    };
    return drillctl.AXES
      .filter((name) => name !== "person" || !plan.redacted)
      .map((name) => button({
        "data-axis": name, "aria-pressed": String(name === axis), onclick: choose(name),
        text: drillctl.t("timeline_by_" + name),
      }));
  }

  function buttons() {
    const entry = (key, sign, onclick) =>
      button({ onclick, "aria-label": drillctl.t(key), title: drillctl.t(key), text: sign });
    const today = drillctl.today();
    return [
      entry("timeline_earlier", "←", () => chart.pan(-0.5)),
      entry("timeline_later", "→", () => chart.pan(0.5)),
      entry("timeline_zoom_in", "+", () => chart.zoom(1)),
      entry("timeline_zoom_out", "−", () => chart.zoom(-1)),
      button({ onclick: () => chart.fit(), text: drillctl.t("timeline_fit") }),
      today && button({
        onclick: () => chart.reveal(drillctl.instant(today)), text: drillctl.t("today"),
      }),
    ];
  }

  /** All of the view anew, in the language shown; the window of time stays. */
  function build() {
    const before = chart?.window() ?? null;
    chart?.destroy();
    pages ??= drillctl.rowPages(draw, BARS, (row) => row.bars.length);
    const tools = (name, children) =>
      make("div", { class: "timeline-tools", role: "group", "aria-label": drillctl.t(name) }, children);
    parts = {
      axes: switchOfAxes(),
      none: make("p", { class: "timeline-none", role: "status" }),
      chart: make("div", {
        class: "timeline-chart", role: "region", tabindex: "0",
        "aria-label": drillctl.t("timeline"), "aria-describedby": "timeline-hint",
      }),
    };
    panel.replaceChildren(make("div", { class: "timeline" },
      make("div", { class: "timeline-bar" },
        tools("timeline_rows", parts.axes), tools("timeline_window", buttons())),
      drillctl.timelineLegend(),
      pages.element,
      parts.none,
      parts.chart,
      make("p", { id: "timeline-hint", class: "timeline-hint", text: drillctl.t("timeline_hint") }),
    ));
    chart = drillctl.timelineChart(parts.chart, before);
  }

  function draw() {
    const rows = drillctl.timelineRows(axis);
    parts.none.textContent = rows.length ? "" : drillctl.t("timeline_none");
    parts.chart.hidden = rows.length === 0;
    chart.draw(pages.of(rows));
  }

  window.addEventListener("beforeprint", function () {
    if (panel === null || panel.hidden) return;
    const fits = Math.min(1, PAPER / parts.chart.clientWidth);
    parts.chart.style.setProperty("--timeline-printed", fits.toFixed(3));
  });

  drillctl.view({
    id: "timeline",
    title: "timeline",
    mount(element) {
      panel = element;
      build();
      draw();
    },
    update(changes) {
      if (changes.has("language")) build();
      if (changes.has("filters")) pages.restart();
      draw();
    },
  });
})((window.drillctl ??= {}));
