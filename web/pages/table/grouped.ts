/** Tables with heads: one chunk. */
export { GroupedList } from "./groups.ts"
export { GroupedGrid } from "./grouped-grid.tsx"
