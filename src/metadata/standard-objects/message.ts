import type { ObjectDefinition } from "../definition.ts"
import { boolean, dateTime, manyToOne, readOnly, select, text } from "./fields.ts"

export const message: ObjectDefinition = {
  nameSingular: "message",
  namePlural: "messages",
  labelSingular: "Message",
  labelPlural: "Messages",
  description: "An email that was sent, received or drafted",
  icon: "IconMessage",
  isSystem: true,
  isUICreatable: false,
  labelField: "subject",
  fields: readOnly({
    headerMessageId: text("Header message id", { description: "Message-ID of the email header", icon: "IconHash" }),
    subject: text("Subject", { icon: "IconMessage" }),
    text: text("Text", { icon: "IconFileText" }),
    receivedAt: dateTime("Received date", { icon: "IconCalendar" }),
    isDraft: boolean("Is draft", { icon: "IconPencil", isNullable: false, defaultValue: false }),
    deliveryStatus: select(
      "Delivery status",
      [
        ["QUEUED", "Queued", "gray"],
        ["SENT", "Sent", "green"],
        ["FAILED", "Failed", "red"],
        ["BOUNCED", "Bounced", "orange"],
        ["COMPLAINED", "Complained", "purple"],
        ["SKIPPED", "Skipped", "yellow"],
      ],
      { icon: "IconSend" },
    ),
    messageThread: manyToOne("Message thread", {
      icon: "IconMessages",
      to: "messageThread",
      inverse: ["messages", "Messages", "IconMessage"],
      isInverseUIEditable: false,
      onDelete: "CASCADE",
    }),
  }),
}
