/* The calendar: month, week and list, drawn by EventCalendar. */
(function (drillctl) {
  "use strict";

  const { plan, make, t } = drillctl;
  /** With more sessions than this a year's list is too long. */
  const MANY = 250;
  /** With more sessions than this at once a day of the week needs more than its share of room. */
  const ABREAST = 3;
  const LIST = plan.sessions.length > MANY ? "listMonth" : "listYear";
  /** Roles that EventCalendar gives and that are taken back. */
  const CLAIMED = "table rowgroup row columnheader rowheader cell list listitem".split(" ");
  const narrow = window.matchMedia("(max-width: 40rem)");
  const watcher = new MutationObserver(mendRoles);
  let box = null;
  let calendar = null;
  let legend = null;
  /** Whether the calendar is a list now. */
  let listed = false;

  drillctl.view({
    id: "calendar",
    title: "calendar",
    mount(element) {
      legend = make("div", { class: "legend" });
      box = make("div", { class: "calendar" });
      element.append(
        make("h2", { class: "visually-hidden", "data-text": "calendar", text: t("calendar") }),
        legend, box);
      words();
      create({ view: narrow.matches ? LIST : "dayGridMonth", date: start() });
    },
    update(changes) {
      const view = calendar.getView();
      if (changes.has("language")) {
        const date = localDay(calendar.getOption("date"));
        words();
        EventCalendar.destroy(calendar);
        create({ view: view.type, date });
      } else {
        calendar.setOption("events", events(view.type));
        makeRoom();
      }
      follow();
    },
  });

  const words = () => legend.replaceChildren(make("ul", {
    class: "plain", "aria-label": t("legend") },
  drillctl.exercises().map((type) => make("li", {}, drillctl.typeMark(type))),
  make("li", {}, drillctl.jointMark()),
  make("li", {}, drillctl.mark("empty", "○", t("empty_seats")))));

  /** The day at which the calendar opens: of the first session shown that is ahead, or the last. */
  function start() {
    const all = drillctl.visible();
    const first = all.find((index) => plan.sessions[index].end >= plan.as_of) ?? all.at(-1);
    return first === undefined ? plan.period[0] : plan.sessions[first].start.slice(0, 10);
  }

  /** Moves to the first session shown where there is none in the range shown. */
  function follow() {
    const { currentStart, currentEnd } = calendar.getView();
    const [from, to] = [localDay(currentStart), localDay(currentEnd)];
    const visible = drillctl.visible();
    const any = visible.some((index) =>
      plan.sessions[index].start < to && plan.sessions[index].end >= from);
    if (visible.length && !any) calendar.setOption("date", start());
  }

  /** EventCalendar gives wall times as local dates of the browser. */
  function localDay(date) {
    const two = (number) => String(number).padStart(2, "0");
    return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  }

  /** The most sessions that are at once in that range of days. */
  function abreast(from, to) {
    const there = drillctl.visible().map((index) => plan.sessions[index])
      .filter(({ start, end }) => start < to && end >= from);
    return Math.max(0, ...there.map(({ start }) =>
      there.filter((other) => other.start <= start && start < other.end).length));
  }

  /** Gives the week's days room, beyond the edge if need be; its first session is in sight. */
  function makeRoom() {
    const { type, currentStart, currentEnd } = calendar.getView();
    const week = type === "timeGridWeek";
    const most = week ? abreast(localDay(currentStart), localDay(currentEnd)) : 0;
    calendar.setOption("columnWidth", most > ABREAST ? `${Math.min(14, 3.5 * most)}rem`
      : week && narrow.matches ? "7rem" : undefined);
    if (week) requestAnimationFrame(showFirst);
  }

  function showFirst() {
    const left = (element) => element.getBoundingClientRect().left;
    const events = [...box.querySelectorAll(".ec-time-grid .ec-event")].map(left);
    if (!events.length) return;
    const hours = box.querySelector(".ec-body .ec-sidebar");
    box.querySelector(".ec-main").scrollLeft +=
      Math.min(...events) - hours.getBoundingClientRect().right;
  }

  const isList = (view) => view.startsWith("list");

  /** The sessions shown. In a list one that goes on past midnight stands once, on its first day. */
  const events = (view) => drillctl.visible().map((index) => {
    const { start, end } = plan.sessions[index];
    const lastOfDay = start.slice(0, 10) + "T23:59";
    return { id: String(index), start, end: isList(view) && end > lastOfDay ? lastOfDay : end };
  });

  function create(at) {
    listed = isList(at.view);
    calendar = EventCalendar.create(box, {
      ...at,
      events: events(at.view),
      firstDay: 1,
      locale: drillctl.locale(),
      headerToolbar: { start: "prev,next today title", end: `dayGridMonth,timeGridWeek,${LIST}` },
      buttonText: (text) => ({
        ...text, today: t("today"), dayGridMonth: t("month"), timeGridWeek: t("week"),
        [LIST]: t("list"), prev: t("back"), next: t("forward"), close: t("close"),
      }),
      slotMinTime: "07:00", slotMaxTime: "21:00", flexibleSlotTimeLimits: true,
      slotEventOverlap: false,
      allDaySlot: false, height: "auto", nowIndicator: false,
      editable: false, eventStartEditable: false, eventDurationEditable: false,
      slotLabelFormat: { hour: "2-digit", minute: "2-digit", hourCycle: "h23" },
      dayHeaderFormat: { weekday: "short" },
      views: {
        timeGridWeek: {
          dayHeaderFormat: { weekday: "short", day: "numeric" },
        },
      },
      noEventsContent: () => t("no_sessions"),
      eventContent: ({ event, view }) => ({ domNodes: content(Number(event.id), view.type) }),
      eventClassNames: ({ event }) =>
        ["event", "type-" + drillctl.scenarioOf(plan.sessions[event.id]).exercise],
      datesSet: ({ view }) => {
        if (!calendar) return;
        makeRoom();
        if (isList(view.type) === listed) return;
        listed = isList(view.type);
        calendar.setOption("events", events(view.type));
      },
      eventClick: ({ event }) => drillctl.openSession(Number(event.id)),
    });
    makeRoom();
    watcher.disconnect();
    watcher.observe(box, { childList: true, subtree: true });
    mendRoles();
  }

  /** What stands in an event; a screen reader reads all of it. */
  function content(index, view) {
    const session = plan.sessions[index];
    const scenario = drillctl.scenarioOf(session);
    const list = isList(view);
    const venue = plan.venues[session.venue];
    return [
      make("span", { class: "event-time",
        text: list ? drillctl.hours(session) : session.start.slice(11) }),
      " ",
      make("span", { class: "event-title", text: scenario.title }),
      list ? drillctl.typeMark(scenario.exercise) : null,
      list && venue ? make("span", { class: "quiet", text: venue.title }) : null,
      session.joint || session.empty.length ? make("span", { class: "event-marks" },
        session.joint ? drillctl.jointMark() : null,
        session.empty.length ? drillctl.emptyMark(drillctl.emptySeats(session)) : null) : null,
      list ? null : make("span", { class: "visually-hidden",
        text: `, ${drillctl.exerciseName(scenario.exercise)}, ${drillctl.when(session)}` }),
    ].filter(Boolean);
  }

  /**
   * EventCalendar says that it is a table, of which its rows and cells are no children, and a list
   * that holds its toolbar (ARIA 1.2, required context role): that is taken back. Its days and
   * sessions are headings, text and buttons, in order.
   */
  function mendRoles() {
    for (const part of box.querySelectorAll(CLAIMED.map((role) => `[role=${role}]`).join())) {
      part.removeAttribute("role");
      part.removeAttribute("aria-colindex");
    }
    for (const label of box.querySelectorAll(".ec-col-head [aria-label]")) {
      label.setAttribute("role", "img");
    }
    for (const heading of box.querySelectorAll("h4.ec-day-head")) {
      heading.setAttribute("aria-level", "3");
    }
    for (const part of box.querySelectorAll(".ec-main")) {
      if (part.scrollWidth > part.clientWidth) part.setAttribute("tabindex", "0");
    }
  }
})((window.drillctl ??= {}));
