import type { ObjectDefinition } from "../definition.ts"
import { dateTime, manyToOne, morph, rawJson, readOnly, system, text, uuid } from "./fields.ts"

export const timelineActivity: ObjectDefinition = {
  nameSingular: "timelineActivity",
  namePlural: "timelineActivities",
  labelSingular: "Timeline Activity",
  labelPlural: "Timeline Activities",
  description: "Something that happened to a record",
  icon: "IconTimelineEvent",
  isSystem: true,
  isUICreatable: false,
  labelField: "name",
  fields: {
    ...readOnly({
      happensAt: dateTime("Date", { icon: "IconCalendar", isNullable: false, defaultValue: "now" }),
      name: text("Name", { description: "Event, such as company.created", icon: "IconAbc" }),
      action: text("Action", { description: "What was done, such as created", icon: "IconBolt" }),
      properties: rawJson("Properties", { description: "What changed, before and after", icon: "IconListDetails" }),
    }),
    ...system({
      linkedRecordCachedName: text("Linked record name", {
        description: "Name of the linked record when it happened",
        icon: "IconAbc",
      }),
      linkedRecordId: uuid("Linked record id", { icon: "IconLink" }),
      linkedObjectMetadataId: uuid("Linked object id", { icon: "IconLink" }),
      sourceObjectMetadataId: uuid("Source object id", { icon: "IconLink" }),
    }),
    ...readOnly({
      workspaceMember: manyToOne("Workspace member", {
        description: "Member who did it",
        icon: "IconUserCircle",
        to: "workspaceMember",
        inverse: ["timelineActivities", "Timeline activities", "IconTimelineEvent"],
        isInverseUIEditable: false,
        onDelete: "CASCADE",
      }),
      target: morph("Target", {
        icon: "IconArrowUpRight",
        to: [
          "person",
          "company",
          "opportunity",
          "note",
          "task",
          "workflow",
          "workflowVersion",
          "workflowRun",
          "dashboard",
        ],
        inverse: ["timelineActivities", "Timeline activities", "IconTimelineEvent"],
        inverseReadOnlyOn: ["workflowVersion", "workflowRun"],
        onDelete: "CASCADE",
      }),
    }),
  },
}
