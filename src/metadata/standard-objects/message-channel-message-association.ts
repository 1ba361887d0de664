import type { ObjectDefinition } from "../definition.ts"
import { manyToOne, readOnly, select, text } from "./fields.ts"

export const messageChannelMessageAssociation: ObjectDefinition = {
  nameSingular: "messageChannelMessageAssociation",
  namePlural: "messageChannelMessageAssociations",
  labelSingular: "Message Channel Message Association",
  labelPlural: "Message Channel Message Associations",
  description: "A message as one channel knows it",
  icon: "IconMessage",
  isSystem: true,
  isUICreatable: false,
  labelField: "id",
  fields: readOnly({
    messageExternalId: text("Message external id", { description: "The provider's id", icon: "IconHash" }),
    messageThreadExternalId: text("Thread external id", { description: "The provider's id", icon: "IconHash" }),
    direction: select(
      "Direction",
      [
        ["INCOMING", "Incoming", "green"],
        ["OUTGOING", "Outgoing", "blue"],
      ],
      { icon: "IconArrowsLeftRight", isNullable: false, defaultValue: "'INCOMING'" },
    ),
    messageChannel: manyToOne("Message channel", {
      icon: "IconInbox",
      to: "messageChannel",
      inverse: ["messageChannelMessageAssociations", "Message channel associations", "IconMessage"],
      isInverseUIEditable: false,
      onDelete: "CASCADE",
    }),
    message: manyToOne("Message", {
      icon: "IconMessage",
      to: "message",
      inverse: ["messageChannelMessageAssociations", "Message channel associations", "IconMessage"],
      isInverseUIEditable: false,
      onDelete: "CASCADE",
    }),
    messageThread: manyToOne("Message thread", {
      icon: "IconMessages",
      to: "messageThread",
      inverse: ["messageChannelMessageAssociations", "Message channel associations", "IconMessage"],
      isInverseUIEditable: false,
      onDelete: "CASCADE",
    }),
  }),
  indexes: [{ fields: ["messageChannel", "message"], isUnique: true }],
}
