/* The plan on paper: after the overview all sessions shown, by month, with their people. */
(function (drillctl) {
  "use strict";

  const { plan, make, t } = drillctl;
  const paper = drillctl.byId("printed");
  const overview = () => drillctl.views.find((view) => view.id === "overview");
  let opened = [];

  function build() {
    const months = new Map();
    for (const index of drillctl.visible()) {
      const month = plan.sessions[index].start.slice(0, 7);
      months.set(month, [...(months.get(month) ?? []), plan.sessions[index]]);
    }
    paper.replaceChildren(make("h2", { text: t("all_sessions") }),
      drillctl.filtered() ? make("p", { text: t("shown", {
        n: drillctl.visible().length, all: plan.sessions.length }) }) : "",
      ...[...months].map(([month, sessions]) => make("section", {},
        make("h3", { text: drillctl.day(month + "-01", "month") }), sessions.map(entry))));
    opened = [...document.querySelectorAll("main details:not([open])")];
    for (const details of opened) details.open = true;
  }

  function entry(session) {
    const scenario = drillctl.scenarioOf(session);
    const { positions } = scenario;
    const venue = plan.venues[session.venue];
    const empty = new Map(session.empty.map(([position, seats]) => [position, seats]));
    const seated = new Map(session.assigned);
    return make("article", { style: `--type:${drillctl.colour(scenario.exercise)}` },
      make("h4", {}, make("span", { class: "paper-when", text: drillctl.when(session) }),
        scenario.title),
      make("p", { class: "paper-facts" }, drillctl.typeMark(scenario.exercise),
        session.joint ? drillctl.jointMark() : null, venue ? make("span", { text: venue.title })
          : null, make("code", { text: session.id }),
        session.equipment.length ? make("span", { text: session.equipment.map(([item, count]) =>
          `${count} × ${plan.equipment[item].title}`).join(", ") }) : null),
      make("dl", {}, positions.map((position, index) => [
        make("dt", { text: drillctl.titleOf(position) }),
        make("dd", {}, names(seated.get(index) ?? []),
          empty.has(index) ? [" ", drillctl.emptyMark(empty.get(index))] : null)]),
      session.standby.map(([position, people]) => [
        make("dt", { text: t("standby_for", { position: drillctl.titleOf(positions[position]) }) }),
        make("dd", { text: names(people) })])));
  }

  /** Names with their teams; redacted, how many of each team. */
  function names(people) {
    if (!plan.redacted) {
      return people.map((index) => t("person_of_team", { name: plan.people[index].name,
        team: plan.teams[plan.people[index].team].title })).join(", ");
    }
    return drillctl.together(people).map(([person, count]) =>
      `${count} × ${plan.teams[plan.people[person].team].title}`).join(", ");
  }

  window.addEventListener("beforeprint", () => {
    drillctl.readyView("overview");
    overview().print(true);
    build();
  });
  window.addEventListener("afterprint", () => {
    paper.replaceChildren();
    for (const details of opened) details.open = false;
    overview().print(false);
    opened = [];
  });
})((window.drillctl ??= {}));
