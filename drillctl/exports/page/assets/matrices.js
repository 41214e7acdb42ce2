/* The view of the matrices: practice, meetings and workload one below the other. */
(function (drillctl) {
  "use strict";

  const { plan, make } = drillctl;
  const PARTS = [
    ["practice_title", drillctl.practiceMatrix],
    ["joint_title", drillctl.jointMatrix],
    ["workload_title", drillctl.workloadTable],
  ];
  let panel = null;
  let tables = [];

  /** The team whose rows are asked for: the chosen one, else that of the chosen person. */
  drillctl.teamFiltered = function () {
    const { team, person } = drillctl.filters;
    return team ?? (person === null ? null : plan.people[person].team);
  };

  /** Whether something is filtered that matrices know nothing of. */
  const unheeded = () =>
    ["hazard", "exercise"].some((name) => drillctl.filters[name] !== null) || drillctl.filters.text;

  function draw() {
    tables = [];
    panel.replaceChildren(
      unheeded() ? make("p", { class: "matrix-note", text: drillctl.t("matrix_unheeded") }) : "",
      ...PARTS.map(function ([title, matrix]) {
        const { table, note, none } = matrix();
        if (table) tables.push(table);
        return make("section", { class: "card matrix-part" },
          make("h2", { text: drillctl.t(title) }),
          none || note ? make("p", { class: "matrix-note", text: none ?? note }) : null,
          table?.element);
      }));
  }

  function unfold(all) {
    if (panel !== null && !panel.hidden) tables.forEach((table) => table.unfold(all));
  }

  window.addEventListener("beforeprint", () => unfold(true));
  window.addEventListener("afterprint", () => unfold(false));

  drillctl.view({
    id: "matrices",
    title: "matrices",
    mount(element) {
      panel = element;
      draw();
    },
    update: draw,
  });
})((window.drillctl ??= {}));
