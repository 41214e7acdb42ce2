/* Light, dark, or as the reader's system is. */
(function (drillctl) {
  "use strict";

  const CHOICES = ["auto", "light", "dark"];
  const system = window.matchMedia("(prefers-color-scheme: dark)");

  drillctl.theme = "auto";

  /** Whether the page is dark now. */
  drillctl.dark = () => drillctl.theme === "dark" || (drillctl.theme === "auto" && system.matches);

  function apply() {
    const root = document.documentElement;
    root.dataset.theme = drillctl.dark() ? "dark" : "light";
    root.classList.toggle("ec-dark", drillctl.dark());
  }

  /** @param {"auto"|"light"|"dark"} theme */
  drillctl.useTheme = function (theme) {
    if (!CHOICES.includes(theme)) return;
    drillctl.theme = theme;
    apply();
    drillctl.changed("theme");
  };

  drillctl.nextTheme = () =>
    drillctl.useTheme(CHOICES[(CHOICES.indexOf(drillctl.theme) + 1) % CHOICES.length]);

  system.addEventListener("change", () => {
    if (drillctl.theme === "auto") drillctl.useTheme("auto");
  });
  apply();
})((window.drillctl ??= {}));
