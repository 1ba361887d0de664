import type { ObjectDefinition } from "../definition.ts"
import { boolean, dateTime, links, readOnly, text } from "./fields.ts"

export const calendarEvent: ObjectDefinition = {
  nameSingular: "calendarEvent",
  namePlural: "calendarEvents",
  labelSingular: "Calendar event",
  labelPlural: "Calendar events",
  description: "A meeting or other entry of a calendar",
  icon: "IconCalendar",
  isSystem: true,
  isUICreatable: false,
  labelField: "title",
  fields: readOnly({
    title: text("Title", { icon: "IconCalendar" }),
    isCanceled: boolean("Is canceled", { icon: "IconCalendarX", isNullable: false, defaultValue: false }),
    isFullDay: boolean("Is full day", { icon: "IconHours24", isNullable: false, defaultValue: false }),
    startsAt: dateTime("Start date", { icon: "IconCalendarClock" }),
    endsAt: dateTime("End date", { icon: "IconCalendarClock" }),
    externalCreatedAt: dateTime("Creation date", { description: "At the provider", icon: "IconCalendarPlus" }),
    externalUpdatedAt: dateTime("Update date", { description: "At the provider", icon: "IconCalendarCog" }),
    description: text("Description", { icon: "IconFileText", settings: { displayedMaxRows: 99 } }),
    location: text("Location", { icon: "IconMapPin" }),
    iCalUid: text("iCal UID", { description: "Id that all copies of the event share", icon: "IconKey" }),
    conferenceSolution: text("Conference solution", { description: "Such as Google Meet", icon: "IconScreenShare" }),
    conferenceLink: links("Meet link", { icon: "IconLink" }),
  }),
}
