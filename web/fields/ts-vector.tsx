import type { FieldKind } from "./field-kind.ts"

export const tsVectorField: FieldKind = { show: () => null, text: () => null, isInternal: true }
