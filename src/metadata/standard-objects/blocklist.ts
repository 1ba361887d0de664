import type { ObjectDefinition } from "../definition.ts"
import { manyToOne, readOnly, text } from "./fields.ts"

export const blocklist: ObjectDefinition = {
  nameSingular: "blocklist",
  namePlural: "blocklists",
  labelSingular: "Blocklist",
  labelPlural: "Blocklists",
  description: "An address or domain that a member keeps out of sync",
  icon: "IconForbid",
  isSystem: true,
  isUICreatable: false,
  labelField: "handle",
  fields: readOnly({
    handle: text("Handle", { description: "Email address, or @domain", icon: "IconAt" }),
    workspaceMember: manyToOne("Workspace member", {
      icon: "IconUserCircle",
      isNullable: false,
      to: "workspaceMember",
      inverse: ["blocklist", "Blocklist", "IconForbid"],
      isInverseUIEditable: false,
      onDelete: "CASCADE",
    }),
  }),
}
