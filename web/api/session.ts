/**
 * Who is signed in on this device: a pair of tokens, kept where all tabs see it. Whatever tab finds the access token expired
 * renews it, once for all of them.
 */
import { signal } from "@preact/signals"
import { keep } from "../kept.ts"
import { send, type ApiError } from "./send.ts"
import { sessionKey, storedSession, type Session } from "./stored-session.ts"

export interface TokenPair {
  accessOrWorkspaceAgnosticToken: { token: string }
  refreshToken: { token: string }
}

export const session = signal<Session | null>(storedSession())

export function enter(tokens: TokenPair): void {
  become({ access: tokens.accessOrWorkspaceAgnosticToken.token, refresh: tokens.refreshToken.token })
}

/** Forgets the session on this device, in every tab. */
export function leave(): void {
  become(null)
}

function become(value: Session | null): void {
  keep(sessionKey, value)
  adopt(value)
}

/** In this tab: whoever waited for somebody to sign in again goes on. */
function adopt(value: Session | null): void {
  session.value = value
  lapsed.value = false
  goOn(value)
}

/** What another tab does to the session counts here as well; for another person or workspace everything is read anew. */
export function followSession(): void {
  window.addEventListener("storage", (event) => {
    if (event.key !== sessionKey && event.key !== null) return
    const next = storedSession()
    if (next === null || session.value === null || isSameOwner(next, session.value)) adopt(next)
    // Whoever has something unsaved here can still come back to it.
    else if (!lapsed.value) location.assign("/")
  })
}

// --- a session that has ended ---------------------------------------------------------------------------------------

/** Has the session ended while its person was at work? Then requests wait until they have signed in again. */
export const lapsed = signal(false)

let isKept = false
let goOn: (value: Session | null) => void = () => {}

/** Is there somebody's work on the page, for which they are asked to sign in again? Without it a session that has ended is left. */
export function keepPage(isWanted: boolean): void {
  isKept = isWanted
}

/** Resolves with the session of whoever has signed in again; null once they have left. */
function signedInAgain(): Promise<Session | null> {
  lapsed.value = true
  return new Promise((resolve) => (goOn = resolve))
}

function isSameOwner(one: Session, other: Session): boolean {
  return ownerOf(one) === ownerOf(other)
}

/** The claims are not checked here; the server does that. What is no token is nobody's. */
function ownerOf({ access }: Session): string | null {
  try {
    const claims = (access.split(".")[1] ?? "").replaceAll("-", "+").replaceAll("_", "/")
    const { sub, workspaceId } = JSON.parse(atob(claims)) as Record<string, unknown>
    return `${String(sub)} ${String(workspaceId)}`
  } catch {
    return null
  }
}

/**
 * A session with another access token than the one that was refused, for which somebody may have to sign in again first; null
 * where there is none to be had.
 */
export function renew(refused: string): Promise<Session | null> {
  renewing ??= renewOrAsk(refused).finally(() => (renewing = undefined))
  return renewing
}

let renewing: Promise<Session | null> | undefined

async function renewOrAsk(refused: string): Promise<Session | null> {
  const renewed = await exclusively(() => renewOnce(refused))
  if (renewed !== "ended") return renewed
  if (isKept) return signedInAgain()
  // In this tab alone: somebody may have unsaved work in another one.
  adopt(null)
  return null
}

/** Locks are there for safe origins; elsewhere each tab is on its own. */
function exclusively<T>(work: () => Promise<T>): Promise<T> {
  return "locks" in navigator ? navigator.locks.request("kith.renew", work) : work()
}

async function renewOnce(refused: string): Promise<Session | "ended" | null> {
  const known = storedSession()
  if (known === null) return (session.value = null)
  if (known.access !== refused) return renewedElsewhere(known)
  const answer = await send<{ renewToken: { tokens: TokenPair } }>("/metadata", {
    query,
    variables: { token: known.refresh },
  })
  if (answer.data) enter(answer.data.renewToken.tokens)
  else return isPassing(answer.error) ? null : "ended"
  return session.value
}

function renewedElsewhere(known: Session): Session | "ended" {
  if (session.value && !isSameOwner(known, session.value)) return "ended"
  return (session.value = known)
}

/** Says nothing about the session; it may be asked for again. */
const isPassing = ({ kind }: ApiError) => kind === "offline" || kind === "server" || kind === "limited"

const query = `mutation ($token: String!) {
  renewToken(appToken: $token) { tokens { accessOrWorkspaceAgnosticToken { token } refreshToken { token } } }
}`
