/*
 * Only in a served page: shows a newer one when there is one, and says what is wrong with the files
 * meanwhile. View, filters and the open session are in the address, which a reload keeps.
 */
(function (drillctl) {
  "use strict";

  const { plan, make, t } = drillctl;
  const KEPT = "drillctl-before-reload";
  /** Milliseconds after which it is tried again where the server refused, and loss is said. */
  const AGAIN = 10_000;
  const PATIENCE = 4_000;
  const banner = make("div", { id: "live", class: "live", role: "status", hidden: true });
  let source = null;
  let again = null;
  let missed = null;
  let problems = null;
  let lost = false;

  /** Calls `use` with the tab's own memory, which a browser may forbid. */
  function remembering(use) {
    try {
      return use(sessionStorage);
    } catch {
      return null;
    }
  }

  function reload() {
    const focused = document.activeElement?.id ?? "";
    const kept = JSON.stringify([window.scrollX, window.scrollY, focused]);
    remembering((memory) => memory.setItem(KEPT, kept));
    location.reload();
  }

  /** Scrolls and puts the focus to where they were before a reload. */
  function restore() {
    const kept = remembering(function (memory) {
      const found = memory.getItem(KEPT);
      memory.removeItem(KEPT);
      return found;
    });
    if (!kept) return;
    const [left, top, focused] = JSON.parse(kept);
    const scroll = () => window.scrollTo({ left, top, behavior: "instant" });
    scroll();
    window.addEventListener("load", () => requestAnimationFrame(scroll), { once: true });
    if (focused && !document.querySelector("dialog[open]")) {
      document.getElementById(focused)?.focus({ preventScroll: true });
    }
  }

  const typing = () => document.activeElement?.matches("input, textarea, select") ?? false;

  /** Not while somebody types: then once they have left the field. */
  function newer() {
    if (!typing()) reload();
    else document.addEventListener("focusout", () => setTimeout(newer), { once: true });
  }

  function show() {
    const lines = problems === null ? [] : drillctl.say(problems);
    const said = [problems === null ? null : t("live_problems"), lost ? t("live_lost") : null];
    banner.replaceChildren(
      ...said.filter(Boolean).map((text) => make("p", { text })),
      ...(lines.length ? [make("pre", { text: lines.join("\n"), tabindex: "0" })] : []),
    );
    banner.hidden = problems === null && !lost;
  }

  function connect() {
    source = new EventSource(plan.live);
    source.addEventListener("open", function () {
      missed = clearTimeout(missed);
      lost = false;
      show();
    });
    source.addEventListener("newer", newer);
    source.addEventListener("problems", function (event) {
      problems = JSON.parse(event.data);
      show();
    });
    source.addEventListener("error", function () {
      // The browser itself tries again, unless the server answered with an error.
      if (source.readyState === EventSource.CLOSED) again = setTimeout(connect, AGAIN);
      missed ??= setTimeout(function () {
        lost = true;
        show();
      }, PATIENCE);
    });
  }

  function disconnect() {
    clearTimeout(again);
    missed = clearTimeout(missed);
    source?.close();
  }

  document.querySelector("main").before(banner);
  restore();
  drillctl.onChange((what) => what === "language" && show());
  // A browser opens few connections to one server: a page that nobody sees needs none.
  document.addEventListener("visibilitychange", () => (document.hidden ? disconnect() : connect()));
  window.addEventListener("pagehide", disconnect);
  window.addEventListener("pageshow", (event) => event.persisted && connect());
  if (!document.hidden) connect();
})((window.drillctl ??= {}));
