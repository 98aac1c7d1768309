// Reads a calendar file from standard input with ical.js, and writes its dates as JSON.
// The time zones are those that the file itself brings; ical.js knows no other but UTC.
import { readFileSync } from "node:fs";

import ICAL from "ical.js";

const calendar = new ICAL.Component(ICAL.parse(readFileSync(0, "utf8")));
for (const zone of calendar.getAllSubcomponents("vtimezone")) ICAL.TimezoneService.register(zone);

const moment = (time) => ({ wall: time.toString(), at: time.toUnixTime() });

const dates = calendar.getAllSubcomponents("vevent").map((component) => {
  const event = new ICAL.Event(component);
  return {
    uid: event.uid,
    tzid: component.getFirstProperty("dtstart").getParameter("tzid"),
    start: moment(event.startDate),
    end: moment(event.endDate),
    status: component.getFirstPropertyValue("status"),
    sequence: event.sequence,
    summary: event.summary,
    description: event.description ?? "",
    location: event.location,
    url: component.getFirstPropertyValue("url"),
  };
});
process.stdout.write(JSON.stringify(dates));
