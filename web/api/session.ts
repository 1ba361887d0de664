/**
 * Who is signed in on this device: a pair of tokens, kept where all tabs see it. Whatever tab finds the access token expired
 * renews it, once for all of them.
 */
import { signal } from "@preact/signals"
import { keep, readKept } from "../kept.ts"
import { send } from "./send.ts"

export interface Session {
  access: string
  refresh: string
}

export interface TokenPair {
  accessOrWorkspaceAgnosticToken: { token: string }
  refreshToken: { token: string }
}

const key = "kith.session"

export const session = signal<Session | null>(stored())

function stored(): Session | null {
  const { access, refresh } = readKept<Session>(key)
  return access && refresh ? { access, refresh } : null
}

export function enter(tokens: TokenPair): void {
  become({ access: tokens.accessOrWorkspaceAgnosticToken.token, refresh: tokens.refreshToken.token })
}

/** Forgets the session on this device, in every tab. */
export function leave(): void {
  become(null)
}

function become(value: Session | null): void {
  keep(key, value)
  session.value = value
}

/** What another tab does to the session counts here as well; for another person or workspace everything is read anew. */
export function followSession(): void {
  window.addEventListener("storage", (event) => {
    if (event.key !== key && event.key !== null) return
    const before = session.value
    session.value = stored()
    if (before && session.value && ownerOf(before) !== ownerOf(session.value)) location.assign("/")
  })
}

/** The claims are not checked here; the server does that. */
function ownerOf({ access }: Session): string {
  const claims = access.split(".")[1] ?? ""
  const { sub, workspaceId } = JSON.parse(atob(claims.replaceAll("-", "+").replaceAll("_", "/"))) as Record<
    string,
    unknown
  >
  return `${String(sub)} ${String(workspaceId)}`
}

/** A session with another access token than the one that was refused; null, and signed out, where there is none to be had. */
export function renew(refused: string): Promise<Session | null> {
  renewing ??= exclusively(() => renewOnce(refused)).finally(() => (renewing = undefined))
  return renewing
}

let renewing: Promise<Session | null> | undefined

/** Locks are there for safe origins; elsewhere each tab is on its own. */
function exclusively<T>(work: () => Promise<T>): Promise<T> {
  return "locks" in navigator ? navigator.locks.request("kith.renew", work) : work()
}

async function renewOnce(refused: string): Promise<Session | null> {
  const known = stored()
  if (known === null || known.access !== refused) return (session.value = known)
  const answer = await send<{ renewToken: { tokens: TokenPair } }>("/metadata", {
    query,
    variables: { token: known.refresh },
  })
  if (answer.data) enter(answer.data.renewToken.tokens)
  else if (answer.error.kind !== "offline" && answer.error.kind !== "server") leave()
  return session.value?.access === refused ? null : session.value
}

const query = `mutation ($token: String!) {
  renewToken(appToken: $token) { tokens { accessOrWorkspaceAgnosticToken { token } refreshToken { token } } }
}`
