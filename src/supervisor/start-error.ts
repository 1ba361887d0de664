/** Why Kith cannot start: `message` is one sentence that says what is wrong and what to do. Shown without a stack. */
export class StartError extends Error {
  override name = "StartError"
}

/** The text that an unknown failure contributes to such a sentence. */
export function reason(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

export function hasCode(error: unknown, ...codes: string[]): boolean {
  return error instanceof Error && "code" in error && codes.includes(String(error.code))
}
