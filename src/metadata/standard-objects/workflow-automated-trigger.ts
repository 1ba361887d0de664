import type { ObjectDefinition } from "../definition.ts"
import { manyToOne, rawJson, readOnly, select } from "./fields.ts"

export const workflowAutomatedTrigger: ObjectDefinition = {
  nameSingular: "workflowAutomatedTrigger",
  namePlural: "workflowAutomatedTriggers",
  labelSingular: "Workflow Automated Trigger",
  labelPlural: "Workflow Automated Triggers",
  description: "A record event or schedule that starts a workflow",
  icon: "IconBolt",
  isSystem: true,
  isUICreatable: false,
  labelField: "id",
  fields: readOnly({
    type: select(
      "Type",
      [
        ["DATABASE_EVENT", "Database Event", "green"],
        ["CRON", "Cron", "blue"],
      ],
      { icon: "IconBolt", isNullable: false, defaultValue: "'DATABASE_EVENT'" },
    ),
    settings: rawJson("Settings", {
      description: "Which event or which times",
      icon: "IconSettings",
      isNullable: false,
    }),
    workflow: manyToOne("Workflow", {
      icon: "IconSettingsAutomation",
      isNullable: false,
      to: "workflow",
      inverse: ["automatedTriggers", "Automated triggers", "IconBolt"],
      isInverseUIEditable: false,
      onDelete: "CASCADE",
    }),
  }),
}
