/**
 * Values that many fields have in common are held once. What comes from the standard objects is the same in every
 * workspace; instants are the same within one.
 */

/** Many times what the standard objects have; labels that people wrote for them may use up the rest. */
const maxShared = 20_000

const texts = new Map<string, string>()
const values = new Map<string, unknown>()

/** The same text, as one string for all. */
export function sharedText<T extends string | null>(text: T): T {
  if (text === null) return text
  const known = texts.get(text)
  if (known !== undefined) return known as T
  if (texts.size < maxShared) texts.set(text, text)
  return text
}

/** The same JSON, frozen, as one value for all. */
export function sharedValue<T>(value: T): T {
  if (typeof value !== "object" || value === null) return value
  const key = JSON.stringify(value)
  const known = values.get(key)
  if (known !== undefined) return known as T
  if (values.size < maxShared) values.set(key, deepFreeze(value))
  return value
}

function deepFreeze<T extends object>(value: T): T {
  for (const part of Object.values(value)) if (typeof part === "object" && part !== null) deepFreeze(part)
  return Object.freeze(value)
}

/** Equal texts of one workspace as one string. */
export class OwnTexts {
  private readonly kept = new Map<string, string>()

  share(text: string): string {
    const known = this.kept.get(text)
    if (known === undefined) this.kept.set(text, text)
    return known ?? text
  }
}
