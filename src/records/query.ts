/** A read as a plain value: what is asked for, independent of the transport that asked. */
import type { Sql } from "../db/sql.ts"
import type { FilePart } from "../metadata/field-types/files.ts"
import type { Scalar } from "../metadata/scalar.ts"
import type { FieldSchema, ObjectSchema } from "../metadata/schema.ts"
import type { AggregateField } from "./aggregate.ts"
import type { Workspace } from "./workspace.ts"

/** A filter in the wire's JSON form: `{ name: { ilike: "%a%" }, and: […], or: […], not: {…} }`. */
export type Filter = Readonly<Record<string, unknown>>

export const directions = ["AscNullsFirst", "AscNullsLast", "DescNullsFirst", "DescNullsLast"] as const
export type Direction = (typeof directions)[number]

/** `{ createdAt: "DescNullsLast" }`, `{ name: { firstName: "AscNullsFirst" } }`, `{ company: { name: … } }` */
export type Order = Readonly<Record<string, unknown>>

export interface Window {
  first?: number | null
  last?: number | null
  after?: string | null
  before?: string | null
  offset?: number | null
}

/** One member of the answer. `key` is its name there: an alias, or the field's own name. */
export type SelectedField =
  | { kind: "value"; key: string; field: FieldSchema; scalar: Scalar }
  | { kind: "composite"; key: string; field: FieldSchema; parts: readonly SelectedPart[] }
  | { kind: "files"; key: string; field: FieldSchema; parts: readonly SelectedFilePart[] }
  /** id of the record that a many-to-one relation points at */
  | { kind: "join"; key: string; field: FieldSchema }
  | { kind: "one"; key: string; field: FieldSchema; selection: Selection }
  | { kind: "many"; key: string; field: FieldSchema; list: RecordList }
  | { kind: "constant"; key: string; value: string }

export type SelectedPart =
  { kind: "part"; key: string; subfield: string; scalar: Scalar } | { kind: "constant"; key: string; value: string }

export type SelectedFilePart =
  { kind: "part"; key: string; part: FilePart } | { kind: "constant"; key: string; value: string }

export type Selection = readonly SelectedField[]

export interface RecordList extends Window {
  filter?: Filter | null
  /** the filter speaks of this very moment, so that the answer is not kept */
  isMomentary?: boolean
  orderBy?: readonly Order[] | null
  shape: ListShape
}

export type ListShape =
  /** a plain JSON list of records */
  | { kind: "array"; selection: Selection }
  /** edges, pageInfo and totals, each under the name it was asked by */
  | { kind: "connection"; parts: readonly ConnectionPart[] }

export type ConnectionPart =
  | { kind: "edges"; key: string; parts: readonly EdgePart[] }
  /** records without edges around them, as REST shows them */
  | { kind: "nodes"; key: string; selection: Selection }
  /** one text in which each record is a line of JSON; null for no records */
  | { kind: "lines"; key: string; selection: Selection }
  | { kind: "pageInfo"; key: string; parts: readonly PageInfoPart[] }
  /** @property estimated about how many there are will do */
  | { kind: "totalCount"; key: string; asText?: boolean; estimated?: boolean }
  /** @property asText the value as a JSON string */
  | { kind: "aggregate"; key: string; aggregate: AggregateField; asText?: boolean }
  /** further parts under a name of their own */
  | { kind: "group"; key: string; parts: readonly ConnectionPart[] }
  | { kind: "constant"; key: string; value: string }

export type EdgePart =
  | { kind: "node"; key: string; selection: Selection }
  | { kind: "cursor"; key: string }
  | { kind: "constant"; key: string; value: string }

export type PageInfoPart =
  | { kind: "hasNextPage" | "hasPreviousPage" | "startCursor" | "endCursor"; key: string }
  | { kind: "constant"; key: string; value: string }

/** Records by the values that they have in common. Dimensions and orders are in the wire's JSON form. */
export interface Groups {
  /** `{ stage: true }`, `{ company: { name: true } }`, `{ createdAt: { granularity: "MONTH", timeZone: "UTC" } }` */
  groupBy: readonly unknown[]
  filter?: Filter | null
  /** the filter speaks of this very moment, so that the answer is not kept */
  isMomentary?: boolean
  /** by dimensions, and by aggregates: `{ aggregate: { sumAmountAmountMicros: "DescNullsLast" } }` */
  orderBy?: readonly Order[] | null
  limit?: number | null
  /** leaves out groups in which a dimension is null */
  omitNulls?: boolean
  /** which records of each group are shown, where any are */
  records?: { orderBy?: readonly Order[] | null; offset?: number | null; first?: number | null }
  parts: readonly GroupPart[]
}

/** One member of a group. */
export type GroupPart = ConnectionPart | { kind: "dimensions"; key: string }

/** One member of a whole answer. */
export type RootQuery =
  | { kind: "one"; key: string; object: ObjectSchema; filter: Filter; selection: Selection }
  | { kind: "list"; key: string; object: ObjectSchema; list: RecordList }
  | { kind: "groups"; key: string; object: ObjectSchema; groups: Groups }
  /** JSON that is made by another file; it checks access itself, and says which objects' records it reads */
  | {
      kind: "made"
      key: string
      /** records that it shows at most */
      size: number
      touches(workspace: Workspace): readonly ObjectSchema[]
      make(workspace: Workspace): Sql
    }
