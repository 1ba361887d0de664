import type { ObjectDefinition } from "../definition.ts"
import { dateTime, manyToOne, rawJson, readOnly, select, system, text } from "./fields.ts"

export const workflowRun: ObjectDefinition = {
  nameSingular: "workflowRun",
  namePlural: "workflowRuns",
  labelSingular: "Workflow Run",
  labelPlural: "Workflow Runs",
  description: "One execution of a workflow",
  icon: "IconHistoryToggle",
  isSystem: true,
  isUICreatable: false,
  labelField: "name",
  fields: {
    ...readOnly({
      name: text("Name", { icon: "IconHistoryToggle" }),
      enqueuedAt: dateTime("Enqueued at", { icon: "IconHistory" }),
      startedAt: dateTime("Started at", { icon: "IconHistory" }),
      endedAt: dateTime("Ended at", { icon: "IconHistory" }),
      status: select(
        "Status",
        [
          ["NOT_STARTED", "Not started", "gray"],
          ["RUNNING", "Running", "yellow"],
          ["COMPLETED", "Completed", "green"],
          ["FAILED", "Failed", "red"],
          ["ENQUEUED", "Enqueued", "blue"],
          ["STOPPING", "Stopping", "orange"],
          ["STOPPED", "Stopped", "gray"],
        ],
        { icon: "IconStatusChange", isNullable: false, defaultValue: "'NOT_STARTED'" },
      ),
      state: rawJson("State", { description: "Flow and results so far", icon: "IconListDetails", isNullable: false }),
      output: rawJson("Output", { description: "Older form of the state", icon: "IconListDetails" }),
      context: rawJson("Context", { description: "Older form of the state", icon: "IconListDetails" }),
      workflowVersion: manyToOne("Workflow version", {
        description: "Version that was run, while it exists",
        icon: "IconVersions",
        to: "workflowVersion",
        inverse: ["runs", "Runs", "IconHistoryToggle"],
        isInverseUIEditable: false,
        onDelete: "SET_NULL",
      }),
      workflow: manyToOne("Workflow", {
        icon: "IconSettingsAutomation",
        isNullable: false,
        to: "workflow",
        inverse: ["runs", "Runs", "IconHistoryToggle"],
        isInverseUIEditable: false,
        onDelete: "CASCADE",
      }),
    }),
    ...system({
      stepLogs: rawJson("Step logs", { description: "What the steps wrote while running", icon: "IconListDetails" }),
    }),
  },
}
