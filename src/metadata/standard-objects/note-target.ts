import type { ObjectDefinition } from "../definition.ts"
import { manyToOne, morph, readOnly } from "./fields.ts"

export const noteTarget: ObjectDefinition = {
  nameSingular: "noteTarget",
  namePlural: "noteTargets",
  labelSingular: "Note Target",
  labelPlural: "Note Targets",
  description: "Link between a note and a record it is about",
  icon: "IconNotes",
  isSystem: true,
  isUICreatable: false,
  labelField: "id",
  fields: readOnly({
    note: manyToOne("Note", {
      icon: "IconNotes",
      to: "note",
      inverse: ["noteTargets", "Relations", "IconArrowUpRight"],
      onDelete: "CASCADE",
    }),
    target: morph("Target", {
      icon: "IconArrowUpRight",
      to: ["person", "company", "opportunity"],
      inverse: ["noteTargets", "Notes", "IconNotes"],
      inverseReadOnlyOn: ["person", "company", "opportunity"],
      onDelete: "CASCADE",
    }),
  }),
}
