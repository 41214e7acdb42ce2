/* One session in one row of the timeline, as a button, and the legend that explains its looks. */
(function (drillctl) {
  "use strict";

  const { plan, make } = drillctl;

  /** All that a bar shows, in words. */
  function words(session, standby) {
    const empty = drillctl.emptySeats(session);
    return [
      drillctl.scenarioOf(session).title,
      drillctl.when(session),
      plan.venues[session.venue]?.title,
      drillctl.exerciseName(drillctl.scenarioOf(session).exercise),
      session.joint ? drillctl.t("joint") : null,
      empty ? drillctl.t("seats_empty", { n: empty }) : null,
      standby ? drillctl.t("timeline_standby") : null,
    ].filter(Boolean);
  }

  function looks(exercise, { joint = false, empty = false, standby = false }) {
    return {
      class: ["session-bar", joint && "is-joint", empty && "is-short", standby && "is-standby"]
        .filter(Boolean).join(" "),
      style: `--type: ${drillctl.colour(exercise)}; --ink: ${drillctl.ink(exercise)}`,
    };
  }

  /**
   * The button that stands for a session in a row; what it does is up to who listens.
   * @param {number} index of the session
   * @param {boolean} standby the row's people are kept free only
   * @param {string} row whose it is, for who can't see it
   */
  drillctl.sessionBar = function (index, standby, row) {
    const session = plan.sessions[index];
    const scenario = drillctl.scenarioOf(session);
    const told = words(session, standby);
    return make("button", {
      ...looks(scenario.exercise,
        { joint: session.joint, empty: session.empty.length > 0, standby }),
      type: "button",
      tabindex: "-1",
      "aria-label": [...new Set([...told, row])].join(", "),
      title: told.join("\n"),
    }, make("span", { class: "session-bar-inside" },
      make("span", { class: "session-bar-label", text: scenario.title })));
  };

  /** What colours, signs and hatching mean, of those that occur in the plan. */
  drillctl.timelineLegend = function () {
    const sample = (exercise, kind) =>
      make("span", { ...looks(exercise, kind), "aria-hidden": "true" },
        make("span", { class: "session-bar-inside" }));
    const entry = (mark, text) => make("li", {}, mark, text);
    const types = drillctl.exercises().map((exercise) =>
      entry(sample(exercise, {}), drillctl.exerciseName(exercise)));
    const [first] = drillctl.exercises();
    const kinds = [
      ["joint", { joint: true }, plan.sessions.some((session) => session.joint)],
      ["timeline_empty", { empty: true }, plan.sessions.some((session) => session.empty.length)],
      ["timeline_standby", { standby: true }, plan.sessions.some((session) => session.standby.length)],
    ];
    return make("ul", { class: "timeline-legend", "aria-label": drillctl.t("legend") },
      types,
      kinds.filter(([, , occurs]) => occurs)
        .map(([key, kind]) => entry(sample(first, kind), drillctl.t(key))));
  };
})((window.drillctl ??= {}));
