/** Root fields of the record API, derived from the schema: what a name stands for. */
import { capitalize } from "../../metadata/names.ts"
import type { ObjectSchema, WorkspaceSchema } from "../../metadata/schema.ts"

export type QueryKind = "findOne" | "findMany" | "groupBy" | "duplicates"
export type MutationKind =
  | "createOne"
  | "createMany"
  | "updateOne"
  | "updateMany"
  | "deleteOne"
  | "deleteMany"
  | "destroyOne"
  | "destroyMany"
  | "restoreOne"
  | "restoreMany"
  | "merge"

/** Duplicates and merging are there for every object, but shown only where the object says what makes duplicates. */
export function isShown({ kind, object }: { kind: QueryKind | MutationKind; object: ObjectSchema }): boolean {
  return (kind !== "duplicates" && kind !== "merge") || object.duplicateCriteria !== null
}

export interface Roots {
  query: ReadonlyMap<string, { kind: QueryKind; object: ObjectSchema }>
  mutation: ReadonlyMap<string, { kind: MutationKind; object: ObjectSchema }>
}

const cache = new WeakMap<WorkspaceSchema, Roots>()

export function rootsOf(schema: WorkspaceSchema): Roots {
  const known = cache.get(schema)
  if (known) return known
  const roots: Roots = { query: new Map(queries(schema)), mutation: new Map(mutations(schema)) }
  cache.set(schema, roots)
  return roots
}

function* queries(schema: WorkspaceSchema): Generator<[string, { kind: QueryKind; object: ObjectSchema }]> {
  for (const object of schema.bySingular.values()) {
    yield [object.nameSingular, { kind: "findOne", object }]
    yield [object.namePlural, { kind: "findMany", object }]
    yield [`${object.namePlural}GroupBy`, { kind: "groupBy", object }]
    yield [`${object.nameSingular}Duplicates`, { kind: "duplicates", object }]
  }
}

function* mutations(schema: WorkspaceSchema): Generator<[string, { kind: MutationKind; object: ObjectSchema }]> {
  for (const object of schema.bySingular.values()) {
    for (const verb of ["create", "update", "delete", "destroy", "restore"] as const) {
      yield [`${verb}${capitalize(object.nameSingular)}`, { kind: `${verb}One`, object }]
      yield [`${verb}${capitalize(object.namePlural)}`, { kind: `${verb}Many`, object }]
    }
    yield [`merge${capitalize(object.namePlural)}`, { kind: "merge", object }]
  }
}
