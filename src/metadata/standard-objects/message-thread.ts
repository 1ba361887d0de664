import type { ObjectDefinition } from "../definition.ts"
import { readOnly, text } from "./fields.ts"

export const messageThread: ObjectDefinition = {
  nameSingular: "messageThread",
  namePlural: "messageThreads",
  labelSingular: "Message Thread",
  labelPlural: "Message Threads",
  description: "Messages that answer each other",
  icon: "IconMessages",
  isSystem: true,
  isUICreatable: false,
  labelField: "subject",
  fields: readOnly({
    subject: text("Subject", { icon: "IconMessages" }),
  }),
}
