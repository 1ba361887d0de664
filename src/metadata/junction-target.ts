/** Where a list of links leads on to: `settings.junctionTargetFieldId` of a one-to-many field. */
import type { FieldRow } from "./rows.ts"

/** True where `end` is a field of the links in `list` that names another record than the one whose list it is. */
export function leadsOn(list: FieldRow, end: FieldRow | undefined): end is FieldRow {
  return (
    list.settings?.relationType === "ONE_TO_MANY" &&
    end?.settings?.relationType === "MANY_TO_ONE" &&
    end.objectMetadataId === list.relationTargetObjectMetadataId &&
    end.id !== list.relationTargetFieldMetadataId
  )
}

export const junctionTargetOf = ({ settings }: FieldRow) => (settings?.junctionTargetFieldId ?? null) as string | null
