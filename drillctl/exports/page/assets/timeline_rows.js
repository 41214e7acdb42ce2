/* The rows of the timeline on each axis, and the bars in them; nothing here draws. */
(function (drillctl) {
  "use strict";

  const { plan, everybody } = drillctl;
  const known = new Map();

  drillctl.AXES = ["team", "person", "venue"];

  /** Professional teams first, then by id: as places in `plan.teams`. */
  drillctl.teamOrder = [...plan.teams.keys()].sort(function (a, b) {
    const [one, other] = [plan.teams[a], plan.teams[b]];
    return (one.kind === "volunteer") - (other.kind === "volunteer") || (one.id < other.id ? -1 : 1);
  });

  /** Session indices by start; the plan's order breaks ties. */
  const byStart = [...plan.sessions.keys()].sort(function (a, b) {
    const [one, other] = [plan.sessions[a].start, plan.sessions[b].start];
    return one < other ? -1 : one > other ? 1 : a - b;
  });

  const teamsOf = (people) => people.map((person) => plan.people[person].team);

  /** [row key, whether on standby only] of the rows that a session is in. */
  const concerned = {
    team(session) {
      const teams = new Set(teamsOf(everybody(session.assigned)));
      const spare = new Set(teamsOf(everybody(session.standby)).filter((team) => !teams.has(team)));
      return [...[...teams].map((team) => [team, false]), ...[...spare].map((team) => [team, true])];
    },
    person: (session) => [
      ...everybody(session.assigned).map((person) => [person, false]),
      ...everybody(session.standby).map((person) => [person, true]),
    ],
    venue: (session) => [[session.venue, false]],
  };

  const empty = {
    team: () => drillctl.teamOrder.map((team) => ({ key: team, team, title: plan.teams[team].title })),
    person() {
      const place = new Map(drillctl.teamOrder.map((team, number) => [team, number]));
      return [...plan.people.keys()]
        .sort((a, b) => place.get(plan.people[a].team) - place.get(plan.people[b].team) || a - b)
        .map(function (key) {
          const { team, name } = plan.people[key];
          return { key, team, title: name, note: plan.teams[team].title };
        });
    },
    venue: () => [...plan.venues.entries()].map(([key, venue]) => ({ key, title: venue.title })),
  };

  /**
   * All rows of an axis, those without sessions included.
   * `key`: place in `plan.teams`, `people` or `venues`; null: sessions without a venue.
   * `bars`: `{session, standby}` by start.
   */
  function rowsOf(axis) {
    if (!known.has(axis)) {
      const rows = empty[axis]().map((row) => ({ ...row, bars: [] }));
      const byKey = new Map(rows.map((row) => [row.key, row]));
      for (const session of byStart) {
        for (const [key, standby] of concerned[axis](plan.sessions[session])) {
          if (!byKey.has(key)) {
            byKey.set(key, { key, title: null, bars: [] });
            rows.push(byKey.get(key));
          }
          byKey.get(key).bars.push({ session, standby });
        }
      }
      known.set(axis, rows);
    }
    return known.get(axis);
  }

  /**
   * The rows of an axis with the bars that pass the filters. While something is filtered, rows
   * left without a bar are left out; those of other teams and persons than the chosen one too.
   * @param {"team"|"person"|"venue"} axis
   */
  drillctl.timelineRows = function (axis) {
    if (!drillctl.filtered()) return rowsOf(axis);
    const visible = new Set(drillctl.visible());
    const { team, person } = drillctl.filters;
    return rowsOf(axis)
      .filter((row) => team === null || axis === "venue" || row.team === team)
      .filter((row) => person === null || axis !== "person" || row.key === person)
      .map((row) => ({ ...row, bars: row.bars.filter((bar) => visible.has(bar.session)) }))
      .filter((row) => row.bars.length > 0);
  };
})((window.drillctl ??= {}));
