/** What is remembered of the person who is signed in, on all their devices. */
import { ask } from "../api/graphql.ts"
import type { ApiError } from "../api/send.ts"
import { workspace } from "./workspace.ts"

/** @param update null forgets a variable. @returns what went wrong; null when it is kept */
export async function rememberOnServer(update: Readonly<Record<string, unknown>>): Promise<ApiError | null> {
  const { data, error } = await ask<{ updateUserVars: Record<string, unknown> }>("/metadata", {
    query: `mutation ($update: JSON!) { updateUserVars(update: $update) }`,
    variables: { update },
  })
  const current = workspace.peek()
  if (data && current) workspace.value = { ...current, variables: data.updateUserVars }
  return error
}
