/* The words on the timeline's axis, from the browser's own knowledge of languages. */
(function (drillctl) {
  "use strict";

  const MONTH = { month: "long", year: "numeric" };
  const DATE = { weekday: "short", day: "numeric", month: "long", year: "numeric" };
  const CLOCK = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
  const SMALL = {
    minute: CLOCK,
    hour: CLOCK,
    weekday: { weekday: "short", day: "numeric" },
    day: { day: "numeric" },
    month: { month: "short" },
    year: { year: "numeric" },
  };
  const LARGE = { minute: DATE, hour: DATE, weekday: MONTH, day: MONTH, month: { year: "numeric" } };

  const written = (date, parts) => (parts ? drillctl.dated(date.toDate(), parts) : "");

  /** vis-timeline's `format`; its `date` is a moment. */
  drillctl.timelineFormat = () => ({
    minorLabels: (date, scale) => written(date, SMALL[scale]),
    majorLabels: (date, scale) => written(date, LARGE[scale]),
  });
})((window.drillctl ??= {}));
