import { ask } from "../../api/graphql.ts"
import { recordName } from "../../fields/record-name.tsx"
import { inputOf } from "../../fields/edits.ts"
import { kindOf, selectionOfLabel } from "../../fields/index.ts"
import { t } from "../../i18n/record/index.ts"
import type { Linked } from "../../model/attached.ts"
import { joinName, linkName, objectTypeName } from "../../model/names.ts"
import { sayDone } from "../../shell/undo.tsx"
import { removalStep } from "../../store/removal.ts"
import { putRecord, type LiveRecord, type WireRecord } from "../../store/records.ts"
import { remember } from "../../store/undo.ts"
import { uuidv7 } from "../../store/uuid.ts"
import { tellWritten } from "../../store/written.ts"
import { sayError } from "../../shell/record-removal.ts"

/** A new record with that title and its link, in one request. @returns whether it is there */
export async function createLinked(owner: LiveRecord, { object, back, far }: Linked, title: string): Promise<boolean> {
  const { target } = far.relation!
  const label = target.labelField
  const parsed = label && kindOf(label).parse?.(title, label)
  if (!label || !parsed || "problem" in parsed) return false
  const id = uuidv7()
  const { data, error } = await ask<{ record: WireRecord }>("/graphql", {
    query: `mutation ($data: ${objectTypeName(target)}CreateInput!, $link: ${objectTypeName(object)}CreateInput!) {
      record: create${objectTypeName(target)}(data: $data) { id ${selectionOfLabel(target)} }
      link: create${objectTypeName(object)}(data: $link) { id }
    }`,
    variables: {
      data: { id, ...inputOf(label, parsed.value) },
      link: { [joinName(far)]: id, [linkName(back, owner.object)]: owner.id },
    },
    key: id,
  })
  if (error) sayError(error)
  else {
    tellWritten(target)
    const record = putRecord(target, data.record)
    const text = t().wasCreated(recordName(record))
    const step = removalStep("restore", text, record, sayError)
    remember(step)
    sayDone(text, step)
  }
  return error === null
}
