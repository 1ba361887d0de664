/** Questions to `/metadata`, and changes that are told of at the edge of the page or in a dialog. */
import { useCallback, useEffect, useState } from "preact/hooks"
import { ask } from "../../api/graphql.ts"
import type { Answer, ApiError } from "../../api/send.ts"
import { say } from "../../shell/toasts.tsx"
import { sentenceOf } from "../../ui/problem.ts"

export interface Answered<T> {
  /** null until it is there; what was there stays while it is read again */
  data: T | null
  error: ApiError | null
  reload(): Promise<void>
}

type Variables = Record<string, unknown>

/** The answer to a question, asked when the page is shown and whenever it changes. */
export function useAnswer<T>(query: string, variables: Variables = {}): Answered<T> {
  const [{ data, error }, setAnswer] = useState<{ data: T | null; error: ApiError | null }>({ data: null, error: null })
  const key = JSON.stringify(variables)
  const reload = useCallback(async () => {
    const answer = await change<T>(query, JSON.parse(key) as Variables)
    setAnswer((before) => (answer.error ? { data: before.data, error: answer.error } : answer))
  }, [query, key])
  useEffect(() => void reload(), [reload])
  return { data, error, reload }
}

export const change = <T>(query: string, variables: Variables = {}): Promise<Answer<T>> =>
  ask<T>("/metadata", { query, variables })

/** A change that needs no form. @returns what it answered; null, having said why, where it failed */
export async function changeOrSay<T>(query: string, variables: Variables = {}, done?: string): Promise<T | null> {
  const { data, error } = await change<T>(query, variables)
  if (error) sayError(error)
  else if (done) say({ kind: "success", text: done })
  return data
}

/** A change that a dialog asked about. @returns what went wrong; undefined when it is done */
export async function changeOrTell(query: string, variables: Variables = {}): Promise<string | undefined> {
  const { error } = await change(query, variables)
  return error ? sentenceOf(error) : undefined
}

export function sayError(error: ApiError): void {
  say({ kind: "error", text: sentenceOf(error), details: error.requestId })
}
