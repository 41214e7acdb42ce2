/* Professional by volunteer team: who has met whom, who will, and who never does. */
(function (drillctl) {
  "use strict";

  const { plan } = drillctl;

  function met(cell) {
    if (cell.times > 0) {
      return drillctl.cellMark("good", "✓", drillctl.t("joint_met", { n: cell.times }));
    }
    return cell.planned === null
      ? drillctl.cellMark("empty", "✗", drillctl.t("joint_never_planned"))
      : drillctl.cellMark("lapses", "→", drillctl.t("joint_never"));
  }

  function said(cell) {
    return [
      met(cell),
      cell.demanded ? drillctl.cellMark("joint", "★", drillctl.t("joint_demanded")) : null,
      cell.last === null ? null
        : drillctl.cellLine(drillctl.t("joint_last", { date: drillctl.day(cell.last, "plain") })),
      cell.planned !== null ? drillctl.cellPlanned(cell.planned, cell.planned_times)
        : cell.times > 0 ? drillctl.cellUnplanned(cell.demanded) : null,
    ].filter(Boolean);
  }

  /** As `practiceMatrix`. A chosen team leaves its own row or column. */
  drillctl.jointMatrix = function () {
    const { professional, volunteer, cells } = plan.joint;
    if (!professional.length || !volunteer.length) return { none: drillctl.t("joint_none") };
    const team = drillctl.teamFiltered();
    const entries = (list) => [...list.keys()]
      .filter((index) => !list.includes(team) || list[index] === team)
      .map((index) => ({ index, title: plan.teams[list[index]].title }));
    return {
      table: drillctl.crossTable(
        drillctl.t("joint_caption", { date: drillctl.day(plan.as_of, "plain") }),
        entries(professional), entries(volunteer),
        ({ index: v }, { index: p }) => said(cells[p][v])),
      note: null,
    };
  };
})((window.drillctl ??= {}));
