/** What opens from the bar above the records: one chunk, fetched when it is first needed. */
export { AddFilter, AdvancedFilter, EditFilter, newCondition } from "./filter-tools.tsx"
export { FieldsTool } from "./fields-tool.tsx"
export { GroupTool } from "./group-tool.tsx"
export { SaveViewDialog } from "./save-view-dialog.tsx"
export { SortTool } from "./sort-tool.tsx"
