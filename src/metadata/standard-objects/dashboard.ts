import type { ObjectDefinition } from "../definition.ts"
import { text, uuid } from "./fields.ts"

export const dashboard: ObjectDefinition = {
  nameSingular: "dashboard",
  namePlural: "dashboards",
  labelSingular: "Dashboard",
  labelPlural: "Dashboards",
  description: "A page of charts and numbers",
  icon: "IconLayoutDashboard",
  shortcut: "D",
  isSearchable: true,
  labelField: "title",
  fields: {
    title: text("Title", { icon: "IconLayoutDashboard" }),
    pageLayoutId: uuid("Page layout id", {
      description: "Layout that holds the charts",
      icon: "IconLayout",
      isUIEditable: false,
    }),
  },
}
