/** Which records somebody has said are not the same, kept on the device: pairs, so that a newcomer is suggested again. */
import { signal } from "@preact/signals"
import { keep, readKept } from "../../kept.ts"
import type { Alike } from "./finding.ts"

const key = "kith.notDuplicates"

/** Pairs that are remembered; the oldest go first. */
const most = 5000

const pairs = signal<ReadonlySet<string>>(new Set(readKept<{ pairs: string[] }>(key).pairs ?? []))

/** Has each of them been told from each other? */
export const isDismissed = (group: Alike): boolean => pairsOf(group).every((pair) => pairs.value.has(pair))

export function dismiss(group: Alike): void {
  remember([...pairs.peek(), ...pairsOf(group)])
}

export function suggestAgain(group: Alike): void {
  const gone = new Set(pairsOf(group))
  remember([...pairs.peek()].filter((pair) => !gone.has(pair)))
}

function remember(all: readonly string[]): void {
  pairs.value = new Set(all.slice(-most))
  keep(key, { pairs: [...pairs.peek()] })
}

function pairsOf(group: Alike): string[] {
  const ids = group.map(({ id }) => id).toSorted()
  return ids.flatMap((id, i) => ids.slice(i + 1).map((other) => `${id} ${other}`))
}
