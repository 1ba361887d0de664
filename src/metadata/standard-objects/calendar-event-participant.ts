import type { ObjectDefinition } from "../definition.ts"
import { boolean, manyToOne, readOnly, select, text } from "./fields.ts"

export const calendarEventParticipant: ObjectDefinition = {
  nameSingular: "calendarEventParticipant",
  namePlural: "calendarEventParticipants",
  labelSingular: "Calendar event participant",
  labelPlural: "Calendar event participants",
  description: "Someone who is invited to a calendar event",
  icon: "IconCalendarUser",
  isSystem: true,
  isUICreatable: false,
  labelField: "handle",
  fields: readOnly({
    handle: text("Handle", { description: "Email address in the invitation", icon: "IconAt" }),
    displayName: text("Display name", { icon: "IconUser" }),
    isOrganizer: boolean("Is organizer", { icon: "IconUserStar", isNullable: false, defaultValue: false }),
    responseStatus: select(
      "Response status",
      [
        ["NEEDS_ACTION", "Needs Action", "orange"],
        ["DECLINED", "Declined", "red"],
        ["TENTATIVE", "Tentative", "yellow"],
        ["ACCEPTED", "Accepted", "green"],
      ],
      { icon: "IconUserQuestion", isNullable: false, defaultValue: "'NEEDS_ACTION'" },
    ),
    calendarEvent: manyToOne("Calendar event", {
      icon: "IconCalendar",
      isNullable: false,
      to: "calendarEvent",
      inverse: ["calendarEventParticipants", "Event participants", "IconCalendarUser"],
      isInverseUIEditable: false,
      onDelete: "CASCADE",
    }),
    person: manyToOne("Person", {
      icon: "IconUser",
      to: "person",
      inverse: ["calendarEventParticipants", "Calendar event participants", "IconCalendarUser"],
      onDelete: "SET_NULL",
    }),
    workspaceMember: manyToOne("Workspace member", {
      icon: "IconUserCircle",
      to: "workspaceMember",
      inverse: ["calendarEventParticipants", "Calendar event participants", "IconCalendarUser"],
      isInverseUIEditable: false,
      onDelete: "SET_NULL",
    }),
  }),
}
