/** Text made shorter, at once. */

export type Encoding = "zstd" | "gzip"

const isBun = "Bun" in globalThis

/** Those that the runtime has, the best one first; none where it can only do so bit by bit. */
export const encodings: readonly Encoding[] = isBun ? ["zstd", "gzip"] : []

/**
 * At its quickest: 90 kB of JSON take zstd 0.1 ms and come to 16 kB, and gzip 0.3 ms and 21 kB. What is more thorough takes
 * twice as long and saves a seventh of that.
 */
export function compress(text: string, encoding: Encoding): Uint8Array {
  return encoding === "zstd"
    ? Bun.zstdCompressSync(text, { level: 1 })
    : Bun.gzipSync(text, { level: 1, library: "libdeflate" })
}
