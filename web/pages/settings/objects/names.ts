/** Names that somebody types; the server has the last word on which it takes. */
import { modelSentences } from "../../../i18n/settings-model/index.ts"

export function nameProblem(name: string, taken: readonly string[] = []): string | undefined {
  const { names } = modelSentences()
  if (!/^[a-z][a-zA-Z0-9]*$/.test(name)) return names.malformed
  return taken.includes(name) ? names.taken(name) : undefined
}
