import type { ObjectDefinition } from "../definition.ts"
import { manyToOne, readOnly, text } from "./fields.ts"

export const calendarChannelEventAssociation: ObjectDefinition = {
  nameSingular: "calendarChannelEventAssociation",
  namePlural: "calendarChannelEventAssociations",
  labelSingular: "Calendar Channel Event Association",
  labelPlural: "Calendar Channel Event Associations",
  description: "A calendar event as one channel knows it",
  icon: "IconCalendar",
  isSystem: true,
  isUICreatable: false,
  labelField: "id",
  fields: readOnly({
    eventExternalId: text("Event external id", { description: "The provider's id", icon: "IconHash" }),
    recurringEventExternalId: text("Recurring event id", {
      description: "The provider's id of the series",
      icon: "IconRepeat",
    }),
    calendarChannel: manyToOne("Calendar channel", {
      icon: "IconCalendarCog",
      isNullable: false,
      to: "calendarChannel",
      inverse: ["calendarChannelEventAssociations", "Calendar event associations", "IconCalendar"],
      isInverseUIEditable: false,
      onDelete: "CASCADE",
    }),
    calendarEvent: manyToOne("Calendar event", {
      icon: "IconCalendar",
      isNullable: false,
      to: "calendarEvent",
      inverse: ["calendarChannelEventAssociations", "Calendar channel associations", "IconCalendar"],
      isInverseUIEditable: false,
      onDelete: "CASCADE",
    }),
  }),
}
