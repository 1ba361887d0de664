/** One range of bytes (RFC 9110, section 14). */
import type { ByteRange } from "../ports/file-store.ts"

/**
 * The range that a header asks for; null for the whole, which is also what several ranges, other units and malformed
 * headers get; "unsatisfiable" when it begins behind the end.
 */
export function readRange(header: string | null, size: number): ByteRange | null | "unsatisfiable" {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header?.trim() ?? "")
  if (!match) return null
  const [, first = "", last = ""] = match
  if (first === "") {
    if (last === "") return null
    return Number(last) === 0 || size === 0
      ? "unsatisfiable"
      : { start: Math.max(0, size - Number(last)), end: size - 1 }
  }
  const start = Number(first)
  if (last !== "" && Number(last) < start) return null
  return start >= size ? "unsatisfiable" : { start, end: last === "" ? size - 1 : Math.min(Number(last), size - 1) }
}
