/**
 * `ETag`, `If-None-Match` and `If-Match`. The tag of a record is its revision and a fingerprint of what is shown of it:
 * the whole tag tells a reader whether anything shown is different, related records included; the revision alone ties a
 * write to the record's state, whatever depth and fields it was read with. The tag of any other answer is a fingerprint.
 */
import { fingerprint } from "../../ports/fingerprint.ts"
import { splitRevision, type ExpectedRevision } from "../../records/revision.ts"

/** @param read JSON text of a record that was read with its revision */
export function tagRecord(read: string): { text: string; tag: string } {
  const { revision, text } = splitRevision(read)
  return { text, tag: `"${revision}-${fingerprint(text)}"` }
}

/** A kept answer is the same list of texts each time that it is given, so that its fingerprint is taken once. */
export function tagAnswer(texts: readonly (string | null)[]): string {
  const known = tags.get(texts)
  if (known) return known
  const tag = `"${fingerprint(texts.join("\n"))}"`
  tags.set(texts, tag)
  return tag
}

const tags = new WeakMap<readonly (string | null)[], string>()

/** True when the reader has this very answer already. */
export function isKnown(headers: Headers, tag: string): boolean {
  const header = headers.get("if-none-match")
  if (header === null) return false
  return header.trim() === "*" || tagsIn(header).includes(tag.slice(1, -1))
}

/** What a write asks the record to be like; undefined when it does not care. */
export function expectedRevision(headers: Headers): ExpectedRevision | undefined {
  const match = headers.get("if-match")
  const noneMatch = headers.get("if-none-match")
  if (match === null && noneMatch === null) return undefined
  return {
    among: match === null || match.trim() === "*" ? undefined : revisionsIn(match),
    notAmong: noneMatch?.trim() === "*" ? "any" : noneMatch === null ? undefined : revisionsIn(noneMatch),
  }
}

/** A tag that is none of ours names no revision, and so matches no record. */
function revisionsIn(header: string): string[] {
  return tagsIn(header).flatMap((tag) => /^(\d+)-/.exec(tag)?.[1] ?? [])
}

/**
 * A proxy that compresses makes `W/"…"` of a tag: the bytes are others then, the record is not. So weak tags count, for
 * writes as well.
 */
function tagsIn(header: string): string[] {
  return Array.from(header.matchAll(/(?:W\/)?"([^"]*)"/g), ([, tag]) => tag!)
}
