/* What is said in the reader's language: fixed words, texts of the data, days and numbers. */
(function (drillctl) {
  "use strict";

  const LANGUAGES = ["en", "zh"];
  const LOCALES = { en: "en-GB", zh: "zh-CN" };
  const plan = (drillctl.plan = JSON.parse(document.getElementById("plan").textContent));
  /** Hebrew to Arabic Extended-A, their presentation forms, and marks and overrides of direction. */
  const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff\u200f\u202a-\u202e]/;
  const formats = new Map();

  drillctl.language = plan.language ?? (/^zh\b/i.test(navigator.language) ? "zh" : "en");

  /** The text of a pair in the language shown. */
  drillctl.say = (pair) => pair[LANGUAGES.indexOf(drillctl.language)] ?? pair[0];

  /**
   * A fixed text with its `{name}` placeholders filled. Where `n` is 1, the text of KEY_one is
   * taken if there is one.
   * @param {string} key of `plan.texts`
   * @param {Object<string, *>} [values]
   */
  drillctl.t = function (key, values = {}) {
    const one = values.n === 1 ? plan.texts[key + "_one"] : undefined;
    const text = one ?? plan.texts[key];
    if (text === undefined) return key;
    return drillctl.say(text).replace(/\{(\w+)\}/g, (whole, name) => {
      const value = values[name];
      if (value === undefined) return whole;
      return typeof value === "number" ? drillctl.number(value) : drillctl.apart(String(value));
    });
  };

  /** Text so that, if any of it runs from right to left, it leaves the words around as they are. */
  drillctl.apart = (text) => (RIGHT_TO_LEFT.test(text) ? `\u2068${text}\u2069` : text);

  /** The words for an exercise type, or the type itself where it is none of the known ones. */
  drillctl.exerciseName = function (exercise) {
    const key = "exercise_" + exercise.replace("-", "_");
    return key in plan.texts ? drillctl.t(key) : exercise;
  };

  /** An id such as `water-rescue` as words. */
  drillctl.words = (id) => id.replaceAll(/[-_]/g, " ");

  /** What a position is called: an id as words where it has no title of its own. */
  drillctl.titleOf = ({ id, title }) => (title === id ? drillctl.words(id) : title);

  /** What `make` makes for the locale, once for each `kind` and language. */
  function format(kind, make) {
    const key = drillctl.language + kind;
    if (!formats.has(key)) formats.set(key, make(LOCALES[drillctl.language]));
    return formats.get(key);
  }

  /** An instant by `parts` as Intl.DateTimeFormat has them; instants are wall times as if UTC. */
  drillctl.dated = (instant, parts) =>
    format("date" + JSON.stringify(parts), (l) =>
      new Intl.DateTimeFormat(l, { timeZone: "UTC", ...parts })).format(instant);

  drillctl.locale = () => LOCALES[drillctl.language];

  /** A number with at most one digit after the point, grouped as the language does. */
  drillctl.number = (value) =>
    format("number", (l) => new Intl.NumberFormat(l, { maximumFractionDigits: 1 })).format(value);

  /** A share of one as a percentage. */
  drillctl.percent = (share) =>
    format("percent", (l) => new Intl.NumberFormat(l, {
      style: "percent", maximumSignificantDigits: 2 })).format(share);

  /** Local wall time or date of the data as an instant, as if the roster's zone were UTC. */
  drillctl.instant = (text) => new Date((text.length > 10 ? text : text + "T00:00") + "Z");

  /**
   * A date or wall time of the data, as a day.
   * @param {string} date
   * @param {"short"|"long"|"month"} [length] short has no year, month no day
   */
  drillctl.day = function (date, length = "long") {
    const parts = {
      short: { weekday: "short", day: "numeric", month: "short" },
      long: { weekday: "short", day: "numeric", month: "short", year: "numeric" },
      month: { month: "long", year: "numeric" },
      plain: { day: "numeric", month: "short", year: "numeric" },
    }[length];
    return drillctl.dated(drillctl.instant(date), parts);
  };

  /** `09:00–13:00`; with the day of the end where that is another one. */
  drillctl.hours = function (session) {
    const [day, start] = session.start.split("T");
    const [endDay, end] = session.end.split("T");
    if (day === endDay) return `${start}–${end}`;
    return `${start} – ${drillctl.day(endDay, "short")} ${end}`;
  };

  /** Day and hours of a session. */
  drillctl.when = (session) =>
    drillctl.t("day_and_hours", {
      day: drillctl.day(session.start), hours: drillctl.hours(session),
    });

  /** Elapsed wall time of a session in hours. */
  drillctl.duration = (session) =>
    (drillctl.instant(session.end) - drillctl.instant(session.start)) / 3_600_000;

  /** The roster's time zone, by name where the browser knows one. */
  drillctl.zone = () =>
    format("zone", function (locale) {
      try {
        const parts = new Intl.DateTimeFormat(locale, {
          timeZone: plan.zone, timeZoneName: "longGeneric",
        }).formatToParts(drillctl.instant(plan.period[0]));
        return `${parts.find((part) => part.type === "timeZoneName").value} (${plan.zone})`;
      } catch {
        return plan.zone;
      }
    });

  /** Puts the fixed words into the elements that name them by `data-text`, -label, -placeholder. */
  drillctl.fillTexts = function (root) {
    document.documentElement.lang = drillctl.language === "zh" ? "zh-CN" : "en";
    document.title = `${drillctl.t("title")} ${drillctl.day(plan.period[0], "plain")} – ` +
      drillctl.day(plan.period[1], "plain");
    for (const [name, put] of [
      ["text", (element, text) => (element.textContent = text)],
      ["label", (element, text) => element.setAttribute("aria-label", text)],
      ["placeholder", (element, text) => element.setAttribute("placeholder", text)],
    ]) {
      for (const element of root.querySelectorAll(`[data-${name}]`)) {
        put(element, drillctl.t(element.dataset[name]));
      }
    }
  };
})((window.drillctl ??= {}));
