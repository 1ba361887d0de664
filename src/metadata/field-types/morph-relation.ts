import type { FieldType } from "../field-type.ts"
import { relationType } from "./relation.ts"

/** A relation whose target may be one of several objects: one field and one join column per target, sharing a morphId. */
export const morphRelationType: FieldType = { ...relationType, name: "MORPH_RELATION" }
