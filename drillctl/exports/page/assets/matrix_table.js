/*
 * Tables that may be longer and wider than the screen: a region that scrolls, its first column and
 * head staying in sight, a page of rows at a time.
 */
(function (drillctl) {
  "use strict";

  const { make } = drillctl;
  const CELLS = 800;
  /** So many rows are put on paper in full; of longer tables the page of rows shown. */
  const PRINTED = 500;
  let made = 0;

  /**
   * A table. `put(rows)` shows other rows in it, from the first page on where `anew` is true;
   * `unfold(true)` shows all of them, for printing.
   * @param {string} caption
   * @param {HTMLElement[]} head cells of the head
   * @param {function(*): HTMLTableRowElement} row what a row is shown as
   */
  drillctl.matrixTable = function (caption, head, row) {
    const id = `matrix-${(made += 1)}`;
    let rows = [];
    let unfolded = false;
    const body = make("tbody");
    const pages = drillctl.rowPages(draw, CELLS, () => head.length);
    const box = make("div", { class: "matrix-box", role: "region", tabindex: "0", "aria-labelledby": id },
      make("table", { class: "matrix" },
        make("caption", {}, make("span", { id, text: caption })),
        make("thead", {}, make("tr", {}, head)),
        body));

    function draw() {
      const shown = pages.of(rows);
      body.replaceChildren(...(unfolded && rows.length <= PRINTED ? rows : shown).map(row));
      box.scrollTop = 0;
    }

    return {
      element: make("div", {}, pages.element, box),
      put(found, anew = true) {
        rows = found;
        if (anew) pages.restart();
        draw();
      },
      unfold(all) {
        unfolded = all;
        draw();
      },
    };
  };

  /**
   * What two lists have to do with each other; the longer one goes down the page.
   * @param {string} caption
   * @param {Array<{title: string}>} across
   * @param {Array<{title: string}>} down
   * @param {function(*, *): (Node|string)[]} cell of one of `down` and one of `across`
   */
  drillctl.crossTable = function (caption, across, down, cell) {
    const turned = across.length > down.length;
    const [columns, lines] = turned ? [down, across] : [across, down];
    const table = drillctl.matrixTable(
      caption,
      [make("td"), ...columns.map(({ title }) => make("th", { scope: "col", text: title }))],
      (line) => make("tr", {},
        make("th", { scope: "row", text: line.title }),
        columns.map((column) =>
          make("td", {}, turned ? cell(column, line) : cell(line, column)))),
    );
    table.put(lines);
    return table;
  };

  /** One thing said in a cell, on a line of its own. */
  drillctl.cellLine = (...said) => make("div", { class: "matrix-line" }, ...said);

  /** A mark on a line of its own. */
  drillctl.cellMark = (kind, sign, text) => drillctl.cellLine(drillctl.mark(kind, sign, text));

  /** "not planned"; with weight where it ought to be. */
  drillctl.cellUnplanned = (due) =>
    drillctl.cellLine(make(due ? "strong" : "span", { text: drillctl.t("matrix_not_planned") }));

  /** "planned 6 Mar 2027", the day a link that opens the session; then how many more there are. */
  drillctl.cellPlanned = function (index, times) {
    const session = drillctl.plan.sessions[index];
    const { title } = drillctl.scenarioOf(session);
    const day = drillctl.day(session.start.slice(0, 10), "plain");
    return drillctl.cellLine(drillctl.t("matrix_planned"), " ",
      make("button", {
        type: "button", class: "link", "aria-label": `${day}, ${title}`, title, text: day,
        onclick: () => drillctl.openSession(index),
      }),
      times > 1 ? ` ${drillctl.t("matrix_more", { n: times - 1 })}` : null);
  };
})((window.drillctl ??= {}));
