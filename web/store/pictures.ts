/** Pictures of members and of workspaces, by the id of whom they show. Their addresses hold for a day. */
import { signal } from "@preact/signals"

export const pictures = signal<ReadonlyMap<string, string>>(new Map())

export interface Pictured {
  id: string
  /** null or empty for none */
  picture: string | null
}

/** What is known from now on; of whoever is not among them, what was known stays. */
export function keepPictures(of: readonly Pictured[]): void {
  const known = new Map(pictures.peek())
  for (const { id, picture } of of) {
    if (picture && isOurs(picture)) known.set(id, picture)
    else known.delete(id)
  }
  pictures.value = known
}

/** The page asks no other host for anything: whoever shows a picture from there would tell it who is looking. */
export const isOurs = (address: string) => URL.canParse(address) && new URL(address).origin === location.origin
