// Prints what node-ical sees in the calendar file named: a JSON list of events.
import { createRequire } from "node:module";

const ical = createRequire(`${process.env.DRILLCTL_CLIENTS}/`)("node-ical");
const seen = Object.values(ical.sync.parseFile(process.argv[2]))
  .filter((component) => component.type === "VEVENT")
  .map((event) => ({
    uid: event.uid,
    start: event.start.toISOString(),
    end: event.end.toISOString(),
    summary: event.summary,
    description: event.description,
    sequence: Number(event.sequence),
    alarms: (event.alarms ?? []).length,
  }));
console.log(JSON.stringify(seen));
