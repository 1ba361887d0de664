/** The session as this device keeps it. */
import { readKept } from "../kept.ts"

/** Tokens. */
export interface Session {
  access: string
  refresh: string
}

export const sessionKey = "kith.session"

/** null where nobody is signed in */
export function storedSession(): Session | null {
  const { access, refresh } = readKept<Session>(sessionKey)
  return access && refresh ? { access, refresh } : null
}
