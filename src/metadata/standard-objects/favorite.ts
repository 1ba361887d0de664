import type { FieldDefinition, ObjectDefinition } from "../definition.ts"
import { manyToOne, uuid } from "./fields.ts"

export const favorite: ObjectDefinition = {
  nameSingular: "favorite",
  namePlural: "favorites",
  labelSingular: "Favorite",
  labelPlural: "Favorites",
  description: "A record or view that a member keeps at hand",
  icon: "IconHeart",
  isSystem: true,
  isUICreatable: false,
  labelField: "id",
  fields: {
    workspaceMember: favoriteOf("Workspace member", "workspaceMember", "IconUserCircle"),
    favoriteFolder: manyToOne("Favorite folder", {
      icon: "IconFolder",
      to: "favoriteFolder",
      inverse: ["favorites", "Favorites", "IconHeart"],
      onDelete: "SET_NULL",
    }),
    viewId: uuid("View id", { icon: "IconLayoutCollage" }),
    company: favoriteOf("Company", "company", "IconBuildingSkyscraper"),
    person: favoriteOf("Person", "person", "IconUser"),
    opportunity: favoriteOf("Opportunity", "opportunity", "IconTargetArrow"),
    task: favoriteOf("Task", "task", "IconCheckbox"),
    note: favoriteOf("Note", "note", "IconNotes"),
    workflow: favoriteOf("Workflow", "workflow", "IconSettingsAutomation"),
    dashboard: favoriteOf("Dashboard", "dashboard", "IconLayoutDashboard"),
  },
}

function favoriteOf(label: string, object: string, icon: string): FieldDefinition {
  return manyToOne(label, {
    icon,
    to: object,
    inverse: ["favorites", "Favorites", "IconHeart"],
    isInverseUIEditable: false,
    onDelete: "CASCADE",
  })
}
