/* What is shown: the filters and the sessions that pass them, and the views that show these. */
(function (drillctl) {
  "use strict";

  const { plan } = drillctl;
  const TYPES = ["seminar", "workshop", "tabletop", "game", "drill", "functional", "full-scale"];
  const NONE = {
    team: null, hazard: null, capability: null, exercise: null, person: null, text: "",
  };
  const listeners = [];
  let passing = null;

  /** Team and person are indices, the other choices the words of the data. */
  drillctl.filters = { ...NONE };
  drillctl.views = [];

  /**
   * Registers a view: a tab and its panel.
   * @param {{id: string, title: string, mount: function(HTMLElement): void,
   *   update: function(Set<string>): void}} view `title` is a key of the texts; `mount` is called
   *   once, when the view is first shown, `update` whenever it is seen after "filters" or
   *   "language" have changed, with which of them: a hidden view does no work
   */
  drillctl.view = (view) => drillctl.views.push(view);

  /** Calls `listener("filters" | "language" | "theme")` after each such change. */
  drillctl.onChange = (listener) => listeners.push(listener);

  drillctl.changed = function (what) {
    if (what === "filters") passing = null;
    for (const listener of listeners) listener(what);
  };

  /** Sets some of the filters. */
  drillctl.filter = function (changes) {
    Object.assign(drillctl.filters, changes);
    drillctl.changed("filters");
  };

  drillctl.clearFilters = () => drillctl.filter(NONE);

  drillctl.filtered = () => Object.entries(NONE).some(([name, v]) => drillctl.filters[name] !== v);

  /** The exercise types that occur, in HSEEP's order. */
  drillctl.exercises = function () {
    const found = new Set(plan.scenarios.map((scenario) => scenario.exercise));
    return [...TYPES.filter((type) => found.has(type)),
      ...[...found].filter((type) => !TYPES.includes(type))];
  };

  /** The CSS colour of an exercise type, the same in light and dark. */
  drillctl.colour = (exercise) =>
    TYPES.includes(exercise) ? `var(--type-${exercise})` : "var(--type-other)";

  /** The CSS colour of text on it. */
  drillctl.ink = (exercise) => (exercise === "full-scale" ? "#fff" : "#14181f");

  drillctl.scenarioOf = (session) => plan.scenarios[session.scenario];

  /** Empty seats of a session. */
  drillctl.emptySeats = (session) => session.empty.reduce((sum, [, seats]) => sum + seats, 0);

  /** Everybody in these places, of `assigned` or `standby`, as indices. */
  drillctl.everybody = (places) => places.flatMap(([, people]) => people);

  /** Filled seats of a session. */
  drillctl.filledSeats = (session) => drillctl.everybody(session.assigned).length;

  /** Everybody with a seat or standing by, as indices. */
  drillctl.peopleOf = (session) => drillctl.everybody([...session.assigned, ...session.standby]);

  /** The seats that a person holds: `[position, standby]`, as the scenario has the position. */
  drillctl.seatsOf = function (session, person) {
    const positions = drillctl.scenarioOf(session).positions;
    const among = (list, standby) => list
      .filter(([, people]) => people.includes(person))
      .map(([position]) => [positions[position], standby]);
    return [...among(session.assigned, false), ...among(session.standby, true)];
  };

  function scenarioPasses(scenario) {
    const { hazard, capability, exercise } = drillctl.filters;
    return (hazard === null || scenario.hazard === hazard) &&
      (exercise === null || scenario.exercise === exercise) &&
      (capability === null || scenario.capabilities.includes(capability));
  }

  function saysText(scenario, id, venue) {
    const wanted = drillctl.filters.text.trim().toLowerCase();
    if (!wanted) return true;
    return `${id} ${scenario.title} ${venue ?? ""}`.toLowerCase().includes(wanted);
  }

  function passes(session) {
    const { team, person } = drillctl.filters;
    const scenario = drillctl.scenarioOf(session);
    if (!scenarioPasses(scenario)) return false;
    if (!saysText(scenario, session.id, plan.venues[session.venue]?.title)) return false;
    if (team === null && person === null) return true;
    const people = drillctl.peopleOf(session);
    return (person === null || people.includes(person)) &&
      (team === null || people.some((one) => plan.people[one].team === team));
  }

  /** The sessions that pass the filters, as indices in the plan's order. */
  drillctl.visible = () =>
    (passing ??= [...plan.sessions.keys()].filter((index) => passes(plan.sessions[index])));

  /** Those not held that pass; none where a team or a person is chosen, for nobody has a seat. */
  drillctl.visibleNotHeld = () =>
    drillctl.filters.team !== null || drillctl.filters.person !== null ? [] :
      plan.not_held.filter((absent) => {
        const scenario = plan.scenarios[absent.scenario];
        return scenarioPasses(scenario) && saysText(scenario, absent.id, null);
      });

  /** How a person is called; redacted, as somebody of the team. */
  drillctl.nameOf = (person) =>
    person.name ?? drillctl.t("somebody_of", { team: plan.teams[person.team].title });
})((window.drillctl ??= {}));
