import type { ObjectDefinition } from "../definition.ts"
import { boolean, dateTime, manyToOne, number, select, system, text } from "./fields.ts"

export const calendarChannel: ObjectDefinition = {
  nameSingular: "calendarChannel",
  namePlural: "calendarChannels",
  labelSingular: "Calendar Channel",
  labelPlural: "Calendar Channels",
  description: "A calendar that is kept in sync",
  icon: "IconCalendarCog",
  isSystem: true,
  isUICreatable: false,
  labelField: "handle",
  fields: {
    handle: text("Handle", { description: "Address of the calendar", icon: "IconAt" }),
    visibility: select(
      "Visibility",
      [
        ["METADATA", "Metadata", "green"],
        ["SHARE_EVERYTHING", "Share everything", "orange"],
      ],
      {
        description: "How much of an event other members see",
        icon: "IconEye",
        isNullable: false,
        defaultValue: "'SHARE_EVERYTHING'",
      },
    ),
    isContactAutoCreationEnabled: boolean("Creates contacts", {
      description: "Whether participants become people",
      icon: "IconUserPlus",
      isNullable: false,
      defaultValue: true,
    }),
    contactAutoCreationPolicy: select(
      "Contact creation policy",
      [
        ["AS_PARTICIPANT_AND_ORGANIZER", "As participant and organizer", "green"],
        ["AS_PARTICIPANT", "As participant", "orange"],
        ["AS_ORGANIZER", "As organizer", "blue"],
        ["NONE", "None", "gray"],
      ],
      {
        description: "In which role other participants become people",
        icon: "IconUserPlus",
        isNullable: false,
        defaultValue: "'AS_PARTICIPANT_AND_ORGANIZER'",
      },
    ),
    isSyncEnabled: boolean("Sync enabled", { icon: "IconRefresh", isNullable: false, defaultValue: true }),
    ...system({
      syncCursor: text("Sync cursor", { description: "Where the next sync goes on", icon: "IconHistory" }),
      syncedAt: dateTime("Last sync date", { icon: "IconHistory" }),
      syncStatus: select(
        "Sync status",
        [
          ["NOT_SYNCED", "Not synced", "gray"],
          ["ONGOING", "Ongoing", "yellow"],
          ["ACTIVE", "Active", "green"],
          ["FAILED_INSUFFICIENT_PERMISSIONS", "Failed: insufficient permissions", "red"],
          ["FAILED_UNKNOWN", "Failed: unknown reason", "red"],
        ],
        { icon: "IconStatusChange", isNullable: false, defaultValue: "'NOT_SYNCED'" },
      ),
      syncStage: select(
        "Sync stage",
        [
          ["PENDING_CONFIGURATION", "Pending configuration", "gray"],
          ["CALENDAR_EVENT_LIST_FETCH_PENDING", "Calendar event list fetch pending", "blue"],
          ["CALENDAR_EVENT_LIST_FETCH_SCHEDULED", "Calendar event list fetch scheduled", "sky"],
          ["CALENDAR_EVENT_LIST_FETCH_ONGOING", "Calendar event list fetch ongoing", "yellow"],
          ["CALENDAR_EVENTS_IMPORT_PENDING", "Calendar events import pending", "blue"],
          ["CALENDAR_EVENTS_IMPORT_SCHEDULED", "Calendar events import scheduled", "sky"],
          ["CALENDAR_EVENTS_IMPORT_ONGOING", "Calendar events import ongoing", "yellow"],
          ["FAILED", "Failed", "red"],
        ],
        { icon: "IconStatusChange", isNullable: false, defaultValue: "'PENDING_CONFIGURATION'" },
      ),
      syncStageStartedAt: dateTime("Sync stage start", { icon: "IconHistory" }),
      throttleFailureCount: number("Throttle failures", {
        description: "How often in a row the provider refused for haste",
        icon: "IconX",
        isNullable: false,
        defaultValue: 0,
        settings: { dataType: "int" },
      }),
    }),
    connectedAccount: manyToOne("Connected account", {
      icon: "IconPlugConnected",
      isNullable: false,
      isUIEditable: false,
      to: "connectedAccount",
      inverse: ["calendarChannels", "Calendar channels", "IconCalendarCog"],
      isInverseUIEditable: false,
      onDelete: "CASCADE",
    }),
  },
}
