/** Names as the APIs have them, made from labels; the server has the last word on which it takes. */

/** "Point of contact" → pointOfContact; "" where nothing is left. */
export function nameFromLabel(label: string): string {
  const words = label
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .replaceAll("ß", "ss")
    .split(/[^a-zA-Z0-9]+/)
    .filter(Boolean)
    .map((word) => (word.length > 1 && word === word.toUpperCase() ? word.toLowerCase() : word))
  const name = words.map((word, i) => (i === 0 ? first(word, "toLowerCase") : first(word, "toUpperCase"))).join("")
  return /^\d/.test(name) ? `n${name}` : name
}

const first = (word: string, change: "toLowerCase" | "toUpperCase") => word.charAt(0)[change]() + word.slice(1)

/** "In progress" → IN_PROGRESS, what is stored for an option. */
export function valueFromLabel(label: string): string {
  const text = label
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .replaceAll("ß", "ss")
    .toUpperCase()
    .replace(/[^A-Z0-9]+/g, "_")
    .replace(/^_+|_+$/g, "")
  return /^\d/.test(text) ? `N${text}` : text
}
