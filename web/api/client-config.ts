/** What the server says of itself to whoever asks. */
import { signal } from "@preact/signals"
import type { Answer } from "./send.ts"

export interface ClientConfig {
  authProviders: { google: boolean; microsoft: boolean }
  isNewInstallation: boolean
  /** characters of a new password */
  passwordLength: { min: number; max: number }
  files: {
    /** bytes of one */
    maxSize: number
    /** ends of names, with their dot and in small letters */
    refusedExtensions: readonly string[]
  }
}

/** How long a new password has to be, once the server has said so. */
export const passwordLength = signal<ClientConfig["passwordLength"] | null>(null)

let underway: Promise<Answer<ClientConfig>> | null = null

/** Whoever asks at the same moment gets the same answer. */
export function clientConfig(): Promise<Answer<ClientConfig>> {
  underway ??= read().finally(() => (underway = null))
  return underway
}

async function read(): Promise<Answer<ClientConfig>> {
  try {
    const data = (await (await fetch("/client-config")).json()) as ClientConfig
    passwordLength.value = data.passwordLength
    return { data, error: null }
  } catch {
    const error = { kind: "offline" as const, code: "", message: "", retryAfter: null, requestId: "" }
    return { data: null, error }
  }
}
