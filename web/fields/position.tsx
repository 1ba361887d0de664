import type { FieldKind } from "./field-kind.ts"

export const positionField: FieldKind = { show: () => null, text: () => null, isInternal: true }
