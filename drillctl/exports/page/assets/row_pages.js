/* Long lists a page of rows at a time: which rows are shown, and the buttons that turn pages. */
(function (drillctl) {
  "use strict";

  const { make } = drillctl;
  const ROWS = 50;

  /** The first row of each page: of 50 rows, or of fewer where they are heavy. */
  function firstRows(rows, most, weigh) {
    const starts = [];
    let weight = Infinity;
    rows.forEach(function (row, place) {
      weight += weigh(row);
      if (weight > most || place - starts.at(-1) >= ROWS) {
        starts.push(place);
        weight = weigh(row);
      }
    });
    return starts;
  }

  /**
   * Pages of at most 50 rows. `turned` is called when the reader turns to another one.
   * `element`: the buttons and "rows 1–50 of 3,000", not shown where all fit on one page.
   * `of(rows)`: those of the page shown, brought up to date with which rows there are now.
   * `restart()`: to the first page.
   * @param {function(): void} turned
   * @param {number} most what is drawn for the rows of a page is at most so much, if there is a
   *   choice
   * @param {function(*): number} weigh how much is drawn for a row
   */
  drillctl.rowPages = function (turned, most, weigh) {
    let page = 0;
    let starts = [];
    let total = 0;
    const told = make("span", { role: "status" });
    const back = make("button", { type: "button", class: "button", onclick: () => turn(-1) });
    const on = make("button", { type: "button", class: "button", onclick: () => turn(1) });
    const element = make("div", { class: "row-pages", role: "group" }, back, told, on);

    const end = () => starts[page + 1] ?? total;

    function label() {
      back.textContent = drillctl.t("rows_back");
      on.textContent = drillctl.t("rows_on");
      element.setAttribute("aria-label", drillctl.t("rows_pages"));
      told.textContent =
        drillctl.t("rows_shown", { first: (starts[page] ?? 0) + 1, last: end(), n: total });
      back.disabled = page === 0;
      on.disabled = page + 1 >= starts.length;
      element.hidden = starts.length < 2;
    }

    function turn(step) {
      page += step;
      label();
      // A button that is disabled under the reader's finger loses the focus.
      if (back.disabled) on.focus();
      if (on.disabled) back.focus();
      turned();
    }

    function of(rows) {
      total = rows.length;
      starts = firstRows(rows, most, weigh);
      page = Math.min(page, Math.max(0, starts.length - 1));
      label();
      return rows.slice(starts[page] ?? 0, end());
    }

    return { element, of, restart: () => (page = 0) };
  };
})((window.drillctl ??= {}));
