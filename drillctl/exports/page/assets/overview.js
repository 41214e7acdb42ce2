/* The overview: how much is filled, how good the plan is, what is missing and why. */
(function (drillctl) {
  "use strict";

  const { plan, make, t } = drillctl;
  const FEW = 12;
  const SOON = 6;
  let panel = null;
  /** The long lists of which the reader asked for all. */
  const whole = new Set();
  let printing = false;

  drillctl.view({
    id: "overview",
    title: "overview",
    mount(element) {
      panel = element;
      render();
    },
    update: render,
    /** Paper has no button to ask for the rest of a list. */
    print(begins) {
      const was = printing;
      printing = begins && (was || panel.querySelector(".cut") !== null);
      if (printing !== was) render();
    },
  });

  function render() {
    panel.replaceChildren(
      notice(), tiles(),
      make("div", { class: "columns" },
        make("div", {}, goals(), missing()), make("div", {}, soon(), types(), findings())));
  }

  const card = (key, ...content) =>
    make("section", { class: `card card-${key}` }, make("h2", { text: t(key) }), ...content);

  const notice = () => plan.made.note
    ? make("p", { class: "notice", text: drillctl.say(plan.made.note) }) : "";

  /* Figures of what the filters let through. */

  function figures() {
    const sessions = drillctl.visible().map((index) => plan.sessions[index]);
    const absent = drillctl.visibleNotHeld();
    const filled = sessions.reduce((sum, one) => sum + drillctl.filledSeats(one), 0);
    const empty = sessions.reduce((sum, one) => sum + drillctl.emptySeats(one), 0);
    const lost = absent.reduce((sum, one) => sum + one.seats, 0);
    const people = plan.redacted ? null
      : new Set(sessions.flatMap((one) => drillctl.everybody(one.assigned))).size;
    return {
      filled, seats: filled + empty + lost,
      held: sessions.length, sessions: sessions.length + absent.length,
      joint: sessions.filter((one) => one.joint).length,
      people: people ?? (drillctl.filtered() ? null : plan.totals.people),
    };
  }

  function tiles() {
    const now = figures();
    return make("section", { class: "tiles", "aria-label": t("totals") },
      tile("seats_filled", now.filled, now.seats), tile("sessions_held", now.held, now.sessions),
      tile("joint_sessions", now.joint, now.held),
      now.people === null ? null : tile("people_taking_part", now.people));
  }

  function tile(key, value, all) {
    const share = all === undefined ? null : all === 0 ? 0 : value / all;
    return make("div", { class: "tile" },
      make("p", { class: "quiet", text: t(key) }),
      make("p", { class: "figure" }, make("strong", { text: drillctl.number(value) }),
        all === undefined ? null : " " + t("of_all", { all })),
      share === null ? null : make("div", { class: "meter", "aria-hidden": "true" },
        make("div", { style: `inline-size:${100 * share}%` })));
  }

  /* How good it is. */

  function goals() {
    if (!plan.goals.length) return "";
    return card("goals", make("p", { class: "quiet", text: t("goals_about") }),
      make("div", { class: "table-box" }, make("table", { class: "cards" },
        make("thead", {}, make("tr", {}, ["goal", "reached", "bound", "how_good"].map(
          (key) => make("th", { scope: "col", text: t(key) })))),
        make("tbody", {}, plan.goals.map(goalRow)))));
  }

  function goalRow(goal) {
    const cell = (key) => make("td", {
      class: "number", "data-head": t(key),
      text: drillctl.say(key === "reached" ? goal.value : goal.bound),
    });
    const best = goal.gap <= 0;
    return make("tr", {},
      make("th", { scope: "row", text: drillctl.say(goal.name) }), cell("reached"), cell("bound"),
      make("td", {}, best ? drillctl.mark("good", "✓", drillctl.say(goal.words))
        : make("span", { text: drillctl.say(goal.words) }),
      best ? null : make("p", {
        class: "quiet", text: t("gap", { gap: drillctl.percent(goal.gap) }) })));
  }

  /* What is missing. */

  function missing() {
    const gaps = drillctl.visible().filter((index) => plan.sessions[index].empty.length);
    const absent = drillctl.visibleNotHeld();
    if (!gaps.length && !absent.length) {
      return card("missing", make("p", {}, drillctl.mark("good", "✓", t("nothing_missing"))));
    }
    return card("missing",
      absent.length ? [make("h3", { text: t("not_held") }),
        limited("not_held", absent, notHeld)] : null,
      gaps.length ? [make("h3", { text: t("empty_seats") }),
        limited("gaps", gaps, gap)] : null);
  }

  /** A list of which a few items are shown until the reader asks for all. */
  function limited(name, items, item) {
    const all = printing || whole.has(name) || items.length <= FEW;
    const list = make("ul", { class: "rows" }, (all ? items : items.slice(0, FEW)).map(item));
    if (all) return list;
    return [list, make("button", {
      type: "button", class: "button cut", text: t("show_all", { n: items.length }),
      onclick: () => {
        whole.add(name);
        const rest = items.slice(FEW).map(item);
        list.append(...rest);
        list.nextElementSibling.remove();
        rest[0].querySelector("button, summary")?.focus();
      },
    })];
  }

  const why = (reasons) => reasons.length ? make("details", {},
    make("summary", { text: t("why") }), drillctl.reasons(reasons)) : null;

  function notHeld(absent) {
    return make("li", {},
      make("p", { class: "row-head" },
        make("strong", { text: plan.scenarios[absent.scenario].title }),
        make("span", { class: "mark mark-empty", text: t("seats_lost", { n: absent.seats }) })),
      make("p", { class: "quiet", text: absent.id }), why(absent.why));
  }

  function gap(index) {
    const session = plan.sessions[index];
    const { positions } = drillctl.scenarioOf(session);
    return make("li", {},
      make("p", { class: "row-head" }, drillctl.sessionLink(index),
        drillctl.emptyMark(drillctl.emptySeats(session))),
      make("p", { class: "quiet", text: drillctl.when(session) }),
      session.empty.map(([position, seats, reasons]) => make("div", { class: "gap" },
        make("span", { text: t("of_position", {
          position: drillctl.titleOf(positions[position]),
          what: t("seats_count", { n: seats }) }) }),
        why(reasons))));
  }

  /* What comes, of which type, and what was learnt before. */

  function soon() {
    const first = drillctl.visible().filter(
      (index) => plan.sessions[index].end.slice(0, 10) >= plan.as_of).slice(0, SOON);
    if (!first.length) return "";
    return card("soon", make("ul", { class: "rows" }, first.map((index) => {
      const session = plan.sessions[index];
      const { exercise } = drillctl.scenarioOf(session);
      return make("li", { class: "typed", style: `--type:${drillctl.colour(exercise)}` },
        make("p", { class: "quiet", text: drillctl.when(session) }),
        make("p", { class: "row-head" }, drillctl.sessionLink(index),
          session.joint ? drillctl.jointMark() : null,
          session.empty.length ? drillctl.emptyMark(drillctl.emptySeats(session)) : null));
    })));
  }

  function types() {
    const counts = new Map(drillctl.exercises().map((type) => [type, 0]));
    for (const index of drillctl.visible()) {
      const { exercise } = drillctl.scenarioOf(plan.sessions[index]);
      counts.set(exercise, counts.get(exercise) + 1);
    }
    const most = Math.max(1, ...counts.values());
    return card("by_type", make("ul", { class: "bars" }, [...counts].map(([type, count]) =>
      make("li", {}, drillctl.typeMark(type),
        make("span", { class: "bar", "aria-hidden": "true" }, make("span", {
          style: `inline-size:${(100 * count) / most}%;background:${drillctl.colour(type)}` })),
        make("span", { class: "number", text: drillctl.number(count) })))));
  }

  function findings() {
    if (!plan.findings.length) return "";
    return card("findings", make("p", { class: "quiet", text: t("findings_about") }),
      make("ul", { class: "rows" }, plan.findings.map((finding) => make("li", {},
        make("p", { text: drillctl.say(finding.what) }),
        finding.by ? make("p", { class: "quiet",
          text: t("due", { date: drillctl.day(finding.by, "plain") }) }) : null,
        finding.sessions.length
          ? make("p", { class: "row-head" }, drillctl.mark("good", "✓", t("answered_by")),
          finding.sessions.map((index) => make("span", {}, drillctl.sessionLink(index), " ",
            make("span", { class: "quiet", text: drillctl.day(plan.sessions[index].start) }))))
          : make("p", {}, make("span", { class: "mark mark-empty", text: t("not_answered") })),
        why(finding.why)))));
  }
})((window.drillctl ??= {}));
