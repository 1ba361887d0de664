/** Which encodings a reader takes an answer in. */

/** @param header the request's `Accept-Encoding` */
export function acceptedEncodings(header: string | null | undefined): Set<string> {
  const parts = (header ?? "").split(",").map((part) => part.trim().split(/\s*;\s*q=/))
  return new Set(parts.filter(([, quality]) => Number(quality ?? 1) > 0).map(([name]) => name!))
}
