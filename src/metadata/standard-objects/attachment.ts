import type { ObjectDefinition } from "../definition.ts"
import { files, manyToOne, morph, readOnly, select, system, text } from "./fields.ts"

export const attachment: ObjectDefinition = {
  nameSingular: "attachment",
  namePlural: "attachments",
  labelSingular: "Attachment",
  labelPlural: "Attachments",
  description: "A file kept with a record",
  icon: "IconPaperclip",
  isSystem: true,
  isUICreatable: false,
  labelField: "name",
  fields: {
    ...readOnly({
      name: text("Name", { icon: "IconFile" }),
      file: files("File", { icon: "IconPaperclip", settings: { maxNumberOfValues: 1 } }),
      type: text("Type", { description: "Older form of the file category", icon: "IconList" }),
    }),
    ...system({
      fullPath: text("Full path", { description: "Where older clients left the file", icon: "IconLink" }),
      fileCategory: select(
        "File category",
        [
          ["ARCHIVE", "Archive", "gray"],
          ["AUDIO", "Audio", "pink"],
          ["IMAGE", "Image", "yellow"],
          ["PRESENTATION", "Presentation", "orange"],
          ["SPREADSHEET", "Spreadsheet", "turquoise"],
          ["TEXT_DOCUMENT", "Text Document", "blue"],
          ["VIDEO", "Video", "purple"],
          ["OTHER", "Other", "gray"],
        ],
        { icon: "IconList", isNullable: false, defaultValue: "'OTHER'" },
      ),
    }),
    ...readOnly({
      author: manyToOne("Author", {
        description: "Member who added it; the creator says the same for newer files",
        icon: "IconUserCircle",
        to: "workspaceMember",
        inverse: ["authoredAttachments", "Authored attachments", "IconPaperclip"],
        isInverseUIEditable: false,
        onDelete: "SET_NULL",
      }),
      target: morph("Target", {
        icon: "IconArrowUpRight",
        to: ["task", "note", "person", "company", "opportunity", "dashboard", "workflow"],
        inverse: ["attachments", "Attachments", "IconPaperclip"],
        onDelete: "CASCADE",
      }),
    }),
  },
}
