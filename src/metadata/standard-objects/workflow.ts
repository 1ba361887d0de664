import type { ObjectDefinition } from "../definition.ts"
import { multiSelect, readOnly, text } from "./fields.ts"

export const workflow: ObjectDefinition = {
  nameSingular: "workflow",
  namePlural: "workflows",
  labelSingular: "Workflow",
  labelPlural: "Workflows",
  description: "Steps that run by themselves when something happens",
  icon: "IconSettingsAutomation",
  shortcut: "W",
  isSearchable: true,
  labelField: "name",
  fields: {
    name: text("Name", { icon: "IconSettingsAutomation" }),
    ...readOnly({
      lastPublishedVersionId: text("Last published version id", { icon: "IconVersions" }),
      statuses: multiSelect(
        "Statuses",
        [
          ["DRAFT", "Draft", "yellow"],
          ["ACTIVE", "Active", "green"],
          ["DEACTIVATED", "Deactivated", "gray"],
        ],
        { description: "Statuses that its versions have", icon: "IconStatusChange" },
      ),
    }),
  },
}
