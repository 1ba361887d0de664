import type { ObjectDefinition } from "../definition.ts"
import { boolean, dateTime, manyToOne, number, select, system, text } from "./fields.ts"

export const messageChannel: ObjectDefinition = {
  nameSingular: "messageChannel",
  namePlural: "messageChannels",
  labelSingular: "Message Channel",
  labelPlural: "Message Channels",
  description: "A mailbox that is kept in sync",
  icon: "IconInbox",
  isSystem: true,
  isUICreatable: false,
  labelField: "handle",
  fields: {
    handle: text("Handle", { description: "Address of the mailbox", icon: "IconAt" }),
    type: select(
      "Type",
      [
        ["EMAIL", "Email", "green"],
        ["SMS", "SMS", "blue"],
        ["EMAIL_GROUP", "Email group", "purple"],
      ],
      { icon: "IconMail", isNullable: false, defaultValue: "'EMAIL'" },
    ),
    visibility: select(
      "Visibility",
      [
        ["METADATA", "Metadata", "green"],
        ["SUBJECT", "Subject", "blue"],
        ["SHARE_EVERYTHING", "Share everything", "orange"],
      ],
      {
        description: "How much of a message other members see",
        icon: "IconEye",
        isNullable: false,
        defaultValue: "'SHARE_EVERYTHING'",
      },
    ),
    isContactAutoCreationEnabled: boolean("Creates contacts", {
      description: "Whether correspondents become people",
      icon: "IconUserPlus",
      isNullable: false,
      defaultValue: true,
    }),
    contactAutoCreationPolicy: select(
      "Contact creation policy",
      [
        ["SENT_AND_RECEIVED", "Sent and received", "green"],
        ["SENT", "Sent", "blue"],
        ["NONE", "None", "gray"],
      ],
      {
        description: "Whose correspondents become people",
        icon: "IconUserPlus",
        isNullable: false,
        defaultValue: "'SENT'",
      },
    ),
    messageFolderImportPolicy: select(
      "Folder import policy",
      [
        ["ALL_FOLDERS", "All folders", "green"],
        ["SELECTED_FOLDERS", "Selected folders", "blue"],
      ],
      { icon: "IconFolder", isNullable: false, defaultValue: "'ALL_FOLDERS'" },
    ),
    excludeNonProfessionalEmails: boolean("Exclude non-professional emails", {
      icon: "IconFilter",
      isNullable: false,
      defaultValue: true,
    }),
    excludeGroupEmails: boolean("Exclude group emails", { icon: "IconFilter", isNullable: false, defaultValue: true }),
    isSyncEnabled: boolean("Sync enabled", { icon: "IconRefresh", isNullable: false, defaultValue: true }),
    ...system({
      pendingGroupEmailsAction: select(
        "Pending group emails action",
        [
          ["GROUP_EMAILS_DELETION", "Group emails deletion", "red"],
          ["GROUP_EMAILS_IMPORT", "Group emails import", "green"],
          ["NONE", "None", "gray"],
        ],
        { icon: "IconUsersGroup", isNullable: false, defaultValue: "'NONE'" },
      ),
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
          ["MESSAGE_LIST_FETCH_PENDING", "Message list fetch pending", "blue"],
          ["MESSAGE_LIST_FETCH_SCHEDULED", "Message list fetch scheduled", "sky"],
          ["MESSAGE_LIST_FETCH_ONGOING", "Message list fetch ongoing", "yellow"],
          ["MESSAGES_IMPORT_PENDING", "Messages import pending", "blue"],
          ["MESSAGES_IMPORT_SCHEDULED", "Messages import scheduled", "sky"],
          ["MESSAGES_IMPORT_ONGOING", "Messages import ongoing", "yellow"],
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
      throttleRetryAfter: dateTime("Throttled until", { icon: "IconClock" }),
    }),
    connectedAccount: manyToOne("Connected account", {
      icon: "IconPlugConnected",
      isNullable: false,
      isUIEditable: false,
      to: "connectedAccount",
      inverse: ["messageChannels", "Message channels", "IconInbox"],
      isInverseUIEditable: false,
      onDelete: "CASCADE",
    }),
  },
}
