/** What this device remembers between visits. Whatever came to stand there, an answer comes back: other versions and people write too. */
export interface Keeper {
  getItem(key: string): string | null
  setItem(key: string, text: string): void
  removeItem(key: string): void
}

/** Parts of what was kept under the key; none where nothing is, or something that is not ours. */
export function readKept<T extends object>(key: string, place: Keeper = localStorage): Partial<T> {
  try {
    const value: unknown = JSON.parse(place.getItem(key) ?? "{}")
    return typeof value === "object" && value !== null ? value : {}
  } catch {
    // Somebody else's text.
    return {}
  }
}

/** @param value null forgets it */
export function keep(key: string, value: object | null, place: Keeper = localStorage): void {
  if (value) place.setItem(key, JSON.stringify(value))
  else place.removeItem(key)
}
