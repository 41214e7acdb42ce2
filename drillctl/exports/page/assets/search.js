/* Finding: the combobox of people, the choices, and the sheet of the person that is picked. */
(function (drillctl) {
  "use strict";

  const { plan, make, t } = drillctl;
  const MOST = 12;
  const input = drillctl.byId("person-search");
  const listbox = drillctl.byId("person-found");
  let found = [];
  let active = -1;

  /** What each person is found by; made at the first search. */
  let spoken = null;
  const plainly = (text) => text.normalize("NFKC").toLowerCase();

  function search(text) {
    spoken ??= plan.people.map((person) => person.name === null ? ""
      : plainly(`${person.name} ${person.id} ${plan.teams[person.team].title}`));
    const words = plainly(text).split(/\s+/).filter(Boolean);
    if (!words.length) return [];
    return [...spoken.keys()].filter((index) =>
      spoken[index] && words.every((word) => spoken[index].includes(word)));
  }

  function showFound() {
    const all = search(input.value);
    found = all.slice(0, MOST).map((person) => ({ person }));
    if (input.value.trim()) found.push({ text: input.value.trim() });
    active = -1;
    listbox.replaceChildren(...found.map(option));
    expand(found.length > 0);
    announce(input.value.trim() && !plan.redacted ? t("people_found", { n: all.length }) : "");
  }

  function option(choice, index) {
    const content = choice.text !== undefined ? [t("sessions_saying", { text: choice.text })] : [
      make("span", { text: plan.people[choice.person].name }),
      make("span", { class: "quiet", text: plan.teams[plan.people[choice.person].team].title }),
      make("code", { class: "quiet", text: plan.people[choice.person].id }),
    ];
    return make("li", {
      id: `found-${index}`, role: "option", "aria-selected": "false",
      // Before the input loses the focus, which closes the list.
      onmousedown: (event) => event.preventDefault(),
      onclick: () => take(index),
    }, ...content);
  }

  function expand(open) {
    listbox.hidden = !open;
    input.setAttribute("aria-expanded", String(open));
    if (!open) point(-1);
  }

  function point(index) {
    listbox.children[active]?.setAttribute("aria-selected", "false");
    active = index;
    const element = listbox.children[active];
    element?.setAttribute("aria-selected", "true");
    element?.scrollIntoView({ block: "nearest" });
    if (element) input.setAttribute("aria-activedescendant", element.id);
    else input.removeAttribute("aria-activedescendant");
  }

  function take(index) {
    const choice = found[index];
    expand(false);
    if (choice.text !== undefined) drillctl.filter({ text: choice.text, person: null });
    else drillctl.pickPerson(choice.person);
  }

  /** Shows only that person's sessions, and who it is. */
  drillctl.pickPerson = function (person) {
    drillctl.filter({ person, text: "" });
    drillctl.byId("person").scrollIntoView({ block: "nearest" });
    drillctl.byId("person-name")?.focus({ preventScroll: true });
  };

  const sought = () => drillctl.filters.person !== null || drillctl.filters.text !== "";

  function forget() {
    drillctl.filter({ person: null, text: "" });
    expand(false);
  }

  function announce(text) {
    drillctl.byId("announcement").textContent = text;
  }

  input.addEventListener("input", () => {
    if (input.value.trim() || !sought()) showFound();
    else forget();
  });
  input.addEventListener("focus", () => input.value && drillctl.filters.person === null
    && showFound());
  input.addEventListener("blur", () => expand(false));
  input.addEventListener("keydown", (event) => {
    const last = found.length - 1;
    const open = !listbox.hidden;
    const moves = {
      ArrowDown: () => (open ? point(active >= last ? 0 : active + 1) : showFound()),
      ArrowUp: () => open && point(active <= 0 ? last : active - 1),
      Enter: () => open && found.length && take(Math.max(active, 0)),
      Escape: () => (open ? expand(false) : forget()),
    };
    if (!(event.key in moves) || event.isComposing) return;
    event.preventDefault();
    moves[event.key]();
  });

  /* The choices. */

  const CHOICES = [
    ["team", "team", () => plan.teams.map((team, index) => [String(index), team.title])],
    ["hazard", "hazard", () => plan.hazards.map((name) => [name, drillctl.words(name)])],
    ["capability", "capability", () =>
      plan.capabilities.map((name) => [name, drillctl.words(name)])],
    ["exercise", "exercise_type", () =>
      drillctl.exercises().map((name) => [name, drillctl.exerciseName(name)])],
  ];

  function choices() {
    drillctl.byId("choices").replaceChildren(...CHOICES.map(([name, key, list]) =>
      make("div", { class: "field" },
        make("label", { for: `filter-${name}`, text: t(key) }),
        make("select", { id: `filter-${name}`, onchange: ({ target: { value } }) =>
          drillctl.filter({
            [name]: value === "" ? null : name === "team" ? Number(value) : value }) },
        make("option", { value: "", text: t("all") }),
        list().map(([value, text]) => make("option", { value, text }))))));
  }

  function follow() {
    const { filters } = drillctl;
    for (const [name] of CHOICES) {
      drillctl.byId(`filter-${name}`).value = filters[name] === null ? "" : String(filters[name]);
    }
    input.value = filters.person === null ? filters.text : plan.people[filters.person].name;
    drillctl.byId("clear").hidden = !drillctl.filtered();
    drillctl.byId("shown").textContent =
      t("shown", { n: drillctl.visible().length, all: plan.sessions.length });
    personSheet();
  }

  drillctl.byId("clear").addEventListener("click", () => {
    drillctl.clearFilters();
    input.focus();
  });
  drillctl.byId("more-filters").addEventListener("click", ({ currentTarget: button }) => {
    const open = button.getAttribute("aria-expanded") !== "true";
    button.setAttribute("aria-expanded", String(open));
    drillctl.byId("choices").classList.toggle("open", open);
  });

  /* The sheet of the person that is picked. */

  function personSheet() {
    const sheet = drillctl.byId("person");
    const { person: index } = drillctl.filters;
    sheet.hidden = index === null;
    if (index === null) return sheet.replaceChildren();
    const person = plan.people[index];
    const rows = drillctl.visible().flatMap((number) =>
      drillctl.seatsOf(plan.sessions[number], index).map((seat) => [number, ...seat]));
    const hours = rows.reduce((sum, [number, , standby]) =>
      sum + (standby ? 0 : drillctl.duration(plan.sessions[number])), 0);
    return sheet.replaceChildren(
      make("h2", { id: "person-name", tabindex: "-1", text: person.name }),
      make("p", { class: "person" }, make("span", { text: plan.teams[person.team].title }),
        make("code", { class: "quiet", text: person.id }), drillctl.contacts(person)),
      make("p", { class: "figure", text: t("person_load", {
        n: rows.filter(([, , standby]) => !standby).length, hours }) }),
      drillctl.certificates(person, []) ?? "",
      rows.length ? personTable(rows) : make("p", { text: t("no_sessions_of_person") }));
  }

  function personTable(rows) {
    return make("div", { class: "table-box" }, make("table", { class: "cards" },
      make("thead", {}, make("tr", {}, ["when", "session", "position", "venue", "hours"].map(
        (key) => make("th", { scope: "col", text: t(key) })))),
      make("tbody", {}, rows.map(([number, position, standby]) => {
        const session = plan.sessions[number];
        return make("tr", {},
          make("td", { text: drillctl.when(session) }),
          make("td", {}, drillctl.sessionLink(number)),
          make("td", { text: standby ? t("standby_for", { position: drillctl.titleOf(position) })
            : drillctl.titleOf(position) }),
          make("td", { text: plan.venues[session.venue]?.title ?? "–" }),
          make("td", { class: "number", text: standby ? "–"
            : t("hours_short", { hours: drillctl.duration(session) }) }));
      }))));
  }

  /** A button with the session's title that opens its dialog. */
  drillctl.sessionLink = (number) => make("button", {
    type: "button", class: "link", onclick: () => drillctl.openSession(number),
    text: drillctl.scenarioOf(plan.sessions[number]).title,
  });

  /** Builds what depends on the language, and follows the filters from then on. */
  drillctl.startSearch = function () {
    if (plan.redacted) {
      document.querySelector("label[for=person-search]").dataset.text = "session_search";
      input.dataset.placeholder = "session_placeholder";
    }
    const rebuild = () => {
      expand(false);
      announce("");
      choices();
      follow();
    };
    rebuild();
    drillctl.onChange((what) => what === "language" ? rebuild() : what === "filters" && follow());
  };
})((window.drillctl ??= {}));
