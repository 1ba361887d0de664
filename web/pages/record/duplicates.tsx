/** Says while somebody types that there is such a record already. */
import { useEffect, useState } from "preact/hooks"
import { ask } from "../../api/graphql.ts"
import { kindOf, selectionOfLabel } from "../../fields/index.ts"
import { RecordLink } from "../../fields/record-link.tsx"
import { t } from "../../i18n/record/index.ts"
import { objectTypeName } from "../../model/names.ts"
import type { ObjectModel } from "../../model/workspace-model.ts"
import { putRecord, type LiveRecord, type WireRecord } from "../../store/records.ts"
import type { Values } from "./draft.ts"
import { inputOfAll } from "./new-record.ts"

/** Milliseconds without a key after which it is looked for. */
const pause = 250
/** How many are named. */
const most = 3

export function Duplicates({ object, values }: { object: ObjectModel; values: Values }) {
  const found = useDuplicates(object, values)
  return (
    <div role="status">
      {found.length > 0 && (
        <p class="note duplicates">
          {t().looksLike}
          {found.slice(0, most).map((record) => (
            <RecordLink key={record.id} record={record} />
          ))}
        </p>
      )}
    </div>
  )
}

function useDuplicates(object: ObjectModel, values: Values): readonly LiveRecord[] {
  const [found, setFound] = useState<readonly LiveRecord[]>([])
  const telling = object.duplicateFields.filter((field) => kindOf(field).text(values[field.name], field) !== null)
  const data = inputOfAll(object, Object.fromEntries(telling.map(({ name }) => [name, values[name]])))
  const key = JSON.stringify(data)
  useEffect(() => {
    if (telling.length === 0) return setFound([])
    const request = new AbortController()
    const timer = setTimeout(async () => {
      const { data: answer, error } = await ask<{ found: { edges: { node: WireRecord }[] }[] }>("/graphql", {
        query: `query ($data: [${objectTypeName(object)}CreateInput!]) {
          found: ${object.nameSingular}Duplicates(data: $data) { edges { node { id ${selectionOfLabel(object)} } } }
        }`,
        variables: { data: [data] },
        signal: request.signal,
      })
      // It is a hint: what cannot be checked is not said.
      if (!error) setFound((answer.found[0]?.edges ?? []).map(({ node }) => putRecord(object, node)))
    }, pause)
    return () => {
      clearTimeout(timer)
      request.abort()
    }
  }, [key])
  return found
}
