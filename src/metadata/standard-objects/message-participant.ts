import type { ObjectDefinition } from "../definition.ts"
import { manyToOne, readOnly, select, text } from "./fields.ts"

export const messageParticipant: ObjectDefinition = {
  nameSingular: "messageParticipant",
  namePlural: "messageParticipants",
  labelSingular: "Message Participant",
  labelPlural: "Message Participants",
  description: "Sender or recipient of a message",
  icon: "IconUserCircle",
  isSystem: true,
  isUICreatable: false,
  labelField: "handle",
  fields: readOnly({
    role: select(
      "Role",
      [
        ["FROM", "From", "green"],
        ["TO", "To", "blue"],
        ["CC", "Cc", "orange"],
        ["BCC", "Bcc", "red"],
        ["REPLY_TO", "Reply To", "purple"],
      ],
      { icon: "IconAt", isNullable: false, defaultValue: "'FROM'" },
    ),
    handle: text("Handle", { description: "Email address in the message", icon: "IconAt" }),
    displayName: text("Display name", { icon: "IconUser" }),
    message: manyToOne("Message", {
      icon: "IconMessage",
      isNullable: false,
      to: "message",
      inverse: ["messageParticipants", "Message participants", "IconUserCircle"],
      isInverseUIEditable: false,
      onDelete: "CASCADE",
    }),
    person: manyToOne("Person", {
      icon: "IconUser",
      to: "person",
      inverse: ["messageParticipants", "Message participants", "IconUserCircle"],
      onDelete: "SET_NULL",
    }),
    workspaceMember: manyToOne("Workspace member", {
      icon: "IconUserCircle",
      to: "workspaceMember",
      inverse: ["messageParticipants", "Message participants", "IconUserCircle"],
      isInverseUIEditable: false,
      onDelete: "SET_NULL",
    }),
  }),
}
