/** One thing that is not as the metadata says, and what would mend it. */

export interface Finding {
  code: FindingCode
  /** where: `company`, `company.name`, an index or a function */
  place: string
  /** what is wrong, in a sentence */
  problem: string
  /** what mending does, in a sentence */
  remedy: string
  repair: Repair
}

export type FindingCode =
  | "MISSING_SCHEMA"
  | "MISSING_TABLE"
  | "EXTRA_TABLE"
  | "MISSING_COLUMN"
  | "EXTRA_COLUMN"
  | "WRONG_COLUMN"
  | "MISSING_CONSTRAINT"
  | "EXTRA_CONSTRAINT"
  | "WRONG_CONSTRAINT"
  | "MISSING_INDEX"
  | "EXTRA_INDEX"
  | "WRONG_INDEX"
  | "PENDING_INDEX"
  | "FAILED_INDEX"
  | "MISSING_TRIGGER"
  | "EXTRA_TRIGGER"
  | "WRONG_TRIGGER"
  | "MISSING_FUNCTION"
  | "EXTRA_FUNCTION"
  | "WRONG_FUNCTION"
  | "EXPOSED_LOG"
  | "ORPHAN_METADATA"
  | "ONE_SIDED_RELATION"
  | "BROKEN_METADATA"

export type Repair =
  /** changes tables only, and loses nothing */
  | { kind: "tables"; statements: string[] }
  /** changes metadata rows, and loses nothing */
  | { kind: "metadata"; statements: string[] }
  /** takes away what no metadata knows: only when asked for */
  | { kind: "drop"; statements: string[]; touchesMetadata?: boolean }
  /** builds an index concurrently */
  | { kind: "index"; id: string }
  /** a person has to decide */
  | { kind: "none" }

export const byHand: Repair = { kind: "none" }
