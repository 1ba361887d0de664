import type { ObjectDefinition } from "../definition.ts"
import { manyToOne, morph, readOnly } from "./fields.ts"

export const taskTarget: ObjectDefinition = {
  nameSingular: "taskTarget",
  namePlural: "taskTargets",
  labelSingular: "Task Target",
  labelPlural: "Task Targets",
  description: "Link between a task and a record it is about",
  icon: "IconCheckbox",
  isSystem: true,
  isUICreatable: false,
  labelField: "id",
  fields: readOnly({
    task: manyToOne("Task", {
      icon: "IconCheckbox",
      to: "task",
      inverse: ["taskTargets", "Relations", "IconArrowUpRight"],
      onDelete: "CASCADE",
    }),
    target: morph("Target", {
      icon: "IconArrowUpRight",
      to: ["person", "company", "opportunity"],
      inverse: ["taskTargets", "Tasks", "IconCheckbox"],
      inverseReadOnlyOn: ["person", "company", "opportunity"],
      onDelete: "CASCADE",
    }),
  }),
}
