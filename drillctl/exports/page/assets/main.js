/* Starts the page: its tabs, its controls, and what the address asks for. */
(function (drillctl) {
  "use strict";

  const { plan, make, t } = drillctl;
  const tablist = document.querySelector("[role=tablist]");
  /** What has changed since a view was drawn; views that were never shown are not in it. */
  const changes = new Map();
  let current = null;
  /** While the page follows an address, which is written once at the end. */
  let following = false;

  const tabOf = (id) => drillctl.byId("tab-" + id);
  const panelOf = (id) => drillctl.byId("panel-" + id);
  const viewOf = (id) => drillctl.views.find((view) => view.id === id);

  /** Builds a view that has not been shown yet, or brings it up to date. */
  drillctl.readyView = function (id) {
    const missed = changes.get(id);
    changes.set(id, new Set());
    if (!missed) viewOf(id).mount(panelOf(id));
    else if (missed.size) viewOf(id).update(missed);
  };

  /** Shows the view with that id in place of the one shown. */
  drillctl.showView = function (id) {
    if (id === current || !viewOf(id)) return;
    current = id;
    for (const view of drillctl.views) {
      const chosen = view.id === id;
      tabOf(view.id).setAttribute("aria-selected", String(chosen));
      tabOf(view.id).tabIndex = chosen ? 0 : -1;
      panelOf(view.id).hidden = !chosen;
    }
    drillctl.readyView(id);
    drillctl.addressChanged();
  };

  /** Writes what is shown into the address. */
  drillctl.addressChanged = () =>
    following || drillctl.writeAddress(current, drillctl.openedSession());

  function buildTabs() {
    for (const { id, title } of drillctl.views) {
      tablist.append(make("button", {
        type: "button", role: "tab", id: "tab-" + id, "aria-controls": "panel-" + id,
        "data-text": title, onclick: () => drillctl.showView(id),
      }));
      drillctl.byId("main").append(make("section", {
        role: "tabpanel", id: "panel-" + id, "aria-labelledby": "tab-" + id, tabindex: "0",
        hidden: true,
      }));
    }
    tablist.addEventListener("keydown", (event) => {
      const tabs = [...tablist.children];
      const place = tabs.indexOf(document.activeElement);
      const to = {
        ArrowRight: place + 1, ArrowLeft: place - 1 + tabs.length, Home: 0, End: tabs.length - 1,
      }[event.key];
      if (to === undefined) return;
      event.preventDefault();
      const tab = tabs[to % tabs.length];
      tab.focus();
      tab.click();
    });
  }

  function words() {
    drillctl.fillTexts(document);
    drillctl.byId("about").textContent = t("about", {
      from: drillctl.day(plan.period[0], "plain"), to: drillctl.day(plan.period[1], "plain"),
      zone: drillctl.zone(),
    });
    drillctl.byId("made").textContent = t("made", {
      by: plan.made.by, revision: plan.made.revision, date: drillctl.day(plan.as_of, "plain"),
    });
    const language = drillctl.byId("language");
    language.textContent = drillctl.language === "en" ? "中文" : "English";
    language.lang = drillctl.language === "en" ? "zh-CN" : "en";
    drillctl.byId("theme").textContent = t("theme_" + drillctl.theme);
  }

  /** @param {"en"|"zh"} language */
  drillctl.useLanguage = function (language) {
    drillctl.language = drillctl.chosenLanguage = language;
    words();
    drillctl.changed("language");
  };

  function controls() {
    drillctl.byId("language").addEventListener("click", () =>
      drillctl.useLanguage(drillctl.language === "en" ? "zh" : "en"));
    drillctl.byId("theme").addEventListener("click", drillctl.nextTheme);
    drillctl.byId("print-page").addEventListener("click", () => window.print());
    document.querySelector(".skip").addEventListener("click", (event) => {
      // Not through the address, which says what is shown.
      event.preventDefault();
      drillctl.byId("main").focus();
    });
    drillctl.onChange((what) => {
      if (what === "theme") words();
      else for (const missed of changes.values()) missed.add(what);
      if (current) drillctl.readyView(current);
      drillctl.addressChanged();
    });
  }

  function follow() {
    const asked = drillctl.readAddress();
    following = true;
    if (["en", "zh"].includes(asked.language)) drillctl.useLanguage(asked.language);
    if (asked.theme) drillctl.useTheme(asked.theme);
    drillctl.filter(asked.filters);
    drillctl.showView(viewOf(asked.view) ? asked.view : current ?? drillctl.views[0].id);
    if (asked.session !== null) drillctl.openSession(asked.session);
    else if (drillctl.openedSession() !== null) drillctl.closeSession();
    following = false;
    drillctl.addressChanged();
  }

  buildTabs();
  words();
  controls();
  drillctl.startSearch();
  follow();
  drillctl.onAddress(follow);
})((window.drillctl ??= {}));
