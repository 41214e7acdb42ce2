/* What the plan asks of everyone, and how near that comes to their limits. */
(function (drillctl) {
  "use strict";

  const { plan, make } = drillctl;
  const LIMITS = ["hours_per_7d", "hours_per_28d", "sessions_per_7d", "sessions_per_28d"];
  let order = { by: "hours", down: true };

  const limitOf = (load, name) => load.limits.find(({ limit }) => limit === name);
  /** The part of a limit that is used; nothing of nothing is 0. */
  const share = (limit) => (limit ? (limit.used ? limit.used / limit.allowed : 0) : -1);
  const personOf = (load) => plan.people[load.person];
  const teamTitle = (load) => plan.teams[personOf(load).team].title;

  /** Compares two loads by a column, the smaller first. */
  function compared(by) {
    const words = new Intl.Collator(drillctl.locale(), { numeric: true });
    if (by === "person") return (a, b) => words.compare(personOf(a).name, personOf(b).name);
    if (by === "team") return (a, b) => words.compare(teamTitle(a), teamTitle(b));
    if (LIMITS.includes(by)) return (a, b) => share(limitOf(a, by)) - share(limitOf(b, by));
    return (a, b) => a[by] - b[by];
  }

  function sorted(loads) {
    const compare = compared(order.by);
    return [...loads].sort((a, b) => (order.down ? compare(b, a) : compare(a, b)) || a.person - b.person);
  }

  function limitCell(limit) {
    if (!limit) return make("td", { text: "–" });
    const part = share(limit);
    const [kind, sign, key] = part > 1 ? ["empty", "▲", "workload_over"]
      : part >= plan.near ? ["lapses", "!", "workload_near"] : [null, null, null];
    const unit = limit.limit.startsWith("hours") ? "workload_hours" : "workload_sessions";
    const day = (date) => drillctl.day(date, "short");
    return make("td", {},
      make("div", { class: kind ? `load mark-${kind}` : "load", "aria-hidden": "true" },
        make("div", { style: `width: ${Math.min(100, Math.round(part * 100))}%` })),
      drillctl.cellLine(make("span", { class: "number",
        text: drillctl.t(unit, { n: limit.used, all: limit.allowed }) })),
      kind && drillctl.cellMark(kind, sign, drillctl.t(key)),
      limit.used ? make("div", { class: "matrix-line quiet",
        text: drillctl.t("workload_window", { from: day(limit.first), to: day(limit.last) }) }) : null);
  }

  const row = (columns) => (load) => make("tr", {},
    make("th", { scope: "row" }, make("button", {
      type: "button", class: "link", text: personOf(load).name,
      onclick: () => drillctl.pickPerson(load.person),
    })),
    make("td", { text: teamTitle(load) }),
    make("td", { class: "number", text: drillctl.t("hours_short", { hours: load.hours }) }),
    make("td", { class: "number", text: drillctl.number(load.sessions) }),
    columns.map((name) => limitCell(limitOf(load, name))));

  /** Cells of the head whose buttons sort; a second press turns the order round. */
  function headOf(names, resort) {
    const cells = names.map((name) => {
      const sign = make("span", { "aria-hidden": "true", class: "sort-sign" });
      const button = make("button", { type: "button", class: "sort" },
        drillctl.t("workload_by_" + name), sign);
      const cell = make("th", { scope: "col" }, button);
      const mark = function () {
        const here = order.by === name;
        sign.textContent = here ? (order.down ? "▼" : "▲") : "";
        if (here) cell.setAttribute("aria-sort", order.down ? "descending" : "ascending");
        else cell.removeAttribute("aria-sort");
      };
      button.addEventListener("click", function () {
        // Words from A on at first, numbers from the highest.
        const down = order.by === name ? !order.down : !["person", "team"].includes(name);
        order = { by: name, down };
        for (const { mark: each } of cells) each();
        resort();
      });
      mark();
      return { cell, mark };
    });
    return cells.map(({ cell }) => cell);
  }

  /** As `practiceMatrix`. */
  drillctl.workloadTable = function () {
    if (plan.redacted) return { none: drillctl.t("workload_redacted") };
    const { person } = drillctl.filters;
    const team = drillctl.teamFiltered();
    const loads = plan.workload.filter((load) =>
      (person === null || load.person === person) && (team === null || personOf(load).team === team));
    if (!loads.length) return { none: drillctl.t("matrix_nothing") };
    const limits = LIMITS.filter((name) => loads.some((load) => limitOf(load, name)));
    const columns = ["person", "team", "hours", "sessions", ...limits];
    if (!columns.includes(order.by)) order = { by: "hours", down: true };
    const table = drillctl.matrixTable(
      drillctl.t("workload_caption", { date: drillctl.day(plan.as_of, "plain") }),
      headOf(columns, () => table.put(sorted(loads))),
      row(limits));
    table.put(sorted(loads));
    return { table, note: null };
  };
})((window.drillctl ??= {}));
