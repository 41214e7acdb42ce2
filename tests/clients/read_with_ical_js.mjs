// Prints what ical.js sees in the calendar file named: a JSON list of events.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const require = createRequire(`${process.env.DRILLCTL_CLIENTS}/`);
const { default: ICAL } = await import(pathToFileURL(require.resolve("ical.js")));
const calendar = new ICAL.Component(ICAL.parse(readFileSync(process.argv[2], "utf8")));
for (const zone of calendar.getAllSubcomponents("vtimezone")) ICAL.TimezoneService.register(zone);
const seen = calendar.getAllSubcomponents("vevent").map((component) => {
  const event = new ICAL.Event(component);
  return {
    uid: event.uid,
    start: event.startDate.toJSDate().toISOString(),
    end: event.endDate.toJSDate().toISOString(),
    summary: event.summary,
    description: event.description,
    sequence: event.sequence,
    alarms: component.getAllSubcomponents("valarm").length,
  };
});
console.log(JSON.stringify(seen));
