/** What `Intl` knows takes milliseconds to ask for, so it is asked once. */
export function once<Key extends readonly (string | undefined)[], T>(make: (...key: Key) => T): (...key: Key) => T {
  const made = new Map<string, T>()
  return (...key) => {
    const name = key.join("\n")
    const known = made.get(name) ?? make(...key)
    made.set(name, known)
    return known
  }
}
