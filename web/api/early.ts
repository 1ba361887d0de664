/**
 * The one question that every page inside begins with, asked while the page's own scripts are still on their way
 * (web/boot.ts). Where a script of the page comes to ask it, the answer is already coming.
 */
import { post, type Endpoint, type Sent } from "./post.ts"
import { storedSession } from "./stored-session.ts"

interface Early extends Sent {
  endpoint: Endpoint
  query: string
  token: string
}

/** Scripts that are not modules share nothing else with those that are. */
const shared = globalThis as { kithEarly?: Early }

/** Milliseconds after which it is asked anew. */
const fresh = 10_000

/** Asks where somebody is signed in. */
export function askEarly(endpoint: Endpoint, query: string): void {
  const token = storedSession()?.access
  if (!token) return
  const sent = post(endpoint, { query }, { token })
  // Whoever takes it is told.
  sent.response.catch(() => {})
  shared.kithEarly = { ...sent, endpoint, query, token }
  setTimeout(() => delete shared.kithEarly, fresh)
}

/** What was asked early, if it is this; once. */
export function takeEarly(endpoint: Endpoint, query: string, token: string | undefined): Sent | undefined {
  const { kithEarly } = shared
  if (kithEarly?.endpoint !== endpoint || kithEarly.query !== query || kithEarly.token !== token) return undefined
  delete shared.kithEarly
  return kithEarly
}
