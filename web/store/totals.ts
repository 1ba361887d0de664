/** Sums and counts over the records of a question, asked for again when one of them is written. */
import { signal } from "@preact/signals"
import { useEffect, useMemo } from "preact/hooks"
import { ask } from "../api/graphql.ts"
import { objectTypeName } from "../model/names.ts"
import type { ObjectModel } from "../model/workspace-model.ts"
import { onWritten } from "./written.ts"

interface TotalsQuestion {
  object: ObjectModel
  /** fields of a connection, such as sumAmountAmountMicros */
  names: readonly string[]
  filter?: Record<string, unknown> | undefined
  viewFilter?: Record<string, unknown> | undefined
}

/** By name; empty until they are known, and those of before while the new ones are on their way. */
export function useTotals(question: TotalsQuestion): Readonly<Record<string, unknown>> {
  const totals = useMemo(() => signal<Record<string, unknown>>({}), [question.object])
  const key = JSON.stringify([question.names, question.filter, question.viewFilter])
  useEffect(() => {
    const { object, names, filter, viewFilter } = question
    if (names.length === 0) return
    let request: AbortController | undefined
    const read = async () => {
      request?.abort()
      request = new AbortController()
      const query = `query ($filter: ${objectTypeName(object)}FilterInput, $viewFilter: JSON) {
        totals: ${object.namePlural}(filter: $filter, viewFilter: $viewFilter, first: 1) { ${names.join(" ")} }
      }`
      const { data } = await ask<{ totals: Record<string, unknown> }>("/graphql", {
        query,
        variables: { filter, viewFilter },
        signal: request.signal,
      })
      if (data) totals.value = data.totals
    }
    void read()
    const end = onWritten((written) => void (written === object && read()))
    return () => {
      end()
      request?.abort()
    }
  }, [question.object, key])
  return totals.value
}
