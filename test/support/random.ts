/** Chance that can be repeated: the same seed, the same choices. */
export interface Random {
  /** 0 ≤ value < 1 */
  next(): number
  chance(probability: number): boolean
  /** undefined when there is nothing to pick from */
  pick<T>(values: readonly T[]): T | undefined
}

/** Mulberry32. */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let value = Math.imul(state ^ (state >>> 15), 1 | state)
    value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value
    return ((value ^ (value >>> 14)) >>> 0) / 4_294_967_296
  }
  return {
    next,
    chance: (probability) => next() < probability,
    pick: (values) => values[Math.floor(next() * values.length)],
  }
}
