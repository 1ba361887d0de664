import { useState } from "preact/hooks"
import { pictures } from "../store/pictures.ts"
import { hueOf } from "./hue.ts"

/** The picture of whom the id is, or initials on a hue of their own; decoration beside a name, never instead of one. */
export function Avatar({ id, name, isPerson = false }: { id: string; name: string; isPerson?: boolean }) {
  const [missing, setMissing] = useState<string>()
  const picture = pictures.value.get(id)
  return (
    <span class={`avatar hue-${hueOf(id)}${isPerson ? " person" : ""}`} aria-hidden="true">
      {picture && picture !== missing ? (
        <img src={picture} alt="" draggable={false} onError={() => setMissing(picture)} />
      ) : (
        initials(name)
      )}
    </span>
  )
}

function initials(name: string): string {
  const words = name.trim().split(/\s+/)
  const letters = [words[0], words.length > 1 ? words.at(-1) : ""].map((word) => [...(word ?? "")][0] ?? "")
  return letters.join("").toUpperCase() || "?"
}
