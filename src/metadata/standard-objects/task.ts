import type { ObjectDefinition } from "../definition.ts"
import { dateTime, manyToOne, richText, select, text } from "./fields.ts"

export const task: ObjectDefinition = {
  nameSingular: "task",
  namePlural: "tasks",
  labelSingular: "Task",
  labelPlural: "Tasks",
  description: "Something to be done",
  icon: "IconCheckbox",
  shortcut: "T",
  isSearchable: true,
  labelField: "title",
  fields: {
    title: text("Title", { icon: "IconCheckbox", columnType: "varchar" }),
    bodyV2: richText("Body", { icon: "IconFileText" }),
    body: text("Body as text", {
      description: "The body without its formatting",
      icon: "IconFileText",
      isUIEditable: false,
      columnType: "text",
    }),
    dueAt: dateTime("Due date", { icon: "IconCalendarEvent" }),
    status: select(
      "Status",
      [
        ["TODO", "To do", "sky"],
        ["IN_PROGRESS", "In progress", "purple"],
        ["DONE", "Done", "green"],
      ],
      { icon: "IconProgressCheck", defaultValue: "'TODO'" },
    ),
    assignee: manyToOne("Assignee", {
      description: "Member who takes care of it",
      icon: "IconUserCircle",
      to: "workspaceMember",
      inverse: ["assignedTasks", "Assigned tasks", "IconCheckbox"],
      isInverseUIEditable: false,
      onDelete: "SET_NULL",
    }),
  },
  indexes: [{ name: "IDX_TASK_ASSIGNEE", fields: ["assignee"] }],
}
