/* The dialog of one session: who, where, with what, and why seats are empty. */
(function (drillctl) {
  "use strict";

  const { plan, make, t } = drillctl;
  const dialog = drillctl.byId("session");
  let open = null;

  /** Opens the dialog of the session with that index, or shows that one in the open dialog. */
  drillctl.openSession = function (index) {
    open = index;
    fill();
    if (!dialog.open) dialog.showModal();
    dialog.scrollTop = 0;
    drillctl.byId("session-title").focus();
    drillctl.addressChanged();
  };

  /** The index of the session whose dialog is open, or null. */
  drillctl.openedSession = () => open;

  drillctl.closeSession = () => dialog.close();

  dialog.addEventListener("close", () => {
    open = null;
    drillctl.addressChanged();
  });
  // A click on the backdrop is one on the dialog itself, outside its content.
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
  drillctl.onChange((what) => what === "language" && open !== null && fill());

  /** The sessions that previous and next go through: those shown, if this is one of them. */
  function sequence() {
    const shown = drillctl.visible();
    return shown.includes(open) ? shown : [...plan.sessions.keys()];
  }

  function step(by) {
    const list = sequence();
    const next = list[list.indexOf(open) + by];
    if (next === undefined) return;
    open = next;
    fill();
    dialog.querySelector(by < 0 ? ".previous" : ".next").focus();
    drillctl.addressChanged();
  }

  function stepButton(by, key, sign) {
    const list = sequence();
    return make("button", {
      type: "button", class: `button icon ${by < 0 ? "previous" : "next"}`, "aria-label": t(key),
      title: t(key), "aria-disabled": list[list.indexOf(open) + by] === undefined && "true",
      onclick: () => step(by),
    }, make("span", { "aria-hidden": "true", text: sign }));
  }

  function fill() {
    const session = plan.sessions[open];
    const scenario = drillctl.scenarioOf(session);
    const list = sequence();
    dialog.replaceChildren(make("div", { class: "session" },
      make("div", { class: "session-top" },
        stepButton(-1, "previous_session", "‹"), stepButton(1, "next_session", "›"),
        make("span", { class: "quiet", text: t("place_in_list", {
          n: list.indexOf(open) + 1, all: list.length }) }),
        make("button", {
          type: "button", class: "button icon close", "aria-label": t("close"), title: t("close"),
          onclick: drillctl.closeSession,
        }, make("span", { "aria-hidden": "true", text: "✕" }))),
      make("header", { style: `--type:${drillctl.colour(scenario.exercise)}` },
        make("p", { class: "session-kind" }, drillctl.typeMark(scenario.exercise),
          session.joint ? drillctl.jointMark() : null,
          session.empty.length ? drillctl.emptyMark(drillctl.emptySeats(session)) : null),
        make("h2", { id: "session-title", tabindex: "-1", text: scenario.title }),
        make("p", { class: "session-when", text: drillctl.when(session) }),
        make("p", { class: "quiet", text: drillctl.zone() })),
      facts(session, scenario),
      empty(session, scenario),
      seats(session, scenario),
      standbys(session, scenario),
      aims(scenario)));
  }

  const fact = (key, ...value) => [make("dt", { text: t(key) }), make("dd", {}, ...value)];

  function facts(session, scenario) {
    const venue = plan.venues[session.venue];
    const equipment = session.equipment.map(
      ([item, count]) => `${drillctl.number(count)} × ${plan.equipment[item].title}`);
    return make("dl", { class: "facts" },
      fact("venue", venue ? venue.title : t("no_venue")),
      fact("hazard", drillctl.words(scenario.hazard)),
      fact("exercise_type", drillctl.exerciseName(scenario.exercise)),
      scenario.capabilities.length
        ? fact("capabilities", scenario.capabilities.map(drillctl.words).join(", ")) : null,
      equipment.length ? fact("equipment", make("ul", { class: "plain" },
        equipment.map((text) => make("li", { text })))) : null,
      fact("seats_filled", t("of", { n: drillctl.filledSeats(session),
        all: drillctl.filledSeats(session) + drillctl.emptySeats(session) })),
      fact("session_id", make("code", { text: session.id }),
        session.sequence > 0 ? " " + t("changed_times", { n: session.sequence }) : null));
  }

  function empty(session, scenario) {
    if (!session.empty.length) return null;
    return make("section", { class: "alert" }, make("h3", { text: t("empty_seats") }),
      session.empty.map(([position, count, why]) => make("div", {},
        make("h4", { text: t("of_position", {
          position: drillctl.titleOf(scenario.positions[position]),
          what: t("seats_empty", { n: count }) }) }),
        drillctl.reasons(why))));
  }

  /** Reasons as a list. */
  drillctl.reasons = (why) => make("ul", { class: "why" },
    why.map((reason) => make("li", { text: drillctl.say(reason) })));

  function needsText(position) {
    const needs = position.needs.map((need) => plan.certifications[need].title);
    if (position.kind) needs.push(t("only_" + position.kind));
    return needs.length ? t("needs", { what: needs.join(", ") }) : null;
  }

  function seats(session, scenario) {
    const seated = new Map(session.assigned);
    return make("section", {}, make("h3", { text: t("people") }),
      scenario.positions.map((position, index) => {
        const people = seated.get(index) ?? [];
        return group(position, people, t("of", { n: people.length, all: position.count }));
      }));
  }

  function standbys(session, scenario) {
    if (!session.standby.length) return null;
    return make("section", {}, make("h3", { text: t("standbys") }),
      session.standby.map(([position, people]) =>
        group(scenario.positions[position], people, null)));
  }

  function group(position, people, count) {
    return make("section", { class: "position" },
      make("h4", {}, drillctl.titleOf(position), position.lead ? make("span",
        { class: "mark", text: t("lead") }) : null,
      count ? make("span", { class: "quiet", text: count }) : null),
      needsText(position) ? make("p", { class: "quiet", text: needsText(position) }) : null,
      people.length ? make("ul", { class: "people" }, drillctl.together(people).map(
        ([person, times]) => make("li", {}, personLine(person, times),
          certificates(plan.people[person], position.needs))))
        : make("p", { class: "quiet", text: t("nobody") }));
  }

  /** `[person, times]`: redacted, several of a team are one entry. */
  drillctl.together = function (people) {
    const times = new Map();
    for (const person of people) times.set(person, (times.get(person) ?? 0) + 1);
    return [...times];
  };

  function personLine(index, times) {
    const person = plan.people[index];
    const team = plan.teams[person.team];
    if (person.name === null) {
      return make("p", { class: "person" }, make("strong", { text: team.title }),
        " ", t("people_count", { n: times }));
    }
    return make("p", { class: "person" },
      make("button", { type: "button", class: "link", text: person.name,
        title: t("only_this_person"), onclick: () => choose(index) }),
      make("span", { class: "quiet", text: team.title }), drillctl.contacts(person));
  }

  function choose(person) {
    dialog.close();
    drillctl.pickPerson(person);
  }

  /** E-mail address and telephone number, where the data has them. */
  drillctl.contacts = (person) => [
    person.email ? make("a", { href: "mailto:" + person.email, text: person.email }) : null,
    person.phone ? make("a", { href: "tel:" + person.phone.replace(/[^+\d]/g, ""),
      text: person.phone }) : null,
  ];

  /** A person's certificates with expiry, first those in `needs`; marked if they lapse in time. */
  function certificates(person, needs) {
    const needed = (certification) => needs.some((need) =>
      need === certification || plan.certifications[certification].includes.includes(need));
    const held = [...person.certs].sort(([a], [b]) => needed(b) - needed(a));
    if (!held.length) return null;
    return make("ul", { class: "certs" }, held.map(([certification, expires]) => {
      const lapses = expires !== null && expires <= plan.period[1];
      return make("li", { class: needed(certification) ? "needed" : null },
        plan.certifications[certification].title, " ",
        make("span", { class: lapses ? "mark mark-lapses" : "quiet" },
          lapses ? make("span", { "aria-hidden": "true", text: "⚠ " }) : null,
          expires === null ? t("no_expiry")
            : t(lapses ? "expires_in_period" : "valid_until", {
              date: drillctl.day(expires, "plain") })));
    }));
  }
  drillctl.certificates = certificates;

  function aims(scenario) {
    if (!scenario.purpose && !scenario.objectives.length) return null;
    return make("section", {}, make("h3", { text: t("purpose") }),
      scenario.purpose ? make("p", { text: scenario.purpose }) : null,
      scenario.objectives.length ? [make("h4", { text: t("objectives") }),
        make("ul", {}, scenario.objectives.map((text) => make("li", { text })))] : null);
  }
})((window.drillctl ??= {}));
