import type { ObjectDefinition } from "../definition.ts"
import { manyToOne, rawJson, readOnly, select, text } from "./fields.ts"

export const workflowVersion: ObjectDefinition = {
  nameSingular: "workflowVersion",
  namePlural: "workflowVersions",
  labelSingular: "Workflow Version",
  labelPlural: "Workflow Versions",
  description: "A workflow as it was drafted or published",
  icon: "IconVersions",
  isSystem: true,
  isUICreatable: false,
  labelField: "name",
  fields: readOnly({
    name: text("Name", { icon: "IconVersions" }),
    trigger: rawJson("Trigger", { description: "What starts a run", icon: "IconBolt" }),
    steps: rawJson("Steps", { icon: "IconListDetails" }),
    status: select(
      "Status",
      [
        ["DRAFT", "Draft", "yellow"],
        ["ACTIVE", "Active", "green"],
        ["DEACTIVATED", "Deactivated", "orange"],
        ["ARCHIVED", "Archived", "gray"],
      ],
      { icon: "IconStatusChange", isNullable: false, defaultValue: "'DRAFT'" },
    ),
    workflow: manyToOne("Workflow", {
      icon: "IconSettingsAutomation",
      to: "workflow",
      inverse: ["versions", "Versions", "IconVersions"],
      isInverseUIEditable: false,
      onDelete: "CASCADE",
    }),
  }),
}
