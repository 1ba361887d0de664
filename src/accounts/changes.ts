import type { Json } from "../db/json.ts"

/** What became of some members of a row: `{ name: ["before", "after"] }`. Never for members that are secrets. */
export function changesOf<T extends object>(before: T, after: T, names: readonly (keyof T & string)[]) {
  const changed = names.filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]))
  return Object.fromEntries(changed.map((name) => [name, [plain(before[name]), plain(after[name])]]))
}

const plain = (value: unknown): Json => (value === undefined ? null : (value as Json))
