/** A schema change as the audit log tells it. Pure. */
import type { AuditEvent, AuditTarget } from "../auth/audit.ts"
import type { SchemaChange } from "./change.ts"
import type { MetadataRows } from "./rows.ts"
import type { Json } from "./schema.ts"

const events: Record<SchemaChange["kind"], AuditEvent> = {
  createObject: "object.created",
  updateObject: "object.changed",
  deleteObject: "object.deleted",
  createField: "field.created",
  updateField: "field.changed",
  deleteField: "field.deleted",
  createIndex: "index.created",
  deleteIndex: "index.deleted",
}

const verbs = { created: "Created", changed: "Changed", deleted: "Deleted" }

interface ToldChange {
  event: AuditEvent
  target: AuditTarget
  details: { summary: string; change?: Json }
}

/** @param id of what the change made or touched */
export function tellChange(change: SchemaChange, id: string, before: MetadataRows, after: MetadataRows): ToldChange {
  const event = events[change.kind]
  const [kind = "", done = ""] = event.split(".")
  const name = nameOf(kind, id, event.endsWith("deleted") ? before : after)
  const update = "update" in change ? (JSON.parse(JSON.stringify(change.update)) as { [key: string]: Json }) : undefined
  const parts = update ? `: ${Object.keys(update).join(", ")}` : ""
  return {
    event,
    target: { kind, id, name },
    details: {
      summary: `${verbs[done as keyof typeof verbs]} ${kind} ${name}${parts}`,
      ...(update && { change: update }),
    },
  }
}

function nameOf(kind: string, id: string, rows: MetadataRows): string {
  const objectName = (wanted: string | undefined) => rows.objects.find((row) => row.id === wanted)?.nameSingular ?? ""
  if (kind === "object") return objectName(id)
  if (kind === "field") {
    const field = rows.fields.find((row) => row.id === id)
    return `${objectName(field?.objectMetadataId)}.${field?.name ?? ""}`
  }
  const index = rows.indexes.find((row) => row.id === id)
  return `${objectName(index?.objectMetadataId)}.${index?.name ?? ""}`
}
