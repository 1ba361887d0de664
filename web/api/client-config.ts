/** What the server says to everybody before they sign in. */
import { signal } from "@preact/signals"
import type { Answer } from "./send.ts"

export interface ClientConfig {
  authProviders: { google: boolean; microsoft: boolean }
  isNewInstallation: boolean
  /** characters of a new password */
  passwordLength: { min: number; max: number }
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
