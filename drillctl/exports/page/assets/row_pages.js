/* Long lists a page of rows at a time: which rows are shown, and the buttons that turn pages. */
(function (drillctl) {
  "use strict";

  const { make } = drillctl;

  /**
   * Pages of `size` rows each. `turned` is called when the reader turns to another one.
   * `element`: the buttons and "rows 1–50 of 3,000", not shown where all fit on one page.
   * `of(rows)`: those of the page shown, brought up to date with how many there are now.
   * `restart()`: to the first page. `relabel()`: after a change of language.
   */
  drillctl.rowPages = function (size, turned) {
    let page = 0;
    let total = 0;
    const told = make("span", { role: "status" });
    const back = make("button", { type: "button", class: "button", onclick: () => turn(-1) });
    const on = make("button", { type: "button", class: "button", onclick: () => turn(1) });
    const element = make("div", { class: "row-pages", role: "group" }, back, told, on);

    function relabel() {
      back.textContent = drillctl.t("rows_back");
      on.textContent = drillctl.t("rows_on");
      element.setAttribute("aria-label", drillctl.t("rows_pages"));
      told.textContent = drillctl.t("rows_shown", {
        first: page * size + 1, last: Math.min(total, (page + 1) * size), n: total,
      });
      back.disabled = page === 0;
      on.disabled = (page + 1) * size >= total;
      element.hidden = total <= size;
    }

    function turn(step) {
      page += step;
      relabel();
      // A button that is disabled under the reader's finger loses the focus.
      if (back.disabled) on.focus();
      if (on.disabled) back.focus();
      turned();
    }

    function of(rows) {
      total = rows.length;
      page = Math.min(page, Math.max(0, Math.ceil(total / size) - 1));
      relabel();
      return rows.slice(page * size, (page + 1) * size);
    }

    return { element, of, relabel, restart: () => (page = 0) };
  };
})((window.drillctl ??= {}));
