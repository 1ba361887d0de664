import type { ObjectDefinition } from "../definition.ts"
import { richText, text } from "./fields.ts"

export const note: ObjectDefinition = {
  nameSingular: "note",
  namePlural: "notes",
  labelSingular: "Note",
  labelPlural: "Notes",
  description: "A text about one or more records",
  icon: "IconNotes",
  shortcut: "N",
  isSearchable: true,
  labelField: "title",
  fields: {
    title: text("Title", { icon: "IconNotes", columnType: "varchar" }),
    bodyV2: richText("Body", { icon: "IconFileText" }),
    body: text("Body as text", {
      description: "The body without its formatting",
      icon: "IconFileText",
      isUIEditable: false,
      columnType: "text",
    }),
  },
}
