/** Records by what somebody types of their names, as the server finds them; without a word those that were changed last. */
import { useEffect, useRef, useState } from "preact/hooks"
import { ask } from "../api/graphql.ts"
import type { ApiError } from "../api/send.ts"
import { kindOf, selectionOf, selectionOfLabel } from "../fields/index.ts"
import { objectTypeName } from "../model/names.ts"
import type { FieldModel, ObjectModel } from "../model/workspace-model.ts"
import { putRecord, type LiveRecord, type WireRecord } from "../store/records.ts"

/** Milliseconds without a key before the server is asked. */
const rest = 80
/** Records of an object. */
const most = 20

interface Options {
  objects: readonly ObjectModel[]
  typed?: string | undefined
  /** what else to ask for of each record, in GraphQL */
  more?: string
}

export interface RecordSearch {
  found: readonly LiveRecord[]
  /** what was typed last, and whether it is still being looked for */
  text: string
  isSearching: boolean
  error: ApiError | null
  search(text: string): void
}

export function useRecordSearch({ objects, typed = "", more = "" }: Options): RecordSearch {
  const [state, setState] = useState<Omit<RecordSearch, "search">>({
    found: [],
    text: typed,
    isSearching: true,
    error: null,
  })
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const request = useRef<AbortController>(undefined)
  const look = async (text: string) => {
    request.current = new AbortController()
    const { signal } = request.current
    const { data, error } = await ask<Record<string, { edges: { node: WireRecord }[] }>>("/graphql", {
      ...questionOf(objects, text.trim(), more),
      signal,
    })
    // Whoever has typed on waits for another answer.
    if (signal.aborted) return
    const found = objects.flatMap((object, i) =>
      (data?.[`r${i}`]?.edges ?? []).map(({ node }) => putRecord(object, node)),
    )
    setState({ found, text, isSearching: false, error })
  }
  const stop = () => {
    clearTimeout(timer.current)
    request.current?.abort()
  }
  useEffect(() => {
    // What was typed already is looked for by the list.
    if (typed === "") void look("")
    return stop
  }, [])
  return {
    ...state,
    search(text) {
      stop()
      setState((before) => ({ ...before, text, isSearching: true }))
      timer.current = setTimeout(() => void look(text), rest)
    },
  }
}

function questionOf(objects: readonly ObjectModel[], text: string, more: string) {
  const parameters = objects.flatMap((object, i) => {
    const name = objectTypeName(object)
    return [`$f${i}: ${name}FilterInput`, `$o${i}: [${name}OrderByInput]`]
  })
  const lists = objects.map((object, i) => {
    const second = secondField(object)
    return `r${i}: ${object.namePlural}(filter: $f${i}, orderBy: $o${i}, first: ${most}) {
      edges { node { id ${selectionOfLabel(object)} ${second ? selectionOf(second) : ""} ${more} } }
    }`
  })
  const variables = objects.flatMap((object, i) => [
    [`f${i}`, filterOf(object, text)],
    [`o${i}`, orderOf(object, text)],
  ])
  return { query: `query (${parameters.join(", ")}) { ${lists.join(" ")} }`, variables: Object.fromEntries(variables) }
}

function filterOf({ labelField }: ObjectModel, text: string): Record<string, unknown> | undefined {
  return text === "" || !labelField ? undefined : kindOf(labelField).contains?.(labelField, text)
}

function orderOf({ labelField, byName }: ObjectModel, text: string): Record<string, unknown>[] {
  if (text === "" && byName.has("updatedAt")) return [{ updatedAt: "DescNullsLast" }]
  const order = labelField && kindOf(labelField).order?.(labelField, "AscNullsLast")
  return order ? [order] : []
}

/** What tells records of the same name apart: an address of any kind, or else the first text. */
export function secondField({ fields, labelField }: ObjectModel): FieldModel | undefined {
  const others = fields.filter((field) => field !== labelField && !field.isSystem)
  const types = ["EMAILS", "LINKS", "ADDRESS", "PHONES", "TEXT"] as const
  return types.map((type) => others.find((field) => field.type === type)).find((field) => field !== undefined)
}
