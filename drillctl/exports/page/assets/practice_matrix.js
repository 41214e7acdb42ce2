/* Capability by team: who is current in what, until when, and when it is practised next. */
(function (drillctl) {
  "use strict";

  const { plan } = drillctl;
  const STATES = {
    current: ["good", "✓"],
    lapsing: ["lapses", "!"],
    lapsed: ["empty", "✗"],
    never: ["empty", "○"],
  };

  function state(cell) {
    const day = (date) => drillctl.day(date, "plain");
    const [kind, sign] = STATES[cell.state];
    const lapse = cell.lapses === null ? null
      : drillctl.t(cell.state === "lapsed" ? "practice_lapsed" : "practice_lapses",
        { date: day(cell.lapses) });
    return [
      drillctl.cellMark(kind, sign, drillctl.t("practice_" + cell.state + "_state")),
      lapse && drillctl.cellLine(lapse),
      drillctl.cellLine(drillctl.t("practice_members", { n: cell.current, all: cell.members })),
      cell.refreshed ? drillctl.cellLine(drillctl.t("practice_refreshed", { n: cell.refreshed })) : null,
    ];
  }

  function said(cell) {
    if (cell === null) return ["–"];
    return [
      ...(cell.state === null ? [] : state(cell)),
      cell.state === null && cell.last !== null
        ? drillctl.cellLine(drillctl.t("practice_last", { date: drillctl.day(cell.last, "plain") }))
        : null,
      cell.planned !== null ? drillctl.cellPlanned(cell.planned, cell.times)
        : cell.state !== null ? drillctl.cellUnplanned(cell.state !== "current") : null,
    ].filter(Boolean);
  }

  /**
   * The matrix under the filters: `{table}`, or `{none}`, the sentence that says why there isn't
   * one; and `note`, what is to be said beside the table.
   */
  drillctl.practiceMatrix = function () {
    const { capabilities, cells } = plan.practice;
    const { capability } = drillctl.filters;
    const team = drillctl.teamFiltered();
    if (!capabilities.length) return { none: drillctl.t("practice_none") };
    const rows = [...capabilities.keys()]
      .filter((index) => capability === null || capabilities[index] === capability)
      .map((index) => ({ index, title: drillctl.words(capabilities[index]) }));
    const columns = drillctl.teamOrder
      .filter((index) => team === null || index === team)
      .map((index) => ({ index, title: plan.teams[index].title }));
    if (!rows.length) return { none: drillctl.t("matrix_nothing") };
    const kept = cells.some((row) => row.some((cell) => cell !== null && cell.state !== null));
    return {
      table: drillctl.crossTable(
        drillctl.t("practice_caption", { date: drillctl.day(plan.as_of, "plain") }),
        rows, columns, ({ index: of }, { index: what }) => said(cells[what][of])),
      note: kept ? null : drillctl.t("practice_unkept"),
    };
  };
})((window.drillctl ??= {}));
