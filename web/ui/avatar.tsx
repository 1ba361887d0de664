import { hueOf } from "./hue.ts"

/** Initials on the hue that belongs to the id; decoration beside a name, never instead of one. */
export function Avatar({ id, name, isPerson = false }: { id: string; name: string; isPerson?: boolean }) {
  return (
    <span class={`avatar hue-${hueOf(id)}${isPerson ? " person" : ""}`} aria-hidden="true">
      {initials(name)}
    </span>
  )
}

function initials(name: string): string {
  const words = name.trim().split(/\s+/)
  const letters = [words[0], words.length > 1 ? words.at(-1) : ""].map((word) => [...(word ?? "")][0] ?? "")
  return letters.join("").toUpperCase() || "?"
}
