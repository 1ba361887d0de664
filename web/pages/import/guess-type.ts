/** Which type of field values look like. */
import { readEmail } from "../../fields/emails.tsx"

export type GuessedType = "TEXT" | "NUMBER" | "DATE" | "EMAILS" | "LINKS" | "SELECT"

/** Values that a guess rests on. */
const sample = 500

/** More options than these nobody wants to choose from. */
const mostOptions = 20

/** What the values look like. Numbers that begin with a zero are names of something. */
export function guessType(values: readonly string[]): GuessedType {
  const given = values
    .map((value) => value.trim())
    .filter((value) => value !== "")
    .slice(0, sample)
  const areAll = (test: (value: string) => boolean) => given.length > 0 && given.every(test)
  if (areAll((value) => /^-?(0|[1-9]\d{0,14})(\.\d+)?$/.test(value))) return "NUMBER"
  if (areAll((value) => /^\d{4}-\d{2}-\d{2}$/.test(value))) return "DATE"
  if (areAll((value) => "value" in readEmail(value))) return "EMAILS"
  if (areAll((value) => /^https?:\/\/\S+$/i.test(value))) return "LINKS"
  const different = new Set(given).size
  return different > 0 && different <= mostOptions && given.length >= 4 * different ? "SELECT" : "TEXT"
}
