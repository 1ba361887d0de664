/**
 * What a file is, told by its first bytes and never by what its uploader says. A table of our own: of the hundreds of
 * types that a library tells apart, only those matter here that a browser may show.
 */
import type { Bytes } from "../ports/file-store.ts"

/** First bytes that are looked at. */
export const headSize = 4096

/** The type of whatever is not known, or not to be shown. */
export const unknownType = "application/octet-stream"

interface Signature {
  mimeType: string
  /** at its place each: characters are bytes, "?" is any byte */
  parts: readonly (readonly [at: number, bytes: string])[]
}

const signatures: readonly Signature[] = [
  { mimeType: "image/png", parts: [[0, "\x89PNG\r\n\x1a\n"]] },
  { mimeType: "image/jpeg", parts: [[0, "\xff\xd8\xff"]] },
  { mimeType: "image/gif", parts: [[0, "GIF87a"]] },
  { mimeType: "image/gif", parts: [[0, "GIF89a"]] },
  {
    mimeType: "image/webp",
    parts: [
      [0, "RIFF"],
      [8, "WEBP"],
    ],
  },
  { mimeType: "image/bmp", parts: [[0, "BM????\0\0\0\0"]] },
  { mimeType: "image/avif", parts: [[4, "ftypavif"]] },
  { mimeType: "image/heic", parts: [[4, "ftyphei"]] },
  { mimeType: "application/pdf", parts: [[0, "%PDF-"]] },
  { mimeType: "audio/mpeg", parts: [[0, "ID3"]] },
  { mimeType: "audio/mpeg", parts: [[0, "\xff\xfb"]] },
  {
    mimeType: "audio/wav",
    parts: [
      [0, "RIFF"],
      [8, "WAVE"],
    ],
  },
  { mimeType: "audio/flac", parts: [[0, "fLaC"]] },
  { mimeType: "audio/ogg", parts: [[0, "OggS"]] },
  { mimeType: "audio/mp4", parts: [[4, "ftypM4A"]] },
  { mimeType: "video/mp4", parts: [[4, "ftyp"]] },
  { mimeType: "video/webm", parts: [[0, "\x1aE\xdf\xa3"]] },
  { mimeType: "application/zip", parts: [[0, "PK\x03\x04"]] },
  { mimeType: "application/gzip", parts: [[0, "\x1f\x8b"]] },
]

/** Types that a browser shows without running anything in them. */
const harmless = /^(image\/(png|jpeg|gif|webp|bmp|avif)|application\/pdf|audio\/\w+|video\/\w+|text\/plain)$/

/** A picture that every browser shows. */
export const isShownPicture = (mimeType: string) => isHarmless(mimeType) && mimeType.startsWith("image/")

export const isHarmless = (mimeType: string) => harmless.test(mimeType)

/** Text that programs take for something else because of its name. */
const activeExtensions = new Set(
  ".html .htm .xhtml .xht .shtml .mht .mhtml .svg .svgz .xml .xsl .xslt .js .mjs .cjs .jsx .ts .css .hta .swf".split(
    " ",
  ),
)

/**
 * The type of a file by its first bytes, at most {@link headSize}. Text counts as plain only when neither its beginning
 * nor its extension (with its dot) says that it is markup or a script.
 */
export function mimeTypeOf(head: Bytes, extension: string): string {
  const known = signatures.find(({ parts }) => parts.every(([at, bytes]) => hasBytes(head, at, bytes)))
  if (known) return known.mimeType
  const text = asText(head)
  if (text === null || activeExtensions.has(extension) || /^\s*</.test(text)) return unknownType
  return "text/plain"
}

function hasBytes(head: Bytes, at: number, bytes: string): boolean {
  return [...bytes].every((char, i) => (char === "?" ? head.length > at + i : head[at + i] === char.charCodeAt(0)))
}

/** UTF-8 without control characters other than white space; null for anything else. The last character may be cut. */
function asText(head: Bytes): string | null {
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(head, { stream: true })
    // oxlint-disable-next-line no-control-regex -- they are what is looked for
    return /[\0-\x08\x0e-\x1a\x1c-\x1f]/.test(text) ? null : text
  } catch {
    // Bytes that are no UTF-8 are no text.
    return null
  }
}
