/*
 * What is shown, in the address after `#`: a link leads to the same view, and a reload keeps it.
 * A page opened from a file has no other memory that can be relied on.
 */
(function (drillctl) {
  "use strict";

  const { plan } = drillctl;
  let written = location.hash;

  const indexOf = (list, id) => {
    const found = list.findIndex((one) => one.id !== null && one.id === id);
    return found < 0 ? null : found;
  };

  /** What the address asks for; what it doesn't know is left out. */
  drillctl.readAddress = function () {
    // A session's id has a # that people don't encode; to URLSearchParams it is like any letter.
    const asked = new URLSearchParams(location.hash.slice(1));
    const filters = {
      team: indexOf(plan.teams, asked.get("team")),
      person: indexOf(plan.people, asked.get("person")),
      text: asked.get("text") ?? "",
    };
    const words = {
      hazard: plan.hazards, capability: plan.capabilities, exercise: drillctl.exercises(),
    };
    for (const [name, known] of Object.entries(words)) {
      filters[name] = known.includes(asked.get(name)) ? asked.get(name) : null;
    }
    return {
      filters,
      view: asked.get("view"),
      language: asked.get("lang"),
      theme: asked.get("theme"),
      session: indexOf(plan.sessions, asked.get("session")),
    };
  };

  /** Writes what is shown into the address, without a new entry in the history. */
  drillctl.writeAddress = function (view, session) {
    const { filters } = drillctl;
    const parts = {
      session: plan.sessions[session]?.id,
      view,
      team: plan.teams[filters.team]?.id,
      person: plan.people[filters.person]?.id,
      hazard: filters.hazard,
      capability: filters.capability,
      exercise: filters.exercise,
      text: filters.text,
      lang: drillctl.chosenLanguage,
      theme: drillctl.theme === "auto" ? null : drillctl.theme,
    };
    const told = new URLSearchParams(Object.entries(parts).filter(([, value]) => value));
    try {
      const address = `${location.pathname}${location.search}`;
      history.replaceState(null, "", String(told) ? "#" + told : address);
      written = location.hash;
    } catch {
      // Some viewers of attachments allow no history; the page works without.
    }
  };

  /** Calls `listener` when the reader changes the address, not when the page does. */
  drillctl.onAddress = (listener) =>
    window.addEventListener("hashchange", () => location.hash !== written && listener());
})((window.drillctl ??= {}));
